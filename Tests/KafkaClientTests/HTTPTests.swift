import Network
import Platform
import TestCertificates
import Testing

@testable import KafkaClient

@Suite("An endpoint for tokens")
struct HTTPTests {
    /// Answers every request alike, byte by byte, and keeps what was asked.
    final class Endpoint: Peer {
        let answers: [[UInt8]]
        let closes: Bool
        private var taken = 0
        private(set) var asked: [UInt8] = []
        init(_ answers: String..., closes: Bool = false) {
            self.answers = answers.map { Array($0.utf8) }
            self.closes = closes
        }
        func accepted(_ connection: ConnectionID, at endpoint: Network.Endpoint, now: Instant) -> [PeerAction] { [] }
        func received(_ bytes: [UInt8], on connection: ConnectionID, now: Instant) -> [PeerAction] {
            asked += bytes
            defer { taken += 1 }
            return answers[min(taken, answers.count - 1)].map { .send([$0], on: connection) } + (closes ? [.close(connection)] : [])
        }
        func closed(_ connection: ConnectionID, now: Instant) -> [PeerAction] { [] }
        func woken(now: Instant) -> [PeerAction] { [] }
    }

    func fetch(_ endpoint: Endpoint, isSecure: Bool = false, secret: String = "my-secret", encodesHeader: Bool = false) throws -> Result<
        Secret, SASLFailure
    > {
        let loop = SimulatedLoop(seed: 3)
        let place = Network.Endpoint(host: "idp.example", port: 443)
        let own = TestCertificate("idp", names: ["DNS:idp.example"], issuedBy: SecureWorld.authority)
        let front = TLSFront(endpoint, isSecure ? ["idp.example": try SecureWorld.context(own)] : [:])
        loop.add(front, at: [place])
        let account = ClientCredentials(
            endpoint: place, path: "/oauth/token", transport: isSecure ? SecureWorld.trusting : .plaintext, clientID: "me",
            clientSecret: Secret(secret), scope: "kafka admin", encodesHeader: encodesHeader)
        let supply = TokenSupply(.clientCredentials(account), loop: loop)
        if let result = supply.token() { return result }
        for _ in 0..<10_000 {
            for event in loop.poll(until: loop.now.advanced(by: .seconds(1))) where supply.takes(event) {
                if let result = supply.outcome() { return result }
            }
        }
        return .failure(.noToken("nothing came"))
    }

    static let token = #"{"access_token":"a.b.c","token_type":"Bearer","expires_in":300}"#

    @Test(
        "gives one over TLS or in plain text, in any framing of HTTP",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: \(token.utf8.count)\r\n\r\n\(token)",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length:\(token.utf8.count)\r\n\r\n\(token)",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n{\"acc\r\n\(String(token.utf8.count - 5, radix: 16))\r\n"
                + "\(token.dropFirst(5))\r\n0\r\n\r\n",
        ])
    func gives(answer: String) throws {
        for isSecure in [false, true] {
            let endpoint = Endpoint(answer)
            #expect(try fetch(endpoint, isSecure: isSecure).get() == Secret("a.b.c"))
            let asked = String(decoding: endpoint.asked, as: UTF8.self)
            #expect(asked.hasPrefix("POST /oauth/token HTTP/1.1\r\nHost: idp.example:443\r\nAuthorization: Basic bWU6bXktc2VjcmV0\r\n"))
            #expect(asked.hasSuffix("\r\n\r\ngrant_type=client_credentials&scope=kafka+admin"))
        }
        #expect(try fetch(Endpoint("HTTP/1.0 200 OK\r\n\r\n\(Self.token)", closes: true)).get() == Secret("a.b.c"))
    }

    @Test(
        "gives none: why",
        arguments: [
            (
                "HTTP/1.1 401 Unauthorized\r\nContent-Length: 63\r\n\r\n"
                    + #"{"error":"invalid_client","error_description":"no such client"}"#,
                "it answered 401: invalid_client: no such client"
            ),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "its answer holds no access_token"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "its length is out of bounds"),
            ("\u{0}\u{0}\u{0}\u{4}nonsense\r\n\r\n", "it begins with no status"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n{", "cut short"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "a chunk has no length"),
        ])
    func none(answer: String, why: String) throws {
        let failure = try fetch(Endpoint(answer, closes: true)).failure
        #expect(failure?.description.contains(why) == true, "\(String(describing: failure))")
        #expect(failure?.description.contains("my-secret") == false)
    }

    @Test("201 is an answer as 200 is, and 307 is followed within the endpoint's own address, and nowhere else")
    func redirections() throws {
        let given = "HTTP/1.1 201 Created\r\nContent-Length: \(Self.token.utf8.count)\r\n\r\n\(Self.token)"
        func pointing(_ location: String) -> String {
            "HTTP/1.1 307 Temporary Redirect\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n"
        }
        #expect(try fetch(Endpoint(given)).get() == Secret("a.b.c"))
        for location in ["/v2/token?x=1", "http://idp.example:443/v2/token?x=1"] {
            let endpoint = Endpoint(pointing(location), given)
            #expect(try fetch(endpoint).get() == Secret("a.b.c"))
            let asked = String(decoding: endpoint.asked, as: UTF8.self)
            #expect(
                asked.contains(
                    "grant_type=client_credentials&scope=kafka+adminPOST /v2/token?x=1 HTTP/1.1\r\nHost: idp.example:443\r\n"
                        + "Authorization: Basic bWU6bXktc2VjcmV0"
                ))
        }
        for location in [
            "http://idp.example/token", "https://idp.example:443/token", "//other.example/token", "http://other.example:443/", "token",
        ] {
            let endpoint = Endpoint(pointing(location), given)
            #expect(try fetch(endpoint).failure?.description.contains("points to \(location): that is another address") == true)
            #expect(String(decoding: endpoint.asked, as: UTF8.self).split(separator: "POST ").count == 1)
        }
        let failure = try fetch(Endpoint(pointing("/round"))).failure
        #expect(failure?.description.contains("it answered 307 6 times") == true, "\(String(describing: failure))")
    }

    @Test("id and secret are encoded as in a form where the file says so")
    func encodedHeader() throws {
        let endpoint = Endpoint("HTTP/1.1 200 OK\r\nContent-Length: \(Self.token.utf8.count)\r\n\r\n\(Self.token)")
        #expect(try fetch(endpoint, secret: "a b+c/ü", encodesHeader: true).get() == Secret("a.b.c"))
        // me:a+b%2Bc%2F%C3%BC
        #expect(String(decoding: endpoint.asked, as: UTF8.self).contains("Authorization: Basic bWU6YStiJTJCYyUyRiVDMyVCQw==\r\n"))
    }
}
