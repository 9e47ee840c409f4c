import Journal
import Language

/// Diagnostics and failures as JSON, one a line on standard error.
package struct DiagnosticLines {
    private let files: [Int32: (name: String, lines: LineTable)]

    /// Of these texts, whose lines are looked for once.
    package init(files: [SourceFile]) {
        self.files = Dictionary(files.map { ($0.id, ($0.name, LineTable($0))) }, uniquingKeysWith: { first, _ in first })
    }

    /// A diagnostic with its place: `{"code":…,"severity":…,"file":…,"line":14,"column":21,"message":…,"help":…}`. Lines and columns count from 1.
    package func json(_ diagnostic: Diagnostic) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("code", .string(diagnostic.code)), .init("severity", .string(diagnostic.severity.rawValue)),
        ]
        members += place(diagnostic.span)
        members.append(.init("message", .string(diagnostic.message)))
        if let help = diagnostic.help { members.append(.init("help", .string(help))) }
        if !diagnostic.notes.isEmpty {
            members.append(
                .init(
                    "notes",
                    .array(
                        diagnostic.notes.map { note in
                            .object([.init("message", .string(note.message))] + (note.span.map { place($0) } ?? []))
                        })))
        }
        return .object(members)
    }

    /// A failure at run time, in the same shape.
    package static func failure(code: String, message: String, span: Span?, files: [SourceFile]) -> JSONValue {
        .object(
            [.init("code", .string(code)), .init("severity", .string("error"))]
                + (span.map { DiagnosticLines(files: files).place($0) } ?? [])
                + [.init("message", .string(message))])
    }

    private func place(_ span: Span) -> [JSONValue.Member] {
        guard let file = files[span.file] else { return [] }
        let location = file.lines.location(of: span)
        return [.init("file", .string(file.name)), .init("line", .int(location.line)), .init("column", .int(location.column))]
    }
}
