import Commands
import KafkaLab
import Language
import Platform
import Runbooks
import StandardLibrary

/// A file of the language with all that it uses, read and parsed.
struct ProgramFile {
    let program: Program
    /// What parsing and loading found.
    let diagnostics: [Diagnostic]

    /// All texts that diagnostics may point into.
    var files: [SourceFile] { program.trees.map(\.file) }

    /// Reads a file; where there is none of that name, the runbook that ships under it.
    static func load(_ path: String) -> Result<ProgramFile, UsageError> {
        do throws(UsageError) {
            return .success(ProgramFile(SourceFile(id: 0, name: path, bytes: try text(of: path)), mode: .file))
        } catch {
            return .failure(error)
        }
    }

    /// A text that is at hand: a REPL entry, `-e`, a journal's copy.
    init(_ file: SourceFile, mode: Parser.Mode, imports: ((ProgramLoader.Request) -> ProgramLoader.Text?)? = nil, firstImport: Int32 = 1) {
        let effects = Vocabulary.schema.effects
        let (tree, parsed) = Parser.parse(file: file, effects: effects, mode: mode)
        let loader = ProgramLoader(
            libraryNames: StandardLibrary.files.keys.sorted(), text: imports ?? Self.importText,
            parse: { file in
                let (tree, diagnostics) = Parser.parse(file: file, effects: effects, mode: .file)
                return (tree, diagnostics)
            })
        let (program, loading) = loader.load(tree, firstFile: firstImport)
        self.program = program
        diagnostics = parsed + loading
    }

    /// Checks it. All that is wrong is in the result, what parsing found included.
    func check(options: CheckOptions = CheckOptions(labs: Scenario.all.map(\.name))) -> CheckedProgram {
        Checker.check(program, schema: Vocabulary.schema, options: options, earlier: diagnostics)
    }

    /// The text of a file, or of the runbook that ships under that name. Throws what a person can do about it where there is neither.
    static func text(of path: String) throws(UsageError) -> [UInt8] {
        do throws(Errno) { return try Files.read(path, limit: Lexer.maximumLength) } catch {
            guard error.code == .noEntry else { throw UsageError("\(error)") }
            guard let shipped = Runbooks.files[shippedName(path)] else { throw unknownRunbook(path) }
            return shipped
        }
    }

    /// True where a word names what ships, and no file.
    static func ships(_ path: String) -> Bool { !Files.exists(path) && Runbooks.files[shippedName(path)] != nil }

    /// There is no such file, and nothing of that name ships: what is near, here and among what ships.
    static func unknownRunbook(_ path: String) -> UsageError {
        let folder = Files.parent(of: path)
        let prefix = path.contains("/") ? "\(folder)/" : ""
        let here = ((try? Files.list(folder)) ?? []).filter { $0.hasSuffix(".runbook") }
        let near =
            Suggestion.nearest(shippedName(path), among: Runbooks.files.keys.sorted())
            ?? Suggestion.nearest(String(path.dropFirst(prefix.count)), among: here).map { prefix + $0 }
        return UsageError(
            "there is no file \(path), and no runbook of that name ships",
            hint: near.map { "did you mean `\($0)`?" } ?? "these ship: \(Runbooks.files.keys.sorted().joined(separator: ", "))")
    }

    /// `runbooks/triage.runbook` and `triage` name the same.
    private static func shippedName(_ path: String) -> String {
        var name = path.hasPrefix("runbooks/") ? String(path.dropFirst("runbooks/".count)) : path
        if name.hasSuffix(".runbook") { name = String(name.dropLast(".runbook".count)) }
        return name
    }

    private static func importText(_ request: ProgramLoader.Request) -> ProgramLoader.Text? {
        switch request {
        case .library(let name):
            return StandardLibrary.files[name].map { .init(name: "stdlib/\(name).runbook", bytes: $0) }
        case .path(let path, let beside):
            let full = path.hasPrefix("/") ? path : "\(Files.parent(of: beside))/\(path)"
            guard let bytes = try? Files.read(full, limit: Lexer.maximumLength) else { return nil }
            return .init(name: full, bytes: bytes)
        }
    }
}
