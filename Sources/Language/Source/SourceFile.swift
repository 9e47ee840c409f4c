/// A text of the language: a runbook, a file of the standard library, a line typed in the REPL.
package struct SourceFile: Sendable {
    /// Its number within the program; the `file` of its spans.
    package let id: Int32
    /// How it is named in diagnostics: a path, `<input>`, `stdlib/health.runbook`.
    package let name: String
    /// Its bytes, UTF-8 that the lexer checks.
    package let bytes: [UInt8]

    package init(id: Int32, name: String, bytes: [UInt8]) {
        self.id = id
        self.name = name
        self.bytes = bytes
    }

    /// A file from text that is already valid UTF-8.
    package init(id: Int32, name: String, text: String) {
        self.init(id: id, name: name, bytes: Array(text.utf8))
    }
}
