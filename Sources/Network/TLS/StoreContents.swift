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
        /// What it is called in the store.
        package var alias = ""

        /// Where Java's `HashMap` of 16 places keeps it: what `SunX509KeyManagerImpl` goes through to find one that fits.
        fileprivate func place(of count: Int) -> UInt32 {
            let hash = alias.lowercased().utf16.reduce(into: UInt32(0)) { $0 = $0 &* 31 &+ UInt32($1) }
            var size: UInt32 = 16
            // It grows when it is filled to three quarters.
            while count * 4 > Int(size) * 3, size < 1 << 20 { size <<= 1 }
            return (hash ^ hash >> 16) & (size - 1)
        }
    }

    /// What each use of a store needs read.
    enum Purpose { case trust, identity }

    /// Certificates that are believed where the store is a trust store.
    package var trusted: [[UInt8]] = []
    /// Private keys in the order in which Java looks at them; only read where the store is a key store.
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
        case .identity:
            if identities.isEmpty { throw .noKey(store.name) }
            let count = identities.count
            identities = identities.enumerated().sorted {
                ($0.element.place(of: count), $0.offset) < ($1.element.place(of: count), $1.offset)
            }.map(\.element)
        }
    }

    /// Java reads either of its own formats, whichever of the two is said.
    private static func format(of store: CertificateStore) -> CertificateStore.Format {
        if store.format == .pem { return .pem }
        return JavaKeyStore.isOne(store.content.bytes) ? .jks : .pkcs12
    }

    // MARK: PEM

    private mutating func readPEM(_ store: CertificateStore, _ purpose: Purpose) throws(StoreFailure) {
        trusted = try PEMBlock.all(.certificate, in: store).map(\.content)
        for certificate in trusted where !Self.isCertificate(certificate) {
            throw .unreadable(store.name, why: "a block in it that says CERTIFICATE holds none")
        }
        guard purpose == .identity else { return }
        let keys = try PEMBlock.all(.privateKey, in: store)
        guard let block = keys.first else { throw .noKey(store.name) }
        guard keys.count == 1 else { throw .unreadable(store.name, why: "there are \(keys.count) private keys in it, and Kafka takes one") }
        let key = try Self.key(block, store)
        guard let own = trusted.first else { throw .noCertificate(store.name) }
        guard Self.fits(key, own) else {
            if trusted.contains(where: { Self.fits(key, $0) }) { throw Self.disorder(store) }
            throw .noCertificateOfKey(store.name)
        }
        // As Java's key store checks it where there is more than one.
        let isChain = zip(trusted, trusted.dropFirst()).allSatisfy { Self.wasIssued($0, by: $1) } && Set(trusted).count == trusted.count
        guard isChain else { throw Self.disorder(store) }
        identities = [Identity(key: key, chain: trusted)]
    }

    private static func disorder(_ store: CertificateStore) -> StoreFailure {
        .unreadable(
            store.name,
            why: "its certificates are no chain: Kafka wants the key's own first, then the one of its issuer, and so on, and no other")
    }

    /// A private key in PKCS#8, which is the only form that Kafka takes.
    private static func key(_ block: PEMBlock, _ store: CertificateStore) throws(StoreFailure) -> Secret {
        var outer = DERReader(block.content[...])
        var sequence = outer.sequence()
        // EncryptedPrivateKeyInfo begins with its algorithm, PrivateKeyInfo with a version and then its algorithm.
        let isEncrypted = sequence?.sequence() != nil
        let hasVersion = !isEncrypted && sequence?.element(0x02) != nil
        guard isEncrypted || hasVersion && sequence?.sequence() != nil else {
            throw .unreadable(store.name, why: "its \(block.label) is not in PKCS#8: convert it with `openssl pkcs8 -topk8`")
        }
        if !isEncrypted {
            guard store.keyPassword == nil else { throw .keyNotEncrypted(store.name) }
            return Secret(bytes: block.content)
        }
        let found = try StoreItems(encryptedKey: block.content, store)
        guard let key = found.all.first else { throw .noKey(store.name) }
        return Secret(bytes: key.content)
    }

    // MARK: PKCS#12

    private mutating func readPKCS12(_ store: CertificateStore, _ purpose: Purpose) throws(StoreFailure) {
        let items = try StoreItems(pkcs12: store, readsKeys: purpose == .identity).all
        let certificates = items.filter { !$0.isKey }
        let keys = items.filter(\.isKey)
        guard purpose == .identity else {
            // Java believes what is marked as trusted, and a key's own certificate, and none above it.
            let owned = keys.compactMap { key in certificates.first { key.keyID != nil && $0.keyID == key.keyID } }
            trusted = (certificates.filter(\.isMarkedTrusted) + owned).map(\.content)
            if trusted.isEmpty, !certificates.isEmpty { throw .noneMarkedTrusted(store.name, count: certificates.count) }
            return
        }
        trusted = certificates.map(\.content)
        for (number, item) in keys.enumerated() {
            // The one that says it belongs to the key comes first, in case that several fit.
            let named = certificates.filter { $0.keyID != nil && $0.keyID == item.keyID }.map(\.content)
            var identity = try Self.identity(Secret(bytes: item.content), among: named + trusted, store)
            identity.alias = item.name ?? "\(number + 1)"
            identities.append(identity)
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

    private static func isCertificate(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { mend_is_certificate($0.baseAddress, $0.count) == 1 }
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
