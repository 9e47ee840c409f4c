/// A request of Kafka's, and the rights that it takes: for `help` and the reference.
package struct RequestSchema: Sendable {
    package var name: String
    /// `DESCRIBE on the topic`; empty where it takes none.
    package var rights: [String]
    /// What the cluster does without them, where that is no plain refusal.
    package var note: String

    package init(name: String, rights: [String], note: String) {
        self.name = name
        self.rights = rights
        self.note = note
    }
}

/// The requests behind sources and effects. Made when help asks for them, and by nobody else.
package struct RequestCatalog: Sendable {
    private let requests: @Sendable () -> [RequestSchema]
    private let ofEffects: @Sendable () -> [String: [String]]

    /// A catalogue of requests, and of the names of those that each effect sends, by its id.
    package init(_ requests: @escaping @Sendable () -> [RequestSchema], ofEffects: @escaping @Sendable () -> [String: [String]]) {
        self.requests = requests
        self.ofEffects = ofEffects
    }

    /// No requests.
    package static let none = RequestCatalog({ [] }, ofEffects: { [:] })

    /// All of them.
    package var all: [RequestSchema] { requests() }

    /// Those that the columns of a source name.
    package func of(_ source: SourceSchema) -> [RequestSchema] {
        var words: Set<Substring> = []
        for column in source.columns where column.availability == .built {
            words.formUnion(column.requests.split { !$0.isLetter })
        }
        return all.filter { words.contains($0.name[...]) }
    }

    /// Those that an effect sends.
    package func of(_ effect: EffectSignature) -> [RequestSchema] {
        let all = self.all
        return (ofEffects()[effect.id] ?? []).compactMap { name in all.first { $0.name == name } }
    }
}
