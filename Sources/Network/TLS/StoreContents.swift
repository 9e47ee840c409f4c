import COpenSSL
import Platform

/// What is in a key store or a trust store, whatever its format: certificates and keys in DER.
package struct StoreContents: Sendable {
    /// A private key with the certificates that go with it.
    package struct Identity: Sendable {
        /// PKCS#8 (or what OpenSSL reads beside it), decrypted.
        package var key: Secret
        /// The certificate of the key, then its issuer, and so on.
        package var chain: [[UInt8]]
    }

    /// What each use of a store needs read.
    enum Purpose { case trust, identity }

    /// Certificates that are believed where the store is a trust store.
    package var trusted: [[UInt8]] = []
    /// Private keys in the order of the store; only read where the store is a key store.
    package var identities: [Identity] = []

    /// Reads a store for what it is used for.
    init(_ store: CertificateStore, for purpose: Purpose) throws(StoreFailure) {
        switch Self.format(of: store) {
        case .pem: try readPEM(store, purpose)
        case .pkcs12: try readPKCS12(store, purpose)
        case .jks:
            var keyStore = JavaKeyStore(store)
            try keyStore.read(into: &self, purpose)
        }
        switch purpose {
        case .trust: if trusted.isEmpty { throw .noCertificate(store.name) }
        case .identity: if identities.isEmpty { throw .noKey(store.name) }
        }
    }

    /// Java reads either of its own formats, whichever of the two is said.
    private static func format(of store: CertificateStore) -> CertificateStore.Format {
        if store.format == .pem { return .pem }
        return JavaKeyStore.isOne(store.content.bytes) ? .jks : .pkcs12
    }

    // MARK: PEM

    private mutating func readPEM(_ store: CertificateStore, _ purpose: Purpose) throws(StoreFailure) {
        var certificates: [[UInt8]] = []
        var keys: [Secret] = []
        for block in try PEMBlock.all(in: store) {
            switch block.label {
            case "CERTIFICATE", "X509 CERTIFICATE": certificates.append(block.content)
            case "ENCRYPTED PRIVATE KEY" where purpose == .identity: keys.append(try decrypted(block.content, store))
            case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY":
                if purpose == .identity { keys.append(Secret(bytes: block.content)) }
            default: break
            }
        }
        trusted = certificates
        for key in keys { identities.append(try Self.identity(key, among: certificates, store)) }
    }

    private func decrypted(_ der: [UInt8], _ store: CertificateStore) throws(StoreFailure) -> Secret {
        let found = try StoreItems(encryptedKey: der, store)
        guard let key = found.all.first else { throw .noKey(store.name) }
        return Secret(bytes: key.content)
    }

    // MARK: PKCS#12

    private mutating func readPKCS12(_ store: CertificateStore, _ purpose: Purpose) throws(StoreFailure) {
        let items = try StoreItems(pkcs12: store, readsKeys: purpose == .identity).all
        let certificates = items.filter { !$0.isKey }
        trusted = certificates.map(\.content)
        for item in items where item.isKey {
            // The one that says it belongs to the key comes first, in case that several fit.
            let named = certificates.filter { $0.keyID != nil && $0.keyID == item.keyID }.map(\.content)
            identities.append(try Self.identity(Secret(bytes: item.content), among: named + trusted, store))
        }
    }

    // MARK: Keys and their certificates

    /// A key with its certificate, and the issuers of that as far as they are there.
    private static func identity(_ key: Secret, among certificates: [[UInt8]], _ store: CertificateStore) throws(StoreFailure) -> Identity {
        guard let own = certificates.first(where: { fits(key, $0) }) else { throw .noCertificateOfKey(store.name) }
        var chain = [own]
        var rest = certificates.filter { $0 != own }
        while let last = chain.last, let index = rest.firstIndex(where: { wasIssued(last, by: $0) }) {
            chain.append(rest.remove(at: index))
        }
        return Identity(key: key, chain: chain)
    }

    private static func fits(_ key: Secret, _ certificate: [UInt8]) -> Bool {
        key.bytes.withUnsafeBytes { key in
            certificate.withUnsafeBytes { mend_key_fits(key.baseAddress, key.count, $0.baseAddress, $0.count) == 1 }
        }
    }

    private static func wasIssued(_ certificate: [UInt8], by issuer: [UInt8]) -> Bool {
        certificate.withUnsafeBytes { lower in
            issuer.withUnsafeBytes { mend_was_issued_by(lower.baseAddress, lower.count, $0.baseAddress, $0.count) == 1 }
        }
    }
}
