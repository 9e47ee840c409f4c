import Language

/// Help about the language, made from the tables that the checker uses, so that it cannot drift.
package struct Reference {
    private let schema: Schema

    package init(schema: Schema) { self.schema = schema }

    /// Help for a word: a source, an effect or its verb, a function, a statement or a clause. nil where it is none.
    package func help(for word: String) -> String? {
        if let source = schema.sources.first(where: { $0.name == word }) { return help(source) }
        let effects = schema.effects.filter { $0.verb == word || $0.id == word }
        if !effects.isEmpty { return effects.map(help).joined(separator: "\n") }
        if let function = schema.functions.first(where: { $0.name == word }) { return help(function) }
        return StatementHelp.all.first { $0.word == word }?.text
    }

    /// Every word that `help` knows, for suggestions and completion.
    package var words: [String] {
        schema.sources.map(\.name) + orderedVerbs + schema.functions.map(\.name) + StatementHelp.all.map(\.word)
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

            `help WORD` explains each; Tab completes; `plan EFFECT` shows what would be done; `_` is the last result.
            :format table|json|jsonl|csv|md   :quit
            """ + "\n"
    }

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
