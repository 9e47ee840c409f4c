import Platform
import TestCertificates
import Testing

@testable import Network

/// What is believed and what is shown, where OpenSSL alone would decide otherwise than Java does.
@Suite("TLS: whom to believe, what to show")
struct TLSVerificationTests {
    private let authority = TestCertificate("one-ca", isAuthority: true)

    private func server(_ certificate: TestCertificate, versions: Set<TLSVersion> = [.tls12, .tls13]) throws -> TLSContext {
        try TLSContext(server: TLSSettings(trust: authority.trust, identity: certificate.identity(), versions: versions))
    }

    private func failure(_ trust: [TestCertificate], _ server: TLSContext, host: String = "broker.example") throws -> TLSFailure? {
        let text = trust.map(\.certificate).joined()
        let store = CertificateStore(.pem, content: Secret(text), origin: "test-ca.pem")
        var pair = try TLSPair(TLSSettings(trust: .store(store)), host: host, server: server)
        return pair.run().client
    }

    private func broker(
        by issuer: TestCertificate? = nil, names: [String] = ["DNS:broker.example"], isSHA1: Bool = false, keyUsage: String? = nil,
        extendedKeyUsage: String? = nil
    ) -> TestCertificate {
        TestCertificate(
            "broker", names: names, issuedBy: issuer ?? authority, rsaBits: 2048, isSHA1: isSHA1, keyUsage: keyUsage,
            extendedKeyUsage: extendedKeyUsage)
    }

    @Test("of several trusted certificates of one name that counts which has signed, wherever it stands")
    func twins() throws {
        let twins = (0..<3).map { _ in TestCertificate("one-ca", isAuthority: true) }
        let server = try server(broker())
        #expect(try failure(twins + [authority], server) == nil)
        #expect(try failure([authority] + twins, server) == nil)
        guard case .notSigned(let peer, _)? = try failure(twins, server) else {
            Issue.record("a name is believed")
            return
        }
        #expect(peer.issuer == "CN=one-ca")
    }

    @Test("a renewed certificate of an authority counts beside the one that has expired")
    func renewed() throws {
        let old = TestCertificate("one-ca", isAuthority: true, from: -30, until: -10, sharing: authority)
        let server = try server(broker())
        #expect(try failure([old, authority], server) == nil)
        #expect(try failure([authority, old], server) == nil)
        guard case .anchorExpired(let peer, "the trust store test-ca.pem")? = try failure([old], server) else {
            Issue.record("an expired authority is believed, or the broker is blamed")
            return
        }
        #expect(peer.subject == "CN=one-ca")
    }

    @Test("a signature with SHA-1 is not believed; an authority's own over itself does not count")
    func weak() throws {
        let peer = try failure([authority], try server(broker(isSHA1: false)))
        #expect(peer == nil)
        let old = TestCertificate("old-ca", isAuthority: true, isSHA1: true)
        #expect(try failure([old], try server(broker(by: old))) == nil)
        // OpenSSL's server will not show one that is weak, so that this is seen at the store.
        let weak = CertificateStore(
            .pem, content: Secret(broker(isSHA1: true).key + broker(isSHA1: true).certificate), origin: "k.pem")
        #expect(throws: TLSFailure.self) { try TLSContext(TLSSettings(trust: authority.trust, identity: weak)) }
        let own = broker(isSHA1: true)
        #expect(throws: TLSFailure.keyStore(.weakIdentity(own.identity().name))) {
            try TLSContext(TLSSettings(trust: authority.trust, identity: own.identity()))
        }
    }

    @Test("a certificate that is not to sign with is refused, in either version", arguments: TLSVersion.allCases)
    func usage(version: TLSVersion) throws {
        func failure(_ certificate: TestCertificate) throws -> TLSFailure? {
            try self.failure([authority], try server(certificate, versions: [version]))
        }
        guard case .wrongUsage? = try failure(broker(keyUsage: "critical,keyEncipherment")) else {
            Issue.record("a key that only decrypts is believed")
            return
        }
        guard case .wrongUsage? = try failure(broker(extendedKeyUsage: "clientAuth")) else {
            Issue.record("a client's certificate is believed")
            return
        }
        #expect(try failure(broker(keyUsage: "critical,digitalSignature")) == nil)
        #expect(try failure(broker(extendedKeyUsage: "anyExtendedKeyUsage")) == nil)
        guard case .wrongUsage? = try failure(broker(keyUsage: "keyEncipherment", extendedKeyUsage: "anyExtendedKeyUsage")) else {
            Issue.record("a key that only decrypts is believed where it is for any use")
            return
        }
    }

    @Test("an address that stands as a DNS name does not count, and the sentence says so")
    func addressAsName() throws {
        let failure = try failure([authority], try server(broker(names: ["DNS:127.0.0.1"])), host: "127.0.0.1")
        #expect(
            failure?.description.contains("it has that address as a DNS name, which says nothing of an address") == true,
            "\(String(describing: failure))")
    }
}
