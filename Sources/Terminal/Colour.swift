/// Looks that text can have. What it means is the caller's; these are the terminal's.
package enum Colour: Sendable {
    case bold, dim, red, green, yellow, blue, magenta, cyan

    private var code: String {
        switch self {
        case .bold: "1"
        case .dim: "2"
        case .red: "31"
        case .green: "32"
        case .yellow: "33"
        case .blue: "34"
        case .magenta: "35"
        case .cyan: "36"
        }
    }

    /// The same for an editor's prompt: the escapes stand between marks (`LineEditor`), so that they take no room.
    package func prompt(_ words: String, enabled: Bool) -> String {
        let text = ForeignText.inOneLine(words)
        return enabled && !text.isEmpty ? "\u{1}\u{1B}[\(code)m\u{1}\(text)\u{1}\u{1B}[0m\u{1}" : text
    }

    /// The text with this look, or as it is where colour is off.
    package func paint(_ text: String, enabled: Bool) -> Painted {
        enabled ? Painted(text, code: code) : Painted(text)
    }
}
