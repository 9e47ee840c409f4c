import Engine
import Language
import Testing

@testable import KafkaPrimitives

@Suite("Examples of the sources")
struct ExampleTests {
    @Test("every example that help shows is a line that checks", arguments: Sources.built.map(\.name) + ["debts", "runs"])
    func checks(name: String) throws {
        let schema = Schema(
            sources: Catalog(Sources.all + [DebtsSource.schema, RunsSource.schema]), effects: EffectSignatures.all,
            functions: BuiltinFunctions.all)
        let source = try #require(schema.sources.first { $0.name == name })
        for (number, example) in source.examples.enumerated() {
            let file = SourceFile(id: Int32(number), name: source.name, text: example)
            let (tree, parsed) = Parser.parse(file: file, effects: schema.effects, mode: .entry)
            let checked = Checker.check(Program(main: tree), schema: schema, options: CheckOptions(mode: .entry), earlier: parsed)
            let errors = checked.diagnostics.filter { $0.severity == .error }.map(\.message)
            #expect(errors.isEmpty, "\(example): \(errors)")
        }
    }
}
