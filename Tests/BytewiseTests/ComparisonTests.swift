import Bytewise
import Testing

/// Two spellings of one text by Unicode's canonical equivalence (Unicode Standard Annex 15, "é" in forms C and D): other bytes, so other names.
private let composed = "caf\u{E9}-app"
private let decomposed = "cafe\u{301}-app"

@Suite("Text by its bytes")
struct ComparisonTests {
    @Test("two spellings of one text are two")
    func twoSpellings() {
        #expect((composed == decomposed) == false)
        #expect(composed != decomposed)
        #expect((composed == String(decoding: [0x63, 0x61, 0x66, 0xC3, 0xA9, 0x2D, 0x61, 0x70, 0x70], as: UTF8.self)) == true)
        let maybe: String? = decomposed
        #expect((maybe == composed) == false && maybe != composed && composed != maybe)
        #expect(([composed] == [decomposed]) == false && [composed] != [decomposed])
        #expect((composed[...] == decomposed) == false && composed[...] != decomposed[...])
        #expect((["g": composed] == ["g": decomposed]) == false)
        #expect((composed, "x") != (decomposed, "x"))
        // The Kelvin sign and the letter, too.
        #expect(("\u{212A}" == "K") == false)
    }

    @Test("a switch, a search and a prefix go by bytes")
    func searches() {
        let isComposed =
            switch decomposed {
            case composed: true
            default: false
            }
        #expect(!isComposed)
        #expect(![composed].contains(decomposed) && [composed].contains(composed))
        #expect([composed, decomposed].firstIndex(of: decomposed) == 1)
        #expect(!composed.hasPrefix("cafe") && decomposed.hasPrefix("cafe"))
        #expect(!decomposed.hasPrefix("caf\u{E9}") && decomposed.hasSuffix("\u{301}-app"))
        #expect(!composed.contains("e\u{301}") && decomposed.contains("e\u{301}") && decomposed.contains("") && !"ab".contains("abc"))
    }

    @Test("the order is that of UTF-8: code points, not letters")
    func order() {
        // U+0065 before U+00E9, U+FF5E before U+1F600 (in UTF-16 it is the other way round).
        #expect(
            [composed, decomposed, "\u{1F600}", "\u{FF5E}", "Z", "a"].sorted() == ["Z", "a", decomposed, composed, "\u{FF5E}", "\u{1F600}"])
        #expect(decomposed < composed && composed > decomposed && composed >= composed && !(composed <= decomposed))
        #expect((composed, 1) < (composed, 2) && (decomposed, 2) < (composed, 1) && (1, decomposed) < (1, composed))
        #expect([composed, decomposed].min() == decomposed && [composed, decomposed].max() == composed)
    }

    @Test("dictionaries and sets keep them apart")
    func keys() {
        var offsets: [NameKey: Int] = [:]
        offsets[composed] = 1
        offsets[decomposed, default: 0] += 2
        #expect(offsets.count == 2 && offsets[composed] == 1 && offsets[decomposed] == 2)
        #expect(offsets.removeValue(forKey: composed) == 1 && offsets[decomposed] == 2)
        var seen: Set<NameKey> = [NameKey(composed)]
        #expect(seen.insert(decomposed).inserted && !seen.insert(composed).inserted && seen.contains(decomposed))
        #expect([composed, decomposed, composed].distinctSorted() == [decomposed, composed])
        #expect([composed, decomposed].grouped(byName: { $0 }).map(\.key) == [decomposed, composed])
    }

    @Test("what is derived from it goes by bytes")
    func derived() {
        struct Place: Hashable {
            let group: String
            let partition: Int
        }
        enum Thing: Equatable { case group(String) }
        #expect(Place(group: composed, partition: 0) != Place(group: decomposed, partition: 0))
        #expect(Set([Place(group: composed, partition: 0), Place(group: decomposed, partition: 0)]).count == 2)
        #expect(Thing.group(composed) != .group(decomposed))
    }
}
