import KafkaPrimitives
import Language
import Testing

@Suite("Hostile text")
struct FuzzTests {
    private func read(_ bytes: [UInt8]) {
        for mode in [Parser.Mode.file, .entry] {
            let (tree, diagnostics) = Parsing.parse(bytes: bytes, mode: mode)
            // One expectation for all: thousands of them would take longer than what is tested.
            let misplaced = diagnostics.filter { $0.span.start < 0 || $0.span.start > $0.span.end || Int($0.span.end) > bytes.count }
            #expect(misplaced.isEmpty)
            _ = DiagnosticRenderer(file: tree.file).render(diagnostics)
            if diagnostics.isEmpty { formatsToItself(tree, mode) }
        }
        let file = SourceFile(id: 0, name: "f", bytes: bytes)
        _ = Parser.needsMoreInput(file, effects: EffectSignatures.all)
        _ = Parser.completion(at: bytes.count / 2, in: file, effects: EffectSignatures.all, mode: .entry)
    }

    private func formatsToItself(_ tree: SyntaxTree, _ mode: Parser.Mode) {
        let source = String(decoding: tree.file.bytes, as: UTF8.self)
        guard let text = Formatter.format(tree.file, effects: EffectSignatures.all, mode: mode).text else {
            Issue.record("parses, but is not formatted: \(source)")
            return
        }
        let (again, diagnostics) = Parsing.parse(text, mode: mode)
        #expect(diagnostics.isEmpty, "formatted: \(text) from: \(source)")
        #expect(NormalForm.of(again) == NormalForm.of(tree), "formatted: \(text) from: \(source)")
        let twice = Formatter.format(again.file, effects: EffectSignatures.all, mode: mode).text
        #expect(twice == text, "from: \(source)")
    }

    @Test("random bytes never trap and always end")
    func randomBytes() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<150 {
            read((0..<random.next(below: 200)).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        }
    }

    private static let soup: [String] =
        Array(Words.statements) + Array(Words.clauses) + Array(Words.connectors) + Array(Words.operators) + Array(Words.constants)
        + Array(Words.items) + Array(Words.nouns) + Array(Set(EffectSignatures.all.map(\.verb))).sorted()
        + [
            "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "|", "=", "==", "!=", "<", ">", "~", "+", "-", "*", "/", "->", "\n", "\n",
            ";",
            "\"a\"", "'b{'", "\"{x}\"", "\"{\"", "1", "2.5", "50MB/s", "1h30m", "95%", "1h30", "@2026-11-23T06:00Z", "partitions", "x", "y",
            "_",
            "/re/", "# c\n", "## h\n", "offsets", "config", "of", "by", "preferred", "replicas", "lab", "as", "on", "while", "back", "at",
            "end",
        ].sorted()

    @Test("soups of tokens never trap and always end")
    func soups() {
        let soup = Self.soup.sorted()
        for seed in 1...600 {
            var random = SeededRandom(seed: UInt64(seed))
            var text = ""
            for _ in 0..<random.next(below: 60) {
                text += random.pick(soup)
                if random.next(below: 5) != 0 { text += " " }
            }
            read(Array(text.utf8))
        }
    }

    @Test("shipped files with bytes lost, doubled and changed never trap")
    func damagedFiles() {
        for file in Shipped.files {
            for seed in 1...30 {
                var random = SeededRandom(seed: UInt64(seed))
                var bytes = file.bytes
                for _ in 0...random.next(below: 4) {
                    let place = random.next(below: bytes.count)
                    switch random.next(below: 3) {
                    case 0: bytes.remove(at: place)
                    case 1: bytes.insert(bytes[random.next(below: bytes.count)], at: place)
                    default: bytes[place] = random.pick(Array("(){}[]\"'\n;#/@".utf8))
                    }
                }
                read(bytes)
            }
        }
    }

    @Test(
        "deep nesting and long chains are diagnostics",
        arguments: ["(", "[", "f(", "-", "not ", "a.", "a + ", "a where b | f(", "if x { ", "x["])
    func deep(_ piece: String) {
        for suffix in ["", "a"] {
            let text = String(repeating: piece, count: 20_000) + suffix
            let (_, diagnostics) = Parsing.parse(text)
            #expect(!diagnostics.isEmpty)
            #expect(diagnostics.count < 250)
        }
    }

    @Test("a chain of `else if` and a type of lists nest within bounds")
    func otherDepths() {
        let chain = "if a { } " + String(repeating: "else if a { } ", count: 20_000)
        #expect(Parsing.parse(chain).1.contains { $0.code == "too-deep" })
        let type = "func f(x: " + String(repeating: "[", count: 20_000) + "int"
        #expect(Parsing.parse(type).1.contains { $0.code == "too-deep" })
    }

    @Test("a long list is no deep one")
    func longList() {
        let list = "show [" + (0..<20_000).map { "a + \($0)" }.joined(separator: ", ") + "]"
        #expect(Parsing.parse(list).1.isEmpty)
    }
}
