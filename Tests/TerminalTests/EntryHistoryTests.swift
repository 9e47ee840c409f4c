import Testing

@testable import Terminal

@Suite("What was typed, walked and searched")
struct EntryHistoryTests {
    private var history: EntryHistory {
        var history = EntryHistory()
        for entry in ["brokers", "partitions where offline", "topics", "partitions where underReplicated", "topics"] { history.add(entry) }
        return history
    }

    @Test("an empty line walks all entries; behind the newest stands what was typed")
    func all() {
        var history = history
        #expect(history.step(from: "", before: "", isOlder: true) == "topics")
        #expect(history.step(from: "topics", before: "topics", isOlder: true) == "partitions where underReplicated")
        #expect(history.step(from: "partitions where underReplicated", before: "", isOlder: false) == "topics")
        #expect(history.step(from: "topics", before: "topics", isOlder: false) == "")
        #expect(history.step(from: "", before: "", isOlder: false) == nil)
    }

    @Test("a line that was begun walks those that begin so, and comes back as it was")
    func prefix() {
        var history = history
        #expect(history.step(from: "part", before: "part", isOlder: true) == "partitions where underReplicated")
        let second = history.step(from: "partitions where underReplicated", before: "partitions where underReplicated", isOlder: true)
        #expect(second == "partitions where offline")
        #expect(history.step(from: "partitions where offline", before: "partitions where offline", isOlder: true) == nil)
        #expect(history.step(from: "partitions where offline", before: "", isOlder: false) == "partitions where underReplicated")
        #expect(history.step(from: "partitions where underReplicated", before: "", isOlder: false) == "part")
    }

    @Test("signs have no meaning in a prefix, and only what stands before the cursor counts")
    func plain() {
        var history = EntryHistory()
        for entry in ["show .* + 1", "show [x", "show a"] { history.add(entry) }
        #expect(history.step(from: "show [", before: "show [", isOlder: true) == "show [x")
        var other = history
        #expect(other.step(from: "show .zzz", before: "show .", isOlder: true) == "show .* + 1")
    }

    @Test("what was changed after it was brought back is a new line")
    func changed() {
        var history = history
        _ = history.step(from: "", before: "", isOlder: true)
        #expect(history.step(from: "brok", before: "brok", isOlder: true) == "brokers")
    }

    @Test("the same entry twice on end is kept once, and the oldest are forgotten")
    func limits() {
        var history = EntryHistory()
        for number in 0..<(EntryHistory.limit + 10) { history.add("show \(number)") }
        history.add("show \(EntryHistory.limit + 9)")
        #expect(history.entries.count == EntryHistory.limit)
        #expect(history.entries.first == "show 10")
    }

    @Test("a search finds the newest first, then older ones; what is typed is taken as it is")
    func search() {
        var search = EntrySearch(text: "begun", cursor: 5)
        for character in "where".unicodeScalars { #expect(search.take(character, in: history) == .goesOn) }
        #expect(search.found?.index == 3)
        #expect(search.found?.offset == 11)
        #expect(search.take("\u{12}", in: history) == .goesOn)
        #expect(search.found?.index == 1)
        #expect(search.take("\u{12}", in: history) == .goesOn)
        #expect(search.hasFailed)
        #expect(search.found?.index == 1, "what was found stays")
        #expect(search.take("\r", in: history) == .isTaken)
        var other = EntrySearch(text: "begun", cursor: 2)
        _ = other.take("z", in: history)
        #expect(other.hasFailed)
        _ = other.take("\u{7F}", in: history)
        #expect(!other.hasFailed)
        #expect(other.take("\u{07}", in: history) == .isGivenUp)
        #expect(other.before.text == "begun")
    }
}
