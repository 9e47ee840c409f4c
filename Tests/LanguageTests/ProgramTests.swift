import KafkaPrimitives
import Language
import Testing

/// Programs/*.runbook: chunks behind `--- file: what it shows` or `--- entry: …`. A line's `#! code` says that a diagnostic of that code
/// begins on it; a chunk without any parses clean. How the diagnostics read is in Golden/diagnostics.
@Suite("Programs")
struct ProgramTests {
    private struct Chunk {
        var title: String
        var mode: Parser.Mode
        var text: String
    }

    private static let folder = "\(Shipped.root)/Tests/LanguageTests/Programs"
    static let names = TestFiles.list(folder).filter { $0.hasSuffix(".runbook") }

    private func chunks(_ name: String) throws -> [Chunk] {
        let text = String(decoding: try #require(TestFiles.read("\(Self.folder)/\(name)")), as: UTF8.self)
        var chunks: [Chunk] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("--- ") {
                let mode: Parser.Mode = line.hasPrefix("--- file") ? .file : .entry
                chunks.append(Chunk(title: String(line.dropFirst(4)), mode: mode, text: ""))
            } else if !chunks.isEmpty {
                chunks[chunks.count - 1].text += line + "\n"
            }
        }
        return chunks
    }

    /// The expected codes by line, and the text without the marks.
    private func expectations(_ text: String) -> (text: String, codes: [String]) {
        var codes: [String] = []
        var plain: [Substring] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let parts = line.split(separator: "#!", maxSplits: 1, omittingEmptySubsequences: false)
            plain.append(parts[0])
            if parts.count == 2 { codes += parts[1].split(separator: " ").map { "\(index + 1) \($0)" } }
        }
        return (plain.joined(separator: "\n"), codes)
    }

    @Test("each says what its lines expect, and nothing else", arguments: names)
    func programs(_ name: String) throws {
        var golden = ""
        for chunk in try chunks(name) {
            let (text, codes) = expectations(chunk.text)
            let file = SourceFile(id: 0, name: "test.runbook", text: text)
            let (tree, diagnostics) = Parser.parse(file: file, effects: EffectSignatures.all, mode: chunk.mode)
            let lines = LineTable(file)
            let found = diagnostics.map { "\(lines.location(of: $0.span).line) \($0.code)" }
            #expect(found.sorted() == codes.sorted(), "\(name): \(chunk.title)")
            if diagnostics.isEmpty {
                #expect(!NormalForm.of(tree).contains("(invalid)"), "\(name): \(chunk.title)")
            } else {
                golden += "--- \(chunk.title)\n" + DiagnosticRenderer(file: file).render(diagnostics)
            }
        }
        if !golden.isEmpty { Golden.expect(golden, "diagnostics/\(name.dropLast(8)).txt") }
    }
}
