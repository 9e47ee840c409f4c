import Language

/// The reference of the language as Markdown: docs/reference.md is this text, and a test says when it is not.
package enum Manual {
    package static func text(schema: Schema) -> String {
        var lines = [
            "# The language: reference", "",
            "Made by `mend help --reference` from the tables that the checker uses. The grammar in a few words:",
            "a query is a source and clauses, left to right; an effect is a verb at the start of a statement.", "",
            "## Statements and clauses", "",
            "| word | form | meaning |", "|---|---|---|",
        ]
        lines += StatementHelp.all.map { "| `\($0.word)` | `\(cell($0.usage))` | \(cell($0.meaning)) |" }
        lines += ["", "## Sources"]
        for source in schema.sources where source.availability == .built { lines += section(source, schema) }
        lines += ["", "## Effects"]
        for effect in schema.effects where effect.availability == .built { lines += section(effect, schema) }
        lines += ["", "## Functions", "", "| function | gives |", "|---|---|"]
        lines += schema.functions.map { "| `\(cell($0.signature))` | \(cell($0.summary)) |" }
        lines += rights(schema.requests.all)
        lines += ["", "## Known by name, not in this version", ""]
        lines += ["Sources: \(names(schema.sources.filter { $0.availability == .later }.map(\.name)))."]
        lines += ["Effects: \(names(schema.effects.filter { $0.availability == .later }.map(\.id)))."]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(_ source: SourceSchema, _ schema: Schema) -> [String] {
        var lines = [
            "", "### `\(source.name)`", "", source.summary.capitalizedFirst + ". Key: \(names(source.key)). Costs: \(source.cost).",
        ]
        lines += ["", "| column | type | meaning | requests |", "|---|---|---|---|"]
        for column in source.columns where column.availability == .built {
            let shown = source.defaultColumns.contains(column.name) ? "**`\(column.name)`**" : "`\(column.name)`"
            lines += [
                "| \(shown) | \(cell("\(column.type)"))\(column.isNullable ? "?" : "") | \(cell(column.summary)) | \(cell(column.requests)) |"
            ]
        }
        let later = source.columns.filter { $0.availability == .later }.map(\.name)
        if !later.isEmpty { lines += ["", "Not in this version: \(names(later))."] }
        if let rights = RightsText.line(schema.requests.of(source)) { lines += ["", "Rights: \(rights)."] }
        return lines + examples(source.examples)
    }

    private static func section(_ effect: EffectSignature, _ schema: Schema) -> [String] {
        let rights = RightsText.line(schema.requests.of(effect)).map { ["", "Rights: \($0)."] } ?? []
        return ["", "### `\(effect.id)`", "", "`\(PhraseText.usage(of: effect))`", "", effect.summary.capitalizedFirst + ".", ""]
            + ["Undo: \(effect.undo ?? "none"). Class: \(PhraseText.describe(effect.effectClass))."] + rights + examples(effect.examples)
    }

    private static func rights(_ requests: [RequestSchema]) -> [String] {
        guard !requests.isEmpty else { return [] }
        let lines = [
            "", "## Rights", "",
            "On a cluster with an authorizer, what the identity may not see is unknown (`not authorised: DESCRIBE on topic trips`), never",
            "empty, false or zero. Where Kafka leaves topics, groups or commits out in silence, the footer says so and counts are at least (`≥`).",
            "An effect looks at its rights before it plans: what is lacking is named, with the `kafka-acls.sh` that gives it; nothing is sent.",
            "READ, WRITE, DELETE and ALTER imply DESCRIBE; ALTER_CONFIGS implies DESCRIBE_CONFIGS.", "",
            "Two things no request shows: names that a rule denies to one who may describe all others, and, where an authorizer allows what",
            "no rule speaks of (`allow.everyone.if.no.acl.found`), names that have rules. Whoever comes without a name (no SASL, no certificate)",
            "and has every right on the cluster is taken to see all.",
            "", "| request | rights | note |", "|---|---|---|",
        ]
        return lines
            + requests.map { "| \($0.name) | \(cell($0.rights.isEmpty ? "none" : $0.rights.joined(separator: ", "))) | \(cell($0.note)) |" }
    }

    private static func examples(_ lines: [String]) -> [String] {
        lines.isEmpty ? [] : [""] + lines.map { "    \($0)" }
    }

    private static func names(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }

    private static func cell(_ text: String) -> String { text.map { $0 == "|" ? "\\|" : String($0) }.joined() }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
