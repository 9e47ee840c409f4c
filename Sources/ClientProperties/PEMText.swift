/// PEM as it stands in properties: on one line, as often as not, which Kafka's parser takes and a parser of files does not.
enum PEMText {
    /// The same blocks with line breaks where RFC 7468 wants them. What is in none is dropped; a block without an end stays away.
    static func normalized(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result = ""
        var offset = 0
        while let begin = marker("BEGIN", in: bytes, from: offset), let end = marker("END", in: bytes, from: begin.after) {
            let body = bytes[begin.after..<end.start]
            // Headers (`Proc-Type: …`) need their lines: such a block is well formed or nothing.
            if body.contains(UInt8(ascii: ":")) {
                result += String(decoding: bytes[begin.start..<end.after], as: UTF8.self) + "\n"
            } else {
                result += "-----BEGIN \(begin.label)-----\n" + wrapped(body) + "-----END \(end.label)-----\n"
            }
            offset = end.after
        }
        return result
    }

    private static let dashes = Array("-----".utf8)

    /// Where `-----WORD label-----` next stands.
    private static func marker(_ word: String, in bytes: [UInt8], from start: Int) -> (start: Int, after: Int, label: String)? {
        let head = Array("-----\(word) ".utf8)
        guard start <= bytes.count, let at = find(head, in: bytes, from: start), let close = find(dashes, in: bytes, from: at + head.count)
        else { return nil }
        return (at, close + dashes.count, String(decoding: bytes[at + head.count..<close], as: UTF8.self))
    }

    private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        while index + pattern.count <= bytes.count {
            if bytes[index...].starts(with: pattern) { return index }
            index += 1
        }
        return nil
    }

    private static func wrapped(_ body: ArraySlice<UInt8>) -> String {
        let letters = body.filter { $0 > 0x20 }
        return stride(from: 0, to: letters.count, by: 64).map {
            String(decoding: letters[$0..<min($0 + 64, letters.count)], as: UTF8.self) + "\n"
        }.joined()
    }
}
