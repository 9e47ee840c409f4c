import Testing

@testable import Terminal

@Suite("What Tab offers")
struct CompletionsTests {
    @Test("what all candidates share is inserted")
    func common() {
        #expect(Completions(prefixLength: 2, candidates: ["underReplicated", "underMinIsr"]).commonSuffix == "der")
        #expect(Completions(prefixLength: 5, candidates: ["underReplicated", "underMinIsr"]).commonSuffix == "")
        #expect(Completions(prefixLength: 0, candidates: []).commonSuffix == "")
    }

    @Test("never half a character")
    func characters() {
        #expect(Completions(prefixLength: 1, candidates: ["aé", "aè"]).commonSuffix == "")
        #expect(Completions(prefixLength: 1, candidates: ["aéb", "aéc"]).commonSuffix == "é")
    }

    @Test("many words stand in columns, top to bottom, within the width")
    func columns() {
        let words = (1...7).map { "word\($0)" }
        #expect(WordColumns.fit(words, width: 24) == "word1  word4  word7\nword2  word5\nword3  word6")
        #expect(WordColumns.fit(words, width: 3).split(separator: "\n").count == 7)
        #expect(WordColumns.fit((0..<250).map { "w\($0)" }, width: 80).hasSuffix("… and 50 more"))
    }
}
