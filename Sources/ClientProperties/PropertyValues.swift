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

    /// The value without the white space around it; nil where the key is not there or says nothing.
    func text(_ key: String) -> String? {
        guard let text = written(key), !text.isEmpty else { return nil }
        return text
    }

    /// The same, where an empty value means something.
    func written(_ key: String) -> String? { entries[key]?.value.trimmingJavaSpace }

    /// The items of a list, by Kafka's rule: commas with white space around them.
    func list(_ key: String) -> [String]? {
        text(key).map { $0.split(separator: ",", omittingEmptySubsequences: true).map { $0.trimmingJavaSpace }.filter { !$0.isEmpty } }
    }

    /// A text of the person's own, which Kafka never reads: UTF-8 where it is that.
    func ownText(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
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

    /// One of several words, whatever their case; the first where the key says nothing.
    func choice(_ key: String, among words: [String], hint: String? = nil) throws(PropertyProblem) -> String {
        guard let text = text(key) else { return words[0] }
        guard let word = words.first(where: { $0.lowercased() == text.lowercased() }) else {
            throw problem(key, "`\(text)` is not one of \(words.joined(separator: ", "))", hint: hint)
        }
        return word
    }
}
