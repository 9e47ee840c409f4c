import Language

/// Judges a key by the table.
enum KeyVerdict {
    /// Words of `sasl.jaas.config` that stand as keys of their own where the line before them was not continued.
    private static let partsOfJAAS: Set<String> = ["username", "password", "required", "serviceName", "clientId", "clientSecret"]

    /// What is wrong with an entry, as far as its key and its place in the table tell.
    static func problem(with entry: PropertyEntry) -> PropertyProblem? {
        let key = entry.key
        guard let known = ClientKey.named(key) else { return problem(withUnknown: entry) }
        switch known.verdict {
        case .supported, .ignored: return nil
        case .refused(let instead): return refusal(entry, instead)
        case .refusedUnless(let harmless, let instead):
            let value = entry.value.trimmingJavaSpace
            return value.isEmpty || harmless.contains(value) ? nil : refusal(entry, instead)
        }
    }

    private static func refusal(_ entry: PropertyEntry, _ instead: String) -> PropertyProblem {
        PropertyProblem(at: entry.place, "`\(entry.key)` is not supported", hint: instead)
    }

    private static func problem(withUnknown entry: PropertyEntry) -> PropertyProblem? {
        let key = entry.key
        if key.hasPrefix("config.providers.") { return nil }
        if partsOfJAAS.contains(key) || key.hasSuffix("LoginModule") {
            return PropertyProblem(
                at: entry.place, "this looks like a part of sasl.jaas.config", hint: "end the line before it with a backslash")
        }
        let near = Suggestion.nearest(key, among: ClientKey.all.map(\.name))
        if key.hasPrefix("mend.") {
            return PropertyProblem(at: entry.place, "`\(key)` is no key of mend", hint: near.map { "did you mean `\($0)`?" } ?? keysOfMend)
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
