/// What becomes of a key of a properties file.
package struct ClientKey: Sendable {
    package enum Verdict: Sendable, Hashable {
        /// It is used.
        case used
        /// It is used, and has one of these values; another is refused.
        case usedOf([String], instead: String)
        /// It matters to security and is not spoken here, whatever its value; what to use instead.
        case refused(instead: String)
        /// As `refused`, except for these values, which change nothing.
        case refusedUnless([String], instead: String)
        /// It changes nothing here.
        case ignored
    }
    package var name: String
    package var verdict: Verdict
    /// What it does here, or why it does nothing: a clause for the table of keys (docs/properties.md).
    package var note: String
    /// True where its value is nobody's business.
    package var isSecret: Bool

    init(_ name: String, _ verdict: Verdict, _ note: String, isSecret: Bool = false) {
        self.name = name
        self.verdict = verdict
        self.note = note
        self.isSecret = isSecret
    }

    /// The key of that name; nil for one that the table does not know.
    package static func named(_ name: String) -> ClientKey? { byName[name] }

    /// Whether its value counts for something.
    var isUsed: Bool {
        switch verdict {
        case .used, .usedOf: true
        case .refused, .refusedUnless, .ignored: false
        }
    }

    /// Beginnings of keys that may decide whether a connection is safe: an unknown one is no accident to pass over.
    static let securityPrefixes = ["ssl.", "sasl.", "security."]

    /// The keys of Kafka's clients (AdminClientConfig, ProducerConfig, ConsumerConfig of 2.4 to 4.3, and what is known of 4.4), those of
    /// `mend`, those of brokers that have a beginning of security (a broker's own file is often used by its tools), and some of other
    /// clients that stand in for Kafka's. One table for the reader, the document and the tests.
    package static let all: [ClientKey] =
        used + checked + refused + otherClients.map { foreign($0.name, $0.instead) }
        + ignored.flatMap { group in group.names.map { ClientKey($0, .ignored, group.note) } }

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    private static func foreign(_ name: String, _ instead: String) -> ClientKey {
        ClientKey(name, .refused(instead: "it is librdkafka's: Kafka's own is \(instead)"), "librdkafka's; Kafka's own is \(instead)")
    }
}
