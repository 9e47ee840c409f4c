import Language

/// Help about the language, made from the tables that the checker uses, so that it cannot drift.
package struct Reference {
    private let schema: Schema

    package init(schema: Schema) { self.schema = schema }

    /// Help for a word: a source, an effect or its verb, a function, a statement, a clause, an operator, a form of literals, or the whole guide
    /// (`language`). nil where it is none.
    package func help(for word: String) -> String? {
        if word == Self.guideWord { return LanguageGuide.text }
        if let source = schema.sources.first(where: { $0.name == word }) { return help(source) }
        var texts: [String] = []
        let effects = schema.effects.filter { $0.verb == word || $0.id == word }
        texts += effects.map(help)
        if let function = schema.functions.first(where: { $0.name == word }) { texts.append(help(function)) }
        texts += StatementHelp.all.filter { $0.word == word }.map(\.text)
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }

    /// The word under which the guide is found.
    package static let guideWord = "language"

    /// What is near a word that has no help of its own: where it stands in a name or a summary, best first; nil where it stands nowhere.
    package func search(_ word: String) -> String? {
        let wanted = word.lowercased()
        guard wanted.utf8.count > 1 else { return nil }
        var found: [(rank: Int, head: String, summary: String)] = []
        func look(_ head: String, _ name: String, _ summary: String) {
            let lower = name.lowercased()
            let rank = lower == wanted ? 0 : lower.contains(wanted) ? 1 : summary.lowercased().contains(wanted) ? 2 : nil
            if let rank { found.append((rank, head, summary)) }
        }
        for source in schema.sources where source.availability == .built {
            look(source.name, source.name, source.summary)
            for column in source.columns where column.availability == .built {
                look("\(source.name).\(column.name)", column.name, column.summary)
            }
        }
        for effect in schema.effects where effect.availability == .built { look(effect.id, effect.id, effect.summary) }
        for function in schema.functions { look(function.name, function.name, function.summary) }
        for entry in StatementHelp.all { look(entry.word, entry.word, entry.meaning) }
        for command in CommandTable.all where command.availability == .built && !command.name.isEmpty {
            look("mend \(command.name)", command.name, command.summary)
        }
        guard !found.isEmpty else { return nil }
        let shown = found.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
        var lines = ["`\(word)` stands in:"] + HelpText.columns(shown.prefix(Self.mostFound).map { ($0.head, $0.summary) })
        if shown.count > Self.mostFound { lines.append("  … and \(shown.count - Self.mostFound) more") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let mostFound = 15

    /// Every word that `help` knows, for suggestions and completion.
    package var words: [String] {
        schema.sources.map(\.name) + orderedVerbs + schema.functions.map(\.name) + StatementHelp.all.map(\.word) + [Self.guideWord]
    }

    /// What `help` without a word prints in the REPL.
    package func overview() -> String {
        let built = schema.sources.filter { $0.availability == .built }.map(\.name)
        let verbs = orderedVerbs.filter { verb in schema.effects.contains { $0.verb == verb && $0.availability == .built } }
        return """
            look      \(built.joined(separator: " "))
            clauses   where select add sort by take group by distinct join
            decide    require, wait until, watch, confirm, approve, if, for, retry, try
            touch     \(verbs.joined(separator: " "))
            compute   \(schema.functions.map(\.name).joined(separator: " "))

            `help language` is a guide of three pages; `help WORD` explains a word; Tab completes.
            `plan EFFECT` shows what would be done; `_` is the last result.
            `topic "NAME"`, `partition "TOPIC" N`, `group "NAME"`, `broker N` alone describe the thing.
            """ + "\n\n" + HelpText.columns(StatementHelp.metaCommands.map { ($0.usage, $0.meaning) }).joined(separator: "\n") + "\n"
    }

    /// The words that stand behind a colon.
    package static let metaWords = StatementHelp.metaCommands.map { String($0.word.dropFirst()) }

    private var orderedVerbs: [String] {
        var seen: Set<String> = []
        return schema.effects.map(\.verb).filter { seen.insert($0).inserted }
    }

    private func help(_ source: SourceSchema) -> String {
        guard source.availability == .built else { return "\(source.name): \(source.summary)\nnot in this version\n" }
        let head = source.summary.hasPrefix(source.name) ? source.summary : "\(source.name): \(source.summary)"
        var lines = [head, "", "columns (* shown without select):"]
        let columns = source.columns.filter { $0.availability == .built }
        lines += HelpText.columns(
            columns.map { column in
                let mark = source.defaultColumns.contains(column.name) ? "*" : " "
                let key = source.key.contains(column.name) ? ", key" : ""
                return ("\(mark)\(column.name): \(column.type)\(column.isNullable ? "?" : "")", column.summary + key)
            })
        let later = source.columns.filter { $0.availability == .later }.map(\.name)
        if !later.isEmpty { lines += ["", "not in this version: \(later.joined(separator: " "))"] }
        lines += ["", "costs: \(source.cost)"]
        lines += rights(schema.requests.of(source)) + examples(source.examples)
        return lines.joined(separator: "\n") + "\n"
    }

    private func help(_ effect: EffectSignature) -> String {
        var lines = ["\(effect.id): \(effect.summary)", "", "    \(PhraseText.usage(of: effect))", ""]
        guard effect.availability == .built else { return lines[0] + "\nnot in this version\n" }
        lines += ["undo: \(effect.undo ?? "none")", "class: \(PhraseText.describe(effect.effectClass))"]
        lines += rights(schema.requests.of(effect))
        return (lines + examples(effect.examples)).joined(separator: "\n") + "\n"
    }

    private func help(_ function: FunctionSignature) -> String {
        (["\(function.signature)", "\(function.summary)"] + examples(function.examples)).joined(separator: "\n") + "\n"
    }

    private func rights(_ requests: [RequestSchema]) -> [String] { RightsText.line(requests).map { ["rights: \($0)"] } ?? [] }

    private func examples(_ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", "examples:"] + lines.map { "    \($0)" }
    }
}
