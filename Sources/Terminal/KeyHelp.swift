/// What the keys of the prompt do, for a person.
package enum KeyHelp {
    private static let rows: [(keys: String, does: String)] = [
        ("Enter", "runs the entry; begins another line where something is open"),
        ("Alt-Enter", "begins another line"),
        ("Tab", "completes, or lists what may stand here"),
        ("Up, Down", "the line above or below; then older and newer entries that begin like this one"),
        ("PageUp, PageDown", "older and newer entries that begin like this one; also Ctrl-Up, Ctrl-Down, Ctrl-P, Ctrl-N"),
        ("Ctrl-R", "searches older entries: again for the next one, Ctrl-G gives up"),
        ("Ctrl-Left, Ctrl-Right", "by words; also with Alt, Alt-B, Alt-F"),
        ("Home, End", "the line's beginning and end, then the entry's; also Ctrl-A, Ctrl-E, and with Ctrl the entry's at once"),
        ("Delete, Ctrl-Delete", "the character, the word behind the cursor; Alt-D the word, Ctrl-K the rest"),
        ("Ctrl-W, Ctrl-U, Ctrl-Y", "the word before the cursor, all of the entry; what went last comes back"),
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
