import Language

/// Texts that have less room than they are wide.
enum Shortening {
    private static let mark = "…"
    /// From this width on there is room for both ends.
    private static let leastWithEnd = 9

    /// The text, or so much of it as fits, with `…` for what is left out.
    /// - Parameter keepsEnd: the end stays, and what is in the middle goes.
    static func of(_ text: String, to width: Int, keepsEnd: Bool = false) -> String {
        guard DisplayWidth.of(text) > width else { return text }
        guard width > 1 else { return width == 1 ? mark : "" }
        let tail = keepsEnd && width >= leastWithEnd ? width / 3 : 0
        return taken(text, width - 1 - tail) + mark + String(taken(text.reversed(), tail).reversed())
    }

    /// The characters from the start that fit.
    private static func taken(_ text: some Sequence<Character>, _ width: Int) -> String {
        var taken = ""
        var room = width
        for character in text {
            room -= DisplayWidth.of(character)
            if room < 0 { break }
            taken.append(character)
        }
        return taken
    }
}
