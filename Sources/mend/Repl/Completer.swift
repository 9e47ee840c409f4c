import Commands
import Engine
import Language
import Output
import Terminal

/// Names of the cluster that Tab knows.
struct ClusterNames: Equatable {
    var topics: [String] = []
    var groups: [String] = []
    /// Those that answer as members of the cluster.
    var brokers: [Int] = []
    /// Those that hold replicas and are no members now.
    var deadBrokers: [Int] = []
    /// The settings that a topic and a broker of this cluster have.
    var topicKeys: [String] = []
    var brokerKeys: [String] = []

    /// Dead ones, too: what is asked or done about a broker is often about one of these.
    var allBrokers: [Int] { (brokers + deadBrokers).sorted() }
}

/// What Tab offers: the grammar's expectation at the cursor, turned into names.
struct Completer {
    let schema: Schema
    var names = ClusterNames()
    /// What the session has made so far.
    var environment = CheckedEnvironment()
    var libraries: [String] = []
    var scenarios: [String] = []
    var runbooks: [String] = []

    /// - Parameter cursor: An offset in UTF-8 bytes.
    func completions(of text: String, at cursor: Int) -> Completions {
        let before = String(decoding: Array(text.utf8).prefix(cursor), as: UTF8.self)
        if let completions = ownWords(before) { return completions }
        let file = SourceFile(id: 0, name: "", text: text)
        let context = Parser.completion(at: cursor, in: file, effects: schema.effects, mode: .entry)
        var candidates: [String] = []
        var seen: Set<NameKey> = []
        let kinds = context.kinds.filter { !context.isQuoted || $0.isQuotable }
        let found = kinds.flatMap { words(for: $0, context, before) }.filter { $0.text.hasPrefix(context.prefix) }
        // What may stand there by its meaning is not buried under what the grammar would take as well.
        let hasColumns = kinds.contains { if case .column = $0 { true } else { false } } && found.contains { $0.rank == 1 }
        let last = !context.prefix.isEmpty ? 3 : found.contains { $0.rank == 0 } ? 0 : hasColumns ? 1 : 3
        for rank in 0...last {
            for word in found.filter({ $0.rank == rank }).map(\.text).sorted() where seen.insert(word).inserted { candidates.append(word) }
        }
        return Completions(prefixLength: context.prefix.utf8.count, candidates: candidates)
    }

    /// `:format j`, `help par`.
    private func ownWords(_ before: String) -> Completions? {
        let words = before.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        guard let first = words.first else { return nil }
        let isFirst = words.count == 1 && !before.hasSuffix(" ")
        let prefix = before.hasSuffix(" ") ? "" : words.last ?? ""
        let pool: [String]
        if first.hasPrefix(":") {
            pool = isFirst ? MetaCommand.words.map { ":" + $0 } : argumentWords(of: first)
        } else if first == "help", !isFirst {
            pool = helpWords
        } else {
            return nil
        }
        return Completions(prefixLength: prefix.utf8.count, candidates: pool.filter { $0.hasPrefix(prefix) })
    }

    private func argumentWords(of command: String) -> [String] {
        switch command {
        case ":format": OutputForm.allCases.map(\.rawValue)
        case ":help": helpWords
        case ":run", ":plan": runbooks
        default: []
        }
    }

    private var helpWords: [String] {
        var seen: Set<NameKey> = []
        return (Reference(schema: schema).words + ["keys"]).filter { seen.insert($0).inserted }
    }

    /// A word that may stand there; lower ranks are listed first.
    private typealias Word = (text: String, rank: Int)

    private func words(for kind: CompletionContext.Kind, _ context: CompletionContext, _ before: String) -> [Word] {
        switch kind {
        case .word(let word): return isInThisVersion(word, before, context) ? [(word, 3)] : []
        case .value: return values(context)
        case .column(let table): return (table.flatMap { row(of: $0) }?.fields ?? []).map { ($0.name, 1) }
        case .field(let path): return fields(path, before).map { ($0, 0) }
        case .comparedValue(let column, let table): return compared(column, table, context).map { ($0, 0) }
        case .nounKey(let noun): return keys(of: noun, context, before).map { ($0, 0) }
        case .target(let sources):
            return sources.map { ($0, 0) }
                + environment.bindings.filter { sources.contains($0.value.row?.source ?? "") || $0.value.isPlan }.map { ($0.key, 0) }
        case .pipeFunction: return functions.map { ($0, 1) }
        case .library: return libraries.map { ($0, 0) }
        case .scenario: return scenarios.map { ($0, 0) }
        case .action: return environment.actions.keys.map { ($0, 0) }
        case .entryKey: return settings(before).map { ($0, 0) }
        case .type, .newName, .text: return []
        }
    }

    /// A verb, or a word behind one, of effects all of which are of a later version is not offered.
    private func isInThisVersion(_ word: String, _ before: String, _ context: CompletionContext) -> Bool {
        let typed = String(decoding: Array(before.utf8).dropLast(context.prefix.utf8.count), as: UTF8.self)
        let verb = typed.split { !($0.isLetter || $0.isNumber) }.last.map(String.init)
        let behind = schema.effects.filter { $0.verb == verb && $0.leadingWord == word }
        if !behind.isEmpty { return behind.contains { $0.availability == .built } }
        let effects = schema.effects.filter { $0.verb == word }
        return effects.isEmpty || effects.contains { $0.availability == .built }
    }

    /// The settings that may stand in the braces: of what the effect names.
    private func settings(_ before: String) -> [String] {
        let words = before.split { !($0.isLetter || $0.isNumber) }.map(String.init)
        let place = words.indices.last { words[$0] == "of" && $0 > 0 && words[$0 - 1] == "config" }
        guard let place, place + 1 < words.count else { return names.topicKeys }
        return words[place + 1].hasPrefix("broker") ? names.brokerKeys : names.topicKeys
    }

    /// Sources and bindings; functions only once a letter is typed, since they are many.
    private func values(_ context: CompletionContext) -> [Word] {
        let sources = schema.sources.filter { $0.availability == .built }.map { (text: $0.name, rank: 2) }
        let bindings = environment.bindings.keys.map { (text: $0, rank: 1) }
        return bindings + sources + (context.prefix.isEmpty ? [] : functions.map { ($0, 2) })
    }

    private var functions: [String] { schema.functions.map { $0.name + "(" } + environment.functions.keys.map { $0 + "(" } }

    /// The row of a source, a binding, `_`, or of what a function gives.
    private func row(of name: String) -> RowType? {
        if name == "_" { return environment.last?.row }
        if let type = environment.bindings[name] { return type.row }
        if let source = schema.sources.first(where: { $0.name == name && $0.availability == .built }) { return source.row }
        return environment.functions[name]?.result.row
    }

    private func fields(_ path: [String], _ before: String) -> [String] {
        guard let first = path.first else { return [] }
        if first == "run" { return path.count == 1 ? ["id", "started"] : [] }
        // `it` is a row of the table whose clause this is: the last that was named.
        let table = first == "it" ? lastTable(in: before) : first
        var row = table.flatMap { self.row(of: $0) }
        for name in path.dropFirst() { row = row?.type(of: name)?.row }
        return row?.fields.map(\.name) ?? []
    }

    private func lastTable(in before: String) -> String? {
        let words = before.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        return words.last { $0 != "it" && row(of: $0) != nil }
    }

    private func compared(_ column: String, _ table: String?, _ context: CompletionContext) -> [String] {
        guard let row = table.flatMap({ row(of: $0) }), var type = row.type(of: column) else { return [] }
        while let element = type.element { type = element }
        if case .closedSet(let words) = type { return words.map { quoted($0, context) } }
        return names(of: type, column: column, source: row.source).map { quoted($0, context) }
            + (type == .broker && !context.isQuoted ? names.allBrokers.map(String.init) : [])
    }

    private func names(of type: ValueType, column: String, source: String?) -> [String] {
        switch (type, column, source) {
        case (.topic, _, _), (_, "topic", _), (_, "name", "topics"): names.topics
        case (.group, _, _), (_, "group", _), (_, "id", "groups"): names.groups
        case (_, "name", "configs"): names.topicKeys + names.brokerKeys.filter { !names.topicKeys.contains($0) }
        default: []
        }
    }

    private func keys(of noun: String, _ context: CompletionContext, _ before: String) -> [String] {
        switch noun {
        case "topic": names.topics.map { quoted($0, context) }
        case "group": names.groups.map { quoted($0, context) }
        case "broker" where context.isQuoted: []
        // What is taken off the cluster's list must be dead.
        case "broker" where before.contains("unregister") && !names.deadBrokers.isEmpty: names.deadBrokers.map(String.init)
        case "broker": names.allBrokers.map(String.init)
        default: []
        }
    }

    /// A text as it goes on behind the cursor: inside quotes only its end is missing.
    private func quoted(_ name: String, _ context: CompletionContext) -> String {
        let isHarmless = !name.unicodeScalars.contains { $0.isHarmful }
        let hasHoles = name.contains { "\"\\{}".contains($0) }
        if context.isQuoted { return hasHoles ? "" : ForeignText.literal(name) + "\"" }
        return hasHoles && isHarmless && !name.contains("'") ? "'\(name)'" : "\"\(ForeignText.literal(name))\""
    }
}

extension EffectSignature {
    /// The first word behind the verb, where one stands there always.
    fileprivate var leadingWord: String? { if case .word(let word)? = phrase.first { word } else { nil } }
}

extension ValueType {
    /// The row of a table, a plan, a record.
    fileprivate var row: RowType? {
        switch self {
        case .table(let row), .record(let row), .plan(_, let row), .items(let row): row
        default: nil
        }
    }

    fileprivate var isPlan: Bool { if case .plan = self { true } else { false } }
}

extension CompletionContext.Kind {
    /// True for what may stand inside quotes.
    fileprivate var isQuotable: Bool {
        switch self {
        case .comparedValue, .nounKey: true
        default: false
        }
    }
}
