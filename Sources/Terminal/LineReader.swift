/// Where entries come from: an editor on a terminal, or plain lines of a pipe.
package protocol LineReader: AnyObject {
    /// The next entry, without its last newline.
    func read(prompt: String) -> LineRead

    /// Adds an entry to what the arrow keys bring back.
    func remember(_ entry: String)

    /// Puts text into the next line, for a person to change and to run.
    func preset(_ text: String)

    /// Shows lines above the entry that is being edited.
    func announce(_ text: String)
}

package enum LineRead: Sendable, Hashable {
    case entry(String)
    /// Ctrl-C: the entry was given up.
    case cancelled
    /// End of input, or the terminal went away.
    case ended
    /// The input is no UTF-8: where, counted in bytes from the start of the input.
    case invalid(offset: Int)
}

/// Why the editor's wait for a key ended.
package enum KeyWait: Sendable, Hashable {
    case readable, cancelled, resized, ended
    /// Ctrl-Z: the program is to stop.
    case stopped
    /// The program was stopped, and goes on.
    case continued
}

/// What an editor asks of the program that it serves.
package protocol LineEditing: AnyObject {
    /// Waits, in the program's own loop, until the terminal has bytes or something else ends the wait.
    func waitForKey() -> KeyWait

    /// True where Enter runs the text; else it begins another line.
    func isComplete(_ text: String) -> Bool

    /// What is still open at the end of a text that Enter does not run: `{`, `(`, `[`; empty: something has to follow.
    func open(at text: String) -> String

    /// What may stand at the cursor (an offset in UTF-8 bytes).
    func completions(of text: String, at cursor: Int) -> Completions
}

/// What Tab offers.
package struct Completions: Sendable, Hashable {
    /// The part of the word before the cursor that the candidates begin with, in UTF-8 bytes.
    package var prefixLength: Int
    /// Words, in the order in which they are shown.
    package var candidates: [String]

    package init(prefixLength: Int, candidates: [String]) {
        self.prefixLength = prefixLength
        self.candidates = candidates
    }

    /// What all candidates go on with after the prefix.
    package var commonSuffix: String {
        guard let first = candidates.first?.utf8 else { return "" }
        var length = first.count
        for candidate in candidates.dropFirst() {
            length = min(length, zip(first, candidate.utf8).prefix { $0 == $1 }.count)
        }
        var bytes = Array(first.prefix(length).dropFirst(prefixLength))
        // Never half a character.
        while !bytes.isEmpty {
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            bytes.removeLast()
        }
        return ""
    }
}
