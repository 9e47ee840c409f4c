/// A text of a description: `{column}` and `$1` are filled in.
package struct DescriptionTemplate {
    private enum Piece {
        case literal(String)
        case hole(String)
        /// A part of the thing's key, counted from 0.
        case key(Int)
    }

    private var pieces: [Piece] = []

    package init(_ text: String) {
        var literal = ""
        var rest = text[...]
        func flushed() -> [Piece] { literal.isEmpty ? [] : [.literal(literal)] }
        while let character = rest.popFirst() {
            if character == "{", let close = rest.firstIndex(of: "}") {
                pieces += flushed() + [.hole(String(rest[..<close]))]
                literal = ""
                rest = rest[rest.index(after: close)...]
            } else if character == "$", let number = rest.first?.wholeNumberValue, number > 0 {
                pieces += flushed() + [.key(number - 1)]
                literal = ""
                rest.removeFirst()
            } else {
                literal.append(character)
            }
        }
        pieces += flushed()
    }

    /// The columns between braces.
    package var holes: [String] { pieces.compactMap { if case .hole(let name) = $0 { name } else { nil } } }

    /// The text; nil where something of it has no value.
    package func filled(_ value: (String) -> String?, key: [String?] = []) -> String? {
        var text = ""
        for piece in pieces {
            switch piece {
            case .literal(let literal): text += literal
            case .hole(let name):
                guard let filled = value(name) else { return nil }
                text += filled
            case .key(let index):
                guard key.indices.contains(index), let part = key[index] else { return nil }
                text += part
            }
        }
        return text
    }
}
