import CTestCertificates
import Network
import Platform

/// A certificate with its key, made for a test.
package struct TestCertificate: Sendable {
    /// PEM.
    package let certificate: String
    /// PEM of a PKCS#8 key that is not encrypted.
    package let key: String

    /// A certificate: self-signed, or issued by another, for a new key or for that of another. Times in days from now.
    package init(
        _ commonName: String, names: [String] = [], isAuthority: Bool = false, from begins: Int = -1, until ends: Int = 3650,
        issuedBy issuer: TestCertificate? = nil, rsaBits: Int32 = 0, isSHA1: Bool = false, keyUsage: String? = nil,
        extendedKeyUsage: String? = nil, sharing own: TestCertificate? = nil
    ) {
        var certificate: UnsafeMutablePointer<CChar>?
        var key: UnsafeMutablePointer<CChar>?
        let joined = names.joined(separator: ",")
        let texts = [commonName, names.isEmpty ? nil : joined, issuer?.certificate, issuer?.key, keyUsage, extendedKeyUsage, own?.key]
        let done = TestCertificate.withTexts(texts) { texts in
            var wanted = test_certificate(
                common_name: texts[0], names: texts[1], is_authority: isAuthority ? 1 : 0, begins: begins * 86_400, ends: ends * 86_400,
                issuer_certificate: texts[2], issuer_key: texts[3], rsa_bits: rsaBits, is_sha1: isSHA1 ? 1 : 0, key_usage: texts[4],
                extended_key_usage: texts[5], own_key: texts[6])
            return test_certificate_make(&wanted, &certificate, &key)
        }
        precondition(done == 1, "the certificate \(commonName) cannot be made")
        self.certificate = TestCertificate.taken(certificate)
        self.key = TestCertificate.taken(key)
    }

    /// The certificate as a trust store.
    package var trust: TLSSettings.Trust {
        .store(CertificateStore(.pem, content: Secret(certificate), origin: "test-ca.pem"))
    }

    /// Key and certificate, and those of issuers, as a key store.
    package func identity(chain: [TestCertificate] = []) -> CertificateStore {
        let text = ([key, certificate] + chain.map(\.certificate)).joined(separator: "\n")
        return CertificateStore(.pem, content: Secret(text), origin: "test-key.pem")
    }

    /// The key under a password, in PEM: by AES, or by what was used before.
    package func encryptedKey(_ password: String, isOld: Bool = false) -> String {
        TestCertificate.taken(test_key_encrypted(key, password, isOld ? nil : "AES-256-CBC"))
    }

    /// The key as it was written before PKCS#8: "EC PRIVATE KEY"; under a password where there is one.
    package func traditionalKey(_ password: String? = nil) -> String {
        TestCertificate.taken(TestCertificate.withText(password) { test_key_traditional(key, $0) })
    }

    /// The certificate as "TRUSTED CERTIFICATE", OpenSSL's own form.
    package var trusted: String { TestCertificate.taken(test_certificate_text(certificate, 0)) }

    /// The certificate as `openssl x509 -text` prints it.
    package var described: String { TestCertificate.taken(test_certificate_text(certificate, 1)) }

    /// A PKCS#12 store of it.
    package func pkcs12(_ password: String, withKey: Bool = true, chain: [TestCertificate] = []) -> [UInt8] {
        var count = 0
        let all = ([self] + chain).map(\.certificate).joined(separator: "\n")
        let made = TestCertificate.withText(withKey ? key : nil) { test_pkcs12($0, all, password, &count) }
        defer { test_free(made) }
        return Array(UnsafeRawBufferPointer(start: made, count: count))
    }

    private static func withText<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
        guard let text else { return body(nil) }
        return text.withCString { body($0) }
    }

    private static func withTexts<Result>(_ texts: [String?], _ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
        func with(_ index: Int, _ pointers: [UnsafePointer<CChar>?]) -> Result {
            guard index < texts.count else { return body(pointers) }
            return withText(texts[index]) { with(index + 1, pointers + [$0]) }
        }
        return with(0, [])
    }

    private static func taken(_ text: UnsafeMutablePointer<CChar>?) -> String {
        guard let text else { preconditionFailure("OpenSSL made nothing") }
        defer { test_free(text) }
        return String(cString: text)
    }
}
