/// A topic, directory or cluster node id: 16 bytes; all zero = "no id". Its text form is URL-safe base64 without padding, 22 characters.
package struct KafkaUUID: Hashable, Sendable, CustomStringConvertible {
    /// The most significant eight bytes.
    package let high: UInt64
    /// The least significant eight bytes.
    package let low: UInt64

    /// "No id".
    package static let zero = KafkaUUID(high: 0, low: 0)

    /// An id from its two halves.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Whether this is "no id".
    package var isZero: Bool { high == 0 && low == 0 }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The text form that Kafka's own tools print.
    package var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(22)
        // 128 bits and 4 of padding: 22 groups of 6, the first from the top.
        for group in 0..<22 {
            let end = 132 - 6 * (group + 1)
            text.append(Self.alphabet[Int(bits(from: end - 4))])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Six bits whose lowest is bit `low` of the 128; bits below zero are padding.
    private func bits(from position: Int) -> UInt64 {
        if position < 0 { return (low << UInt64(-position)) & 0x3F }
        if position >= 64 { return (high >> UInt64(position - 64)) & 0x3F }
        let fromLow = low >> UInt64(position)
        let fromHigh = position > 58 ? high << UInt64(64 - position) : 0
        return (fromLow | fromHigh) & 0x3F
    }

    /// The id that `text` names; nil where `text` is not 22 characters of URL-safe base64 that carry 128 bits (padding is allowed).
    package init?(_ text: String) {
        var digits = Array(text.utf8)
        while digits.count > 22, digits.last == UInt8(ascii: "=") { digits.removeLast() }
        guard digits.count == 22 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, digit) in digits.enumerated() {
            guard let value = Self.value(of: digit) else { return nil }
            let width: UInt64 = index == 21 ? 2 : 6
            let part = index == 21 ? value >> 4 : value
            guard index < 21 || value & 0xF == 0 else { return nil }
            high = high << width | low >> (64 - width)
            low = low << width | part
        }
        self.init(high: high, low: low)
    }

    private static func value(of digit: UInt8) -> UInt64? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt64(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt64(digit - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(digit - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}

extension KafkaUUID: Comparable {
    /// The order of the bytes.
    package static func < (left: KafkaUUID, right: KafkaUUID) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}
