import Engine
import KafkaLab
import KafkaPrimitives
import Language
import StandardLibrary

/// Texts of the language to checked programs, as the command line makes them.
package enum ProgramText {
    package static let schema = Schema(
        sources: Catalog(Sources.all + [DebtsSource.schema, RunsSource.schema]), effects: EffectSignatures.all,
        functions: BuiltinFunctions.all)

    /// Parses, loads what is used of the standard library, checks. What is wrong is in the result.
    package static func check(_ bytes: [UInt8], name: String) -> CheckedProgram {
        let file = SourceFile(id: 0, name: name, bytes: bytes)
        let effects = schema.effects
        let (tree, parsed) = Parser.parse(file: file, effects: effects, mode: .file)
        let loader = ProgramLoader(
            libraryNames: StandardLibrary.files.keys.sorted(),
            text: { request in
                guard case .library(let name) = request else { return nil }
                return StandardLibrary.files[name].map { .init(name: "stdlib/\(name).runbook", bytes: $0) }
            },
            parse: { file in
                let (tree, diagnostics) = Parser.parse(file: file, effects: effects, mode: .file)
                return (tree, diagnostics)
            })
        let (program, loading) = loader.load(tree, firstFile: 1)
        let options = CheckOptions(labs: Scenario.all.map(\.name))
        return Checker.check(program, schema: schema, options: options, earlier: parsed + loading)
    }

    /// What is wrong with a program; empty: nothing.
    package static func errors(of program: CheckedProgram) -> [String] {
        let texts = ProgramTexts(files: program.program.trees.map(\.file))
        return program.diagnostics.filter { $0.severity == .error }.map { "\($0.code): \($0.message) (\(texts.text($0.span)))" }
    }
}
