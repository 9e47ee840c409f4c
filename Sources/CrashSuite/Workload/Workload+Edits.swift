import Engine
import Language

/// A workload's text, edited while no process is there.
package struct Edits: Sendable {
    /// With comments and blank lines.
    package var reformatted: CheckedProgram
    /// With a note at the end of the last step.
    package var extended: CheckedProgram
    /// With a step before the first.
    package var inserted: CheckedProgram

    init(_ program: CheckedProgram) {
        let file = program.program.main.file
        let text = String(decoding: file.bytes, as: UTF8.self)
        func checked(_ text: String) -> CheckedProgram { ProgramText.check(Array(text.utf8), name: file.name) }
        reformatted = checked("# Looked at again.\n\n" + Self.commented(text) + "\n\n# The end.\n")
        let steps = program.steps
        guard let first = steps.first, let last = steps.last else {
            (extended, inserted) = (reformatted, reformatted)
            return
        }
        extended = checked(Self.putting("\n    note \"put at the end\"\n", before: Int(last.body.span.end) - 1, into: file.bytes))
        inserted = checked(
            Self.putting("step \"Put before\" {\n    note \"put before\"\n}\n\n", before: Int(first.span.start), into: file.bytes))
    }

    private static func putting(_ text: String, before offset: Int, into bytes: [UInt8]) -> String {
        let place = min(max(0, offset), bytes.count)
        return String(decoding: bytes[..<place] + Array(text.utf8) + bytes[place...], as: UTF8.self)
    }

    /// A comment under each line that begins a block.
    private static func commented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasSuffix("{") ? "\(line)\n\n        # Looked at again." : String(line)
        }.joined(separator: "\n")
    }
}

extension Workload {
    /// The recorded text, and the file as it stands now.
    func texts(as current: CheckedProgram) -> ResumeTexts {
        ResumeTexts(
            schema: ProgramText.schema,
            check: { [program] sources in
                // What was recorded may be the edited text by now.
                sources.texts.first?.bytes == current.program.main.file.bytes ? current : program
            }, current: { _ in current })
    }
}
