import KafkaPrimitives
import Language
import Testing

@Suite("The formatter")
struct FormatterTests {
    private func format(_ text: String, mode: Parser.Mode = .entry) -> String? {
        Formatter.format(SourceFile(id: 0, name: "t", text: text), effects: EffectSignatures.all, mode: mode).text
    }

    private func form(_ text: String, mode: Parser.Mode) -> String { NormalForm.of(Parsing.parse(text, mode: mode).0) }

    @Test("what ships keeps its tree, and the format is its own")
    func shipped() throws {
        for file in Shipped.files {
            let text = String(decoding: file.bytes, as: UTF8.self)
            let once = try #require(format(text, mode: .file))
            #expect(form(once, mode: .file) == form(text, mode: .file))
            #expect(format(once, mode: .file) == once)
            #expect(once == text, "\(file.name) is not formatted")
        }
    }

    @Test("spaces and line ends changed by a seed come back to the same text and tree")
    func mutations() throws {
        for file in Shipped.files {
            let text = String(decoding: file.bytes, as: UTF8.self)
            let wanted = form(text, mode: .file)
            let formatted = try #require(format(text, mode: .file))
            for seed in 1...40 {
                var random = SeededRandom(seed: UInt64(seed))
                let mutated = mutate(formatted, &random)
                let once = try #require(format(mutated, mode: .file), "seed \(seed) of \(file.name)")
                #expect(form(once, mode: .file) == wanted)
                #expect(format(once, mode: .file) == once)
                #expect(once == formatted, "seed \(seed) of \(file.name)")
            }
        }
    }

    /// Doubles spaces, changes indents, adds empty lines beside empty lines and trailing spaces: nothing that a formatter should keep.
    private func mutate(_ text: String, _ random: inout SeededRandom) -> String {
        var result = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var body = line.drop { $0 == " " }
            result += String(repeating: random.next(below: 6) == 0 ? "\t" : " ", count: random.next(below: 9))
            var quote: Character?
            while let character = body.popFirst() {
                if character == "#", quote == nil {
                    result.append(character)
                    result += body
                    break
                }
                if character == "\"" || character == "'", quote == nil || quote == character { quote = quote == nil ? character : nil }
                result.append(character)
                if character == " ", quote == nil, random.next(below: 4) == 0 { result += "  " }
                if quote == nil, "+*,([]{|".contains(character), random.next(below: 4) == 0 { result += " " }
            }
            if random.next(below: 5) == 0 { result += "  " }
            result += random.next(below: 7) == 0 ? "\r\n" : "\n"
            if line.isEmpty { result += String(repeating: "\n", count: random.next(below: 3)) }
        }
        return result
    }

    @Test("spacing, quotes, indents and empty lines have one form")
    func oneForm() throws {
        let folder = "\(Shipped.root)/Tests/LanguageTests/Golden/format"
        let names = TestFiles.list(folder).filter { $0.hasSuffix(".in") }
        #expect(!names.isEmpty)
        for name in names {
            let input = String(decoding: try #require(TestFiles.read("\(folder)/\(name)")), as: UTF8.self)
            let output = try #require(format(input), "\(name) does not parse")
            Golden.expect(output, "format/\(name.dropLast(3)).out")
            #expect(form(output, mode: .entry) == form(input, mode: .entry))
            #expect(format(output) == output)
        }
    }

    @Test("a text with errors is not formatted, and says why")
    func errors() {
        let result = Formatter.format(SourceFile(id: 0, name: "t", text: "show ("), effects: EffectSignatures.all, mode: .entry)
        #expect(result.text == nil)
        #expect(result.diagnostics.count == 1)
    }
}
