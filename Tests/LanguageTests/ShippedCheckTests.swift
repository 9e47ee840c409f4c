import Language
import Testing

@Suite("What ships is checked")
struct ShippedCheckTests {
    @Test("every shipped runbook and function file checks without a diagnostic", arguments: Shipped.files.map(\.name))
    func checksClean(name: String) throws {
        let file = try #require(Shipped.files.first { $0.name == name })
        let checked = Checking.check(bytes: file.bytes, mode: .file, environment: CheckedEnvironment(), name: name)
        #expect(checked.diagnostics.map { Checking.line($0, checked.program) } == [])
    }
}
