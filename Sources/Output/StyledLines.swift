/// Lines with looks by meaning, one after the other in one run of bytes: a table of a million lines is one value and one write.
package struct StyledLines: Sendable {
    /// A stretch of the bytes that has a look; what none covers is plain. In order, and none reaches beyond its line.
    private struct Stretch: Sendable {
        var range: Range<Int>
        var style: StyledText.Style
    }

    private static let newline = UInt8(ascii: "\n")

    /// UTF-8, with a newline behind each line.
    package private(set) var bytes: [UInt8] = []
    private var stretches: [Stretch] = []

    /// The lines of a list, in order.
    package init(_ lines: [StyledText] = []) { append(contentsOf: lines) }

    /// Whether there is no line.
    package var isEmpty: Bool { bytes.isEmpty }

    /// How many lines there are.
    package var count: Int { bytes.count { $0 == Self.newline } }

    /// The first lines, so many at most.
    package func prefix(_ most: Int) -> StyledLines {
        var left = most
        guard
            let end = bytes.indices.first(where: { index in
                if bytes[index] == Self.newline { left -= 1 }
                return left <= 0
            })
        else { return self }
        var made = StyledLines()
        guard most > 0 else { return made }
        made.bytes = Array(bytes[...end])
        made.stretches = stretches.filter { $0.range.upperBound <= end }
        return made
    }

    /// Adds a line.
    package mutating func append(_ line: StyledText) {
        for piece in line.pieces {
            let start = bytes.count
            bytes.append(contentsOf: piece.text.utf8)
            mark(start, piece.style)
        }
        bytes.append(Self.newline)
    }

    /// Adds lines.
    package mutating func append(contentsOf lines: some Sequence<StyledText>) { for line in lines { append(line) } }

    /// Keeps room for so many more bytes.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

    /// Adds a line of one look, written straight into the run.
    /// - Parameter capacity: the most bytes that it has, without the newline.
    mutating func append(
        capacity: Int, _ style: StyledText.Style, _ write: (inout OutputSpan<UInt8>) -> Void
    ) {
        let start = bytes.count
        bytes.append(addingCapacity: capacity + 1) { line in
            write(&line)
            line.append(Self.newline)
        }
        if style != .plain { stretches.append(Stretch(range: start..<bytes.count - 1, style: style)) }
    }

    private mutating func mark(_ start: Int, _ style: StyledText.Style) {
        if style != .plain, bytes.count > start { stretches.append(Stretch(range: start..<bytes.count, style: style)) }
    }

    /// The lines one by one; a newline inside of one begins another.
    package var lines: [StyledText] {
        var lines: [StyledText] = []
        var rest = stretches[...]
        var start = 0
        while let end = bytes[start...].firstIndex(of: Self.newline) {
            lines.append(StyledText(pieces(start..<end, &rest)))
            start = end + 1
        }
        return lines
    }

    private func pieces(_ line: Range<Int>, _ rest: inout ArraySlice<Stretch>) -> [StyledText.Piece] {
        var pieces: [StyledText.Piece] = []
        var at = line.lowerBound
        func add(to end: Int, _ style: StyledText.Style) {
            if end > at { pieces.append(StyledText.Piece(String(decoding: bytes[at..<end], as: UTF8.self), style)) }
            at = max(at, end)
        }
        while let stretch = rest.first, stretch.range.lowerBound < line.upperBound {
            add(to: stretch.range.lowerBound, .plain)
            add(to: min(stretch.range.upperBound, line.upperBound), stretch.style)
            if stretch.range.upperBound > line.upperBound { break }
            rest = rest.dropFirst()
        }
        add(to: line.upperBound, .plain)
        return pieces.isEmpty ? [StyledText.Piece("")] : pieces
    }
}
