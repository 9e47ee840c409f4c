extension ClientKey {
    static let refused: [ClientKey] =
        [
            ClientKey(
                "bootstrap.controllers", .refused(instead: "mend speaks to brokers: give their addresses in bootstrap.servers"),
                "brokers are spoken to"),
            ClientKey(
                "client.dns.lookup",
                .refusedUnless(
                    ["use_all_dns_ips"],
                    instead: "mend tries all addresses of a name, and verifies names as bootstrap.servers has them: write the brokers' own "
                        + "names there (Kafka's Java clients take `resolve_canonical_bootstrap_servers_only`, too: then whoever answers "
                        + "reverse look-ups decides which name is verified)"),
                "`use_all_dns_ips`, which is done; names that reverse look-ups decide are not verified"),
            ClientKey(
                "security.providers",
                .refusedUnless(
                    [""], instead: "providers of the JVM are not loaded; TLS is OpenSSL's: leave the key out of mend's file"),
                "providers of the JVM are not loaded"),
            ClientKey(
                "ssl.engine.factory.class",
                .refusedUnless(
                    ["org.apache.kafka.common.security.ssl.DefaultSslEngineFactory"],
                    instead: "classes are not loaded: give the stores by ssl.truststore.* and ssl.keystore.*"),
                "Kafka's default only"),
            ClientKey(
                "ssl.provider", .refusedUnless(["SunJSSE"], instead: "providers of the JVM are not loaded; TLS is OpenSSL's"),
                "`SunJSSE`, Java's own, in whose place OpenSSL stands"),
            ClientKey(
                "ssl.trustmanager.algorithm",
                .refusedUnless(
                    ["PKIX", "SunPKIX", "SunX509", "X509", "X.509"],
                    instead: "certificates are checked as PKIX says, and not otherwise"),
                "Java's own names, all of which mean PKIX here"),
            ClientKey(
                "ssl.keymanager.algorithm",
                .refusedUnless(
                    ["SunX509", "NewSunX509", "PKIX"], instead: "keys are chosen as SunX509 does, and not otherwise: leave it out"),
                "Java's own names; keys are chosen as SunX509 does"),
            ClientKey(
                "ssl.secure.random.implementation",
                .refusedUnless(
                    ["NativePRNG", "NativePRNGBlocking", "NativePRNGNonBlocking", "DRBG", "SHA1PRNG", "Windows-PRNG"],
                    instead: "it is no name of Java's; random numbers are OpenSSL's: leave it out"),
                "Java's own names; random numbers are OpenSSL's"),
            ClientKey(
                "sasl.client.callback.handler.class",
                .refused(
                    instead:
                        "classes are not loaded: use PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER as Kafka has them, or mutual TLS"),
                "classes are not loaded"),
            ClientKey(
                "sasl.login.class",
                .refusedUnless(
                    ["org.apache.kafka.common.security.authenticator.DefaultLogin"],
                    instead: "classes are not loaded: use sasl.jaas.config with one of Kafka's own login modules"),
                "Kafka's default only"),
            ClientKey(
                "sasl.oauthbearer.jwt.validator.class",
                .refusedUnless(
                    [
                        "org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator",
                        "org.apache.kafka.common.security.oauthbearer.ClientJwtValidator",
                    ], instead: "classes are not loaded: the broker judges the token"), "Kafka's defaults; the broker judges the token"),
        ]
        + assertions.map {
            ClientKey(
                $0, .refused(instead: "tokens for a signed assertion are not fetched: use a client's id and secret, or mend.token.command"),
                "tokens for a signed assertion are not fetched")
        }

    private static let assertions = [
        "sasl.oauthbearer.assertion.algorithm", "sasl.oauthbearer.assertion.claim.aud", "sasl.oauthbearer.assertion.claim.exp.seconds",
        "sasl.oauthbearer.assertion.claim.iss", "sasl.oauthbearer.assertion.claim.jti.include",
        "sasl.oauthbearer.assertion.claim.nbf.seconds", "sasl.oauthbearer.assertion.claim.sub", "sasl.oauthbearer.assertion.file",
        "sasl.oauthbearer.assertion.private.key.file", "sasl.oauthbearer.assertion.private.key.passphrase",
        "sasl.oauthbearer.assertion.template.file",
    ]

    /// Keys of librdkafka, which Kafka's own tools pass over: a file with them is meant to be safe and would not be.
    static let otherClients: [(name: String, instead: String)] = [
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

    /// Keys that change nothing, by the reason.
    static let ignored: [(note: String, names: [String])] = [
        (
            "the connection: every request is bounded by --timeout, and connections live as long as mend does",
            [
                "bootstrap.resolve.timeout.ms", "client.rack", "connections.max.idle.ms", "default.api.timeout.ms", "request.timeout.ms",
                "retries", "retry.backoff.ms", "retry.backoff.max.ms", "reconnect.backoff.ms", "reconnect.backoff.max.ms",
                "metadata.max.age.ms", "metadata.recovery.strategy", "metadata.recovery.rebootstrap.trigger.ms", "receive.buffer.bytes",
                "send.buffer.bytes", "socket.connection.setup.timeout.ms", "socket.connection.setup.timeout.max.ms",
            ]
        ),
        (
            "metrics of the JVM",
            [
                "enable.metrics.push", "metric.reporters", "metrics.num.samples", "metrics.recording.level", "metrics.sample.window.ms",
                "auto.include.jmx.reporter",
            ]
        ),
        (
            "a detail of SASL in the JVM that changes no verdict",
            [
                "sasl.kerberos.kinit.cmd", "sasl.kerberos.min.time.before.relogin", "sasl.kerberos.service.name",
                "sasl.kerberos.ticket.renew.jitter", "sasl.kerberos.ticket.renew.window.factor", "sasl.login.connect.timeout.ms",
                "sasl.login.read.timeout.ms", "sasl.login.refresh.buffer.seconds", "sasl.login.refresh.min.period.seconds",
                "sasl.login.refresh.window.factor", "sasl.login.refresh.window.jitter", "sasl.login.retry.backoff.ms",
                "sasl.login.retry.backoff.max.ms", "sasl.oauthbearer.clock.skew.seconds", "sasl.oauthbearer.expected.audience",
                "sasl.oauthbearer.expected.issuer", "sasl.oauthbearer.jwks.endpoint.refresh.ms",
                "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms",
                "sasl.oauthbearer.jwks.endpoint.url", "sasl.oauthbearer.scope.claim.name", "sasl.oauthbearer.sub.claim.name",
            ]
        ),
        (
            "a broker's own, in a file that its tools use, too",
            [
                "sasl.enabled.mechanisms", "sasl.kerberos.principal.to.local.rules", "sasl.mechanism.controller.protocol",
                "sasl.mechanism.inter.broker.protocol", "sasl.server.callback.handler.class", "sasl.server.max.receive.size",
                "security.inter.broker.protocol", "ssl.allow.dn.changes", "ssl.allow.san.changes", "ssl.client.auth",
                "ssl.principal.mapping.rules",
            ]
        ),
        (
            "a producer's or a consumer's own",
            [
                "acks", "allow.auto.create.topics", "auto.commit.interval.ms", "auto.offset.reset", "batch.size", "buffer.memory",
                "check.crcs", "compression.gzip.level", "compression.lz4.level", "compression.type", "compression.zstd.level",
                "delivery.timeout.ms", "enable.auto.commit", "enable.idempotence", "exclude.internal.topics", "fetch.max.bytes",
                "fetch.max.wait.ms", "fetch.min.bytes", "group.id", "group.instance.id", "group.protocol", "group.remote.assignor",
                "heartbeat.interval.ms", "interceptor.classes", "isolation.level", "key.deserializer", "key.serializer", "linger.ms",
                "max.block.ms", "max.in.flight.requests.per.connection", "max.partition.fetch.bytes", "max.poll.interval.ms",
                "max.poll.records", "max.request.size", "metadata.max.idle.ms", "partition.assignment.strategy",
                "partitioner.adaptive.partitioning.enable", "partitioner.availability.timeout.ms", "partitioner.class",
                "partitioner.ignore.keys", "session.timeout.ms", "share.acknowledgement.mode", "share.acquire.mode",
                "transaction.timeout.ms", "transaction.two.phase.commit.enable", "transactional.id", "value.deserializer",
                "value.serializer", "internal.auto.downgrade.txn.commit", "internal.leave.group.on.close",
                "internal.throw.on.fetch.stable.offset.unsupported",
            ]
        ),
    ]
}
