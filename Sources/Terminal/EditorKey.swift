/// A key that a terminal sends as several bytes. Terminals differ in the bytes (`KeySequences`); the editor is given one form of each, xterm's,
/// and that form is bound to a command of libedit's, or of ours.
enum EditorKey: CaseIterable {
    case up, down, left, right
    case home, end, delete
    case pageUp, pageDown
    case wordLeft, wordRight
    case entryStart, entryEnd
    case deleteWord
    case older, newer
    case pasteBegin

    /// The bytes that the editor is given: what xterm sends, so that a line of `~/.editrc` can name them.
    var bytes: String {
        switch self {
        case .up: "\u{1B}[A"
        case .down: "\u{1B}[B"
        case .right: "\u{1B}[C"
        case .left: "\u{1B}[D"
        case .home: "\u{1B}[H"
        case .end: "\u{1B}[F"
        case .delete: "\u{1B}[3~"
        case .pageUp: "\u{1B}[5~"
        case .pageDown: "\u{1B}[6~"
        case .wordRight: "\u{1B}[1;5C"
        case .wordLeft: "\u{1B}[1;5D"
        case .entryStart: "\u{1B}[1;5H"
        case .entryEnd: "\u{1B}[1;5F"
        case .deleteWord: "\u{1B}[3;5~"
        case .older: "\u{1B}[1;5A"
        case .newer: "\u{1B}[1;5B"
        case .pasteBegin: "\u{1B}[200~"
        }
    }

    /// The command that it is bound to.
    var command: String {
        switch self {
        case .up: "mend-up"
        case .down: "mend-down"
        case .left: "ed-prev-char"
        case .right: "ed-next-char"
        case .home: "mend-home"
        case .end: "mend-end"
        case .delete: "ed-delete-next-char"
        case .pageUp, .older: "mend-older"
        case .pageDown, .newer: "mend-newer"
        case .wordLeft: "ed-prev-word"
        case .wordRight: "em-next-word"
        case .entryStart: "ed-move-to-beg"
        case .entryEnd: "ed-move-to-end"
        case .deleteWord: "em-delete-next-word"
        case .pasteBegin: "mend-paste"
        }
    }

    /// Keys of one byte, or of Alt with another key, and what they do. `isKept`: a line of `~/.editrc` does not change it, since safety hangs on it,
    /// or since the editor's own command reads or writes where it should not.
    static let others: [(bytes: String, command: String, isKept: Bool)] = [
        ("\r", "mend-enter", true), ("\n", "mend-enter", true),
        ("\u{1B}\r", "mend-newline", true), ("\u{1B}\n", "mend-newline", true),
        ("\t", "mend-complete", true), ("\u{12}", "mend-search", true), ("\u{16}", "mend-quote", true),
        ("\u{10}", "mend-older", true), ("\u{0E}", "mend-newer", true),
        ("\u{01}", "mend-home", false), ("\u{05}", "mend-end", false),
        // libedit's searches and its own command line.
        ("\u{1B}p", "mend-older", true), ("\u{1B}P", "mend-older", true),
        ("\u{1B}n", "mend-newer", true), ("\u{1B}N", "mend-newer", true),
        ("\u{1B}x", "ed-unassigned", true), ("\u{1B}X", "ed-unassigned", true),
        ("\u{1B}<", "ed-move-to-beg", false), ("\u{1B}>", "ed-move-to-end", false),
    ]
}
