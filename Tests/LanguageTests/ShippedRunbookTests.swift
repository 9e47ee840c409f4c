import Language
import Testing

@Suite("What ships")
struct ShippedRunbookTests {
    @Test("every shipped runbook and function file parses without a diagnostic")
    func parses() {
        #expect(Shipped.files.count >= 4)
        for file in Shipped.files {
            let (tree, diagnostics) = Parsing.parse(bytes: file.bytes, mode: .file, name: file.name)
            let said = diagnostics.map { "\(file.name):\(LineTable(tree.file).location(of: $0.span).line): \($0.code): \($0.message)" }
            #expect(said.isEmpty)
            #expect(!tree.items.isEmpty)
        }
    }
}
