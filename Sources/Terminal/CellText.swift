import Language

/// Text with colours, measured and cut in cells of the terminal: an escape sequence takes none and is never cut.
enum CellText {
    private static let escape: Character = "\u{1B}"

    static func width(_ text: String) -> Int {
        var cells = 0
        walk(text) { piece, isEscape in
            if !isEscape { cells += DisplayWidth.of(piece) }
            return true
        }
        return cells
    }

    /// The beginning of a text that fits; colours end where it is cut.
    static func prefix(_ text: String, cells limit: Int) -> String {
        var result = ""
        var cells = 0
        var wasCut = false
        walk(text) { piece, isEscape in
            if isEscape {
                result.append(piece)
                return true
            }
            let width = DisplayWidth.of(piece)
            guard cells + width <= limit else {
                wasCut = true
                return false
            }
            cells += width
            result.append(piece)
            return true
        }
        return wasCut && text.contains(escape) ? result + "\u{1B}[0m" : result
    }

    private static func walk(_ text: String, _ body: (Character, Bool) -> Bool) {
        var inEscape = false
        for character in text {
            if character == escape { inEscape = true }
            guard body(character, inEscape) else { return }
            // ESC [ … m: a letter ends it.
            if inEscape, character.isLetter { inEscape = false }
        }
    }
}
