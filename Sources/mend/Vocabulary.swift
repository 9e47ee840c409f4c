import Commands
import Engine
import KafkaPrimitives
import Language

/// All words of the language that are not its grammar: sources, effects, functions. Made once, when first asked for.
enum Vocabulary {
    static let schema = Schema(
        sources: Catalog(Sources.makers + journal, rest: { Sources.later }), effects: EffectSignatures.all,
        functions: BuiltinFunctions.all, requests: RequestRights.catalog, descriptions: Descriptions.all)

    /// The words that begin an entry, as the command line asks for them where one is typed as a command.
    static func beginnings() -> ForeignWords.Language {
        ForeignWords.Language(
            sources: schema.sources.filter { $0.availability == .built }.map(\.name),
            verbs: schema.effects.filter { $0.availability == .built }.map(\.verb))
    }

    /// The sources that the journal folder answers.
    private static var journal: [Catalog<SourceSchema>.Maker] { [("debts", { DebtsSource.schema }), ("runs", { RunsSource.schema })] }
}
