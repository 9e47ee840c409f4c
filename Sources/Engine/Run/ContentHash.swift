import Language
import Platform

/// Tells whether a part of a program is still the same: comments, white space and line breaks do not count.
package enum ContentHash {
    /// Of a statement with all that is in it.
    package static func of(_ statement: Statement) -> String { hash(NormalForm.of(statement)) }

    /// Of all that a step does; its name does not count, so that a renamed step is still known.
    package static func of(_ step: Step) -> String {
        hash(
            [
                step.condition.map { NormalForm.of($0) } ?? "", NormalForm.of(step.body), step.verify.map { NormalForm.of($0) } ?? "",
                step.undo.map { NormalForm.of($0) } ?? "",
            ].joined(separator: "\n"))
    }

    private static func hash(_ text: String) -> String { String(Digest.sha256Hex(Array(text.utf8)).prefix(16)) }
}

/// The sources of a program, for messages that quote them.
package struct ProgramTexts: Sendable {
    private let files: [Int32: SourceFile]

    package init(_ program: Program) { self.init(files: program.trees.map(\.file)) }

    package init(files: [SourceFile]) { self.files = Dictionary(files.map { ($0.id, $0) }) { $1 } }

    /// What stands at a place, on one line; long ones are cut.
    package func text(_ span: Span) -> String {
        guard let file = files[span.file] else { return "" }
        let start = max(0, min(Int(span.start), file.bytes.count))
        let end = max(start, min(Int(span.end), file.bytes.count))
        let words = String(decoding: file.bytes[start..<end], as: UTF8.self).split(whereSeparator: \.isWhitespace)
        let line = words.joined(separator: " ")
        return line.count > 160 ? "\(line.prefix(157))…" : line
    }

    /// The expressions of a text that was kept, such as the condition of a debt: whole.
    package func whole(_ span: Span) -> String {
        guard let file = files[span.file], span.start >= 0, span.start <= span.end, Int(span.end) <= file.bytes.count else { return "" }
        return String(decoding: file.bytes[Int(span.start)..<Int(span.end)], as: UTF8.self)
    }
}
