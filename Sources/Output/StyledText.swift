import Language

/// A line with looks by meaning; the terminal turns these into escapes or drops them.
package struct StyledText: Hashable, Sendable {
    package enum Style: Hashable, Sendable {
        case plain
        /// The names above the columns.
        case header
        /// What is less sure or less important: undecided rows, footers.
        case dim
        /// What went well, wants attention, went wrong.
        case good, warning, bad
    }

    package struct Piece: Hashable, Sendable {
        package var text: String
        package var style: Style

        package init(_ text: String, _ style: Style = .plain) {
            self.text = text
            self.style = style
        }
    }

    package var pieces: [Piece]

    package init(_ pieces: [Piece]) { self.pieces = pieces }

    package init(_ text: String, _ style: Style = .plain) { pieces = [Piece(text, style)] }

    /// The line without looks.
    package var plain: String { pieces.count == 1 ? pieces[0].text : pieces.map(\.text).joined() }

    /// How many columns of a terminal it takes.
    package var width: Int { DisplayWidth.of(plain) }
}
