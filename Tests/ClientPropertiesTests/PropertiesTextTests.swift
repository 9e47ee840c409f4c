import Testing

@testable import ClientProperties

@Suite("The syntax of properties files")
struct PropertiesTextTests {
    private func entries(_ text: String) throws -> [PropertyEntry] {
        try PropertiesText.entries(of: Array(text.utf8), in: "client.properties")
    }

    @Test("what Java's own reader makes of a file is what is made of it here")
    func likeJava() {
        for line in Vectors.lines("properties.txt") {
            do throws(PropertyProblem) {
                let entries = try PropertiesText.entries(of: line.input, in: "f")
                #expect(entries.map { [$0.key, $0.value] } == line.words.map(Vectors.pair), "\(line.input)")
            } catch {
                #expect(line.words == ["error"] || line.words == ["half"], "\(line.input): \(error)")
            }
        }
    }

    @Test("there are enough of them")
    func vectors() {
        #expect(Vectors.lines("properties.txt").count > 400)
        #expect(Vectors.lines("jaas.txt").count > 400)
    }

    @Test("an entry knows the line on which it begins, whatever ends lines")
    func lineNumbers() throws {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["# one", "a=1", "", "b=2\\", "   more", "  # six", "c=3"].joined(separator: end)
            #expect(try entries(text).map { $0.place.line } == [2, 4, 7], "\(end.utf8)")
        }
    }

    @Test("bytes are ISO-8859-1, as Kafka's tools read them; a file of a config provider is UTF-8")
    func encodings() throws {
        let bytes = Array("a=ü".utf8)
        let latin = try PropertiesText.entries(of: bytes, in: "f")
        #expect(latin.first?.value == "Ã¼")
        #expect(latin.first?.hasRawBytes == true)
        #expect(try entries("a=\\u00fc").first?.hasRawBytes == false)
        #expect(try PropertiesText.entries(of: bytes, in: "f", .utf8).first?.value == "ü")
        #expect(throws: PropertyProblem.self) { try PropertiesText.entries(of: [0x61, 0x3D, 0xFF], in: "f", .utf8) }
    }

    @Test("what an editor adds is named: a byte order mark, UTF-16")
    func marks() {
        for bytes: [UInt8] in [[0xEF, 0xBB, 0xBF, 0x61], [0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61]] {
            #expect(throws: PropertyProblem.self) { try PropertiesText.entries(of: bytes, in: "f") }
        }
    }

    @Test("a byte order mark before a comment or an empty line is in nobody's way; one before a comment that goes on takes a line away")
    func harmlessMarks() throws {
        for text in ["# ours\na=1", "! ours\r\na=1", "\na=1", "  # ours\na=1", "# ours \\\\\na=1"] {
            let entries = try entries("\u{FEFF}" + text)
            #expect(entries.map(\.key) == ["a"] && entries.map { $0.place.line } == [2], "\(text)")
        }
        #expect(throws: PropertyProblem.self) { try entries("\u{FEFF}# ours \\\na=1") }
    }

    @Test("no bytes trap, and none makes more than it is", arguments: 0..<64)
    func hostile(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func next() -> UInt8 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state)
        }
        let bytes = (0..<300).map { _ in next() }
        if let entries = try? PropertiesText.entries(of: bytes, in: "f") {
            #expect(entries.reduce(0) { $0 + $1.key.utf16.count + $1.value.utf16.count } <= bytes.count)
        }
    }

    @Test("an entry never tells its value")
    func silent() throws {
        let entry = try #require(try entries("sasl.jaas.config=canary").first)
        var dumped = ""
        dump(entry, to: &dumped)
        for text in ["\(entry)", String(reflecting: entry), dumped] { #expect(!text.contains("canary"), "\(text)") }
    }
}
