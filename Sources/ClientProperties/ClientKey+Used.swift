extension ClientKey {
    private static func secret(_ name: String, _ note: String) -> ClientKey { ClientKey(name, .used, note, isSecret: true) }

    static let used: [ClientKey] =
        [
            ("bootstrap.servers", "where to begin; `-b` overrides it"), ("client.id", "the name in requests and in the broker's log"),
            ("security.protocol", "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"),
            ("config.providers", "providers of `${NAME:…}` in values; without it such text stays as it is"),
            ("ssl.truststore.type", "JKS and PKCS12 (either reads both), PEM"),
            ("ssl.truststore.location", "whose certificates are believed; without it those of the host's own bundle"),
            ("ssl.truststore.certificates", "the same, in PEM, in the value itself"),
            ("ssl.keystore.type", "as `ssl.truststore.type`"),
            (
                "ssl.keystore.location",
                "keys and certificates to show; of several the one that fits the authorities and kinds of key that the broker names"
            ),
            ("ssl.keystore.certificate.chain", "with `ssl.keystore.key`: certificate and issuers, in PEM, in the value itself"),
            ("ssl.protocol", "`TLSv1.2` allows no 1.3; `TLSv1.3`, `TLS` and `SSL` allow what `ssl.enabled.protocols` does"),
            ("ssl.enabled.protocols", "TLSv1.2, TLSv1.3; older ones may stand there and are not spoken"),
            ("ssl.cipher.suites", "the names of Java; one that Java does not know is refused"),
            ("ssl.endpoint.identification.algorithm", "`https`; an empty value turns the comparison of names off"),
            ("sasl.mechanism", "PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER"),
            ("sasl.oauthbearer.token.endpoint.url", "the endpoint that gives tokens (https, http), or a file: URL"),
            ("sasl.oauthbearer.scope", "what a token is asked for"),
            ("sasl.oauthbearer.client.credentials.client.id", "the account at the endpoint, before `clientId` of the login module"),
            ("mend.read.only", "`true`: effects are refused until somebody arms the run"),
            ("mend.colour", "the colour of the cluster's name"), ("mend.cluster.id", "the id that the cluster must have"),
            ("mend.note", "a line for whoever connects"), ("mend.token.file", "a file that holds the token of OAUTHBEARER"),
            ("mend.token.command", "a program that prints it"),
        ].map { ClientKey($0.0, .used, $0.1) }
        + [
            secret("ssl.truststore.password", "proves a JKS or PKCS12 store whole"), secret("ssl.keystore.password", "opens the key store"),
            secret("ssl.keystore.key", "a private key in PKCS#8, in PEM, in the value itself"),
            secret("ssl.key.password", "opens the private key; of a JKS or PKCS12 store the store's password does without it"),
            secret("sasl.jaas.config", "one login module of Kafka's own with its options"),
            secret("sasl.oauthbearer.client.credentials.client.secret", "the secret to it"), secret("mend.token", "a token of OAUTHBEARER"),
        ]

    private static let oauth = "org.apache.kafka.common.security.oauthbearer."
    /// The handler that asks an endpoint, by its names since 3.1.
    static let endpointHandlers = [oauth + "OAuthBearerLoginCallbackHandler", oauth + "secured.OAuthBearerLoginCallbackHandler"]
    static let unsecuredHandler = oauth + "internals.unsecured.OAuthBearerUnsecuredLoginCallbackHandler"

    static let checked: [ClientKey] = [
        ClientKey(
            "sasl.login.callback.handler.class",
            .usedOf(
                endpointHandlers + [unsecuredHandler],
                instead: "classes are not loaded: with PLAIN and SCRAM give name and password in sasl.jaas.config; "
                    + "mend.token.command runs a program that prints a token"), "Kafka's own handlers of OAUTHBEARER"),
        ClientKey(
            "sasl.oauthbearer.jwt.retriever.class",
            .usedOf(
                ["DefaultJwtRetriever", "ClientCredentialsJwtRetriever", "FileJwtRetriever"].map { oauth + $0 },
                instead: "this class is not loaded: mend.token.command runs a program that prints the token"),
            "Kafka's own, but that for signed assertions"),
        ClientKey(
            "sasl.oauthbearer.header.urlencode", .usedOf(["true", "false"], instead: "write true or false"),
            "whether id and secret are encoded before they go into the header (KIP-1025)"),
    ]
}
