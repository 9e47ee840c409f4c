/// What becomes of a key of a properties file.
package struct ClientKey: Sendable {
    package enum Verdict: Sendable, Hashable {
        /// It is used.
        case supported
        /// It matters to security and is not spoken here, whatever its value; what to use instead.
        case refused(instead: String)
        /// As `refused`, except for these values, which change nothing.
        case refusedUnless([String], instead: String)
        /// It changes nothing here.
        case ignored
    }
    package var name: String
    package var verdict: Verdict
    /// True where its value is nobody's business.
    package var isSecret: Bool

    private init(_ name: String, _ verdict: Verdict, isSecret: Bool = false) {
        self.name = name
        self.verdict = verdict
        self.isSecret = isSecret
    }

    /// The key of that name; nil for one that the table does not know.
    package static func named(_ name: String) -> ClientKey? { byName[name] }

    /// Beginnings of keys that may decide whether a connection is safe: an unknown one is no accident to pass over.
    static let securityPrefixes = ["ssl.", "sasl.", "security."]

    /// The keys of Kafka's clients (AdminClientConfig, ProducerConfig, ConsumerConfig of 4.3), those of `mend`, and some of other clients
    /// that stand in for Kafka's. One table for the reader, the help and the tests.
    package static let all: [ClientKey] = supported + secret + refused + otherClients.map { foreign($0.name, $0.instead) } + ignored

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    private static let supported: [ClientKey] = [
        "bootstrap.servers", "client.id", "security.protocol", "config.providers",
        "ssl.truststore.type", "ssl.truststore.location", "ssl.truststore.certificates", "ssl.keystore.type", "ssl.keystore.location",
        "ssl.keystore.certificate.chain", "ssl.protocol", "ssl.enabled.protocols", "ssl.cipher.suites",
        "ssl.endpoint.identification.algorithm", "sasl.mechanism", "sasl.login.callback.handler.class",
        "sasl.oauthbearer.token.endpoint.url", "sasl.oauthbearer.scope", "sasl.oauthbearer.client.credentials.client.id",
        "sasl.oauthbearer.jwt.retriever.class", "mend.read.only", "mend.colour", "mend.cluster.id", "mend.note", "mend.token.file",
        "mend.token.command",
    ].map { ClientKey($0, .supported) }

    private static let secret: [ClientKey] = [
        "ssl.truststore.password", "ssl.keystore.password", "ssl.keystore.key", "ssl.key.password", "sasl.jaas.config",
        "sasl.oauthbearer.client.credentials.client.secret", "mend.token",
    ].map { ClientKey($0, .supported, isSecret: true) }

    private static let refused: [ClientKey] =
        [
            ClientKey(
                "bootstrap.controllers", .refused(instead: "mend speaks to brokers: give their addresses in bootstrap.servers")),
            ClientKey(
                "security.providers",
                .refused(instead: "providers of the JVM are not loaded; TLS is OpenSSL's: leave the key out of mend's file")),
            ClientKey(
                "ssl.engine.factory.class",
                .refused(instead: "classes are not loaded: give the stores by ssl.truststore.* and ssl.keystore.*")),
            ClientKey(
                "ssl.provider",
                .refusedUnless(["SunJSSE"], instead: "providers of the JVM are not loaded; TLS is OpenSSL's")),
            ClientKey(
                "ssl.trustmanager.algorithm",
                .refusedUnless(["PKIX", "SunX509", "X509"], instead: "certificates are checked as PKIX says, and not otherwise")),
            ClientKey(
                "sasl.client.callback.handler.class",
                .refused(
                    instead:
                        "classes are not loaded: use PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER as Kafka has them, or mutual TLS")
            ),
            ClientKey(
                "sasl.login.class",
                .refusedUnless(
                    ["org.apache.kafka.common.security.authenticator.DefaultLogin"],
                    instead: "classes are not loaded: use sasl.jaas.config with one of Kafka's own login modules")),
            ClientKey(
                "sasl.oauthbearer.jwt.validator.class",
                .refusedUnless(
                    [
                        "org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator",
                        "org.apache.kafka.common.security.oauthbearer.ClientJwtValidator",
                    ], instead: "classes are not loaded: the broker judges the token")),
            ClientKey(
                "sasl.oauthbearer.header.urlencode",
                .refusedUnless(["false"], instead: "the client's id and secret are sent as they are (RFC 7617)")),
        ]
        + assertions.map {
            ClientKey(
                $0, .refused(instead: "tokens for a signed assertion are not fetched: use a client's id and secret, or mend.token.command"))
        }

    private static let assertions = [
        "sasl.oauthbearer.assertion.algorithm", "sasl.oauthbearer.assertion.claim.aud", "sasl.oauthbearer.assertion.claim.exp.seconds",
        "sasl.oauthbearer.assertion.claim.iss", "sasl.oauthbearer.assertion.claim.jti.include",
        "sasl.oauthbearer.assertion.claim.nbf.seconds", "sasl.oauthbearer.assertion.claim.sub", "sasl.oauthbearer.assertion.file",
        "sasl.oauthbearer.assertion.private.key.file", "sasl.oauthbearer.assertion.private.key.passphrase",
        "sasl.oauthbearer.assertion.template.file",
    ]

    /// Keys of librdkafka, which Kafka's own tools pass over: a file with them is meant to be safe and would not be.
    private static let otherClients: [(name: String, instead: String)] = [
        ("sasl.username", "sasl.jaas.config with PlainLoginModule or ScramLoginModule"),
        ("sasl.password", "sasl.jaas.config with PlainLoginModule or ScramLoginModule"),
        ("sasl.mechanisms", "sasl.mechanism"),
        ("sasl.oauthbearer.config", "sasl.jaas.config with OAuthBearerLoginModule"),
        ("sasl.oauthbearer.method", "sasl.oauthbearer.token.endpoint.url"),
        ("sasl.oauthbearer.client.id", "sasl.oauthbearer.client.credentials.client.id"),
        ("sasl.oauthbearer.client.secret", "sasl.oauthbearer.client.credentials.client.secret"),
        ("ssl.ca.location", "ssl.truststore.location with ssl.truststore.type=PEM"),
        ("ssl.ca.pem", "ssl.truststore.certificates with ssl.truststore.type=PEM"),
        ("ssl.certificate.location", "ssl.keystore.location with ssl.keystore.type=PEM, certificate and key in one file"),
        ("ssl.certificate.pem", "ssl.keystore.certificate.chain with ssl.keystore.type=PEM"),
        ("ssl.key.location", "ssl.keystore.location with ssl.keystore.type=PEM, certificate and key in one file"),
        ("ssl.key.pem", "ssl.keystore.key with ssl.keystore.type=PEM"),
        ("enable.ssl.certificate.verification", "ssl.truststore.location with the authority that signed the brokers' certificates"),
    ]

    private static func foreign(_ name: String, _ instead: String) -> ClientKey {
        ClientKey(name, .refused(instead: "it is librdkafka's: Kafka's own is \(instead)"))
    }

    private static let ignored: [ClientKey] = [
        // The connection: mend bounds every request by --timeout and keeps connections for as long as it lives.
        "client.dns.lookup", "client.rack", "connections.max.idle.ms", "default.api.timeout.ms", "request.timeout.ms", "retries",
        "retry.backoff.ms", "retry.backoff.max.ms", "reconnect.backoff.ms", "reconnect.backoff.max.ms", "metadata.max.age.ms",
        "metadata.recovery.strategy", "metadata.recovery.rebootstrap.trigger.ms", "receive.buffer.bytes", "send.buffer.bytes",
        "socket.connection.setup.timeout.ms", "socket.connection.setup.timeout.max.ms",
        // Metrics of the JVM.
        "enable.metrics.push", "metric.reporters", "metrics.num.samples", "metrics.recording.level", "metrics.sample.window.ms",
        "auto.include.jmx.reporter",
        // Details of TLS and SASL in the JVM that change no verdict.
        "ssl.keymanager.algorithm", "ssl.secure.random.implementation", "sasl.kerberos.kinit.cmd",
        "sasl.kerberos.min.time.before.relogin", "sasl.kerberos.service.name", "sasl.kerberos.ticket.renew.jitter",
        "sasl.kerberos.ticket.renew.window.factor", "sasl.login.connect.timeout.ms", "sasl.login.read.timeout.ms",
        "sasl.login.refresh.buffer.seconds", "sasl.login.refresh.min.period.seconds", "sasl.login.refresh.window.factor",
        "sasl.login.refresh.window.jitter", "sasl.login.retry.backoff.ms", "sasl.login.retry.backoff.max.ms",
        "sasl.oauthbearer.clock.skew.seconds", "sasl.oauthbearer.expected.audience", "sasl.oauthbearer.expected.issuer",
        "sasl.oauthbearer.jwks.endpoint.refresh.ms",
        "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms",
        "sasl.oauthbearer.jwks.endpoint.url", "sasl.oauthbearer.scope.claim.name", "sasl.oauthbearer.sub.claim.name",
        // Producers' and consumers' own.
        "acks", "allow.auto.create.topics", "auto.commit.interval.ms", "auto.offset.reset", "batch.size", "buffer.memory", "check.crcs",
        "compression.gzip.level", "compression.lz4.level", "compression.type", "compression.zstd.level", "delivery.timeout.ms",
        "enable.auto.commit", "enable.idempotence", "exclude.internal.topics", "fetch.max.bytes", "fetch.max.wait.ms", "fetch.min.bytes",
        "group.id", "group.instance.id", "group.protocol", "group.remote.assignor", "heartbeat.interval.ms", "interceptor.classes",
        "isolation.level", "key.deserializer", "key.serializer", "linger.ms", "max.block.ms", "max.in.flight.requests.per.connection",
        "max.partition.fetch.bytes", "max.poll.interval.ms", "max.poll.records", "max.request.size", "metadata.max.idle.ms",
        "partition.assignment.strategy", "partitioner.adaptive.partitioning.enable", "partitioner.availability.timeout.ms",
        "partitioner.class", "partitioner.ignore.keys", "session.timeout.ms", "share.acknowledgement.mode", "share.acquire.mode",
        "transaction.timeout.ms", "transaction.two.phase.commit.enable", "transactional.id", "value.deserializer", "value.serializer",
    ].map { ClientKey($0, .ignored) }
}
