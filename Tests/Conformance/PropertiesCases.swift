/// Files of properties, each with what is special about it.
struct PropertiesCase {
    var name: String
    /// Its lines; `{NAME}` is a listener's port, `{dir}` the folder of stores.
    var text: String
    /// Why this program refuses what Kafka's client takes; nil: it does not.
    var stricter: String?
    /// What Java lacks, not Kafka, where this program takes what Kafka's client cannot; nil: that must not be.
    var javaLacks: String?

    private init(_ name: String, _ text: String, stricter: String? = nil) {
        self.name = name
        self.text = text
        self.stricter = stricter
    }

    private func lacking(_ what: String) -> PropertiesCase {
        var one = self
        one.javaLacks = what
        return one
    }

    private static let expiredAnchor = "an authority's key is to be used no longer than its certificate says"
    private static let sha1 = "a signature with SHA-1 can be forged"
    private static let oneLine = "Kafka reads only the last of several blocks in a line, which nobody means"
    private static let reverseLookup = "whoever answers reverse look-ups would decide which name is verified"

    /// A file for a listener that speaks TLS.
    private static func tls(
        _ name: String, _ lines: String, at listener: String = "TLS", host: String = "127.0.0.1", stricter: String? = nil
    ) -> PropertiesCase {
        PropertiesCase(name, "bootstrap.servers=\(host):{\(listener)}\nsecurity.protocol=SSL\n\(lines)\n", stricter: stricter)
    }

    private static let pem = "ssl.truststore.type=PEM\nssl.truststore.location={dir}/ca.pem\n"

    private static func trust(
        _ file: String, _ password: String? = "storepass", at listener: String = "TLS", host: String = "127.0.0.1", stricter: String? = nil
    ) -> PropertiesCase {
        let type = file.hasSuffix(".pem") ? "PEM" : file.hasSuffix(".jks") ? "JKS" : "PKCS12"
        var lines = "ssl.truststore.type=\(type)\nssl.truststore.location={dir}/\(file)\n"
        if type != "PEM", let password { lines += "ssl.truststore.password=\(password)\n" }
        let name = "trust \(file) \(password == "storepass" ? "" : password ?? "without password") at \(listener)"
        return tls(name, lines, at: listener, host: host, stricter: stricter)
    }

    private static func key(
        _ file: String, _ lines: String = "", password: String? = "storepass", at listener: String = "MUTUAL", stricter: String? = nil
    ) -> PropertiesCase {
        let type = file.hasSuffix(".pem") ? "PEM" : file.hasSuffix(".jks") ? "JKS" : "PKCS12"
        var text = "ssl.keystore.type=\(type)\nssl.keystore.location={dir}/\(file)\n"
        if type != "PEM", let password { text += "ssl.keystore.password=\(password)\n" }
        return tls("key \(file) \(lines) at \(listener)", pem + text + lines, at: listener, stricter: stricter)
    }

    /// A line more in a file that is right.
    private static func odd(_ line: String, at listener: String = "TLS", stricter: String? = nil) -> PropertiesCase {
        tls("\(line) at \(listener)", pem + line, at: listener, stricter: stricter)
    }

    private static let plainModule = "org.apache.kafka.common.security.plain.PlainLoginModule"

    private static func sasl(
        _ name: String, password: String = "admin-secret", user: String = "admin", _ lines: String = "", stricter: String? = nil
    ) -> PropertiesCase {
        PropertiesCase(
            name,
            "bootstrap.servers=127.0.0.1:{SASL}\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n"
                + "sasl.jaas.config=\(plainModule) required username=\"\(user)\" password=\"\(password)\";\n\(lines)\n", stricter: stricter)
    }

    private static func oidc(_ path: String, _ lines: String = "", stricter: String? = nil) -> PropertiesCase {
        let package = "org.apache.kafka.common.security.oauthbearer"
        return PropertiesCase(
            "tokens \(path) \(lines)",
            "bootstrap.servers=127.0.0.1:{OIDC}\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=OAUTHBEARER\n"
                + "sasl.login.callback.handler.class=\(package).OAuthBearerLoginCallbackHandler\n"
                + "sasl.oauthbearer.token.endpoint.url=http://127.0.0.1:{issuer}\(path)\n"
                + "sasl.jaas.config=\(package).OAuthBearerLoginModule required clientId=\"mend\" clientSecret=\"a b+c/\\u00fc\";\n\(lines)\n",
            stricter: stricter)
    }

    private static let environment =
        "config.providers=env\nconfig.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider\n"
    private static let file =
        "config.providers=file\nconfig.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider\n"
    private static let directory =
        "config.providers=dir\nconfig.providers.dir.class=org.apache.kafka.common.config.provider.DirectoryConfigProvider\n"

    static func all(_ material: PropertiesMaterial) -> [PropertiesCase] {
        trusts + names + inline(material) + keys + emptyValues + values + variables + others
    }

    // MARK: Trust

    private static let trusts: [PropertiesCase] =
        [
            trust("ca.pem"), trust("ca.jks"), trust("ca.jks", nil), trust("ca.jks", "wrong"), trust("ca.p12"), trust("ca.p12", nil),
            trust("chain.p12"), trust("root.p12"), trust("root.jks"), trust("unmarked.p12"), trust("ca-key.p12"), trust("openssl.p12"),
            trust("mixed.p12"), trust("ca.jceks"), trust("twin-first.pem"), trust("twin-last.pem"), trust("twin.pem"), trust("twins.jks"),
            trust("twins.p12"), trust("stranger.pem"), trust("broker.pem"), trust("trusted.pem"), trust("described.pem"),
            trust("headers.pem"), trust("beside.pem"), trust("request.pem"), trust("one-line.pem"), trust("one-line-first.pem"),
            trust("one-line-last.pem", stricter: oneLine), trust("no-base64.pem"), trust("bad-padding.pem"), trust("no-end.pem"),
            trust("words.pem"),
            trust("empty.pem"), trust("crlf.pem"), trust("cut.pem"), trust("five.pem"),
            trust("old.pem", at: "OLDCA", stricter: expiredAnchor),
            trust("ca.pem", at: "SHA1", stricter: sha1),
            trust("ca.pem", at: "ENCIPHER"), trust("ca.pem", at: "ENCIPHER12"), trust("ca.pem", at: "SIGNS"),
            trust("ca.pem", at: "CLIENTUSE"), trust("ca.pem", at: "ANYUSE"), trust("no-ca.pem", at: "NOCA"), trust("ca.pem", at: "EXPIRED"),
            tls("no trust store", ""), tls("JKS that is PKCS12", "ssl.truststore.location={dir}/ca.p12\nssl.truststore.password=storepass"),
            tls("JKS that is PEM", "ssl.truststore.location={dir}/ca.pem"),
            tls("PEM with a password", pem + "ssl.truststore.password=storepass"),
            tls(
                "type in small letters",
                "ssl.truststore.type=pkcs12\nssl.truststore.location={dir}/ca.p12\nssl.truststore.password=storepass"),
            tls("PEM in small letters", "ssl.truststore.type=pem\nssl.truststore.location={dir}/ca.pem"),
        ]

    private static let names: [PropertiesCase] =
        [
            trust("ca.pem", host: "localhost"), trust("ca.pem", at: "ELSEWHERE"), trust("ca.pem", at: "IPNAME"),
        ]
        + ["", "https", "HTTPS", "none", "LDAPS"].map { odd("ssl.endpoint.identification.algorithm=\($0)", at: "ELSEWHERE") }
        + ["HTTPS", "none"].map { odd("ssl.endpoint.identification.algorithm=\($0)") }
        + [odd("ssl.endpoint.identification.algorithm=LDAPS", stricter: "names are compared as HTTPS has it, or not at all")]

    private static func inline(_ material: PropertiesMaterial) -> [PropertiesCase] {
        let trust = "ssl.truststore.type=PEM\nssl.truststore.certificates=\(material["inline-ca"])\n"
        return [
            tls("certificates in the file", trust),
            tls("the same without the type", trust.split(separator: "\n").dropFirst().joined(separator: "\n")),
            tls("certificates and a location", trust + "ssl.truststore.location={dir}/ca.pem"),
            tls("key in the file", pem + "ssl.keystore.type=PEM\n\(material["inline-client"])", at: "MUTUAL"),
            tls("key in the file without the type", pem + material["inline-client"], at: "MUTUAL"),
        ]
    }

    // MARK: Keys

    private static let keys: [PropertiesCase] =
        [
            key("client.p12"), key("client.jks", "ssl.key.password=keypass1"), key("client.jks"),
            key("client.jks", "ssl.key.password=wrong"),
            key("client.p12", password: nil), key("client.p12", password: "wrong"), key("client.p12", "ssl.key.password=wrong"),
            key("openssl.p12"), key("mixed.p12"), key("two.jks"), key("two-turned.jks"), key("two.p12"), key("two.p12", at: "MUTUAL12"),
            key("rsa-and-ec.p12"), key("two-passwords.jks"), key("foreign.p12"), key("foreign.p12", at: "TLS"),
            key("foreign.p12", at: "ONLY12"),
            key("client.pem"), key("certificate-first.pem"), key("below.pem"), key("disorder.pem"), key("with-root.pem"),
            key("root-beside.pem"), key("foreign.pem"), key("foreign.pem", at: "TLS"), key("two-keys.pem"),
            key("encrypted.pem", "ssl.key.password=keypass1").lacking("Java 17 cannot decrypt a PKCS#8 key under AES (PBES2)"),
            key("encrypted-old.pem", "ssl.key.password=keypass1"), key("encrypted.pem"),
            key("encrypted.pem", "ssl.key.password=wrong"), key("client.pem", "ssl.key.password=keypass1"), key("pkcs1.pem"),
            key("sec1.pem"), key("sec1-encrypted.pem", "ssl.key.password=keypass1"), key("other-key.pem"),
            key(
                "other-key.pem", at: "TLS",
                stricter: "a key that its certificate does not belong to is a mistake, also where nobody asks yet"),
            key("rsa.pem"), key("ca.pem"), key("client.pem", "ssl.keystore.password=storepass"),
        ]

    // MARK: Values

    private static let emptyValues: [PropertiesCase] =
        [
            tls("an empty trust store", "ssl.truststore.location="),
            tls("an empty password", "ssl.truststore.location={dir}/ca.jks\nssl.truststore.password="),
            tls("certificates that are empty", "ssl.truststore.type=PEM\nssl.truststore.certificates="),
            tls("a type that is empty", "ssl.truststore.type=\nssl.truststore.location={dir}/ca.jks"),
        ]
        + [
            "ssl.truststore.password=", "ssl.keystore.location=", "ssl.keystore.password=", "ssl.keystore.type=", "ssl.key.password=",
            "ssl.keystore.key=", "ssl.keystore.certificate.chain=", "ssl.protocol=", "ssl.enabled.protocols=", "ssl.cipher.suites=",
            "ssl.provider=", "ssl.keymanager.algorithm=", "ssl.trustmanager.algorithm=", "ssl.secure.random.implementation=",
            "ssl.engine.factory.class=", "security.providers=", "client.dns.lookup=", "client.id=", "client.rack=", "sasl.mechanism=",
            "sasl.jaas.config=", "sasl.login.class=", "sasl.login.callback.handler.class=", "config.providers=", "metric.reporters=",
        ].map { odd($0) }
        + [
            PropertiesCase("security.protocol=", "bootstrap.servers=127.0.0.1:{PLAIN}\nsecurity.protocol=\n"),
            key("client.p12", "ssl.key.password="), key("client.pem", "ssl.key.password="),
            sasl("sasl.mechanism=", "sasl.mechanism="), sasl("sasl.jaas.config=", "sasl.jaas.config="),
            sasl("sasl.login.class=", "sasl.login.class="), sasl("a handler that is empty", "sasl.login.callback.handler.class="),
            sasl("a client's handler that is empty", "sasl.client.callback.handler.class="),
        ]

    private static let values: [PropertiesCase] =
        [
            "ssl.protocol=TLSv1.2", "ssl.protocol=TLS", "ssl.protocol=TLSv1.1", "ssl.protocol=SSL", "ssl.protocol=nonsense",
            "ssl.protocol=tlsv1.3", "ssl.enabled.protocols=TLSv1.2,", "ssl.enabled.protocols=TLSv1.2,TLSv1.2",
            "ssl.enabled.protocols=TLSv1.2 , TLSv1.3", "ssl.enabled.protocols=TLSv1.1,TLSv1.2", "ssl.enabled.protocols=TLS",
            "ssl.enabled.protocols=TLSv1.1", "ssl.enabled.protocols=tlsv1.2", "ssl.enabled.protocols=SSLv2Hello,TLSv1.2",
            "ssl.cipher.suites=TLS_AES_256_GCM_SHA384", "ssl.cipher.suites=TLS_AES_256_GCM_SHA384,TLS_NONSENSE",
            "ssl.cipher.suites=TLS_NONSENSE", "ssl.cipher.suites=TLS_AES_256_GCM_SHA384,,TLS_AES_128_GCM_SHA256",
            "ssl.cipher.suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "ssl.cipher.suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256",
            "ssl.cipher.suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_DHE_DSS_WITH_AES_128_CBC_SHA",
            "ssl.cipher.suites=ECDHE-ECDSA-AES128-GCM-SHA256", "ssl.provider=SunJSSE", "ssl.provider=nonsense",
            "ssl.keymanager.algorithm=PKIX", "ssl.keymanager.algorithm=NewSunX509", "ssl.keymanager.algorithm=sunx509",
            "ssl.keymanager.algorithm=nonsense", "ssl.trustmanager.algorithm=SunX509", "ssl.trustmanager.algorithm=X509",
            "ssl.trustmanager.algorithm=X.509", "ssl.trustmanager.algorithm=pkix", "ssl.trustmanager.algorithm=nonsense",
            "ssl.secure.random.implementation=SHA1PRNG", "ssl.secure.random.implementation=NativePRNG",
            "ssl.secure.random.implementation=nonsense",
            "ssl.engine.factory.class=org.apache.kafka.common.security.ssl.DefaultSslEngineFactory", "ssl.engine.factory.class=a.B",
            "client.dns.lookup=use_all_dns_ips", "client.dns.lookup=USE_ALL_DNS_IPS", "client.dns.lookup=default",
            "client.dns.lookup=nonsense", "sasl.mechanism=nonsense", "sasl.jaas.config=nonsense", "sasl.login.class=a.B",
            "sasl.client.callback.handler.class=a.B", "sasl.login.callback.handler.class=a.B", "group.id=g", "acks=all",
            "ssl.client.auth=required", "sasl.enabled.mechanisms=PLAIN\nsecurity.inter.broker.protocol=SSL\nlistener.name.tls.ssl.x=1",
            "ssl.principal.mapping.rules=DEFAULT\nsasl.mechanism.inter.broker.protocol=PLAIN", "bootstrap.resolve.timeout.ms=0",
        ].map { odd($0) } + [
            odd("security.providers=a.B", stricter: "what the file asks for would not be there; Kafka only logs that"),
            odd("ssl.protocol=TLSv1.2", at: "MODERN"), odd("ssl.protocol=TLSv1.2\nssl.enabled.protocols=TLSv1.3", at: "MODERN"),
            odd("ssl.protocol=TLSv1.2\nssl.enabled.protocols=", at: "MODERN"), odd("ssl.protocol=TLSv1.3", at: "ONLY12"),
            odd("ssl.protocol=TLSv1.1", at: "MODERN"), odd("ssl.enabled.protocols=TLSv1.3", at: "ONLY12"),
            odd("ssl.enabled.protocols=", at: "MODERN"), odd("ssl.enabled.protocols=TLSv1.2", at: "MODERN"),
            tls(
                "client.dns.lookup by canonical names", pem + "client.dns.lookup=resolve_canonical_bootstrap_servers_only",
                host: "localhost",
                stricter: reverseLookup),
            PropertiesCase("a protocol in small letters", "bootstrap.servers=127.0.0.1:{TLS}\nsecurity.protocol=ssl\n" + pem),
            PropertiesCase("a protocol that is none", "bootstrap.servers=127.0.0.1:{TLS}\nsecurity.protocol=TLS\n" + pem),
            PropertiesCase(
                "white space",
                "bootstrap.servers = 127.0.0.1:{TLS} \nsecurity.protocol = SSL \nssl.truststore.type = PEM\t\n"
                    + "ssl.truststore.location= {dir}/ca.pem \n"
            ),
            PropertiesCase("servers with gaps", "bootstrap.servers=,127.0.0.1:{TLS},\nsecurity.protocol=SSL\n" + pem),
            PropertiesCase("a server twice", "bootstrap.servers=127.0.0.1:{TLS},127.0.0.1:{TLS}\nsecurity.protocol=SSL\n" + pem),
            PropertiesCase("a server with its protocol", "bootstrap.servers=SSL://127.0.0.1:{TLS}\nsecurity.protocol=SSL\n" + pem),
            PropertiesCase("a server without a port", "bootstrap.servers=127.0.0.1\nsecurity.protocol=SSL\n" + pem),
            PropertiesCase("no server", "bootstrap.servers=\nsecurity.protocol=SSL\n" + pem),
            PropertiesCase(
                "a key twice", "bootstrap.servers=127.0.0.1:1\nbootstrap.servers=127.0.0.1:{TLS}\nsecurity.protocol=SSL\n" + pem),
        ]

    // MARK: Variables

    private static let variables: [PropertiesCase] = [
        sasl("a password", ""), sasl("a password that looks like a variable", password: "p${env:MATRIX_HOME}z", user: "text"),
        sasl("a variable without providers", password: "${env:MATRIX_PASSWORD}"),
        sasl("a variable", password: "${env:MATRIX_PASSWORD}", environment),
        sasl("a variable of another provider stays", password: "${env:MATRIX_PASSWORD}${nobody:a}", user: "both", environment),
        sasl("a variable that is not set", password: "${env:MATRIX_NOBODY}", environment),
        sasl(
            "allowed by a pattern", password: "${env:MATRIX_PASSWORD}",
            environment + "config.providers.env.param.allowlist.pattern=MATRIX_P.*"),
        sasl(
            "not allowed by a pattern", password: "${env:MATRIX_PASSWORD}",
            environment + "config.providers.env.param.allowlist.pattern=MATRIX_O.*"),
        sasl(
            "the pattern is of the whole name", password: "${env:MATRIX_PASSWORD}",
            environment + "config.providers.env.param.allowlist.pattern=MATRIX"),
        sasl("a pattern that is empty", password: "${env:MATRIX_PASSWORD}", environment + "config.providers.env.param.allowlist.pattern="),
        sasl("a pattern that is none", password: "admin-secret", environment + "config.providers.env.param.allowlist.pattern=("),
        sasl(
            "a pattern of alternatives", password: "${env:MATRIX_PASSWORD}",
            environment + "config.providers.env.param.allowlist.pattern=(MATRIX|OTHER)_[A-Z]+"),
        sasl("a variable behind braces", password: "${x}${env:MATRIX_PASSWORD}", environment),
        PropertiesCase("host and port by variables", "bootstrap.servers=${env:MATRIX_HOST}:{PLAIN}\n" + environment),
        sasl("a path with a variable", password: "${env:/tmp:MATRIX_PASSWORD}", environment),
        sasl("a file", password: "${file:{dir}/secrets.properties:password}", file),
        sasl("a file, no key", password: "${file:{dir}/secrets.properties:nobody}", file),
        sasl("no file", password: "${file:{dir}/nobody:password}", file), sasl("no path", password: "${file:password}", file),
        sasl(
            "a file in an allowed path", password: "${file:{dir}/secrets.properties:password}",
            file + "config.providers.file.param.allowed.paths={dir}"),
        sasl(
            "a file beside an allowed path", password: "${file:{dir}/secrets.properties:password}",
            file + "config.providers.file.param.allowed.paths={dir}/logs"),
        sasl(
            "a file by a way round", password: "${file:{dir}/logs/../secrets.properties:password}",
            file + "config.providers.file.param.allowed.paths={dir}/logs"),
        sasl("an allowed path that is relative", password: "admin-secret", file + "config.providers.file.param.allowed.paths=logs"),
        sasl("an allowed path that is not there", password: "admin-secret", file + "config.providers.file.param.allowed.paths=/nobody"),
        sasl(
            "an allowed path that is empty", password: "${file:{dir}/secrets.properties:password}",
            file + "config.providers.file.param.allowed.paths="),
        sasl(
            "two allowed paths", password: "${file:{dir}/secrets.properties:password}",
            file + "config.providers.file.param.allowed.paths=/tmp,{dir}"),
        sasl(
            "two allowed paths with a gap", password: "${file:{dir}/secrets.properties:password}",
            file + "config.providers.file.param.allowed.paths=/var, {dir}"),
        sasl("a folder", password: "${dir:{dir}:password}", directory),
        sasl("a folder, with a line's end", password: "${dir:{dir}:password-line}", directory),
        sasl(
            "a folder that is not allowed", password: "${dir:{dir}:password}",
            directory + "config.providers.dir.param.allowed.paths={dir}/logs"),
        sasl("a folder that is allowed", password: "${dir:{dir}:password}", directory + "config.providers.dir.param.allowed.paths={dir}"),
        sasl("no folder", password: "${dir:{dir}/nobody:password}", directory),
        sasl("a provider without its class", password: "admin-secret", "config.providers=env"),
        sasl("a provider of another class", password: "admin-secret", "config.providers=v\nconfig.providers.v.class=com.example.Vault"),
        sasl(
            "providers with a gap", password: "${env:MATRIX_PASSWORD}",
            environment.replaced("=env\n", "=file, env\n") + file.split(separator: "\n")[1]),
        sasl(
            "a provider by another name", password: "${e:MATRIX_PASSWORD}", environment.replaced("=env\n", "=e\n").replaced(".env.", ".e.")),
        sasl("a class with white space", password: "${env:MATRIX_PASSWORD}", environment.replaced("Provider\n", "Provider \n")),
        tls(
            "a variable in another key",
            "ssl.truststore.type=PEM\nssl.truststore.location=${file:{dir}/nobody.properties:a}/ca.pem\n" + environment),
    ]

    // MARK: The rest

    private static let others: [PropertiesCase] = [
        oidc("/200"), oidc("/201"), oidc("/307"), oidc("/other"), oidc("/302"), oidc("/308"), oidc("/encoded"),
        oidc("/encoded", "sasl.oauthbearer.header.urlencode=true"), oidc("/200", "sasl.oauthbearer.header.urlencode=true"),
        oidc("/200", "sasl.oauthbearer.header.urlencode=FALSE"), oidc("/200", "sasl.oauthbearer.header.urlencode=nonsense"),
        oidc("/200", "sasl.oauthbearer.header.urlencode="), oidc("/200", "sasl.oauthbearer.scope="),
        oidc("/200", "sasl.oauthbearer.token.endpoint.url="), oidc("/200", "sasl.oauthbearer.scope=a b"),
        oidc("/200", "sasl.oauthbearer.client.credentials.client.id="),
        PropertiesCase("a mark before a comment", "\u{FEFF}# ours\nbootstrap.servers=127.0.0.1:{TLS}\nsecurity.protocol=SSL\n" + pem),
        PropertiesCase("a mark before an empty line", "\u{FEFF}\nbootstrap.servers=127.0.0.1:{TLS}\nsecurity.protocol=SSL\n" + pem),
        PropertiesCase("a mark before a key", "\u{FEFF}security.protocol=SSL\nbootstrap.servers=127.0.0.1:{TLS}\n" + pem),
        PropertiesCase(
            "a mark before a key that does not matter",
            "\u{FEFF}client.id=x\nbootstrap.servers=127.0.0.1:{TLS}\nsecurity.protocol=SSL\n" + pem,
            stricter: "a key that is not read is no accident to pass over"),
        PropertiesCase(
            "a mark before a comment that goes on", "\u{FEFF}# ours \\\nsecurity.protocol=SSL\nbootstrap.servers=127.0.0.1:{TLS}\n" + pem),
    ]
}

extension String {
    fileprivate func replaced(_ old: String, _ new: String) -> String {
        split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
}
