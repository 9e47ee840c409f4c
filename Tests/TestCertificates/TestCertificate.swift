import CTestCertificates
import Network
import Platform

/// A certificate with its key, made for a test.
package struct TestCertificate: Sendable {
    /// PEM.
    package let certificate: String
    /// PEM of a PKCS#8 key that is not encrypted.
    package let key: String

    /// A certificate: self-signed, or issued by another. Times in days from now.
    package init(
        _ commonName: String, names: [String] = [], isAuthority: Bool = false, from begins: Int = -1, until ends: Int = 3650,
        issuedBy issuer: TestCertificate? = nil, rsaBits: Int32 = 0
    ) {
        var certificate: UnsafeMutablePointer<CChar>?
        var key: UnsafeMutablePointer<CChar>?
        let joined = names.joined(separator: ",")
        let done = commonName.withCString { commonName in
            joined.withCString { joined in
                TestCertificate.withText(issuer?.certificate) { above in
                    TestCertificate.withText(issuer?.key) { aboveKey in
                        var wanted = test_certificate(
                            common_name: commonName, names: names.isEmpty ? nil : joined, is_authority: isAuthority ? 1 : 0,
                            begins: begins * 86_400, ends: ends * 86_400, issuer_certificate: above, issuer_key: aboveKey,
                            rsa_bits: rsaBits)
                        return test_certificate_make(&wanted, &certificate, &key)
                    }
                }
            }
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

    private static func taken(_ text: UnsafeMutablePointer<CChar>?) -> String {
        guard let text else { preconditionFailure("OpenSSL made nothing") }
        defer { test_free(text) }
        return String(cString: text)
    }
}
