import Platform

/// Why TLS cannot be spoken, or is not spoken any more.
package enum TLSFailure: Error, Hashable, Sendable, CustomStringConvertible {
    // What we were given.

    /// The trust store cannot be used.
    case trustStore(StoreFailure)
    /// The key store cannot be used.
    case keyStore(StoreFailure)
    /// The host has no bundle of certificates where any distribution keeps one.
    case noHostCertificates
    /// The host's bundle, or the one that the environment names, cannot be read.
    case hostCertificates(path: String, why: String)
    /// None of the cipher suites asked for is known, or none belongs to a version that may be spoken.
    case unknownCipherSuites([String])
    /// No version may be spoken.
    case noVersion
    /// OpenSSL refuses what it was given: its words.
    case refusedByLibrary(String)

    // The peer's certificate.

    /// Nobody whom we believe has issued it.
    case untrusted(PeerCertificate, trust: String)
    /// It names an issuer of whose name there are certificates here, and none of them has signed it.
    case notSigned(PeerCertificate, trust: String)
    /// It, or one above it, is good no longer.
    case expired(PeerCertificate)
    /// One that we were told to trust is good no longer. Java does not look at that.
    case anchorExpired(PeerCertificate, trust: String)
    /// It, or one above it, is not good yet.
    case notYetValid(PeerCertificate)
    /// It, or one above it, is signed with a digest that can be forged (SHA-1). Java takes it of an authority that is one's own.
    case weakDigest(PeerCertificate)
    /// Its key, or that of one above it, is too short.
    case weakKey(PeerCertificate)
    /// It is not for what a server uses it for: to sign, to be a server.
    case wrongUsage(PeerCertificate)
    /// It is one of another host.
    case wrongName(host: String, PeerCertificate)
    /// It, or one above it, does not stand for another reason: OpenSSL's words.
    case badCertificate(PeerCertificate, why: String)

    // Our certificate.

    /// The peer demands one, and we have none.
    case certificateRequired
    /// The peer asked for one, was shown none, and hung up.
    case closedWithoutCertificate
    /// The peer did so, and of ours none was shown since none is of an authority that it names.
    case noneOfAuthorities([String], store: String)
    /// The peer does not accept ours: the alert's words, or how it hung up.
    case certificateRefused(String)

    // No agreement.

    /// No version is spoken by both.
    case noCommonVersion(ours: Set<TLSVersion>)
    /// No cipher suite is spoken by both.
    case noCommonCipher
    /// The peer gave up: the alert's words.
    case alert(String)

    // No TLS.

    /// The peer answers in plain text.
    case plainText
    /// The peer answers with zero bytes and hangs up: a broker that gives a handshake up sends its buffer as it is, without the alert that it
    /// meant (`SslTransportLayer`; seen on 2.8.2 where it speaks no version that we offer).
    case zeroBytes
    /// The peer hung up at our first bytes, as a listener of Kafka does that speaks plain text.
    case closedAtGreeting
    /// The peer hung up in the middle of the handshake.
    case closedInHandshake
    /// What came is not what the protocol says: OpenSSL's words.
    case broken(String)

    /// A clause: what happened.
    package var description: String {
        switch self {
        case .trustStore(let failure), .keyStore(let failure): "\(failure)"
        case .noHostCertificates: "this host has no bundle of certificates in any of the usual places"
        case .hostCertificates(let path, let why): "the certificates in \(path) cannot be read: \(why)"
        case .unknownCipherSuites(let names) where names.isEmpty: "no cipher suite is named"
        case .unknownCipherSuites(let names): "no cipher suite of these can be spoken: \(names.joined(separator: ", "))"
        case .noVersion: "no version of TLS may be spoken"
        case .refusedByLibrary(let why): "TLS cannot be set up: \(why)"
        case .untrusted(let peer, let trust) where peer.isSelfSigned:
            "its certificate \(peer.subject) is self-signed, and \(trust) does not hold it"
        case .untrusted(let peer, let trust): "its certificate \(peer.subject) is issued by \(peer.issuer), which \(trust) does not hold"
        case .notSigned(let peer, let trust):
            "its certificate \(peer.subject) names \(peer.issuer) as its issuer, and no certificate of that name in \(trust) has signed it"
        case .anchorExpired(let peer, let trust):
            "the certificate \(peer.subject) in \(trust) expired on \(peer.notAfter) (Kafka's Java clients do not look at that date)"
        case .weakDigest(let peer):
            "its certificate \(peer.subject) is signed with a digest that can be forged, as SHA-1 can (Kafka's Java clients take it)"
        case .weakKey(let peer): "the key of its certificate \(peer.subject) is too short"
        case .wrongUsage(let peer):
            "its certificate \(peer.subject) is not for a server of TLS: its key usage lacks digitalSignature, or its extended key usage serverAuth"
        case .expired(let peer): "its certificate \(peer.subject) expired on \(peer.notAfter)"
        case .notYetValid(let peer): "its certificate \(peer.subject) is valid only from \(peer.notBefore) on"
        case .wrongName(let host, let peer) where peer.isNamed(host):
            "its certificate is not for \(host): it has that address as a DNS name, which says nothing of an address"
        case .wrongName(let host, let peer) where peer.names.isEmpty: "its certificate \(peer.subject) is not for \(host): it names no host"
        case .wrongName(let host, let peer): "its certificate is not for \(host), but for \(peer.namesInWords)"
        case .badCertificate(let peer, let why): "its certificate \(peer.subject) is not accepted: \(why)"
        case .certificateRequired: "it demands a client certificate, and there is none to show"
        case .closedWithoutCertificate: "it asked for a client certificate, was shown none, and closed the connection"
        case .noneOfAuthorities(let authorities, let store) where authorities.isEmpty:
            "it demands a client certificate, and takes no kind of key that the \(store) holds"
        case .noneOfAuthorities(let authorities, let store):
            "it demands a client certificate of \(authorities.joined(separator: " or ")), and the \(store) holds none"
        case .certificateRefused(let why): "it does not accept our client certificate: \(why)"
        case .noCommonVersion(let ours): "it does not speak \(ours.sorted().map(\.rawValue).joined(separator: " or "))"
        case .noCommonCipher: "it speaks no cipher suite that we speak"
        case .alert(let words): "it ended the TLS handshake: \(words)"
        case .plainText: "it answers TLS with plain text"
        case .zeroBytes: "it answers TLS with zero bytes, as an older broker does that gives the handshake up and does not say why"
        case .closedAtGreeting: "it closed the connection at the first bytes of TLS, as a listener does that speaks plain text"
        case .closedInHandshake: "it closed the connection in the middle of the TLS handshake"
        case .broken(let why): "what it sends is no TLS that can be read: \(why)"
        }
    }

    /// Whether the settings are at fault, so that nothing was or will be connected.
    package var isOfSettings: Bool {
        switch self {
        case .trustStore, .keyStore, .noHostCertificates, .hostCertificates, .unknownCipherSuites, .noVersion, .refusedByLibrary: true
        default: false
        }
    }
}

/// What is said of a peer's certificate, or of one above it, that did not stand. All of it is the peer's word.
package struct PeerCertificate: Hashable, Sendable {
    /// Whose it is, as in RFC 2253: "CN=broker-1,O=Example".
    package var subject: String
    /// Who issued it.
    package var issuer: String
    /// The hosts it is for: DNS names and addresses, or the common name where there are none.
    package var names: [String]
    /// Those of them that are DNS names.
    package var dnsNames: [String]
    /// Since when it is good, as in RFC 3339: "2026-11-23T14:02:11Z"; empty where that cannot be read.
    package var notBefore: String
    /// Until when it is good.
    package var notAfter: String

    /// What is said of a certificate.
    package init(
        subject: String, issuer: String, names: [String] = [], dnsNames: [String] = [], notBefore: String = "", notAfter: String = ""
    ) {
        self.subject = subject
        self.issuer = issuer
        self.names = names
        self.dnsNames = dnsNames
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// Whether it was issued by itself.
    package var isSelfSigned: Bool { subject == issuer }

    /// Whether an address stands in it as a DNS name.
    func isNamed(_ host: String) -> Bool { dnsNames.contains(host) && SocketAddress(numeric: host, port: 0) != nil }

    /// "a.example, b.example and 3 more".
    var namesInWords: String {
        let shown = names.prefix(8).joined(separator: ", ")
        return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
    }
}
