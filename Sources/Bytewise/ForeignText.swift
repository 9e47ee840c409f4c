// What others write (names of groups, error texts of brokers, names in certificates, journals handed over) may hold what a terminal obeys and what a
// person does not see: escape sequences, marks that turn the direction of a line, letters without a glyph. Here is told which scalars these are, and
// the one visible form that they are given wherever they enter a message or a cell: `\u{1b}`, as the language reads it in a text.

extension Unicode.Scalar {
    /// Whether a terminal, an editor or a browser may do something else with it than draw it, or draws nothing: controls (C0, DEL, C1), separators of
    /// lines, marks of direction, and whatever else Unicode calls ignorable by default (DerivedCoreProperties, `Default_Ignorable_Code_Point`).
    public var isHarmful: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F, 0xAD: true
        case 0xA0..<0x34F: false
        case 0x34F, 0x61C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F: true
        case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164: true
        case 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB: true
        case 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true
        default: false
        }
    }

    /// Whether a variation selector behind it only chooses how it is drawn: symbols that are emoji or not.
    fileprivate var takesVariation: Bool { (0x203C...0x3299).contains(value) || (0x1F000...0x1FAFF).contains(value) }

    /// `\u{1b}`.
    fileprivate var escape: String { "\\u{\(String(value, radix: 16))}" }
}

/// Text from elsewhere, made harmless.
public enum ForeignText {
    /// For a line of a message: what is harmful stands as an escape, a newline as `\n`. What was made harmless before stays as it is.
    public static func inOneLine(_ text: String) -> String {
        needsLook(text) ? escaped(text) : text
    }

    /// For text of several lines that is shown as it is laid out: newlines and tabs stay.
    public static func inLines(_ text: String) -> String {
        needsLook(text) ? escaped(text, keeping: ["\n", "\t"]) : text
    }

    /// For words inside of a message: a newline begins a line that is indented, so that it cannot be taken for a message of its own.
    public static func inMessage(_ text: String) -> String {
        guard needsLook(text) else { return text }
        let lines = escaped(text, keeping: ["\n"]).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { index, line in index == 0 || line.hasPrefix("  ") ? String(line) : "    \(line)" }
            .joined(separator: "\n")
    }

    /// For a name that somebody may have to type again: as `inOneLine`, and such that no two names look alike by their escapes. Where an escape
    /// stands in the result, a backslash of the name is doubled, as a text of the language reads it.
    public static func name(_ text: String) -> String {
        guard needsLook(text, orBackslash: true) else { return text }
        guard text.unicodeScalars.contains(where: \.isHarmful) || readsAsEscape(text) else { return text }
        return escaped(text, doublesBackslash: true)
    }

    /// For a field of CSV, whose quotes carry line ends (LF, CR LF) and tabs: what is harmful besides stands as an escape, unambiguously as in
    /// `name`.
    public static func field(_ text: String) -> String {
        guard needsLook(text, orBackslash: true) else { return text }
        let isHarmful = text.contains { $0 != "\r\n" && $0.unicodeScalars.contains { $0.isHarmful && $0 != "\n" && $0 != "\t" } }
        guard isHarmful || text.contains("\\u{") || text.contains("\\r") else { return text }
        // A character is what belongs together: of CR and LF only the pair ends a line.
        return text.map { $0 == "\r\n" ? "\r\n" : escaped(String($0), keeping: ["\n", "\t"], doublesBackslash: true) }.joined()
    }

    /// For a place where a text of the language goes on inside of double quotes.
    public static func literal(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if "\"\\{}".unicodeScalars.contains(scalar) { result += "\\" }
            result += scalar.isHarmful ? short(scalar) ?? scalar.escape : String(Character(scalar))
        }
        return result
    }

    /// Whether a text has a byte that a harmful scalar may begin with. Most have none.
    private static func needsLook(_ text: String, orBackslash: Bool = false) -> Bool {
        for byte in text.utf8 {
            switch byte {
            case 0x20..<0x5C, 0x5D..<0x7F: continue
            case 0x5C: if orBackslash { return true }
            case 0..<0x20, 0x7F, 0xC2, 0xCD, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF, 0xF0, 0xF3: return true
            default: continue
            }
        }
        return false
    }

    /// Whether a backslash in a name could be taken for the beginning of an escape.
    private static func readsAsEscape(_ text: String) -> Bool {
        var isBehind = false
        for byte in text.utf8 {
            if isBehind, "\\nrtu".utf8.contains(byte) { return true }
            isBehind = byte == UInt8(ascii: "\\")
        }
        return false
    }

    private static func short(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\n": "\\n"
        case "\t": "\\t"
        case "\r": "\\r"
        default: nil
        }
    }

    private static func escaped(_ text: String, keeping kept: [Unicode.Scalar] = [], doublesBackslash: Bool = false) -> String {
        var result = ""
        var before: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            let onlyChooses = (scalar.value == 0xFE0E || scalar.value == 0xFE0F) && before?.takesVariation == true
            if scalar.isHarmful, !onlyChooses, !kept.contains(scalar) {
                result += short(scalar) ?? scalar.escape
            } else {
                if scalar == "\\", doublesBackslash { result += "\\" }
                result.unicodeScalars.append(scalar)
            }
            before = scalar
        }
        return result
    }
}
