/// Bytes of a pipe, cut into lines.
struct LineBuffer {
    private var rest: [UInt8] = []

    /// The lines that are complete with these bytes.
    mutating func take(_ bytes: [UInt8]) -> [String] {
        rest += bytes
        var lines: [String] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(String(decoding: rest[..<end], as: UTF8.self))
            rest.removeFirst(end + 1)
        }
        return lines
    }
}
