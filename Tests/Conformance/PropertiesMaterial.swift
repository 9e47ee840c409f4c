import Platform
import TestCertificates

/// Certificates, keys and stores that files of properties name, and the broker's listeners.
struct PropertiesMaterial {
    private static let local = ["DNS:localhost", "IP:127.0.0.1"]
    let authority = TestCertificate("matrix-ca", isAuthority: true)
    let listeners: [PropertiesBroker.Listener]
    /// Files in PEM, or of other bytes, by their names.
    let files: [String: [UInt8]]
    /// Lines for `Probe.java`: stores that Java writes.
    let stores: [String]
    /// Of the environment, for both clients.
    let variables = ["MATRIX_PASSWORD": "admin-secret", "MATRIX_OTHER": "admin-secret", "MATRIX_HOME": "home", "MATRIX_HOST": "127.0.0.1"]

    init() {
        let authority = authority
        /// Another of the same name.
        let twin = TestCertificate("matrix-ca", isAuthority: true)
        let stranger = TestCertificate("stranger-ca", isAuthority: true)
        let old = TestCertificate("old-ca", isAuthority: true, from: -30, until: -10)
        let middle = TestCertificate("middle-ca", isAuthority: true, issuedBy: authority)
        let plainLeaf = TestCertificate("no-authority", issuedBy: authority)
        func server(
            _ name: String, _ names: [String] = Self.local, by issuer: TestCertificate? = nil, rsaBits: Int32 = 0, isSHA1: Bool = false,
            keyUsage: String? = nil, extendedKeyUsage: String? = nil, from begins: Int = -1, until ends: Int = 3650
        ) -> TestCertificate {
            TestCertificate(
                name, names: names, from: begins, until: ends, issuedBy: issuer ?? authority, rsaBits: rsaBits, isSHA1: isSHA1,
                keyUsage: keyUsage, extendedKeyUsage: extendedKeyUsage)
        }
        let broker = server("broker")
        let encipher = server("encipher", rsaBits: 2048, keyUsage: "critical,keyEncipherment")
        listeners = Self.listeners(
            broker: broker,
            others: [
                ("OLDCA", server("under-old", by: old)), ("SHA1", server("sha1", isSHA1: true)), ("ENCIPHER", encipher),
                ("CLIENTUSE", server("client-use", extendedKeyUsage: "clientAuth")),
                ("ANYUSE", server("any-use", extendedKeyUsage: "anyExtendedKeyUsage")),
                ("ELSEWHERE", server("elsewhere", ["DNS:kafka-7.example"])), ("IPNAME", server("ip-name", ["DNS:127.0.0.1"])),
                ("NOCA", server("under-no-ca", by: plainLeaf)), ("EXPIRED", server("expired", from: -30, until: -10)),
                ("SIGNS", server("signs", rsaBits: 2048, keyUsage: "critical,digitalSignature")),
            ], encipher: encipher)

        let client = TestCertificate("mend", issuedBy: authority)
        let rsa = TestCertificate("mend-rsa", issuedBy: authority, rsaBits: 2048)
        let foreign = TestCertificate("foreign", issuedBy: stranger)
        let below = TestCertificate("below", issuedBy: middle)
        var texts = [
            "ca.pem": authority.certificate, "twin-first.pem": twin.certificate + authority.certificate,
            "twin-last.pem": authority.certificate + twin.certificate, "twin.pem": twin.certificate, "stranger.pem": stranger.certificate,
            "old.pem": old.certificate, "no-ca.pem": plainLeaf.certificate, "broker.pem": broker.certificate,
            "trusted.pem": authority.trusted, "described.pem": authority.described,
            "headers.pem": authority.certificate.replacingOccurrences(
                of: "CERTIFICATE-----\n", with: "CERTIFICATE-----\nComment: of the cluster\nX-Owner: ops\n\n", first: true),
            "beside.pem": stranger.key + "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n" + authority.certificate,
            "request.pem": "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n" + authority.certificate,
            "one-line.pem": Self.oneLine(authority), "one-line-first.pem": Self.oneLine(authority) + Self.oneLine(stranger),
            "one-line-last.pem": Self.oneLine(stranger) + Self.oneLine(authority),
            "no-base64.pem": "-----BEGIN CERTIFICATE-----\nwhat? this!\n-----END CERTIFICATE-----\n" + authority.certificate,
            "bad-padding.pem": "-----BEGIN CERTIFICATE-----\nMIIBA\n-----END CERTIFICATE-----\n" + authority.certificate,
            "no-end.pem": authority.certificate + "-----BEGIN CERTIFICATE-----\nMIIB\n", "words.pem": "nothing\n",
            "crlf.pem": authority.certificate.split(separator: "\n").joined(separator: "\r\n"),
            "cut.pem": String(authority.certificate.dropLast()), "five.pem": authority.certificate.replacing("-----", "---"),
            "client.pem": client.key + client.certificate, "certificate-first.pem": client.certificate + client.key,
            "below.pem": below.key + below.certificate + middle.certificate,
            "disorder.pem": below.key + middle.certificate + below.certificate,
            "with-root.pem": below.key + below.certificate + middle.certificate + authority.certificate,
            "root-beside.pem": client.key + client.certificate + stranger.certificate,
            "foreign.pem": foreign.key + foreign.certificate,
            "two-keys.pem": client.key + client.certificate + foreign.key,
            "encrypted.pem": client.encryptedKey("keypass1") + client.certificate,
            "encrypted-old.pem": client.encryptedKey("keypass1", isOld: true) + client.certificate,
            "pkcs1.pem": rsa.traditionalKey() + rsa.certificate, "sec1.pem": client.traditionalKey() + client.certificate,
            "sec1-encrypted.pem": client.traditionalKey("keypass1") + client.certificate,
            "other-key.pem": foreign.key + client.certificate, "empty.pem": "",
            "rsa.pem": rsa.key + rsa.certificate, "ca-key.pem": authority.key + authority.certificate,
            "secrets.properties": "password=admin-secret\nempty=\n", "password": "admin-secret", "password-line": "admin-secret\n",
        ]
        // How a value in the properties themselves has it.
        texts["inline-ca"] = authority.certificate.replacing("\n", "\\n\\\n")
        texts["inline-client"] =
            "ssl.keystore.key=\(client.key.replacing("\n", "\\n\\\n"))\nssl.keystore.certificate.chain="
            + client.certificate.replacing("\n", "\\n\\\n")
        files = texts.mapValues { Array($0.utf8) }.merging([
            "unmarked.p12": authority.pkcs12("storepass", withKey: false), "openssl.p12": client.pkcs12("storepass", chain: [authority]),
        ]) { $1 }
        self.texts = texts
        stores = [
            "store JKS {dir}/ca.jks storepass trust ca {dir}/ca.pem", "store PKCS12 {dir}/ca.p12 storepass trust ca {dir}/ca.pem",
            "store JKS {dir}/twins.jks storepass trust a {dir}/twin.pem trust b {dir}/ca.pem",
            "store PKCS12 {dir}/twins.p12 storepass trust a {dir}/twin.pem trust b {dir}/ca.pem",
            "store PKCS12 {dir}/chain.p12 storepass key own {dir}/below.pem storepass",
            "store PKCS12 {dir}/root.p12 storepass key own {dir}/with-root.pem storepass",
            "store JKS {dir}/root.jks storepass key own {dir}/with-root.pem storepass",
            "store PKCS12 {dir}/ca-key.p12 storepass key ca {dir}/ca-key.pem storepass",
            "store JKS {dir}/client.jks storepass key own {dir}/client.pem keypass1",
            "store PKCS12 {dir}/client.p12 storepass key own {dir}/client.pem storepass",
            "store JKS {dir}/two.jks storepass key a {dir}/foreign.pem storepass key b {dir}/client.pem storepass",
            "store JKS {dir}/two-turned.jks storepass key a {dir}/client.pem storepass key b {dir}/foreign.pem storepass",
            "store PKCS12 {dir}/two.p12 storepass key a {dir}/foreign.pem storepass key b {dir}/client.pem storepass",
            "store PKCS12 {dir}/rsa-and-ec.p12 storepass key a {dir}/foreign.pem storepass key b {dir}/rsa.pem storepass",
            "store JKS {dir}/two-passwords.jks storepass key a {dir}/foreign.pem otherpass key b {dir}/client.pem storepass",
            "store PKCS12 {dir}/foreign.p12 storepass key own {dir}/foreign.pem storepass",
            "store PKCS12 {dir}/mixed.p12 storepass trust ca {dir}/ca.pem key own {dir}/client.pem storepass",
            "store JCEKS {dir}/ca.jceks storepass trust ca {dir}/ca.pem",
        ]
    }

    /// Those that stand in properties themselves.
    private let texts: [String: String]
    subscript(name: String) -> String { texts[name] ?? "" }

    private static func oneLine(_ certificate: TestCertificate) -> String {
        certificate.certificate.split(separator: "\n").joined(separator: " ") + " "
    }

    private static func listeners(
        broker: TestCertificate, others: [(String, TestCertificate)], encipher: TestCertificate
    ) -> [PropertiesBroker.Listener] {
        let login = "org.apache.kafka.common.security"
        var listeners: [PropertiesBroker.Listener] = [
            .init(name: "PLAIN", securityProtocol: "PLAINTEXT"), .init(name: "TLS", certificate: broker),
            .init(name: "MUTUAL", certificate: broker, properties: ["ssl.client.auth=required"]),
            .init(name: "MUTUAL12", certificate: broker, properties: ["ssl.client.auth=required", "ssl.enabled.protocols=TLSv1.2"]),
            .init(name: "MODERN", certificate: broker, properties: ["ssl.enabled.protocols=TLSv1.3"]),
            .init(name: "ONLY12", certificate: broker, properties: ["ssl.enabled.protocols=TLSv1.2"]),
            .init(name: "ENCIPHER12", certificate: encipher, properties: ["ssl.enabled.protocols=TLSv1.2"]),
            .init(
                name: "SASL", securityProtocol: "SASL_PLAINTEXT",
                properties: [
                    "sasl.enabled.mechanisms=PLAIN,OAUTHBEARER",
                    "plain.sasl.jaas.config=\(login).plain.PlainLoginModule required user_admin=\"admin-secret\" "
                        + "user_text=\"p${env:MATRIX_HOME}z\" user_both=\"admin-secret${nobody:a}\";",
                    "oauthbearer.sasl.jaas.config=\(login).oauthbearer.OAuthBearerLoginModule required "
                        + "unsecuredLoginStringClaim_sub=\"admin\";",
                ]),
            .init(
                name: "OIDC", securityProtocol: "SASL_PLAINTEXT",
                properties: [
                    "sasl.enabled.mechanisms=OAUTHBEARER",
                    "oauthbearer.sasl.jaas.config=\(login).oauthbearer.OAuthBearerLoginModule required ;",
                    "oauthbearer.sasl.server.callback.handler.class=\(login).oauthbearer.OAuthBearerValidatorCallbackHandler",
                    "oauthbearer.sasl.oauthbearer.jwks.endpoint.url=file:{dir}/jwks.json",
                    "sasl.oauthbearer.jwks.endpoint.url=file:{dir}/jwks.json",
                ]),
        ]
        listeners += others.map { .init(name: $0.0, certificate: $0.1) }
        return listeners
    }
}

extension String {
    fileprivate func replacing(_ old: String, _ new: String) -> String {
        split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }

    fileprivate func replacingOccurrences(of old: String, with new: String, first: Bool) -> String {
        let parts = split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        return parts.joined(separator: new)
    }
}
