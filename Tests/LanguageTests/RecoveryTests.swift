import Language
import Testing

@Suite("Recovery goes forward") struct RecoveryTests {
    @Test(
        "a header line that ends where a value or a word is needed, before a line that begins a statement",
        arguments: [
            "param copies: int =", "param copies: int in", "param copies:", "param", "permits", "only", "only on", "limits { topics",
        ])
    func headerLine(line: String) {
        for text in ["runbook \"X\" {\n    \(line)\n}\nshow brokers\n", "runbook \"X\" {\n    \(line)\nshow brokers\n}\n"] {
            let (_, diagnostics) = Parser.parse(file: SourceFile(id: 0, name: "test", text: text), effects: [], mode: .file)
            // One fault, and at most what the statement outside of a step is told for.
            #expect((1...4).contains(diagnostics.count), "\(text): \(diagnostics.map(\.message))")
        }
    }
}
