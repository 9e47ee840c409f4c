import Platform

/// What TLS is spoken with: whom we trust, who we are, and what is allowed. A plain value; nothing is read or checked before `TLSContext`
/// is made of it.
package struct TLSSettings: Hashable, Sendable {
    /// Whose certificates are believed.
    package var trust: Trust
    /// The certificate and the key that we show when we are asked for them; `nil`: none (Kafka's key store, for mutual TLS).
    package var identity: CertificateStore?
    /// The versions that may be spoken (`ssl.enabled.protocols`).
    package var versions: Set<TLSVersion>
    /// The cipher suites that may be spoken, by the names of the IANA, which are Java's (`ssl.cipher.suites`); `nil`: those of OpenSSL.
    package var cipherSuites: [String]?
    /// Whether the certificate must be one of the host that was connected to (RFC 6125). Off only by Kafka's own empty
    /// `ssl.endpoint.identification.algorithm`.
    package var verifiesHostName: Bool

    /// Settings; without arguments Kafka's defaults with the host's certificates.
    package init(
        trust: Trust = .host, identity: CertificateStore? = nil, versions: Set<TLSVersion> = [.tls12, .tls13],
        cipherSuites: [String]? = nil, verifiesHostName: Bool = true
    ) {
        self.trust = trust
        self.identity = identity
        self.versions = versions
        self.cipherSuites = cipherSuites
        self.verifiesHostName = verifiesHostName
    }

    /// Whose certificates are believed.
    package enum Trust: Hashable, Sendable {
        /// Those of the host's bundle, wherever its distribution keeps it.
        case host
        /// Those of a store (Kafka's trust store).
        case store(CertificateStore)
    }
}

/// A version of TLS that this program speaks.
package enum TLSVersion: String, CaseIterable, Hashable, Comparable, Sendable, CustomStringConvertible {
    /// RFC 5246.
    case tls12 = "TLSv1.2"
    /// RFC 8446.
    case tls13 = "TLSv1.3"

    /// Older versions come first.
    package static func < (left: TLSVersion, right: TLSVersion) -> Bool { left.rawValue < right.rawValue }

    /// Java's name: "TLSv1.3".
    package var description: String { rawValue }
}

/// The bytes of a key store or a trust store with what opens them.
package struct CertificateStore: Hashable, Sendable, CustomStringConvertible {
    /// How the bytes are to be read (`ssl.keystore.type`, `ssl.truststore.type`).
    package enum Format: String, Hashable, Sendable {
        /// Certificates and a PKCS#8 key, plain or encrypted, in one text, in any order.
        case pem = "PEM"
        /// RFC 7292.
        case pkcs12 = "PKCS12"
        /// Sun's own.
        case jks = "JKS"
    }

    /// How the bytes are to be read.
    package var format: Format
    /// The bytes. A certificate is no secret, but a key is, and both may be in here.
    package var content: Secret
    /// How a message names it: "/etc/kafka/client.p12", "ssl.keystore.key".
    package var origin: String
    /// What opens a PKCS12 or JKS store, and proves it whole; `nil`: it is opened without.
    package var storePassword: Secret?
    /// What opens the private key in it; `nil`: for PKCS12 and JKS the store's password, for PEM none.
    package var keyPassword: Secret?

    /// A store of bytes that somebody read.
    package init(
        _ format: Format, content: Secret, origin: String, storePassword: Secret? = nil, keyPassword: Secret? = nil
    ) {
        self.format = format
        self.content = content
        self.origin = origin
        self.storePassword = storePassword
        self.keyPassword = keyPassword
    }

    /// "PKCS12 store /etc/kafka/client.p12".
    package var description: String { "\(format.rawValue) store \(origin)" }
}
