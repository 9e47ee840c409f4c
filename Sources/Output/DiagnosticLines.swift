import Journal
import Language

/// Diagnostics and failures as JSON, one a line on standard error.
package enum DiagnosticLines {
    /// A diagnostic with its place: `{"code":…,"severity":…,"file":…,"line":14,"column":21,"message":…,"help":…}`. Lines and columns count from 1.
    package static func json(_ diagnostic: Diagnostic, files: [SourceFile]) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("code", .string(diagnostic.code)), .init("severity", .string(diagnostic.severity.rawValue)),
        ]
        members += place(diagnostic.span, files)
        members.append(.init("message", .string(diagnostic.message)))
        if let help = diagnostic.help { members.append(.init("help", .string(help))) }
        if !diagnostic.notes.isEmpty {
            members.append(
                .init(
                    "notes",
                    .array(
                        diagnostic.notes.map { note in
                            .object([.init("message", .string(note.message))] + (note.span.map { place($0, files) } ?? []))
                        })))
        }
        return .object(members)
    }

    /// A failure at run time, in the same shape.
    package static func failure(code: String, message: String, span: Span?, files: [SourceFile]) -> JSONValue {
        .object(
            [.init("code", .string(code)), .init("severity", .string("error"))] + (span.map { place($0, files) } ?? [])
                + [.init("message", .string(message))])
    }

    private static func place(_ span: Span, _ files: [SourceFile]) -> [JSONValue.Member] {
        guard let file = files.first(where: { $0.id == span.file }) else { return [] }
        let location = LineTable(file).location(of: span)
        return [.init("file", .string(file.name)), .init("line", .int(location.line)), .init("column", .int(location.column))]
    }
}
