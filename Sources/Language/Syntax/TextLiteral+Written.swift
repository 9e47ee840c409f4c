extension TextLiteral {
    /// A text as it is written in the language; nil where it has no such form: a control character has no escape.
    package static func written(_ text: String) -> String? {
        var written = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\", "{", "}": written += "\\\(scalar)"
            case "\n": written += "\\n"
            case "\t": written += "\\t"
            default:
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) { return nil }
                written.unicodeScalars.append(scalar)
            }
        }
        return written + "\""
    }
}
