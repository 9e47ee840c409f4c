/// A search through older entries while a line is typed (Ctrl-R): what is typed is looked for in what was typed before, plain, letter by letter.
struct EntrySearch {
    /// What is looked for.
    private(set) var pattern = ""
    /// The line before the search, and its cursor in bytes: what Ctrl-G brings back.
    let before: (text: String, cursor: Int)
    private(set) var found: (index: Int, offset: Int)?
    private(set) var hasFailed = false

    init(text: String, cursor: Int) { before = (text, cursor) }

    /// What a character makes of the search.
    enum Step: Equatable {
        case goesOn
        /// What was found stays in the line; the character is a key as always.
        case isTaken
        /// The line is as it was before.
        case isGivenUp
    }

    /// Takes a character.
    mutating func take(_ character: UnicodeScalar, in history: EntryHistory) -> Step {
        switch character.value {
        // Ctrl-R: the next older one.
        case 0x12:
            guard !pattern.isEmpty else { return .goesOn }
            look(in: history, before: found?.index ?? history.entries.count)
        case 0x08, 0x7F:
            guard !pattern.isEmpty else { return .goesOn }
            pattern.removeLast()
            found = nil
            hasFailed = false
            if !pattern.isEmpty { look(in: history, before: history.entries.count) }
        case 0x07: return .isGivenUp
        case 0..<0x20, 0x80..<0xA0: return .isTaken
        default:
            pattern.unicodeScalars.append(character)
            look(in: history, before: found.map { $0.index + 1 } ?? history.entries.count)
        }
        return .goesOn
    }

    /// What was found before stays where nothing more is found.
    private mutating func look(in history: EntryHistory, before index: Int) {
        if let next = history.find(pattern, before: index) {
            found = next
            hasFailed = false
        } else {
            hasFailed = true
        }
    }

    /// What stands in the place of the prompt.
    var prompt: String { "\(hasFailed ? "no older entry has" : "search") `\(pattern)`: " }
}
