/// The members of a JSON object (RFC 8259), as far as tokens need them: texts and numbers of the outermost level. What is nested is passed
/// over, whatever is in it; no input makes it go deeper than `depthLimit`.
struct JSONMembers {
    enum Member: Equatable {
        case text(String)
        case number(Double)
        case other
    }

    private static let depthLimit = 32

    private var members: [NameKey: Member] = [:]
    private var bytes: ArraySlice<UInt8>

    /// The member of that name.
    subscript(name: String) -> Member? { members[name] }

    /// The members of an object; `nil` where the bytes are none.
    init?(_ bytes: some Collection<UInt8>) {
        self.bytes = Array(bytes)[...]
        skipBlanks()
        guard take("{"), readObject(depth: 0) else { return nil }
        skipBlanks()
        guard self.bytes.isEmpty else { return nil }
    }

    /// A text as JSON writes it.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private mutating func skipBlanks() { bytes = bytes.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) } }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard bytes.first == UInt8(ascii: scalar) else { return false }
        bytes = bytes.dropFirst()
        return true
    }

    /// What follows an opening brace.
    private mutating func readObject(depth: Int) -> Bool {
        skipBlanks()
        if take("}") { return true }
        while true {
            skipBlanks()
            guard let name = text() else { return false }
            skipBlanks()
            guard take(":"), let value = value(depth: depth) else { return false }
            if depth == 0 { members[name] = value }
            skipBlanks()
            if take("}") { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func readArray(depth: Int) -> Bool {
        skipBlanks()
        if take("]") { return true }
        while true {
            guard value(depth: depth) != nil else { return false }
            skipBlanks()
            if take("]") { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func value(depth: Int) -> Member? {
        skipBlanks()
        guard depth < Self.depthLimit, let first = bytes.first else { return nil }
        switch first {
        case UInt8(ascii: "\""): return text().map { .text($0) }
        case UInt8(ascii: "{"):
            bytes = bytes.dropFirst()
            return readObject(depth: depth + 1) ? .other : nil
        case UInt8(ascii: "["):
            bytes = bytes.dropFirst()
            return readArray(depth: depth + 1) ? .other : nil
        default:
            let word = bytes.prefix { ![0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")].contains($0) }
            bytes = bytes.dropFirst(word.count)
            let written = String(decoding: word, as: UTF8.self)
            if ["true", "false", "null"].contains(written) { return .other }
            return Double(written).flatMap { $0.isFinite ? .number($0) : nil }
        }
    }

    private mutating func text() -> String? {
        guard take("\"") else { return nil }
        var units: [UInt8] = []
        while let byte = bytes.first {
            bytes = bytes.dropFirst()
            switch byte {
            case UInt8(ascii: "\""): return String(validating: units, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escaped() else { return nil }
                units += Array(String(scalar).utf8)
            case 0..<0x20: return nil
            default: units.append(byte)
            }
        }
        return nil
    }

    /// What follows a backslash.
    private mutating func escaped() -> Character? {
        guard let byte = bytes.first else { return nil }
        bytes = bytes.dropFirst()
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Character(Unicode.Scalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let high = unit() else { return nil }
            guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high).map(Character.init) }
            guard take("\\"), take("u"), let low = unit(), (0xDC00..<0xE000).contains(low) else { return nil }
            return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)).map(Character.init)
        default: return nil
        }
    }

    private mutating func unit() -> UInt32? {
        let digits = bytes.prefix(4)
        guard digits.count == 4, let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else { return nil }
        bytes = bytes.dropFirst(4)
        return value
    }
}
