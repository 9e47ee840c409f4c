/// Where the lines of a text begin: turns a byte offset into the line and column that people and editors count.
package struct LineTable: Sendable {
    /// A place as people count it: both from 1, the column in characters.
    package struct Location: Hashable, Sendable {
        package var line: Int
        package var column: Int

        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    /// So many bytes of a line are counted in characters; behind them each byte counts.
    private static let mostRead = 1 << 14

    private let bytes: [UInt8]
    private let starts: [Int]

    package init(_ file: SourceFile) {
        self.init(bytes: file.bytes)
    }

    package init(bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == 0x0A { starts.append(offset + 1) }
        self.starts = starts
    }

    /// How many lines the text has; a text without a newline has one.
    package var count: Int { starts.count }

    /// The line and column of a byte offset; an offset outside the text is moved to its nearest end.
    package func location(of offset: Int32) -> Location {
        let offset = min(max(Int(offset), 0), bytes.count)
        let line = lineIndex(of: offset)
        let before = bytes[starts[line]..<offset]
        // Nobody reads so long a line: its characters are not looked for, once for each of a thousand errors.
        guard before.count <= Self.mostRead else { return Location(line: line + 1, column: before.count + 1) }
        return Location(line: line + 1, column: String(decoding: before, as: UTF8.self).count + 1)
    }

    /// Where a span begins.
    package func location(of span: Span) -> Location { location(of: span.start) }

    /// The text of a line counted from 1, without its line end; empty where there is no such line. Bad bytes show as U+FFFD.
    package func text(ofLine line: Int) -> String {
        String(decoding: bytes[range(ofLine: line)], as: UTF8.self)
    }

    /// The bytes of a line counted from 1, without its line end.
    package func range(ofLine line: Int) -> Range<Int> {
        guard line >= 1, line <= starts.count else { return 0..<0 }
        let start = starts[line - 1]
        var end = line < starts.count ? starts[line] - 1 : bytes.count
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }

    func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range.clamped(to: 0..<bytes.count)] }

    private func lineIndex(of offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }
}
