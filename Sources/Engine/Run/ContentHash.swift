import Language
import Platform

/// Tells whether a part of a program is still the same: comments, white space and line breaks do not count.
package enum ContentHash {
    /// Of a statement with all that is in it.
    package static func of(_ statement: Statement) -> String { hash(NormalForm.of(statement)) }

    /// Of all that a step does; its name does not count, so that a renamed step is still known.
    package static func of(_ step: Step) -> String { hash(form(of: step, .parsed)) }

    /// Whether a hash out of a journal is this statement's. The first ones were made of the grouping of products that was in use then.
    static func isKept(_ kept: String, of statement: Statement) -> Bool {
        kept == of(statement) || kept == hash(NormalForm.early.of(statement))
    }

    /// Whether a hash out of a journal is this step's.
    static func isKept(_ kept: String, of step: Step) -> Bool {
        kept == of(step) || kept == hash(form(of: step, .early))
    }

    private static func form(of step: Step, _ form: NormalForm) -> String {
        [
            step.condition.map { form.of($0) } ?? "", form.of(step.body), step.verify.map { form.of($0) } ?? "",
            step.undo.map { form.of($0) } ?? "",
        ].joined(separator: "\n")
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
