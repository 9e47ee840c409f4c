/// The keys of all layers with their values as they count: resolved, the last of each key, without the white space around them.
struct PropertyValues {
    private let entries: [String: PropertyEntry]
    /// Where a message points that is about a key that is not there.
    private let fallback: PropertyPlace

    init(_ entries: [String: PropertyEntry], fallback: PropertyPlace) {
        self.entries = entries
        self.fallback = fallback
    }

    /// Options of a login module, as keys of their own.
    init(options: [String: String], at place: PropertyPlace) {
        self.init(options.mapValues { PropertyEntry(key: "", value: $0, place: place) }, fallback: place)
    }

    /// The value without the white space around it; nil where the key is not there. An empty value is one: for Kafka a key without a value
    /// is set, and what it is set to rarely makes sense.
    func text(_ key: String) -> String? { entries[key]?.value.trimmingJavaSpace }

    /// The same; nil also where it is empty, for keys whose default is an empty text, and for those of `mend`.
    func words(_ key: String) -> String? {
        guard let text = text(key), !text.isEmpty else { return nil }
        return text
    }

    /// The same, where Kafka wants something to stand there.
    func filled(_ key: String) throws(PropertyProblem) -> String? {
        guard let text = text(key) else { return nil }
        guard !text.isEmpty else { throw problem(key, "it is empty", hint: "give it a value, or leave the key out") }
        return text
    }

    /// The items of a list, by Kafka's rule: commas with white space around them. Nothing at all is an empty list; an empty item is none.
    func list(_ key: String) throws(PropertyProblem) -> [String]? {
        guard let text = words(key) else { return nil }
        let items = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingJavaSpace }
        guard !items.contains("") else { throw problem(key, "an item of the list is empty", hint: "a comma stands between two items only") }
        return items
    }

    /// A text of the person's own, which Kafka never reads: UTF-8 where it is that.
    func ownText(_ key: String) -> String? {
        guard let text = words(key) else { return nil }
        guard entries[key]?.hasRawBytes == true, text.unicodeScalars.allSatisfy({ $0.value <= 0xFF }) else { return text }
        return String(validating: text.unicodeScalars.map { UInt8($0.value) }, as: UTF8.self) ?? text
    }

    /// Where each key stands.
    var places: [String: PropertyPlace] { entries.mapValues(\.place) }

    func place(_ key: String) -> PropertyPlace { entries[key]?.place ?? fallback }

    /// A problem with the value of a key, which the message names.
    func problem(
        _ key: String, _ message: String, hint: String? = nil, severity: PropertyProblem.Severity = .error
    ) -> PropertyProblem {
        PropertyProblem(severity, at: place(key), "\(key): \(message)", hint: hint)
    }

    /// One of several words, whatever their case; the first where the key is not there.
    func choice(_ key: String, among words: [String], hint: String? = nil) throws(PropertyProblem) -> String {
        guard let text = text(key) else { return words[0] }
        guard !text.isEmpty else {
            throw problem(key, "it is empty", hint: "leave the key out, or write one of \(words.joined(separator: ", "))")
        }
        guard let word = words.first(where: { $0.lowercased() == text.lowercased() }) else {
            throw problem(key, "`\(text)` is not one of \(words.joined(separator: ", "))", hint: hint)
        }
        return word
    }
}
