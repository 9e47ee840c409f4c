/// Bytes as text of 64 characters (RFC 4648), in either alphabet.
package enum Base64 {
    /// The two alphabets.
    package enum Alphabet: Sendable {
        /// Section 4: "+" and "/", padded with "=".
        case standard
        /// Section 5: "-" and "_", not padded, as in tokens.
        case url
    }

    /// The text of some bytes.
    package static func encode(_ bytes: [UInt8], _ alphabet: Alphabet = .standard) -> String {
        let letters = alphabet == .standard ? standardLetters : urlLetters
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = 0
            for byte in group { bits = bits << 8 | Int(byte) }
            bits <<= 8 * (3 - group.count)
            for index in 0...group.count { text.append(letters[bits >> (18 - 6 * index) & 63]) }
            if alphabet == .standard { text += [UInt8](repeating: UInt8(ascii: "="), count: 3 - group.count) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text; `nil` where it is none: a character of no alphabet or of the other one, a length that no bytes have, bits left
    /// over. Padding may be there or not; blanks and line ends are passed over where `skipsBlanks`.
    package static func decode(_ text: some Sequence<UInt8>, _ alphabet: Alphabet = .standard, skipsBlanks: Bool = false) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits = 0
        var count = 0
        var padding = 0
        for byte in text {
            if skipsBlanks, byte == 0x20 || (0x09...0x0D).contains(byte) { continue }
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = value(of: byte, alphabet) else { return nil }
            bits = bits << 6 | value
            count += 1
            if count % 4 == 0 {
                bytes += [UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
                bits = 0
            }
        }
        guard padding == 0 || (count + padding) % 4 == 0 && padding <= 2 else { return nil }
        switch count % 4 {
        case 0: return bytes
        case 2: return bits & 15 == 0 ? bytes + [UInt8(bits >> 4 & 255)] : nil
        case 3: return bits & 3 == 0 ? bytes + [UInt8(bits >> 10 & 255), UInt8(bits >> 2 & 255)] : nil
        default: return nil
        }
    }

    private static let standardLetters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlLetters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func value(of byte: UInt8, _ alphabet: Alphabet) -> Int? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) + 4
        case UInt8(ascii: "+") where alphabet == .standard: 62
        case UInt8(ascii: "/") where alphabet == .standard: 63
        case UInt8(ascii: "-") where alphabet == .url: 62
        case UInt8(ascii: "_") where alphabet == .url: 63
        default: nil
        }
    }
}
