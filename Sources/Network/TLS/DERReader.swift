/// A reader of ASN.1's distinguished encoding, as far as a key of Sun's store needs it. No length is believed beyond the bytes.
struct DERReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// The content of the next element; `nil` where it has another tag or is cut short.
    mutating func element(_ tag: UInt8) -> ArraySlice<UInt8>? {
        guard bytes.count >= 2, bytes.first == tag else { return nil }
        var rest = bytes.dropFirst(2)
        var length = Int(bytes[bytes.startIndex + 1])
        if length >= 0x80 {
            let size = length & 0x7F
            guard (1...4).contains(size), rest.count >= size else { return nil }
            length = rest.prefix(size).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(size)
        }
        guard length <= rest.count else { return nil }
        bytes = rest.dropFirst(length)
        return rest.prefix(length)
    }

    /// The next element, a sequence, to be read on its own.
    mutating func sequence() -> DERReader? { element(0x30).map { DERReader($0) } }
}
