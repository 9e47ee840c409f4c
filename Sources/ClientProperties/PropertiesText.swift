/// The text of a properties file, read as `java.util.Properties.load` reads it: comments by `#` and `!`, keys ended by `=`, `:` or white
/// space, lines continued by a backslash, escapes `\t \n \r \f \uXXXX`, any other escaped character itself.
///
/// Kafka's tools load files as bytes, which makes them ISO-8859-1; its `FileConfigProvider` reads UTF-8. Source: `java.util.Properties`
/// (LineReader, load0, loadConvert) of Java 17, `org.apache.kafka.common.utils.Utils.loadProps`.
package struct PropertiesText {
    /// How bytes become characters.
    package enum Encoding: Sendable {
        case latin1, utf8
    }

    private var units: [UInt16]
    private let source: String
    private let encoding: Encoding
    private var offset = 0
    private var line = 1

    /// The entries of a file, in order; a key may stand there more than once.
    package static func entries(of bytes: [UInt8], in source: String, _ encoding: Encoding = .latin1) throws(PropertyProblem)
        -> [PropertyEntry]
    {
        var text = try PropertiesText(bytes, source, encoding)
        var entries: [PropertyEntry] = []
        while let logical = text.nextLine() { entries.append(try text.entry(of: logical)) }
        return entries
    }

    private init(_ given: [UInt8], _ source: String, _ encoding: Encoding) throws(PropertyProblem) {
        self.source = source
        self.encoding = encoding
        let place = PropertyPlace(source: source, line: 1)
        var bytes = given[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes = bytes.dropFirst(3)
            guard Self.saysNothing(bytes.prefix { $0 != 0x0A && $0 != 0x0D }) else {
                throw PropertyProblem(
                    at: place, "the file begins with a byte order mark, which Kafka takes for a part of the first key",
                    hint: "save it as UTF-8 without one")
            }
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw PropertyProblem(at: place, "the file is UTF-16, which no properties file is", hint: "save it as plain text")
        }
        switch encoding {
        case .latin1: units = bytes.map { UInt16($0) }
        case .utf8:
            guard let text = String(validating: Array(bytes), as: UTF8.self) else {
                throw PropertyProblem(at: PropertyPlace(source: source, line: nil), "is not UTF-8")
            }
            units = Array(text.utf16)
        }
    }

    /// Whether the first line is one of which Kafka makes a key that nobody reads, where a byte order mark stands before it: an empty one, or a
    /// comment that does not go on on the next line.
    private static func saysNothing(_ line: ArraySlice<UInt8>) -> Bool {
        let text = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0C }
        guard let first = text.first else { return true }
        let backslashes = text.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        return "#!".utf8.contains(first) && backslashes % 2 == 0
    }

    /// Lines that belong together, joined, without the white space they begin with.
    private struct LogicalLine {
        var units: [UInt16]
        /// The first of them, counted from 1.
        var number: Int
    }

    /// The next line that is neither blank nor a comment; nil at the end.
    private mutating func nextLine() -> LogicalLine? {
        var joined: [UInt16] = []
        var number = line
        var skipsSpace = true
        var isContinued = false
        var afterBackslash = false
        while offset < units.count {
            let unit = units[offset]
            offset += 1
            if skipsSpace {
                if unit.isBlank { continue }
                if !isContinued, unit.endsLine {
                    countLine(after: unit)
                    continue
                }
                skipsSpace = false
                isContinued = false
            }
            if joined.isEmpty {
                if unit == UInt16(ascii: "#") || unit == UInt16(ascii: "!") {
                    skipComment()
                    skipsSpace = true
                    continue
                }
                number = line
            }
            guard unit.endsLine else {
                joined.append(unit)
                afterBackslash = unit == .backslash && !afterBackslash
                continue
            }
            countLine(after: unit)
            if joined.isEmpty {
                skipsSpace = true
            } else if afterBackslash {
                joined.removeLast()
                // As in Java: what the end of the file cuts off is an entry, even an empty one.
                if offset == units.count { return LogicalLine(units: joined, number: number) }
                skipsSpace = true
                isContinued = true
                afterBackslash = false
            } else {
                return LogicalLine(units: joined, number: number)
            }
        }
        // A backslash at the end of the file continues nothing.
        if afterBackslash { joined.removeLast() }
        return joined.isEmpty && !afterBackslash ? nil : LogicalLine(units: joined, number: number)
    }

    /// Passes over a comment up to the end of its line, which stays.
    private mutating func skipComment() {
        while offset < units.count, !units[offset].endsLine { offset += 1 }
    }

    /// Counts a line once, however it ends.
    private mutating func countLine(after unit: UInt16) {
        line += 1
        if unit == .carriageReturn, offset < units.count, units[offset] == .newline { offset += 1 }
    }

    private func entry(of logical: LogicalLine) throws(PropertyProblem) -> PropertyEntry {
        let units = logical.units
        var keyEnd = 0
        var hasSeparator = false
        var afterBackslash = false
        while keyEnd < units.count {
            let unit = units[keyEnd]
            if !afterBackslash, unit.separates || unit.isBlank { break }
            afterBackslash = unit == .backslash && !afterBackslash
            keyEnd += 1
        }
        var start = keyEnd
        while start < units.count {
            if units[start].separates, !hasSeparator {
                hasSeparator = true
            } else if !units[start].isBlank {
                break
            }
            start += 1
        }
        let place = PropertyPlace(source: source, line: logical.number)
        let value = units[start...]
        return PropertyEntry(
            key: try unescaped(units[..<keyEnd], at: place), value: try unescaped(value, at: place), place: place,
            hasRawBytes: encoding == .latin1 && value.contains { $0 >= 0x80 })
    }

    private func unescaped(_ units: ArraySlice<UInt16>, at place: PropertyPlace) throws(PropertyProblem) -> String {
        var plain: [UInt16] = []
        plain.reserveCapacity(units.count)
        var index = units.startIndex
        while index < units.endIndex {
            let unit = units[index]
            index += 1
            guard unit == .backslash, index < units.endIndex else {
                plain.append(unit)
                continue
            }
            let escaped = units[index]
            index += 1
            switch escaped {
            case UInt16(ascii: "t"): plain.append(UInt16(ascii: "\t"))
            case UInt16(ascii: "n"): plain.append(.newline)
            case UInt16(ascii: "r"): plain.append(.carriageReturn)
            case UInt16(ascii: "f"): plain.append(.formFeed)
            case UInt16(ascii: "u"):
                let digits = units[index...].prefix(4).compactMap(\.hexDigit)
                guard digits.count == 4 else {
                    throw PropertyProblem(
                        at: place, "`\\u` must be followed by four hexadecimal digits", hint: "a backslash of its own is written `\\\\`")
                }
                plain.append(digits.reduce(0) { $0 << 4 | $1 })
                index += 4
            default: plain.append(escaped)
            }
        }
        guard let text = String(validating: plain, as: UTF16.self) else {
            throw PropertyProblem(at: place, "a `\\u` escape stands for half a character", hint: "write both halves of the surrogate pair")
        }
        return text
    }
}

extension UInt16 {
    fileprivate init(ascii scalar: Unicode.Scalar) { self = UInt16(UInt8(ascii: scalar)) }

    fileprivate static let backslash = UInt16(ascii: "\\")
    fileprivate static let newline = UInt16(ascii: "\n")
    fileprivate static let carriageReturn = UInt16(ascii: "\r")
    fileprivate static let formFeed: UInt16 = 0x0C

    /// White space within a line: space, tab, form feed.
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == .formFeed }
    fileprivate var endsLine: Bool { self == .newline || self == .carriageReturn }
    /// `=` or `:`.
    fileprivate var separates: Bool { self == UInt16(ascii: "=") || self == UInt16(ascii: ":") }

    fileprivate var hexDigit: UInt16? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }
}
