import Commands
import KafkaPrimitives
import Language
import Platform
import Terminal

extension Subcommands {
    /// `mend fmt FILE…`: rewrites in the one format; with `--check` only says which are not, and ends 1.
    static func format(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        var status = ExitStatus.done
        for path in invocation.arguments {
            do throws(UsageError) {
                let bytes = try ProgramFile.text(of: path)
                let file = SourceFile(id: 0, name: path, bytes: bytes)
                let (text, diagnostics) = Formatter.format(file, effects: Vocabulary.schema.effects)
                guard let text else {
                    DiagnosticPrinter(files: [file], invocation: invocation, screen: screen).report(diagnostics)
                    status = .usage
                    continue
                }
                guard Array(text.utf8) != bytes else { continue }
                if invocation.has("check") {
                    screen.say("\(path) is not formatted")
                    if status == .done { status = .failed }
                } else if ProgramFile.ships(path) {
                    throw UsageError(
                        "\(path) ships with the program and is not rewritten", hint: "`mend runbooks copy \(path)` makes it a file")
                } else {
                    try replace(path, with: text)
                    screen.say("\(path): formatted")
                }
            } catch { status = error.report(on: screen) }
        }
        return status
    }

    private static func replace(_ path: String, with text: String) throws(UsageError) {
        guard Files.kind(of: path) == .regular else {
            throw UsageError("\(path) is no file that can be rewritten", hint: "--check only looks")
        }
        do throws(Errno) { try Files.save(Array(text.utf8), to: path) } catch { throw UsageError("\(error)") }
    }
}
