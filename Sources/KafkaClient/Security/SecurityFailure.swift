import Network

/// Why a broker and a client do not come together for the sake of their security: what happened, and what to do. The settings to change are
/// called by their names in Kafka's client.properties.
package struct SecurityFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened.
    package enum Cause: Hashable, Sendable {
        /// TLS could not be set up, or failed.
        case tls(TLSFailure)
        /// The port speaks TLS, and we spoke plain text.
        case speaksTLS
        /// The broker and we do not agree on who we are.
        case sasl(SASLFailure)
        /// The listener wants SASL, and we gave none.
        case wantsSASL
    }

    /// What happened.
    package var cause: Cause
    /// What we spoke: "SASL_SSL".
    package var protocolName: String

    /// A failure of a client that speaks that protocol.
    package init(_ cause: Cause, protocolName: String) {
        self.cause = cause
        self.protocolName = protocolName
    }

    /// One sentence without a full stop: the cause, and the cure.
    package var description: String { "\(happened); \(cure)" }

    /// Whether the settings are at fault, so that no broker was asked.
    package var isOfSettings: Bool {
        switch cause {
        case .tls(let failure): failure.isOfSettings
        case .sasl(.unusableCredentials): true
        case .sasl, .speaksTLS, .wantsSASL: false
        }
    }

    /// The cause as a clause.
    private var happened: String {
        switch cause {
        case .tls(let failure): "\(failure)"
        case .speaksTLS: "this port speaks TLS, and it was asked in plain text"
        case .sasl(let failure): "\(failure)"
        case .wantsSASL: "the listener closed the connection at the first request, as one does that wants SASL"
        }
    }

    /// What to do. Never to protect less: what was seen may be the work of whoever is on the way.
    private var cure: String {
        switch cause {
        case .tls(let failure): cure(of: failure)
        case .speaksTLS:
            "set security.protocol=\(usesSASL ? "SASL_SSL" : "SSL"), or give the address of \(listener)"
        case .sasl(let failure): cure(of: failure)
        case .wantsSASL:
            "set security.protocol=SASL_\(usesTLS ? "SSL" : "PLAINTEXT") with sasl.mechanism and sasl.jaas.config, or give the address "
                + "of \(listener)"
        }
    }

    /// A listener of the kind that was spoken to.
    private var listener: String { "\(protocolName == "SSL" ? "an" : "a") \(protocolName) listener" }
    private var usesSASL: Bool { protocolName.hasPrefix("SASL_") }
    private var usesTLS: Bool { protocolName.hasSuffix("SSL") }

    private func cure(of failure: TLSFailure) -> String {
        switch failure {
        case .trustStore(let failure): cure(of: failure, "ssl.truststore")
        case .keyStore(let failure): cure(of: failure, "ssl.keystore")
        case .noHostCertificates, .hostCertificates:
            "install the distribution's package ca-certificates, or name the cluster's CA in ssl.truststore.location"
        case .unknownCipherSuites: "correct ssl.cipher.suites and ssl.enabled.protocols"
        case .noVersion: "name TLSv1.2, TLSv1.3 or both in ssl.enabled.protocols"
        case .refusedByLibrary: "check the ssl.* settings"
        case .untrusted: "if this is the right cluster, put that issuer's certificate into the store of ssl.truststore.location"
        case .notSigned:
            "if this is the right cluster, put the certificate of the issuer's present key into the store of ssl.truststore.location"
        case .expired: "renew it, or put this host's clock right"
        case .anchorExpired:
            "put the certificate that followed it into the store of ssl.truststore.location, or put this host's clock right"
        case .weakDigest(let peer): "have \(peer.issuer) issue it anew with SHA-256"
        case .weakKey: "have it issued anew for a key of RSA with 2,048 bits and more, or of an elliptic curve"
        case .wrongUsage: "have it issued anew for use as a server's"
        case .wrongName(let host, let peer) where peer.dnsNames.contains(host):
            "give it \(host) as a subject alternative name of the kind IP, or connect by a name that it is for"
        case .noneOfAuthorities: "name a store with a key whose certificate one of them has issued in ssl.keystore.location"
        case .notYetValid: "put this host's clock right, or wait until then"
        case .wrongName(let host, _):
            "connect by a name that it is for (also in the broker's advertised.listeners), or give it \(host) as a subject alternative name"
        case .badCertificate: "the broker needs another certificate"
        case .certificateRequired, .closedWithoutCertificate: "name a store with a certificate and its key in ssl.keystore.location"
        case .certificateRefused: "use one that was issued by a CA in the broker's trust store, and that is still valid"
        case .noCommonVersion(let ours) where ours.count == TLSVersion.allCases.count:
            "nothing older is spoken: let the listener speak one of them, or give the address of one that does"
        case .noCommonVersion: "allow both TLSv1.2 and TLSv1.3 in ssl.enabled.protocols"
        case .zeroBytes:
            "mostly no version of TLS is spoken by both: allow TLSv1.2 and TLSv1.3 in ssl.enabled.protocols, there and here; the broker's log may say more"
        case .noCommonCipher: "allow one that it speaks in ssl.cipher.suites"
        case .alert: "the broker's log says more"
        // Whoever is on the way can make it look so: never a reason to speak in plain text.
        case .plainText, .closedAtGreeting: "give the address of \(listener)"
        case .closedInHandshake, .broken: "check that the address is one of \(listener); the broker's log may say more"
        }
    }

    private func cure(of failure: StoreFailure, _ prefix: String) -> String {
        switch failure {
        case .unreadable: "check \(prefix).location and \(prefix).type"
        case .wrongPassword(_, true): "correct \(prefix).password"
        case .wrongPassword(_, false): "set \(prefix).password beside \(prefix).location"
        case .wrongKeyPassword(_, true): "correct ssl.key.password"
        case .keyOfAnotherPassword: "set ssl.key.password beside \(prefix).location"
        case .wrongKeyPassword(_, false): "set ssl.key.password beside \(prefix).location"
        case .noneMarkedTrusted:
            "import the authority's certificate into a store of its own (keytool -importcert -storetype PKCS12) and name it in \(prefix).location"
        case .keyNotEncrypted: "leave ssl.key.password out"
        case .weakIdentity:
            "have it issued anew with SHA-256, for a key of RSA with 2,048 bits and more or of an elliptic curve, and put it into the store of "
                + "\(prefix).location"
        case .unknownCipher: "write the store of \(prefix).location anew with AES, as `keytool -importkeystore` of Java 17 does"
        case .noCertificate, .noKey, .noCertificateOfKey: "name another store in \(prefix).location"
        }
    }

    private func cure(of failure: SASLFailure) -> String {
        switch failure {
        case .unusableCredentials: "correct sasl.jaas.config"
        case .noToken: "see to the place that the token comes from"
        case .notSpoken: "give the address of \(listener)"
        case .tooOld: "give the address of a broker of Kafka 2.4 or later"
        case .mechanismNotOffered(_, let offered) where offered.isEmpty: "enable one in the broker's sasl.enabled.mechanisms"
        // Without TLS anybody on the way can offer PLAIN alone, and would be sent the password.
        case .mechanismNotOffered where !usesTLS:
            "enable it in the broker's sasl.enabled.mechanisms, or give the address of a listener that offers it"
        case .mechanismNotOffered: "set sasl.mechanism to one that it offers, with a sasl.jaas.config that fits"
        case .refused(_, nil, _): "get a token that the broker accepts"
        case .refused: "correct the user's name or the password in sasl.jaas.config"
        case .failed: "the broker's log says more"
        case .serverNotProven: "make sure that the address is the cluster's; if it is, the password here is not the one that it knows"
        case .iterations: "store the user's password anew with `kafka-configs --alter --add-config 'SCRAM-…=[iterations=8192,password=…]'`"
        case .brokenMessage: "make sure that a broker of Kafka listens at the address"
        }
    }
}
