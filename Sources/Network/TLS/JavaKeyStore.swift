import Platform

/// Sun's own key store (JKS): a list of entries, and a digest over it that proves the password. Its private keys are hidden by a stream of
/// SHA-1 over password and salt (`sun.security.provider.KeyProtector`).
struct JavaKeyStore {
    private let store: CertificateStore
    private var bytes: ArraySlice<UInt8>

    private static let magic: [UInt8] = [0xFE, 0xED, 0xFE, 0xED]
    private static let jceMagic: [UInt8] = [0xCE, 0xCE, 0xCE, 0xCE]

    /// Whether bytes begin like such a store, or like Sun's other one (JCEKS), which is refused by name.
    static func isOne(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) || bytes.starts(with: jceMagic) }

    init(_ store: CertificateStore) {
        self.store = store
        bytes = store.content.bytes[...]
    }

    /// Adds what is in it.
    mutating func read(into contents: inout StoreContents, _ purpose: StoreContents.Purpose) throws(StoreFailure) {
        if bytes.starts(with: Self.jceMagic) {
            throw unreadable("it is a JCEKS: convert it with `keytool -importkeystore -deststoretype PKCS12`")
        }
        guard bytes.count >= 12 + 20 else { throw unreadable("it ends too early") }
        try checkPassword()
        bytes = bytes.dropLast(20).dropFirst(4)
        let version = try number()
        guard version == 1 || version == 2 else { throw unreadable("its version is \(version)") }
        let count = try number()
        for _ in 0..<count {
            let tag = try number()
            let alias = String(decoding: try text(), as: UTF8.self)
            _ = try take(8)
            switch tag {
            case 1:
                let hidden = try take(try number())
                var chain: [[UInt8]] = []
                for _ in 0..<(try number()) { chain.append(try certificate(version)) }
                guard let own = chain.first else { throw unreadable("a private key in it has no certificate") }
                // Java believes a key's own certificate, and none above it.
                contents.trusted.append(own)
                if purpose == .identity { contents.identities.append(.init(key: try key(hidden), chain: chain, alias: alias)) }
            case 2: contents.trusted.append(try certificate(version))
            default: throw unreadable("an entry in it is of kind \(tag)")
            }
        }
    }

    // MARK: Password

    /// Java's characters of a password, two bytes each.
    private static func units(_ password: Secret) -> [UInt8] { password.text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }

    /// Without a password the store is believed whole, as in Java.
    private func checkPassword() throws(StoreFailure) {
        guard let password = store.storePassword else { return }
        let digest = Digest.sha1(Self.units(password) + Array("Mighty Aphrodite".utf8) + bytes.dropLast(20))
        guard digest.elementsEqual(bytes.suffix(20)) else { throw .wrongPassword(store.name, isGiven: true) }
    }

    /// A private key in PKCS#8: an `EncryptedPrivateKeyInfo` of Sun's algorithm around salt, hidden bytes and a digest.
    private func key(_ hidden: ArraySlice<UInt8>) throws(StoreFailure) -> Secret {
        guard let password = store.keyPassword ?? store.storePassword else { throw .wrongKeyPassword(store.name, isGiven: false) }
        var outer = DERReader(hidden)
        guard var sequence = outer.sequence(), var algorithm = sequence.sequence(), let name = algorithm.element(0x06),
            let content = sequence.element(0x04), content.count >= 40
        else { throw unreadable("a private key in it is not in Sun's form") }
        // 1.3.6.1.4.1.42.2.17.1.1
        guard name.elementsEqual([0x2B, 0x06, 0x01, 0x04, 0x01, 0x2A, 0x02, 0x11, 0x01, 0x01]) else {
            throw .unknownCipher(store.name, algorithm: "an algorithm of keys that is not Sun's")
        }
        let units = Self.units(password)
        var block = Array(content.prefix(20))
        let encrypted = Array(content.dropFirst(20).dropLast(20))
        var plain: [UInt8] = []
        plain.reserveCapacity(encrypted.count)
        for (index, byte) in encrypted.enumerated() {
            if index % 20 == 0 { block = Digest.sha1(units + block) }
            plain.append(byte ^ block[index % 20])
        }
        guard Digest.sha1(units + plain).elementsEqual(content.suffix(20)) else { throw .closedKey(store) }
        return Secret(bytes: plain)
    }

    // MARK: Pieces

    private func unreadable(_ why: String) -> StoreFailure { .unreadable(store.name, why: why) }

    private mutating func take(_ count: Int) throws(StoreFailure) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count else { throw unreadable("it ends too early") }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }

    private mutating func number() throws(StoreFailure) -> Int {
        try take(4).reduce(0) { $0 << 8 | Int($1) }
    }

    private mutating func text() throws(StoreFailure) -> ArraySlice<UInt8> {
        try take(try take(2).reduce(0) { $0 << 8 | Int($1) })
    }

    private mutating func certificate(_ version: Int) throws(StoreFailure) -> [UInt8] {
        if version == 2 {
            let kind = try text()
            guard kind.elementsEqual("X.509".utf8) else { throw unreadable("a certificate in it is no X.509") }
        }
        return Array(try take(try number()))
    }
}
