/// Finds and parses what a file uses. It reads nothing itself: the texts come from a closure.
package struct ProgramLoader {
    /// What is asked for: a file of the standard library by its name, or a path beside the file that names it.
    package enum Request: Hashable, Sendable {
        case library(String)
        case path(String, beside: String)
    }

    /// A text that was found, and the name under which its diagnostics are shown; equal names are one file.
    package struct Text: Sendable {
        package var name: String
        package var bytes: [UInt8]

        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// The text of an import; nil where there is none.
    package var text: (Request) -> Text?
    /// Parses a file.
    package var parse: (SourceFile) -> (tree: SyntaxTree, diagnostics: [Diagnostic])
    /// The names of the standard library, for suggestions.
    package var libraryNames: [String]

    package init(
        libraryNames: [String] = [], text: @escaping (Request) -> Text?,
        parse: @escaping (SourceFile) -> (tree: SyntaxTree, diagnostics: [Diagnostic])
    ) {
        self.libraryNames = libraryNames
        self.text = text
        self.parse = parse
    }

    /// The program of a parsed file: its imports, and theirs. Diagnostics: those of the imports' texts, missing files, cycles.
    ///
    /// - Parameter firstFile: the number that the first import gets as `SourceFile.id`.
    package func load(_ main: SyntaxTree, firstFile: Int32) -> (program: Program, diagnostics: [Diagnostic]) {
        var loading = Loading(program: Program(main: main), nextFile: firstFile)
        loading.path = [main.file.name]
        follow(main, &loading)
        return (loading.program, loading.diagnostics)
    }

    private struct Loading {
        var program: Program
        var nextFile: Int32
        /// The names of the files that led here, to see a cycle.
        var path: [String] = []
        var loaded: Set<String> = []
        var diagnostics: [Diagnostic] = []
    }

    private func follow(_ tree: SyntaxTree, _ loading: inout Loading) {
        for case .use(let use) in tree.items {
            guard let (request, wanted, span) = request(of: use, in: tree, &loading) else { continue }
            guard let found = text(request) else {
                var diagnostic = Diagnostic(code: "unknown-import", message: "there is no \(wanted) to use", span: span)
                if case .library(let name) = request {
                    diagnostic.help = Suggestion.nearest(name, among: libraryNames).map { "did you mean `\($0)`?" }
                }
                loading.diagnostics.append(diagnostic)
                continue
            }
            if let start = loading.path.firstIndex(of: found.name) {
                let circle = (loading.path[start...] + [found.name]).joined(separator: " uses ")
                loading.diagnostics.append(
                    Diagnostic(code: "import-cycle", message: "files use each other in a circle: \(circle)", span: span))
                continue
            }
            guard loading.loaded.insert(found.name).inserted else { continue }
            let file = SourceFile(id: loading.nextFile, name: found.name, bytes: found.bytes)
            loading.nextFile += 1
            let parsed = parse(file)
            loading.diagnostics += parsed.diagnostics
            loading.program.imports.append(parsed.tree)
            loading.path.append(found.name)
            follow(parsed.tree, &loading)
            loading.path.removeLast()
        }
    }

    private func request(
        of use: Use, in tree: SyntaxTree, _ loading: inout Loading
    ) -> (request: Request, wanted: String, span: Span)? {
        switch use.target {
        case .library(let name):
            return (.library(name.text), "`\(name.text)` in the standard library", name.span)
        case .path(let literal):
            guard let path = literal.plain else {
                loading.diagnostics.append(
                    Diagnostic(code: "interpolated-name", message: "an import is never put together at run time", span: literal.span))
                return nil
            }
            return (.path(path, beside: tree.file.name), "file \"\(path)\"", literal.span)
        }
    }
}

extension TextLiteral {
    /// Its text, where it has no holes.
    package var plain: String? {
        var text = ""
        for part in parts {
            guard case .literal(let piece) = part else { return nil }
            text += piece
        }
        return text
    }
}
