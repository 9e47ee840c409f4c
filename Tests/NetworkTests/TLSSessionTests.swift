import Platform
import TestCertificates
import Testing

@testable import Network

/// A client and a server over memory.
struct TLSPair: ~Copyable {
    var client: TLSSession
    var server: TLSSession

    init(_ settings: TLSSettings, host: String = "broker-1.example", server context: TLSContext) throws {
        let ours = try TLSSession(try TLSContext(settings), host: host)
        let theirs = try TLSSession(server: context)
        client = ours
        server = theirs
    }

    /// Passes bytes to and fro until nothing moves; gives what each end made of it.
    mutating func run() -> (client: TLSFailure?, server: TLSFailure?, received: [UInt8]) {
        var failures: (client: TLSFailure?, server: TLSFailure?) = (nil, nil)
        var received: [UInt8] = []
        do throws(TLSFailure) { try client.advance() } catch { failures.client = error }
        for _ in 0..<20 {
            let toServer = client.takeOutgoing()
            if !toServer.isEmpty, failures.server == nil {
                do throws(TLSFailure) { _ = try server.receive(toServer) } catch { failures.server = error }
            }
            let toClient = server.takeOutgoing()
            if !toClient.isEmpty, failures.client == nil {
                do throws(TLSFailure) { received += try client.receive(toClient) } catch { failures.client = error }
            }
            if toServer.isEmpty && toClient.isEmpty { break }
        }
        return (failures.client, failures.server, received)
    }
}

@Suite("TLS")
struct TLSSessionTests {
    let authority = TestCertificate("test-ca", isAuthority: true)
    func broker(_ names: [String] = ["DNS:broker-1.example", "IP:127.0.0.1", "IP:::1"]) -> TestCertificate {
        TestCertificate("broker-1", names: names, issuedBy: authority)
    }
    func server(
        _ certificate: TestCertificate? = nil, versions: Set<TLSVersion> = [.tls12, .tls13], ciphers: [String]? = nil,
        asksForCertificate: Bool = false, requiresCertificate: Bool = false
    ) throws -> TLSContext {
        try TLSContext(
            server: TLSSettings(
                trust: authority.trust, identity: (certificate ?? broker()).identity(), versions: versions, cipherSuites: ciphers),
            asksForCertificate: asksForCertificate, requiresCertificate: requiresCertificate)
    }
    var trusting: TLSSettings { TLSSettings(trust: authority.trust) }

    func failure(_ settings: TLSSettings, host: String = "broker-1.example", _ server: TLSContext) throws -> TLSFailure? {
        var pair = try TLSPair(settings, host: host, server: server)
        return pair.run().client
    }

    @Test("a handshake is done in both versions, and bytes go to and fro", arguments: TLSVersion.allCases)
    func handshake(version: TLSVersion) throws {
        var pair = try TLSPair(TLSSettings(trust: authority.trust, versions: [version]), server: try server())
        let end = pair.run()
        #expect(end.client == nil)
        #expect(end.server == nil)
        #expect(pair.client.version == version.rawValue)
        #expect(pair.client.cipherSuite.hasPrefix("TLS_") == true)
        let long = [UInt8](repeating: 7, count: 100_000)
        try pair.server.send(long)
        #expect(pair.run().received == long)
        pair.server.end()
        _ = pair.run()
        #expect(pair.client.hasEnded == true)
    }

    @Test("the bytes may come one by one")
    func pieces() throws {
        var pair = try TLSPair(trusting, server: try server())
        try pair.client.advance()
        for _ in 0..<10 {
            for byte in pair.client.takeOutgoing() { _ = try pair.server.receive([byte]) }
            for byte in pair.server.takeOutgoing() { _ = try pair.client.receive([byte]) }
        }
        #expect(pair.client.isOpen == true)
        #expect(pair.server.isOpen == true)
    }

    @Test(
        "the certificate must be for the host: by name, by address, by wildcard",
        arguments: ["broker-1.example", "127.0.0.1", "::1", "broker-1.example."])
    func names(host: String) throws {
        #expect(try failure(trusting, host: host, try server()) == nil)
    }

    @Test("one for another host is refused, with the names that it is for", arguments: ["other.example", "127.0.0.2", "localhost"])
    func wrongName(host: String) throws {
        guard case .wrongName(host, let peer)? = try failure(trusting, host: host, try server()) else {
            Issue.record("it is taken for \(host)")
            return
        }
        #expect(peer.names == ["broker-1.example", "127.0.0.1", "0:0:0:0:0:0:0:1"])
        var lenient = trusting
        lenient.verifiesHostName = false
        #expect(try failure(lenient, host: host, try server()) == nil)
    }

    @Test("wildcards stand for one whole label")
    func wildcards() throws {
        let context = try server(broker(["DNS:*.kafka.example"]))
        #expect(try failure(trusting, host: "broker-9.kafka.example", context) == nil)
        #expect(try failure(trusting, host: "a.b.kafka.example", context) != nil)
        #expect(try failure(trusting, host: "x1.kafka.example", try server(broker(["DNS:x*.kafka.example"]))) != nil)
    }

    @Test("one that nobody trusted has issued is refused, with its issuer")
    func untrusted() throws {
        let other = TestCertificate("another-ca", isAuthority: true)
        guard case .untrusted(let peer, let trust)? = try failure(TLSSettings(trust: other.trust), try server()) else {
            Issue.record("it is taken")
            return
        }
        #expect(peer.issuer == "CN=test-ca")
        #expect(trust == "the trust store test-ca.pem")
        let alone = TestCertificate("alone", names: ["DNS:broker-1.example"])
        guard case .untrusted(let itself, _)? = try failure(trusting, try server(alone)) else {
            Issue.record("it is taken")
            return
        }
        #expect(itself.isSelfSigned)
        // Whoever puts a certificate itself into the store believes it.
        #expect(try failure(TLSSettings(trust: alone.trust), try server(alone)) == nil)
    }

    @Test("one that is expired or not yet valid is refused, with the date")
    func dates() throws {
        let old = TestCertificate("old", names: ["DNS:broker-1.example"], from: -20, until: -10, issuedBy: authority)
        guard case .expired(let peer)? = try failure(trusting, try server(old)) else {
            Issue.record("it is taken")
            return
        }
        #expect(peer.subject == "CN=old")
        #expect(peer.notBefore < peer.notAfter && peer.notAfter.hasPrefix("20") && peer.notAfter.hasSuffix("Z"))
        let future = TestCertificate("new", names: ["DNS:broker-1.example"], from: 10, until: 20, issuedBy: authority)
        guard case .notYetValid(let next)? = try failure(trusting, try server(future)) else {
            Issue.record("it is taken")
            return
        }
        #expect(next.notBefore > peer.notAfter)
    }

    @Test("a server that demands a certificate gets one, or we say that there is none", arguments: TLSVersion.allCases)
    func mutual(version: TLSVersion) throws {
        let context = try server(versions: [version], requiresCertificate: true)
        let own = TestCertificate("mend", issuedBy: authority)
        #expect(try failure(TLSSettings(trust: authority.trust, identity: own.identity()), context) == nil)
        #expect(try failure(trusting, context) == .certificateRequired)
        let stranger = TestCertificate("stranger")
        guard case .certificateRefused? = try failure(TLSSettings(trust: authority.trust, identity: stranger.identity()), context) else {
            Issue.record("the stranger is taken, or the failure is another")
            return
        }
        #expect(try failure(trusting, try server(versions: [version], asksForCertificate: true)) == nil)
    }

    @Test("where versions or cipher suites have nothing in common, it is said")
    func nothingInCommon() throws {
        let only13 = try server(versions: [.tls13])
        #expect(
            try failure(TLSSettings(trust: authority.trust, versions: [.tls12]), only13) == .noCommonVersion(ours: [.tls12]))
        let only12 = try server(versions: [.tls12])
        #expect(
            try failure(TLSSettings(trust: authority.trust, versions: [.tls13]), only12) == .noCommonVersion(ours: [.tls13]))
        let one = try server(ciphers: ["TLS_AES_128_GCM_SHA256"])
        let other = TLSSettings(trust: authority.trust, cipherSuites: ["TLS_AES_256_GCM_SHA384"])
        #expect(try failure(other, one) != nil)
    }

    @Test("cipher suites go by Java's names; unknown ones are passed over as long as one is left")
    func ciphers() throws {
        var settings = trusting
        settings.cipherSuites = ["TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_NO_SUCH_SUITE"]
        var pair = try TLSPair(settings, server: try server())
        #expect(pair.run().client == nil)
        #expect(pair.client.version == "TLSv1.2")
        #expect(pair.client.cipherSuite == "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
        settings.cipherSuites = ["TLS_NO_SUCH_SUITE"]
        #expect(throws: TLSFailure.unknownCipherSuites(["TLS_NO_SUCH_SUITE"])) { _ = try TLSContext(settings) }
        settings.cipherSuites = nil
        settings.versions = []
        #expect(throws: TLSFailure.noVersion) { _ = try TLSContext(settings) }
    }

    @Test("a peer that speaks plain text is told from one that hangs up", arguments: [[0, 0, 0, 4], Array("HTTP/1.1 400".utf8)])
    func plainText(answer: [UInt8]) throws {
        var pair = try TLSPair(trusting, server: try server())
        try pair.client.advance()
        #expect(pair.client.meaningOfClose() == .closedAtGreeting)
        #expect(throws: TLSFailure.plainText) { _ = try pair.client.receive(answer) }
    }

    @Test("a peer that answers with zeros, as a broker of 2.8.2 does in place of an alert, is told apart from plain text")
    func zeroBytes() throws {
        var pair = try TLSPair(trusting, server: try server())
        try pair.client.advance()
        #expect(throws: TLSFailure.zeroBytes) { _ = try pair.client.receive([UInt8](repeating: 0, count: 4096) + [0x15, 3, 3]) }
        var other = try TLSPair(trusting, server: try server())
        try other.client.advance()
        #expect(throws: TLSFailure.plainText) { _ = try other.client.receive([0, 0, 0, 9, 0, 0, 0, 1]) }
    }

    @Test("no bytes make a session trap: changed, cut short, garbage")
    func hostile() throws {
        var generator = SystemRandomNumberGenerator()
        let context = try server()
        let settings = try TLSContext(trusting)
        for _ in 0..<200 {
            var client = try TLSSession(settings, host: "broker-1.example")
            var peer = try TLSSession(server: context)
            do throws(TLSFailure) {
                try client.advance()
                for _ in 0..<4 {
                    _ = try peer.receive(client.takeOutgoing())
                    var bytes = peer.takeOutgoing()
                    if !bytes.isEmpty {
                        bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
                    }
                    _ = try client.receive(bytes)
                }
            } catch {}
            _ = client.takeOutgoing()
        }
        for _ in 0..<50 {
            var client = try TLSSession(settings, host: "broker-1.example")
            try client.advance()
            let garbage = [0x16, 0x03, 0x03] + (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
            do throws(TLSFailure) { _ = try client.receive(garbage) } catch {}
        }
    }
}
