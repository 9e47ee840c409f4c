import Platform
import TestCertificates
import Testing

@testable import Network

@Suite("Key stores and trust stores")
struct StoreTests {
    static func store(
        _ format: CertificateStore.Format, _ bytes: [UInt8], password: String? = nil, keyPassword: String? = nil
    ) -> CertificateStore {
        CertificateStore(
            format, content: Secret(bytes: bytes), origin: "/etc/store", storePassword: password.map { Secret($0) },
            keyPassword: keyPassword.map { Secret($0) })
    }

    func failure(_ store: CertificateStore, for purpose: StoreContents.Purpose) -> StoreFailure? {
        do throws(StoreFailure) {
            _ = try StoreContents(store, for: purpose)
            return nil
        } catch { return error }
    }

    static let keyStores: [(String, CertificateStore)] = [
        ("JKS", store(.jks, StoreFixtures.jksKeyStore, password: "storepass", keyPassword: "keypass1")),
        ("JKS said to be PKCS12", store(.pkcs12, StoreFixtures.jksKeyStore, password: "storepass", keyPassword: "keypass1")),
        ("PKCS12 of Java 17", store(.pkcs12, StoreFixtures.javaKeyStore, password: "storepass")),
        ("PKCS12 said to be JKS", store(.jks, StoreFixtures.javaKeyStore, password: "storepass")),
        ("PKCS12 of old Java", store(.pkcs12, StoreFixtures.oldJavaKeyStore, password: "storepass")),
        ("PKCS12 under RC2", store(.pkcs12, StoreFixtures.rc2KeyStore, password: "changeit")),
    ]

    @Test("a key store of any format gives the same key and certificate, and TLS takes them", arguments: keyStores.indices)
    func identities(index: Int) throws {
        let (name, store) = Self.keyStores[index]
        let contents = try StoreContents(store, for: .identity)
        #expect(contents.identities.count == 1, "\(name)")
        let known = try StoreContents(Self.keyStores[0].1, for: .identity)
        #expect(contents.identities.first?.chain == known.identities.first?.chain)
        _ = try TLSContext(TLSSettings(trust: .store(store), identity: store))
    }

    @Test(
        "a trust store gives its certificates, with or without its password",
        arguments: [
            store(.jks, StoreFixtures.jksTrustStore, password: "storepass"), store(.jks, StoreFixtures.jksTrustStore),
            store(.pkcs12, StoreFixtures.javaTrustStore, password: "storepass"),
            // A key in it is nobody's business, nor is its password.
            store(.jks, StoreFixtures.jksKeyStore, password: "storepass"),
        ])
    func trust(store: CertificateStore) throws {
        let contents = try StoreContents(store, for: .trust)
        #expect(contents.trusted.count == 1)
        #expect(contents.identities.isEmpty)
        let known = try StoreContents(Self.keyStores[0].1, for: .identity)
        #expect(contents.trusted == known.identities.first?.chain)
    }

    @Test("PEM: a key and its chain, the key before it or behind it, in one line or in many, encrypted by either way")
    func pem() throws {
        let root = TestCertificate("root", isAuthority: true)
        let middle = TestCertificate("middle", isAuthority: true, issuedBy: root)
        let leaf = TestCertificate("leaf", issuedBy: middle)
        let texts = [
            [leaf.key, leaf.certificate, middle.certificate], [leaf.certificate, "words", middle.certificate, leaf.key],
            [leaf.encryptedKey("secret"), leaf.certificate, middle.certificate],
            [leaf.encryptedKey("secret", isOld: true), leaf.certificate, middle.certificate],
            ["\(leaf.key) \(leaf.certificate)".split(separator: "\n").joined(separator: " "), middle.certificate],
        ]
        for text in texts {
            let isEncrypted = text[0].contains("ENCRYPTED")
            let store = Self.store(.pem, Array(text.joined(separator: "\n").utf8), keyPassword: isEncrypted ? "secret" : nil)
            let identity = try #require(try StoreContents(store, for: .identity).identities.first)
            #expect(identity.chain.count == 2)
            _ = try TLSContext(TLSSettings(trust: root.trust, identity: store))
        }
    }

    @Test("PEM is found where Kafka's patterns find it, and what they pass over is passed over")
    func pemPatterns() throws {
        let one = TestCertificate("one", isAuthority: true)
        let other = TestCertificate("other", isAuthority: true)
        let crlf = one.certificate.split(separator: "\n").joined(separator: "\r\n")
        for text in [
            one.described, one.trusted, crlf, String(one.certificate.dropLast()), other.key + one.certificate,
            "-----BEGIN CERTIFICATE-----\nComment: ours\n\n" + one.certificate.dropFirst(28),
            "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n" + one.certificate,
            "-----BEGIN CERTIFICATE-----\nwhat? this!\n-----END CERTIFICATE-----\n" + one.certificate,
            one.certificate + "-----BEGIN CERTIFICATE-----\nMIIB\n", one.certificate.split(separator: "\n").joined(separator: " "),
        ] {
            #expect(try StoreContents(Self.store(.pem, Array(text.utf8)), for: .trust).trusted.count == 1, "\(text)")
        }
        for text in [
            "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n" + one.certificate,
            "-----BEGIN CERTIFICATE-----\nMIIBA\n-----END CERTIFICATE-----\n" + one.certificate, "words", "",
            (one.certificate + other.certificate).split(separator: "\n").joined(separator: " "),
            String(one.certificate.dropLast()) + other.certificate,
        ] {
            #expect(throws: StoreFailure.self, "\(text)") { try StoreContents(Self.store(.pem, Array(text.utf8)), for: .trust) }
        }
    }

    @Test("keys in PEM that Kafka does not take are refused")
    func pemKeys() {
        let root = TestCertificate("root", isAuthority: true)
        let own = TestCertificate("own", issuedBy: root)
        let rsa = TestCertificate("rsa", rsaBits: 2048)
        func why(_ text: String, _ password: String? = nil) -> String? {
            failure(Self.store(.pem, Array(text.utf8), keyPassword: password), for: .identity)?.description
        }
        #expect(why(own.key + own.certificate) == nil)
        #expect(why(rsa.traditionalKey() + rsa.certificate)?.contains("RSA PRIVATE KEY is not in PKCS#8: convert it") == true)
        #expect(why(own.traditionalKey() + own.certificate)?.contains("EC PRIVATE KEY is not in PKCS#8: convert it") == true)
        #expect(why(own.traditionalKey("secret") + own.certificate, "secret")?.contains("is not in PKCS#8: convert it") == true)
        #expect(why(own.key + own.certificate, "secret")?.contains("is not encrypted, and ssl.key.password is set") == true)
        #expect(why(own.key + own.certificate + rsa.key)?.contains("2 private keys") == true)
        #expect(why(own.key + root.certificate + own.certificate)?.contains("no chain") == true)
        #expect(why(own.key + own.certificate + rsa.certificate)?.contains("no chain") == true)
    }

    @Test("in a PKCS12 trust store only what is marked as trusted is believed, and a key's own certificate")
    func marks() throws {
        let root = TestCertificate("root", isAuthority: true)
        let leaf = TestCertificate("leaf", issuedBy: root)
        let unmarked = Self.store(.pkcs12, root.pkcs12("p", withKey: false), password: "p")
        #expect(failure(unmarked, for: .trust) == .noneMarkedTrusted(unmarked.name, count: 1))
        let keyed = try StoreContents(Self.store(.pkcs12, leaf.pkcs12("p", chain: [root]), password: "p"), for: .trust)
        let own = try StoreContents(Self.store(.pem, Array(leaf.certificate.utf8)), for: .trust)
        #expect(keyed.trusted == own.trusted)
    }

    @Test("a PKCS12 store made by OpenSSL gives the chain in its order")
    func opensslStore() throws {
        let root = TestCertificate("root", isAuthority: true)
        let leaf = TestCertificate("leaf", issuedBy: root)
        let bytes = leaf.pkcs12("p", chain: [root])
        let identity = try #require(try StoreContents(Self.store(.pkcs12, bytes, password: "p"), for: .identity).identities.first)
        #expect(identity.chain.count == 2)
    }

    @Test("a wrong password is told from a broken store, and the store's from the key's")
    func passwords() {
        let own = TestCertificate("own")
        let encrypted = Array((own.encryptedKey("secret") + own.certificate).utf8)
        func isWrong(_ store: CertificateStore) -> StoreFailure? { failure(store, for: .identity) }
        for bytes in [StoreFixtures.javaKeyStore, StoreFixtures.oldJavaKeyStore, StoreFixtures.jksKeyStore] {
            let store = Self.store(.pkcs12, bytes, password: "wrong")
            #expect(isWrong(store) == .wrongPassword(store.name, isGiven: true))
        }
        let unopened = Self.store(.pkcs12, StoreFixtures.javaKeyStore)
        #expect(isWrong(unopened) == .wrongPassword(unopened.name, isGiven: false))
        let wrongKey = Self.store(.jks, StoreFixtures.jksKeyStore, password: "storepass", keyPassword: "wrong")
        #expect(isWrong(wrongKey) == .wrongKeyPassword(wrongKey.name, isGiven: true))
        let otherKey = Self.store(.pkcs12, StoreFixtures.javaKeyStore, password: "storepass", keyPassword: "wrong")
        #expect(isWrong(otherKey) == .wrongKeyPassword(otherKey.name, isGiven: true))
        let pem = Self.store(.pem, encrypted, keyPassword: "wrong")
        let sameKey = Self.store(.jks, StoreFixtures.jksKeyStore, password: "storepass")
        #expect(isWrong(sameKey) == .keyOfAnotherPassword(sameKey.name))
        #expect(isWrong(pem) == .wrongKeyPassword(pem.name, isGiven: true))
        let unopenedPEM = Self.store(.pem, encrypted)
        #expect(isWrong(unopenedPEM) == .wrongKeyPassword(unopenedPEM.name, isGiven: false))
    }

    @Test("what a store lacks is said")
    func lacks() {
        let own = TestCertificate("own")
        let other = TestCertificate("other")
        let noKey = Self.store(.pem, Array(own.certificate.utf8))
        #expect(failure(noKey, for: .identity) == .noKey(noKey.name))
        let noCertificate = Self.store(.pem, Array(own.key.utf8))
        #expect(failure(noCertificate, for: .trust) == .noCertificate(noCertificate.name))
        let strangers = Self.store(.pem, Array((own.key + other.certificate).utf8))
        #expect(failure(strangers, for: .identity) == .noCertificateOfKey(strangers.name))
        let jceks = failure(Self.store(.jks, StoreFixtures.jceksKeyStore, password: "storepass"), for: .identity)
        #expect(jceks?.description.contains("JCEKS") == true)
    }

    @Test("no bytes make a store trap: cut short, changed, garbage")
    func hostile() {
        var generator = SystemRandomNumberGenerator()
        let own = TestCertificate("own")
        let pem = Array((own.encryptedKey("storepass") + own.certificate).utf8)
        let jks = StoreFixtures.jksKeyStore
        for (format, whole) in [(CertificateStore.Format.jks, jks), (.pkcs12, own.pkcs12("storepass")), (.pem, pem)] {
            for count in stride(from: 0, to: whole.count, by: 7) {
                _ = failure(Self.store(format, Array(whole.prefix(count)), password: "storepass", keyPassword: "storepass"), for: .identity)
            }
            for _ in 0..<100 {
                var changed = whole
                changed[Int.random(in: 0..<changed.count, using: &generator)] ^= UInt8(1 << Int.random(in: 0..<8, using: &generator))
                // Without the store's password the digest over it does not hide what follows.
                _ = failure(Self.store(format, changed, keyPassword: "keypass1"), for: .identity)
                _ = failure(Self.store(format, changed, password: "storepass"), for: .trust)
            }
        }
        let garbage = Self.store(.pkcs12, [1, 2, 3])
        guard case .unreadable? = failure(garbage, for: .identity) else {
            Issue.record("garbage is read")
            return
        }
    }
}
