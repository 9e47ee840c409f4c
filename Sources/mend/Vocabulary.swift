import Engine
import KafkaPrimitives
import Language

/// All words of the language that are not its grammar: sources, effects, functions. Made once, when first asked for.
enum Vocabulary {
    static let schema = Schema(
        sources: Sources.all + [DebtsSource.schema, RunsSource.schema], effects: EffectSignatures.all, functions: BuiltinFunctions.all)
}
