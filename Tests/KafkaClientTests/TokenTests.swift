import Network
import Platform
import Testing

@testable import KafkaClient

@Suite("Bearer tokens")
struct TokenTests {
    let loop = PollLoop()

    /// Turns the loop until a token is there, or why not.
    func fetch(_ source: TokenSource) -> Result<Secret, SASLFailure> {
        let supply = TokenSupply(source, loop: loop)
        if let result = supply.token() { return result }
        let end = loop.now.advanced(by: .seconds(20))
        while loop.now < end {
            for event in loop.poll(until: end) where supply.takes(event) {
                if let result = supply.outcome() { return result }
            }
        }
        return .failure(.noToken("nothing came"))
    }

    func why(_ source: TokenSource) -> String { fetch(source).failure.map { "\($0)" } ?? "a token" }

    @Test("come from a file, without the blanks around them, and are read anew")
    func file() throws {
        let folder = try Files.makeTemporaryDirectory()
        defer { try? Files.removeTree(folder) }
        let path = "\(folder)/token"
        try Files.replace(path, with: Array("  a.b.c\n".utf8))
        let supply = TokenSupply(.file(path), loop: loop)
        #expect(try supply.token()?.get() == Secret("a.b.c"))
        try Files.replace(path, with: Array("d.e.f".utf8))
        #expect(try supply.token()?.get() == Secret("d.e.f"))
        #expect(why(.file("\(folder)/none")).contains("\(folder)/none"))
    }

    @Test("come from a program; what it says where it fails is told, what it prints is not")
    func command() throws {
        #expect(try fetch(.command(["printf", "a.b.c\\n"])).get() == Secret("a.b.c"))
        let failing = why(.command(["sh", "-c", "echo half-a-token; echo first >&2; echo not logged in >&2; exit 3"]))
        #expect(failing == "there is no token: sh ended with exit 3: not logged in")
        #expect(why(.command(["no-such-program-anywhere"])).contains("no-such-program-anywhere"))
        #expect(why(.command(["sh", "-c", "yes"])).contains("prints more than a token"))
    }

    @Test("of a program are kept for four fifths of their life")
    func kept() throws {
        let now = loop.wallMilliseconds / 1000
        let token = UnsecuredToken(claims: ["sub": .text("a")], lifetime: .seconds(100)).signedByNobody(now: now * 1000).text
        let supply = TokenSupply(.command(["printf", token]), loop: loop)
        #expect(supply.token() == nil)
        let end = loop.now.advanced(by: .seconds(20))
        while supply.outcome() == nil, loop.now < end { for event in loop.poll(until: end) { _ = supply.takes(event) } }
        #expect(try supply.token()?.get().text == token)
    }

    @Test("that nobody signed say what was claimed")
    func unsecured() throws {
        let token = UnsecuredToken(
            claims: ["sub": .text("ad\"min"), "scope": .list(["a", "b"]), "level": .number(3)], lifetime: .seconds(60))
        let parts = token.signedByNobody(now: 1_700_000_000_123).text.split(separator: ".", omittingEmptySubsequences: false)
        #expect(parts.count == 3 && parts[2].isEmpty)
        let claims = Base64.decode(parts[1].utf8, .url).map { String(decoding: $0, as: UTF8.self) }
        #expect(claims == "{\"iat\":1700000000,\"exp\":1700000060,\"level\":3,\"scope\":[\"a\",\"b\"],\"sub\":\"ad\\\"min\"}")
        #expect(JSONWebToken.expiry(of: token.signedByNobody(now: 1_700_000_000_123)) == 1_700_000_060_000)
    }

    @Test("tell their end, or nothing", arguments: ["", "a", "a.b.c", "..", "a.e30.c", "e30.eyJleHAiOiJ4In0.x"])
    func noEnd(token: String) {
        #expect(JSONWebToken.expiry(of: Secret(token)) == nil)
    }

    @Test("members of a JSON object are read, nesting passed over, anything else refused")
    func json() throws {
        let text = #" {"a": "x\n\u00e9\ud83d\ude00", "b": -1.5e2, "c": {"d": [1, {"e": "}"}]}, "f": true, "g": null, "h": []} "#
        let members = try #require(JSONMembers(Array(text.utf8)))
        #expect(members["a"] == .text("x\né😀"))
        #expect(members["b"] == .number(-150))
        #expect(members["c"] == .other)
        #expect(members["d"] == nil)
        let broken = [
            "", "[]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":nan}", "{\"a\":\"\\x\"}", "{\"a\":\"\\ud800\"}", "{} x",
            "{\"a\":1e999}",
        ]
        for text in broken + ["{\"a\":" + String(repeating: "[", count: 100_000)] {
            #expect(JSONMembers(Array(text.utf8)) == nil, "\(text.prefix(20))")
        }
    }
}
