import COpenSSL
import Platform

/// Certificates and keys that OpenSSL has read out of a store.
struct StoreItems {
    /// One of them, in DER.
    struct Item {
        var isKey: Bool
        var content: [UInt8]
        /// What ties a key to its certificate.
        var keyID: [UInt8]?
        /// What it is called in the store.
        var name: String?
        /// Whether a certificate is marked as trusted, as Java marks it.
        var isMarkedTrusted = false
    }

    private(set) var all: [Item] = []

    /// Those of a PKCS#12 store.
    init(pkcs12 store: CertificateStore, readsKeys: Bool) throws(StoreFailure) {
        let keyPassword = store.keyPassword ?? store.storePassword
        try read(store) { outcome, reason in
            store.content.bytes.withUnsafeBytes { content in
                Self.withPassword(store.storePassword) { password, count in
                    Self.withPassword(keyPassword) { keyPassword, keyCount in
                        mend_items_of_pkcs12(
                            content.baseAddress, content.count, password, count, readsKeys ? 1 : 0, keyPassword, keyCount, &outcome,
                            reason.baseAddress, reason.count)
                    }
                }
            }
        }
    }

    /// That of an encrypted PKCS#8 key in a PEM store.
    init(encryptedKey der: [UInt8], _ store: CertificateStore) throws(StoreFailure) {
        guard store.keyPassword != nil else { throw .wrongKeyPassword(store.name, isGiven: false) }
        try read(store) { outcome, reason in
            der.withUnsafeBytes { content in
                Self.withPassword(store.keyPassword) {
                    mend_items_of_encrypted_key(content.baseAddress, content.count, $0, $1, &outcome, reason.baseAddress, reason.count)
                }
            }
        }
    }

    private mutating func read(
        _ store: CertificateStore, _ body: (inout mend_store_outcome, UnsafeMutableBufferPointer<CChar>) -> OpaquePointer?
    ) throws(StoreFailure) {
        var outcome = MEND_STORE_READ
        var reason = [CChar](repeating: 0, count: 160)
        let handle = reason.withUnsafeMutableBufferPointer { body(&outcome, $0) }
        let words = String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        switch outcome {
        case MEND_STORE_READ: break
        case MEND_STORE_WRONG_PASSWORD: throw .wrongPassword(store.name, isGiven: store.storePassword != nil)
        case MEND_STORE_WRONG_KEY_PASSWORD:
            throw .closedKey(store)
        case MEND_STORE_UNKNOWN_CIPHER: throw .unknownCipher(store.name, algorithm: words)
        default: throw .unreadable(store.name, why: words.isEmpty ? "it is no \(store.format.rawValue)" : words)
        }
        guard let handle else { throw .unreadable(store.name, why: "there is no memory for it") }
        defer { mend_items_free(handle) }
        for index in 0..<mend_items_count(handle) {
            let item = mend_items_at(handle, index)
            all.append(
                Item(
                    isKey: item.is_key != 0, content: Array(UnsafeRawBufferPointer(start: item.der, count: item.count)),
                    keyID: item.key_id.map { Array(UnsafeRawBufferPointer(start: $0, count: item.key_id_count)) },
                    name: item.name.map { String(cString: $0) }, isMarkedTrusted: item.is_marked_trusted != 0))
        }
    }

    /// Runs a body with a password as C text, or with NULL where there is none.
    private static func withPassword<Result>(_ secret: Secret?, _ body: (UnsafePointer<CChar>?, Int) -> Result) -> Result {
        guard let secret else { return body(nil, 0) }
        return (secret.bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { body($0.baseAddress, $0.count - 1) }
    }
}
