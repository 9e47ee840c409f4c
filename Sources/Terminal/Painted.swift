/// What a terminal is given: words of the program, looks, and text from elsewhere in which nothing is left that a terminal would obey.
///
/// Any `String` that enters here is text from elsewhere and is made harmless (`ForeignText`); only literals of the program and what `Colour` paints
/// pass as they are. So no printer has to think of it, and none can forget.
package struct Painted: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The bytes for the terminal, escape sequences of looks among them.
    let text: String
    /// The same, for a program that shows them, such as a pager.
    package var bytes: [UInt8] { Array(text.utf8) }

    private init(safe text: String) { self.text = text }

    /// Words of the program.
    package init(stringLiteral words: String) { text = words }

    /// Text from elsewhere, inside of a message: what follows a newline is indented.
    package init(_ words: String) { text = ForeignText.inMessage(words) }

    /// Text from elsewhere that is laid out in lines: they stay, and so do tabs.
    package init(lines: String) { text = ForeignText.inLines(lines) }

    package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// Words with an escape sequence of looks before and behind them.
    init(_ words: String, code: String) { text = words.isEmpty ? "" : "\u{1B}[\(code)m\(ForeignText.inMessage(words))\u{1B}[0m" }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        package mutating func appendLiteral(_ words: String) { text += words }

        package mutating func appendInterpolation(_ words: Painted) { text += words.text }

        package mutating func appendInterpolation(_ value: some Any) { text += ForeignText.inMessage("\(value)") }
    }

    package var isEmpty: Bool { text.isEmpty }

    package static func + (left: Painted, right: Painted) -> Painted { Painted(safe: left.text + right.text) }
    @_disfavoredOverload
    package static func + (left: Painted, right: String) -> Painted { left + Painted(right) }
    @_disfavoredOverload
    package static func + (left: String, right: Painted) -> Painted { Painted(left) + right }
    package static func += (left: inout Painted, right: Painted) { left = left + right }
}

extension Sequence<Painted> {
    /// All of them, with words of the program between.
    package func joined(separator: StaticString = "") -> Painted {
        let between = separator.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        return Painted(stringLiteral: map(\.text).joined(separator: between))
    }
}
