/// A file, or a REPL entry, together with the files that it uses, parsed.
package struct Program: Sendable {
    package var main: SyntaxTree
    /// What `use` names, each once, in the order in which they were met.
    package var imports: [SyntaxTree]

    package init(main: SyntaxTree, imports: [SyntaxTree] = []) {
        self.main = main
        self.imports = imports
    }

    /// All trees, the main one first.
    package var trees: [SyntaxTree] { [main] + imports }
}
