import Language

/// Judges keys by the table.
struct KeyVerdict {
    /// Keys that were looked for among all: what they may have been meant for is told of the first ones.
    private var looked = 0
    private static let mostLooked = 100

    /// Words of `sasl.jaas.config` that stand as keys of their own where the line before them was not continued.
    private static let partsOfJAAS: Set<String> = ["username", "password", "required", "serviceName", "clientId", "clientSecret"]

    /// Keys whose values Java compares without regard to case: names of algorithms, booleans.
    private static let caseless: Set<String> = [
        "ssl.keymanager.algorithm", "ssl.trustmanager.algorithm", "ssl.secure.random.implementation", "sasl.oauthbearer.header.urlencode",
    ]

    /// What is wrong with an entry, as far as its key tells.
    mutating func problem(with entry: PropertyEntry) -> PropertyProblem? {
        guard let known = ClientKey.named(entry.key) else { return problem(withUnknown: entry) }
        guard case .refused(let instead) = known.verdict else { return nil }
        return Self.refusal(entry, instead)
    }

    /// What is wrong with the value that counts of a key, as far as the table tells. An empty value is one, as for Kafka.
    static func problem(withValueOf entry: PropertyEntry) -> PropertyProblem? {
        let value = entry.value.trimmingJavaSpace
        let ignoresCase = caseless.contains(entry.key)
        func isOne(of words: [String]) -> Bool {
            words.contains { $0 == value || ignoresCase && $0.lowercased() == value.lowercased() }
        }
        switch ClientKey.named(entry.key)?.verdict {
        case .usedOf(let words, let instead), .refusedUnless(let words, let instead):
            guard !isOne(of: words) else { return nil }
            return PropertyProblem(
                at: entry.place,
                value.isEmpty ? "`\(entry.key)` is empty, which is a value for Kafka, too" : "`\(entry.key)`: this value is not supported",
                hint: instead)
        case .used, .refused, .ignored, nil: return nil
        }
    }

    private static func refusal(_ entry: PropertyEntry, _ instead: String) -> PropertyProblem {
        PropertyProblem(at: entry.place, "`\(entry.key)` is not supported", hint: instead)
    }

    private mutating func problem(withUnknown entry: PropertyEntry) -> PropertyProblem? {
        let key = entry.key
        if key.hasPrefix("config.providers.") { return nil }
        if Self.partsOfJAAS.contains(key) || key.hasSuffix("LoginModule") {
            return PropertyProblem(
                at: entry.place, "this looks like a part of sasl.jaas.config", hint: "end the line before it with a backslash")
        }
        looked += 1
        let near = looked > Self.mostLooked ? nil : Suggestion.nearest(key, among: ClientKey.all.map(\.name))
        if key.hasPrefix("mend.") {
            return PropertyProblem(
                at: entry.place, "`\(key)` is no key of mend", hint: near.map { "did you mean `\($0)`?" } ?? Self.keysOfMend)
        }
        if let prefix = ClientKey.securityPrefixes.first(where: { key.hasPrefix($0) }) {
            return PropertyProblem(
                at: entry.place, "`\(key)` is not known, and keys that begin with `\(prefix)` may matter to security",
                hint: near.map { "did you mean `\($0)`?" } ?? "leave it out where it is not for Kafka's own clients")
        }
        guard let near else { return nil }
        return PropertyProblem(.warning, at: entry.place, "`\(key)` is not known and was not used", hint: "did you mean `\(near)`?")
    }

    private static var keysOfMend: String {
        ClientKey.all.map(\.name).filter { $0.hasPrefix("mend.") }.joined(separator: ", ")
    }
}
