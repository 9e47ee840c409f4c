import Engine
import KafkaPrimitives
import Language

/// All words of the language that are not its grammar: sources, effects, functions. Made once, when first asked for.
enum Vocabulary {
    static let schema = Schema(
        sources: Catalog(Sources.makers + journal, rest: { Sources.later }), effects: EffectSignatures.all,
        functions: BuiltinFunctions.all, requests: RequestRights.catalog)

    /// The sources that the journal folder answers.
    private static var journal: [Catalog<SourceSchema>.Maker] { [("debts", { DebtsSource.schema }), ("runs", { RunsSource.schema })] }
}
