import Foundation
import KafkaClient
import Network
import Platform
import Testing

@testable import ClientProperties

/// Files and variables that a test makes up.
struct MadeUpWorld {
    var files: [String: [UInt8]] = [:]
    var variables: [String: String] = [:]

    var readers: PropertyReaders {
        PropertyReaders(
            environment: { variables[$0] },
            file: { (path) throws(PropertyReaders.Failure) in
                guard let bytes = files[path] else { throw PropertyReaders.Failure("\(path): there is no such file") }
                return bytes
            }, exists: { path in files[path] != nil || files.keys.contains { $0.hasPrefix(path.hasSuffix("/") ? path : path + "/") } })
    }

    func read(_ text: String, options: [String] = []) throws -> ClientConfiguration.Reading {
        let file = try PropertiesText.entries(of: Array(text.utf8), in: "client.properties")
        return ClientConfiguration.read([file, try options.map { try ClientConfiguration.entry(ofOption: $0) }], readers: readers)
    }
}

let plainModule = "org.apache.kafka.common.security.plain.PlainLoginModule"
let scramModule = "org.apache.kafka.common.security.scram.ScramLoginModule"
let oauthModule = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule"
let pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"

@Suite("What a file comes to")
struct ConfigurationTests {
    @Test("a SASL_SSL file of Kafka's tools")
    func saslSSL() throws {
        let world = MadeUpWorld(files: ["/etc/ca.pem": Array(pem.utf8)])
        let reading = try world.read(
            """
            bootstrap.servers = b1:9094, SASL_SSL://b2:9094
            security.protocol=sasl_ssl
            sasl.mechanism=SCRAM-SHA-512
            sasl.jaas.config=\(scramModule) required \\
                username="ops" \\
                password="p=:;\\\\"x";
            ssl.truststore.type=PEM
            ssl.truststore.location=/etc/ca.pem
            ssl.enabled.protocols=TLSv1.3,TLSv1.1
            request.timeout.ms=60000
            """)
        #expect(reading.problems == [])
        let configuration = try #require(reading.configuration)
        #expect(configuration.bootstrap.map(\.description) == ["b1:9094", "b2:9094"])
        #expect(configuration.security.protocolName == "SASL_SSL")
        #expect(configuration.security.authentication == .scram(.sha512, user: "ops", password: Secret("p=:;\"x")))
        guard case .tls(let settings) = configuration.security.transport else { return #expect(Bool(false)) }
        #expect(settings.versions == [.tls13])
        #expect(settings.verifiesHostName)
        #expect(settings.trust == .store(CertificateStore(.pem, content: Secret(pem), origin: "/etc/ca.pem")))
        #expect(configuration.secretFiles == ["client.properties"])
    }

    @Test("nothing at all is PLAINTEXT without a cluster")
    func empty() throws {
        let configuration = try #require(try MadeUpWorld().read("").configuration)
        #expect(configuration.security == .plaintext)
        #expect(configuration.bootstrap.isEmpty && configuration.secretFiles.isEmpty)
    }

    @Test("later layers override earlier ones; none makes writable what an earlier one protects")
    func layers() throws {
        let reading = try MadeUpWorld().read(
            "bootstrap.servers=b1\nclient.id=a\nmend.read.only=true", options: ["bootstrap.servers=b2:1", "mend.read.only=false"])
        #expect(reading.configuration?.bootstrap.map(\.description) == ["b2:1"])
        #expect(reading.configuration?.clientID == "a")
        #expect(reading.configuration?.profile.isReadOnly == true)
    }

    private static let provided = """
        config.providers=env,file,dir
        config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider
        config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider
        config.providers.dir.class=org.apache.kafka.common.config.provider.DirectoryConfigProvider

        """

    private static func password(_ text: String) -> String {
        "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=\(plainModule) required username=u password='\(text)';\n"
    }

    private static let secrets = MadeUpWorld(
        files: [
            "/s/db.properties": Array("pw=from ${env:NO} file".utf8), "/s/d/pw": Array("from dir".utf8), "/s/d/line": Array("x\n".utf8),
        ], variables: ["PW": "from env"])

    @Test("what providers of config.providers are named for is read, and not looked through again")
    func variables() throws {
        for (reference, value, files) in [
            ("${env:PW}", "from env", []), ("${file:/s/db.properties:pw}", "from ${env:NO} file", ["/s/db.properties"]),
            ("${dir:/s/d:pw}", "from dir", ["/s/d/pw"]), ("a${env:PW}${x", "afrom env${x", []),
            ("${env:PW}${other:x}", "from env${other:x}", []), ("${env:PW}:${env:PW}", "from env:from env", []),
        ] as [(String, String, [String])] {
            let reading = try Self.secrets.read(Self.provided + Self.password(reference))
            #expect(reading.configuration?.security.authentication == .plain(user: "u", password: Secret(value)), "\(reference)")
            #expect(reading.configuration?.secretFiles == files)
        }
    }

    @Test("without config.providers a value stands as it is, as with Kafka's tools, and a warning says how to have it otherwise")
    func noProviders() throws {
        let reading = try Self.secrets.read(Self.password("p${env:PW}z"))
        #expect(reading.configuration?.security.authentication == .plain(user: "u", password: Secret("p${env:PW}z")))
        #expect(reading.configuration?.secretFiles == ["client.properties"])
        let hint = "add config.providers=env and config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider"
        #expect(reading.warnings.count == 1 && reading.warnings.first?.hint?.holds(hint) == true)
        let other = try Self.secrets.read(Self.password("canary${canary:canary}"))
        #expect(other.warnings.count == 1 && other.warnings.first?.description.holds("canary") == false)
    }

    @Test(
        "what a provider does not find, or may not read, is refused where it is used",
        arguments: [
            ("${env:NO}", "", "`NO` of the environment is not set"), ("${env:a:PW}", "", "has no path"),
            ("${env:PW}", "config.providers.env.param.allowlist.pattern=P", "not allowed by allowlist.pattern"),
            ("${env:PW}", "config.providers.env.param.allowlist.pattern=", "not allowed by allowlist.pattern"),
            ("${env:PW}", "config.providers.env.param.allowlist.pattern=(?i)pw", "no pattern that is read here"),
            ("${file:/s/db.properties:no}", "", "/s/db.properties has no key `no`"), ("${file:/s/no:pw}", "", "there is no such file"),
            ("${file:/s/db.properties:pw}", "config.providers.file.param.allowed.paths=/s/d", "is not in allowed.paths"),
            ("${file:/s/d/../db.properties:pw}", "config.providers.file.param.allowed.paths=/s/d", "is not in allowed.paths"),
            ("${file:s/db.properties:pw}", "config.providers.file.param.allowed.paths=/s", "is not in allowed.paths"),
            ("${file:/s/db.properties:pw}", "config.providers.file.param.allowed.paths=s", "`s` is not absolute"),
            ("${file:/s/db.properties:pw}", "config.providers.file.param.allowed.paths=/no", "/no is not there"),
            ("${dir:/s/d:pw}", "config.providers.dir.param.allowed.paths=/s/db", "/s/db is not there"),
            ("${dir:/s/d:../db.properties}", "", "is no file directly in"), ("${dir:/s/d:line}", "", "ends with a line's end"),
            ("x", "config.providers.env.class=com.example.Vault", "knows Kafka's own providers only"),
        ])
    func refusedVariables(value: String, line: String, why: String) throws {
        let reading = try Self.secrets.read(Self.provided + Self.password(value) + line)
        #expect(reading.configuration == nil)
        #expect(reading.errors.contains { $0.description.holds(why) }, "\(reading.errors)")
    }

    @Test(
        "what is allowed is read",
        arguments: [
            ("${env:PW}", "config.providers.env.param.allowlist.pattern=(P|Q)[A-Z]+"),
            ("${env:PW}", "config.providers.env.param.allowlist.pattern=.*"),
            ("${file:/s/d/../db.properties:pw}", "config.providers.file.param.allowed.paths=/s"),
            ("${dir:/s/d:pw}", "config.providers.dir.param.allowed.paths=/s/d/"),
            ("${file:/s/db.properties:pw}", "config.providers.file.param.allowed.paths="),
        ])
    func allowedVariables(value: String, line: String) throws {
        let reading = try Self.secrets.read(Self.provided + Self.password(value) + line)
        #expect(reading.problems == [])
    }

    @Test("a provider goes by the name that the file gives it; one that is named only provides nothing")
    func providers() throws {
        let world = MadeUpWorld(variables: ["X": "b1:9092"])
        let declared = "config.providers=e, f\nconfig.providers.e.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider\n"
        let reading = try world.read(declared + "bootstrap.servers=${e:X}")
        #expect(reading.configuration?.bootstrap.first?.host == "b1")
        #expect(reading.warnings.first?.description.holds("there is no `config.providers. f.class`") == true)
    }

    @Test(
        "an empty value is a value, as for Kafka",
        arguments: [
            "ssl.truststore.location=", "ssl.truststore.password=", "ssl.truststore.type=PEM\nssl.truststore.certificates=",
            "ssl.keystore.location=",
            "ssl.keystore.password=", "ssl.keystore.key=", "ssl.keystore.certificate.chain=", "ssl.protocol=", "ssl.provider=",
            "ssl.trustmanager.algorithm=", "ssl.keymanager.algorithm=", "ssl.engine.factory.class=", "client.dns.lookup=",
            "security.protocol=",
            "ssl.secure.random.implementation=", "sasl.login.class=", "sasl.login.callback.handler.class=",
            "ssl.truststore.location=/ca.pem\nssl.truststore.type=", "ssl.enabled.protocols=TLSv1.2,",
        ])
    func emptyValues(line: String) throws {
        let world = MadeUpWorld(files: ["/ca.pem": Array(pem.utf8)])
        let reading = try world.read("security.protocol=SSL\n\(line)")
        #expect(reading.configuration == nil && reading.errors.count == 1, "\(line): \(reading.problems)")
    }

    @Test("where Kafka's default is an empty text or an empty list, that is what an empty value means")
    func emptyDefaults() throws {
        let lines = [
            "client.id=", "ssl.cipher.suites=", "ssl.enabled.protocols=", "ssl.keystore.type=", "security.providers=", "config.providers=",
        ]
        let reading = try MadeUpWorld().read("security.protocol=SSL\n" + lines.joined(separator: "\n"))
        #expect(reading.problems == [])
        #expect(reading.configuration?.security.transport == .tls(TLSSettings()))
        #expect(reading.configuration?.clientID == nil)
    }

    @Test(
        "ssl.protocol bounds the version from above",
        arguments: [
            ("TLSv1.2", [TLSVersion.tls12]), ("TLSv1.3", [.tls12, .tls13]), ("TLS", [.tls12, .tls13]), ("SSL", [.tls12, .tls13]),
        ])
    func protocolVersion(word: String, versions: [TLSVersion]) throws {
        let reading = try MadeUpWorld().read("security.protocol=SSL\nssl.protocol=\(word)")
        guard case .tls(let settings)? = reading.configuration?.security.transport else { return #expect(Bool(false)) }
        #expect(settings.versions == Set(versions))
    }

    @Test("a secret on the command line, or in letters that two programs read differently, is warned of")
    func warnings() throws {
        let option = try MadeUpWorld().read("", options: ["ssl.key.password=canary"])
        #expect(option.warnings.count == 1)
        #expect(option.problems.allSatisfy { !$0.description.holds("canary") })
        #expect(try MadeUpWorld(variables: ["A": "b"]).read(Self.provided, options: ["ssl.key.password=${env:A}"]).problems == [])
        #expect(try MadeUpWorld().read("ssl.key.password=pä").warnings.first?.hint == "to be sure write `\\u` and four digits")
    }

    @Test("a note of the person's own is UTF-8; its colour and its pin are read")
    func profile() throws {
        let reading = try MadeUpWorld().read("mend.note=wer stört, fragt\nmend.colour=RED\nmend.cluster.id=4hL2xK\nmend.read.only=true")
        let profile = try #require(reading.configuration?.profile)
        #expect(profile.note == "wer stört, fragt")
        #expect(profile.colour == .red)
        #expect(profile.clusterID == "4hL2xK")
        #expect(profile.isReadOnly)
    }

    @Test("inline PEM goes on as it stands, the certificate before its key")
    func inlinePEM() throws {
        let reading = try MadeUpWorld().read(
            """
            security.protocol=SSL
            ssl.keystore.type=PEM
            ssl.keystore.key=-----BEGIN PRIVATE KEY----- BB -----END PRIVATE KEY-----
            ssl.keystore.certificate.chain=-----BEGIN CERTIFICATE----- AA -----END CERTIFICATE-----
            ssl.key.password=changeit
            """)
        guard case .tls(let settings)? = reading.configuration?.security.transport, let identity = settings.identity else {
            Issue.record("\(reading.problems)")
            return
        }
        let wanted =
            "-----BEGIN CERTIFICATE----- AA -----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY----- BB -----END PRIVATE KEY-----"
        #expect(identity.content.text == wanted)
        #expect(identity.keyPassword == Secret("changeit"))
        #expect(reading.configuration?.place(named: "…; set ssl.key.password")?.line == 5)
    }
}

@Suite("Where a token comes from")
struct OAuthTests {
    private func authentication(_ lines: String...) throws -> ClientConfiguration.Reading {
        try MadeUpWorld().read("security.protocol=SASL_PLAINTEXT\nsasl.mechanism=OAUTHBEARER\n" + lines.joined(separator: "\n"))
    }

    private func source(_ reading: ClientConfiguration.Reading) -> TokenSource? {
        guard case .oauthBearer(let source, _)? = reading.configuration?.security.authentication else { return nil }
        return source
    }

    private let handler = "sasl.login.callback.handler.class=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler"

    @Test("a property, a file, a command, without a login module")
    func own() throws {
        #expect(source(try authentication("mend.token=abc")) == .fixed(Secret("abc")))
        #expect(source(try authentication("mend.token.file=/t")) == .file("/t"))
        #expect(source(try authentication("mend.token.command=vault read  -x")) == .command(["vault", "read", "-x"]))
        #expect(try authentication("mend.token=abc", "mend.token.file=/t").errors.count == 1)
    }

    @Test("Kafka's unsigned token")
    func unsecured() throws {
        let reading = try authentication(
            "sasl.jaas.config=\(oauthModule) required unsecuredLoginStringClaim_sub=\"admin\" unsecuredLoginNumberClaim_x=\"1.5\" "
                + "unsecuredLoginListClaim_scope=\"|a|b\" unsecuredLoginLifetimeSeconds=\"60\" extension_traceId=\"7\";")
        let claims: [NameKey: UnsecuredToken.Claim] = ["sub": .text("admin"), "x": .number(1.5), "scope": .list(["a", "b"])]
        #expect(
            reading.configuration?.security.authentication
                == .oauthBearer(
                    .unsecured(UnsecuredToken(claims: claims, lifetime: .seconds(60))),
                    extensions: [TokenExtension(name: "traceId", value: "7")]))
    }

    @Test("an endpoint for a client's id and secret, from the options or from keys of their own; a file: URL")
    func endpoint() throws {
        let jaas = "sasl.jaas.config=\(oauthModule) required clientId=\"c\" clientSecret=\"s\" scope=\"k\";"
        let reading = try authentication(handler, "sasl.oauthbearer.token.endpoint.url=https://idp/oauth/token?x=1#f", jaas)
        let wanted = ClientCredentials(
            endpoint: Endpoint(host: "idp", port: 443), path: "/oauth/token?x=1", transport: .tls(TLSSettings()), clientID: "c",
            clientSecret: Secret("s"), scope: "k")
        #expect(source(reading) == .clientCredentials(wanted), "\(reading.problems)")
        #expect(
            source(
                try authentication(
                    handler, "sasl.oauthbearer.token.endpoint.url=file:///t/jwt", "sasl.jaas.config=\(oauthModule) required;"))
                == .file("/t/jwt"))
        let own = try authentication(
            handler, "sasl.oauthbearer.token.endpoint.url=http://idp:8080/t", "sasl.jaas.config=\(oauthModule) required;",
            "sasl.oauthbearer.client.credentials.client.id=i", "sasl.oauthbearer.client.credentials.client.secret=z",
            "sasl.oauthbearer.scope=w")
        guard case .clientCredentials(let credentials)? = source(own) else {
            Issue.record("\(own.problems)")
            return
        }
        #expect(credentials.clientID == "i" && credentials.clientSecret == Secret("z") && credentials.scope == "w")
        #expect(credentials.transport == .plaintext && credentials.endpoint.port == 8080)
    }
}
