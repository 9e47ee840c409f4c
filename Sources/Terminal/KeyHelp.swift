/// What the keys of the prompt do, for a person.
package enum KeyHelp {
    private static let rows: [(keys: String, does: String)] = [
        ("Enter", "runs the entry; begins another line where more is needed"),
        ("Alt-Enter", "begins another line"),
        ("Tab", "completes, or lists what may stand here"),
        ("Up, Down", "line above, below; then entries that begin like this"),
        ("PageUp, PageDown", "the same without the lines; also Ctrl-P, Ctrl-N"),
        ("Ctrl-R", "searches entries; again: the next; Ctrl-G gives up"),
        ("Ctrl-Left, Ctrl-Right", "by words; also Alt-B, Alt-F"),
        ("Home, End", "ends of the line, then of the entry; Ctrl-A, Ctrl-E"),
        ("Delete, Ctrl-Delete", "the character, the word here; Ctrl-K the rest"),
        ("Ctrl-W, Ctrl-U, Ctrl-Y", "word before, all of it; what went last comes back"),
        ("Ctrl-V", "the next key as a character"),
        ("Ctrl-C", "gives the entry up; while something runs: stops it"),
        ("Ctrl-Z", "stops the program; the shell's `fg` goes on"),
        ("Ctrl-D", "leaves, on an empty line"),
    ]

    package static var text: String {
        let width = rows.map(\.keys.count).max() ?? 0
        return rows.map { row in row.keys + String(repeating: " ", count: width - row.keys.count + 2) + row.does + "\n" }.joined()
    }
}
