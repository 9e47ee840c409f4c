import Foundation
import Platform
import Testing

/// What others write (names of groups, error texts of brokers, runbooks handed over, file names) reaches a person by many ways. On none of them a
/// terminal is handed anything that it obeys, and nothing stands there unseen.
@Suite("Hostile texts, as a person sees them")
struct HostileTextTests {
    /// C0 without NUL (no argument carries it) and newline, DEL, C1, marks of direction, letters without a glyph, separators of lines, tags.
    private static let ranges: [ClosedRange<UInt32>] = [
        0x01...0x09, 0x0B...0x1F, 0x7F...0x9F, 0x61C...0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF...0xFEFF,
        0xFFF9...0xFFFB, 0xE0000...0xE007F,
    ]
    /// All of them, and sequences that mean something.
    static let text =
        "\u{1B}]0;owned\u{7}\u{1B}[2J\u{1B}[Hall is well"
        + String(String.UnicodeScalarView(ranges.flatMap { $0.compactMap(Unicode.Scalar.init) }))
    /// The same as a text of the language writes it.
    private static let literal = text.unicodeScalars.map { scalar in
        scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }.joined()

    private func expectHarmless(_ said: String, _ where: String, _ place: SourceLocation = #_sourceLocation) {
        let bad = said.unicodeScalars.filter { scalar in Self.ranges.contains { $0.contains(scalar.value) } }
        #expect(bad.isEmpty, "\(`where`): \(bad.map { String($0.value, radix: 16) })", sourceLocation: place)
    }

    private func expectHarmless(_ result: Binary.Result, _ where: String, _ place: SourceLocation = #_sourceLocation) {
        expectHarmless(result.output, `where`, place)
        expectHarmless(result.errors, `where`, place)
        #expect(result.code < 1000, "\(`where`)", sourceLocation: place)
    }

    @Test("the name of a group, in the failure of an effect on it, with each form of output and in the trace")
    func group() throws {
        let lab = try LabProcess("healthy")
        let effect = "reset offsets of group \"\(Self.literal)\" to latest"
        for form in ["table", "json", "jsonl", "csv", "md"] {
            let failed = try lab.mend("-e", effect, "--output", form, "--yes")
            #expect(failed.code != 0)
            expectHarmless(failed, form)
            var shown = try lab.mend(
                "-e", "show \"\(Self.literal)\"", "-e", "members where group == \"\(Self.literal)\"", "--output", form)
            // Lines of CSV end so (RFC 4180), and a tab in a field is part of it.
            if form == "csv" { shown.output = shown.output.replacing("\r\n", with: "\n").replacing("\t", with: "") }
            expectHarmless(shown, form)
        }
        #expect(try lab.mend("-e", effect, "--yes").errors.contains("\\u{1b}]0;owned\\u{7}"))
        for kind in ["requests", "bytes", "loop"] { expectHarmless(try lab.mend("-e", effect, "--trace", kind, "--yes"), kind) }
    }

    @Test("a runbook that was handed over: its steps, notes, questions and failures, live, planned, reported and read back")
    func runbook() throws {
        let lab = try LabProcess("healthy")
        let folder = try Binary.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("x\u{1B}[2J\u{202E}.runbook")
        let (hostile, literal) = (Self.text, Self.literal)
        // Raw bytes in texts, as any editor can write them, and escapes.
        try Data(
            """
            ## \(hostile)
            runbook "R\(hostile)" {
                ## \(hostile)
                param p: string = "\(literal)"
            }
            step "S\(hostile)" {
                note "N\(hostile){p}"
                show p
                warn "W{p}"
                confirm "Q{p}\\nsecond line" { note "confirmed" }
                require count(brokers) == 99 else "G{p}\\n\(literal)"
            }

            """.replacing("    warn \"W{p}\"\n", with: "").utf8
        ).write(to: file)
        let ran = try lab.mend("run", file.path, "--yes")
        #expect(ran.code == 3, "\(ran.errors)")
        #expect(ran.errors.contains("N\\u{1b}]0;owned"))
        expectHarmless(ran, "run")
        for words in [
            ["plan", file.path], ["check", file.path], ["fmt", "--check", file.path], ["runs"], ["show"], ["why"], ["report"],
            ["report", "--output", "html"], ["report", "--output", "json"], ["run", file.path, "--set", "p=\(hostile)", "--yes"],
            ["run", file.path, "--set", "\(hostile)=x"], ["run", file.path + hostile], ["resume", hostile], ["help", hostile],
            ["check", "\(file.path)/\(hostile)"], ["-e", hostile], ["-e", "show '\(hostile)'"], [hostile], ["--\(hostile)"],
            ["run", file.path, "--parameters", "/\(hostile)"], ["runbooks", "show", hostile], ["-e", "1", "--timeout", hostile],
        ] {
            let result =
                words.first == "fmt" || words.first == "check" || words.first == "help" || words.first == "runbooks"
                ? try Binary.run(words, journal: folder) : try lab.run(words)
            expectHarmless(result, "\(words[0]) \(words.count)")
        }
    }

    @Test("a question on a terminal, and the progress beside it")
    func question() throws {
        let lab = try LabProcess("healthy")
        let folder = try Binary.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("q.runbook")
        try Data(
            """
            runbook "Q" {}
            step "S\(Self.literal)" {
                confirm "Q\(Self.literal) sure?" { note "yes" }
                wait until count(brokers) == 99 or "\(Self.literal)" == "x" within 1s otherwise { note "late" }
            }

            """.utf8
        ).write(to: file)
        let (code, screen) = try PseudoTerminal.run(
            ["run", file.path, "-b", lab.bootstrap], answers: [("sure? [y/N] ", "y")], journal: folder.appendingPathComponent("journal"))
        #expect(code == 0, "\(screen)")
        // The program's own: what takes a progress line away.
        let own = screen.replacing(/\u{1B}\[[0-9]*A\r\u{1B}\[J/, with: "").replacing("\r", with: "").replacing(/\u{1B}\[[0-9]*m/, with: "")
        expectHarmless(own, "question")
        #expect(own.contains("\\u{1b}]0;owned\\u{7}"))
    }

    @Test("the error text of a SASL server, which anybody may be, before it has believed anybody")
    func sasl() throws {
        let server = try HostileSASLServer(message: Self.text + "\nmend: all is well")
        let folder = try Binary.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let jaas = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\";"
        let properties = folder.appendingPathComponent("c.properties")
        try Data("security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=\(jaas)\n".utf8).write(to: properties)
        for more in [[], ["--trace", "requests"], ["--trace", "loop"], ["--output", "json"]] {
            let result = try Binary.run(
                ["-e", "brokers", "-b", server.address, "--command-config", properties.path] + more, journal: folder)
            #expect(result.code == 9, "\(result.errors)")
            #expect(result.errors.contains("owned"), "\(result.errors)")
            expectHarmless(result, "\(more)")
            #expect(!result.errors.contains("\nmend: all is well"), "what they write begins no line of ours")
        }
    }
}

/// A listener that speaks just enough of Kafka to refuse somebody with words of its own: ApiVersions v0, SaslHandshake, SaslAuthenticate.
private final class HostileSASLServer: @unchecked Sendable {
    let address: String
    private let listener: Int32
    private let message: [UInt8]

    init(message: String) throws {
        let message = Array(message.utf8)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        (self.message, self.listener) = (message, listener)
        let bound = withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(listener, raw, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, raw, &length) == 0
            }
        }
        guard bound else { throw Binary.Failure(why: "no listener: errno \(errno)") }
        address = "127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
        Thread {
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                Thread { Self.serve(connection, message) }.start()
            }
        }.start()
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func serve(_ connection: Int32, _ message: [UInt8]) {
        defer { close(connection) }
        func big(_ value: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
        func exactly(_ count: Int) -> [UInt8]? {
            var bytes: [UInt8] = []
            while bytes.count < count {
                var chunk = [UInt8](repeating: 0, count: count - bytes.count)
                let got = recv(connection, &chunk, chunk.count, 0)
                guard got > 0 else { return nil }
                bytes += chunk[..<got]
            }
            return bytes
        }
        while let size = exactly(4), let frame = exactly(size.reduce(0) { $0 << 8 | Int($1) }), frame.count >= 8 {
            let (key, version) = (Int(frame[0]) << 8 | Int(frame[1]), Int(frame[2]) << 8 | Int(frame[3]))
            let body: [UInt8]
            switch key {
            case 18:
                // error (UNSUPPORTED_VERSION where a later one is asked), then the versions in the form of v0.
                let apis = [(0, 0, 3), (3, 0, 1), (17, 0, 1), (18, 0, 0), (36, 0, 1)]
                body = big(version == 0 ? 0 : 35, 2) + big(apis.count, 4) + apis.flatMap { big($0.0, 2) + big($0.1, 2) + big($0.2, 2) }
            case 17: body = big(0, 2) + big(1, 4) + big(5, 2) + Array("PLAIN".utf8)
            // SASL_AUTHENTICATION_FAILED, the words, no token, and from v1 on how long the session lasts.
            case 36: body = big(58, 2) + big(message.count, 2) + message + big(0, 4) + (version > 0 ? big(0, 8) : [])
            default: return
            }
            let answer = Array(frame[4..<8]) + body
            let bytes = big(answer.count, 4) + answer
            guard send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return }
        }
    }
}
