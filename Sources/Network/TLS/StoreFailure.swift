/// Why a key store or a trust store cannot be used.
package enum StoreFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Its bytes are not what they should be: a clause.
    case unreadable(CertificateStore.Name, why: String)
    /// Its password does not fit, or it needs one and none was given.
    case wrongPassword(CertificateStore.Name, isGiven: Bool)
    /// The password of the private key in it does not fit, or it needs one and none was given.
    case wrongKeyPassword(CertificateStore.Name, isGiven: Bool)
    /// The private key in it does not open with the store's password, and no other is given.
    case keyOfAnotherPassword(CertificateStore.Name)
    /// It is encrypted in a way that is not read here.
    case unknownCipher(CertificateStore.Name, algorithm: String)
    /// There is no certificate in it.
    case noCertificate(CertificateStore.Name)
    /// There is no private key in it.
    case noKey(CertificateStore.Name)
    /// None of its certificates is one of its private key.
    case noCertificateOfKey(CertificateStore.Name)
    /// There are certificates in it, and none is marked as trusted, as Java marks what it believes in a PKCS12 store.
    case noneMarkedTrusted(CertificateStore.Name, count: Int)
    /// A password of the key is given, and the key is not encrypted.
    case keyNotEncrypted(CertificateStore.Name)
    /// Its certificate is signed with SHA-1, or its key is too short, so that it is not shown.
    case weakIdentity(CertificateStore.Name)

    /// One sentence without a full stop: what is wrong.
    package var description: String {
        switch self {
        case .unreadable(let store, let why): "the \(store) cannot be read: \(why)"
        case .wrongPassword(let store, true): "the \(store) does not open with the password given"
        case .wrongPassword(let store, false): "the \(store) needs a password, and none was given"
        case .wrongKeyPassword(let store, true): "the private key in the \(store) does not open with the password given"
        case .wrongKeyPassword(let store, false): "the private key in the \(store) needs a password, and none was given"
        case .keyOfAnotherPassword(let store): "the private key in the \(store) does not open with the password of the store"
        case .unknownCipher(let store, let algorithm): "the \(store) is encrypted with \(algorithm), which is not read here"
        case .noCertificate(let store): "the \(store) holds no certificate"
        case .noKey(let store): "the \(store) holds no private key"
        case .noneMarkedTrusted(let store, let count):
            "the \(store) is no trust store: of the \(count) certificates in it none is marked as trusted, and Kafka's clients believe no other"
        case .keyNotEncrypted(let store): "the private key in the \(store) is not encrypted, and ssl.key.password is set"
        case .weakIdentity(let store):
            "the certificate in the \(store) is not shown: it is signed with SHA-1, or its key is too short (Kafka's Java clients show it)"
        case .noCertificateOfKey(let store): "no certificate in the \(store) is one of the private key in it"
        }
    }
}

extension StoreFailure {
    /// The private key of a store does not open.
    static func closedKey(_ store: CertificateStore) -> StoreFailure {
        if store.keyPassword != nil { return .wrongKeyPassword(store.name, isGiven: true) }
        return store.storePassword == nil ? .wrongKeyPassword(store.name, isGiven: false) : .keyOfAnotherPassword(store.name)
    }
}

extension CertificateStore {
    /// How a message names a store: "PKCS12 store /etc/kafka/client.p12".
    package struct Name: Hashable, Sendable, CustomStringConvertible {
        /// The name.
        package var description: String

        /// A name as it is to be read.
        package init(_ description: String) { self.description = description }
    }

    /// How a message names it.
    package var name: Name { Name(description) }
}
