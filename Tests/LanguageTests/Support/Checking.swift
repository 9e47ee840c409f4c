import Engine
import KafkaPrimitives
import Language

/// Checking as the tests want it: against the schema of the program as it ships.
enum Checking {
    static let schema = Schema(
        sources: Catalog(Sources.all + [DebtsSource.schema, RunsSource.schema]), effects: EffectSignatures.all,
        functions: BuiltinFunctions.all)

    static let labs = ["healthy", "brokerLoss", "offlinePartitions", "stuckReassignment", "consumerLag", "consumerProtocol"]

    static var loader: ProgramLoader {
        ProgramLoader(libraryNames: ["health"]) { request in
            guard case .library(let name) = request, let bytes = TestFiles.read("\(Shipped.root)/stdlib/\(name).runbook") else {
                return nil
            }
            return ProgramLoader.Text(name: "stdlib/\(name).runbook", bytes: bytes)
        } parse: {
            let (tree, diagnostics) = Parser.parse(file: $0, effects: EffectSignatures.all, mode: .file)
            return (tree, diagnostics)
        }
    }

    /// Checks a file with its imports; the diagnostics are the parser's, the loader's and the checker's.
    static func file(_ text: String, name: String = "test.runbook") -> CheckedProgram {
        check(bytes: Array(text.utf8), mode: .file, environment: CheckedEnvironment(), name: name)
    }

    /// Checks an entry of a session.
    static func entry(_ text: String, after environment: CheckedEnvironment = CheckedEnvironment(), file: Int32 = 0) -> CheckedProgram {
        check(bytes: Array(text.utf8), mode: .entry, environment: environment, name: "<input>", file: file)
    }

    static func check(
        bytes: [UInt8], mode: CheckOptions.Mode, environment: CheckedEnvironment, name: String, file: Int32 = 0
    ) -> CheckedProgram {
        let source = SourceFile(id: file, name: name, bytes: bytes)
        let (tree, parsing) = Parser.parse(file: source, effects: EffectSignatures.all, mode: mode == .file ? .file : .entry)
        let (program, loading) = loader.load(tree, firstFile: file + 1)
        return Checker.check(
            program, schema: schema, options: CheckOptions(mode: mode, environment: environment, labs: labs), earlier: parsing + loading)
    }

    /// One line for a diagnostic: `3: unknown-column: … (did you mean …)`.
    static func line(_ diagnostic: Diagnostic, _ program: Program) -> String {
        let tree = program.trees.first { $0.file.id == diagnostic.span.file } ?? program.main
        let place = LineTable(tree.file).location(of: diagnostic.span)
        let name = tree.file.id == program.main.file.id ? "" : "\(tree.file.name):"
        let severity = diagnostic.severity == .warning ? "warning " : ""
        return "\(name)\(place.line):\(place.column): \(severity)\(diagnostic.code): \(diagnostic.message)"
            + (diagnostic.help.map { " | \($0)" } ?? "")
    }
}
