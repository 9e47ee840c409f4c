import Foundation
import KafkaClient
import Network
import Platform
import TestCertificates

/// The listeners of a real cluster that want TLS or SASL, beside its plain ones: certificates, users, and what a broker's file says of them.
struct SecureListeners {
    /// One of them, by its name in the broker's file.
    enum Name: String, CaseIterable {
        /// TLS; a client's certificate is taken where there is one.
        case tls = "TLS"
        /// TLS that demands a client's certificate.
        case mutual = "MUTUAL"
        /// SASL in plain text, by every mechanism.
        case sasl = "SASL"
        /// SASL over TLS, by every mechanism.
        case saslTLS = "SASLTLS"
        /// A certificate that is expired.
        case expired = "EXPIRED"
        /// One that is not valid yet.
        case future = "FUTURE"
        /// One for another host.
        case elsewhere = "ELSEWHERE"
        /// TLS 1.3 only.
        case modern = "MODERN"
        /// SASL by PLAIN only, for five seconds at a time.
        case short = "SHORT"

        /// Kafka's protocol of it.
        var securityProtocol: String {
            switch self {
            case .tls, .mutual, .expired, .future, .elsewhere, .modern: "SSL"
            case .sasl, .short: "SASL_PLAINTEXT"
            case .saslTLS: "SASL_SSL"
            }
        }

        /// Those that show how a connection fails are on the first broker only.
        func isOn(broker: Int) -> Bool {
            switch self {
            case .tls, .mutual, .sasl, .saslTLS: true
            case .expired, .future, .elsewhere, .modern, .short: broker == 1
            }
        }
    }

    let authority = TestCertificate("test-ca", isAuthority: true)
    let client: TestCertificate
    private let folder: String
    /// False where brokers do not read PEM without a password: then they are given PKCS#12 and a store of Java's own.
    private let takesPEM: Bool
    /// Whether there is a listener of TLS 1.3 only: from 2.6 on brokers speak it (KIP-573).
    let speaksTLS13: Bool
    private static let storePassword = "store-secret"
    private var ports: [Name: [Int]] = [:]

    static let password = Secret("admin-secret")
    static let plain = Authentication.plain(user: "admin", password: password)
    /// A user that has no rights but those that rules give it.
    static let reader = Authentication.plain(user: "reader", password: Secret("reader-secret"))
    static let bearer = Authentication.oauthBearer(.unsecured(UnsecuredToken(claims: ["sub": .text("admin")])))
    /// What `kafka-storage format` is told, so that the user of SCRAM is there from the beginning (Kafka 3.5 and later).
    static let usersOfSCRAM = SCRAMHash.allCases.flatMap { hash in
        ["--add-scram", "SCRAM-\(hash.rawValue)=[name=admin,password=\(password.text)]"]
    }
    /// The same as `kafka-configs` takes it.
    static let settingsOfSCRAM = SCRAMHash.allCases.map { "SCRAM-\($0.rawValue)=[password=\(password.text)]" }.joined(separator: ",")
    static func scram(_ hash: SCRAMHash) -> Authentication { .scram(hash, user: "admin", password: password) }

    /// How many ports they take.
    static func portCount(brokers: Int) -> Int { Name.allCases.reduce(0) { $0 + ($1.isOn(broker: 2) ? brokers : 1) } }

    /// Writes the certificates into a folder; `brokers` from 1, `ports` as many as `portCount` says.
    init(_ distribution: Distribution, folder: String, brokers: Int, ports: ArraySlice<Int>) throws {
        self.folder = folder
        takesPEM = distribution.isAtLeast(3, 0)
        speaksTLS13 = distribution.isAtLeast(2, 6)
        client = TestCertificate("mend", issuedBy: authority)
        let local = ["DNS:localhost", "IP:127.0.0.1"]
        let shown: [Name: TestCertificate] = [
            .tls: TestCertificate("broker", names: local, issuedBy: authority),
            .expired: TestCertificate("expired", names: local, from: -30, until: -10, issuedBy: authority),
            .future: TestCertificate("future", names: local, from: 10, issuedBy: authority),
            .elsewhere: TestCertificate("elsewhere", names: ["DNS:kafka-7.example"], issuedBy: authority),
        ]
        try authority.certificate.write(toFile: "\(folder)/ca.pem", atomically: true, encoding: .utf8)
        for (name, certificate) in shown {
            if takesPEM {
                try (certificate.key + certificate.certificate).write(toFile: file(of: name), atomically: true, encoding: .utf8)
            } else {
                try Data(certificate.pkcs12(Self.storePassword)).write(to: URL(fileURLWithPath: file(of: name)))
            }
        }
        if !takesPEM {
            // A certificate without its key counts as trusted only where Java's own tool has marked it so.
            let tool = Process()
            tool.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            tool.arguments = [
                "keytool", "-importcert", "-noprompt", "-alias", "ca", "-file", "\(folder)/ca.pem", "-keystore", "\(folder)/ca.store",
                "-storetype", "PKCS12", "-storepass", Self.storePassword,
            ]
            tool.standardOutput = FileHandle.nullDevice
            tool.standardError = FileHandle.nullDevice
            try tool.run()
            tool.waitUntilExit()
            guard tool.terminationStatus == 0 else { throw HarnessFailure("keytool, which is part of Java, makes no store") }
        }
        var rest = ports
        for name in Name.allCases {
            let count = name.isOn(broker: 2) ? brokers : 1
            self.ports[name] = Array(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
    }

    private func file(of name: Name) -> String { "\(folder)/\(name.rawValue).\(takesPEM ? "pem" : "p12")" }

    /// `host:port` of a listener on each broker that has it.
    func bootstrap(_ name: Name) -> [Endpoint] {
        (ports[name] ?? []).map { Endpoint(host: "127.0.0.1", port: UInt16($0)) }
    }

    /// What `listeners` says of a broker, with a comma before each.
    func listeners(of broker: Int) -> String {
        on(broker).map { name in ",\(name.rawValue)://127.0.0.1:\(ports[name]?[broker - 1] ?? 0)" }.joined()
    }

    /// What `listener.security.protocol.map` says, with a comma before each.
    var protocols: String { Name.allCases.map { ",\($0.rawValue):\($0.securityProtocol)" }.joined() }

    private func on(_ broker: Int) -> [Name] { Name.allCases.filter { $0.isOn(broker: broker) } }

    /// An authorizer, in every node's file: everybody may do everything, whether they say no name, come as `admin`, or with the client's
    /// certificate; only `reader` may not.
    static func authorizer(_ distribution: Distribution) -> [String] {
        let name =
            distribution.hasZooKeeper
            ? "kafka.security.authorizer.AclAuthorizer" : "org.apache.kafka.metadata.authorizer.StandardAuthorizer"
        return ["authorizer.class.name=\(name)", "super.users=User:ANONYMOUS;User:admin;User:CN=mend"]
    }

    /// A broker's stores.
    private var stores: [String] {
        takesPEM
            ? [
                "ssl.keystore.type=PEM", "ssl.keystore.location=\(file(of: .tls))", "ssl.truststore.type=PEM",
                "ssl.truststore.location=\(folder)/ca.pem",
            ]
            : [
                "ssl.keystore.type=PKCS12", "ssl.keystore.location=\(file(of: .tls))", "ssl.keystore.password=\(Self.storePassword)",
                "ssl.key.password=\(Self.storePassword)", "ssl.truststore.type=PKCS12", "ssl.truststore.location=\(folder)/ca.store",
                "ssl.truststore.password=\(Self.storePassword)",
            ]
    }

    /// What else a broker's file says.
    func properties(of broker: Int) -> [String] {
        let login = "org.apache.kafka.common.security"
        var lines =
            stores + [
                "ssl.client.auth=requested", "listener.name.mutual.ssl.client.auth=required",
                "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
            ]
        for name in ["sasl", "sasltls"] {
            let prefix = "listener.name.\(name)"
            lines += [
                "\(prefix).plain.sasl.jaas.config=\(login).plain.PlainLoginModule required user_admin=\"admin-secret\" "
                    + "user_reader=\"reader-secret\";",
                "\(prefix).scram-sha-256.sasl.jaas.config=\(login).scram.ScramLoginModule required;",
                "\(prefix).scram-sha-512.sasl.jaas.config=\(login).scram.ScramLoginModule required;",
                "\(prefix).oauthbearer.sasl.jaas.config=\(login).oauthbearer.OAuthBearerLoginModule required "
                    + "unsecuredLoginStringClaim_sub=\"admin\";",
            ]
        }
        guard broker == 1 else { return lines }
        for name in [Name.expired, .future, .elsewhere] {
            let prefix = "listener.name.\(name.rawValue.lowercased())"
            lines.append("\(prefix).ssl.keystore.location=\(file(of: name))")
            guard !takesPEM else { continue }
            // What a listener says of its store it says in full.
            lines += [
                "\(prefix).ssl.keystore.type=PKCS12", "\(prefix).ssl.keystore.password=\(Self.storePassword)",
                "\(prefix).ssl.key.password=\(Self.storePassword)",
            ]
        }
        if speaksTLS13 { lines.append("listener.name.modern.ssl.enabled.protocols=TLSv1.3") }
        return lines + [
            "listener.name.short.sasl.enabled.mechanisms=PLAIN",
            "listener.name.short.plain.sasl.jaas.config=\(login).plain.PlainLoginModule required user_admin=\"admin-secret\";",
            "listener.name.short.plain.connections.max.reauth.ms=5000",
        ]
    }
}
