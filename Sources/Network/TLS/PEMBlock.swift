import Platform

/// A block of PEM, found where Kafka finds it: by the patterns of `DefaultSslEngineFactory.PemParser`, which look for what they are after and
/// pass over everything else, also over blocks that are not whole. Their words are matched loosely: "TRUSTED CERTIFICATE" is a certificate,
/// "EC PRIVATE KEY" a private key (and then not one that Kafka can read).
struct PEMBlock {
    /// What is looked for.
    enum Kind: String {
        case certificate = "CERTIFICATE"
        case privateKey = "PRIVATE KEY"
    }

    /// "CERTIFICATE", "ENCRYPTED PRIVATE KEY".
    var label: String
    /// DER, as far as that is known.
    var content: [UInt8]

    /// The blocks of a kind in their order; there may be none.
    static func all(_ kind: Kind, in store: CertificateStore) throws(StoreFailure) -> [PEMBlock] {
        // A line end more: the last may be missing.
        var reader = Reader(bytes: store.content.bytes + [0x0A], name: Array(kind.rawValue.utf8))
        var blocks: [PEMBlock] = []
        while let found = reader.next() {
            guard !found.hidesAnother else {
                throw .unreadable(
                    store.name,
                    why: "blocks of \(kind.rawValue) stand in one line, of which Kafka reads one: begin each on a line of its own")
            }
            guard let content = Base64.decode(found.body, skipsBlanks: true) else {
                throw .unreadable(store.name, why: "a block of \(kind.rawValue) is no base64")
            }
            blocks.append(PEMBlock(label: found.label, content: content))
        }
        return blocks
    }

    private struct Found {
        var label: String
        var body: ArraySlice<UInt8>
        /// Whether Kafka's pattern swallows a block of the same kind with this one.
        var hidesAnother: Bool
    }

    /// `-+BEGIN\s*.*NAME[^-]*-+\s+(?:\s*[^\r\n]*:[^\r\n]*[\r\n]+)*([a-zA-Z0-9/+=\s]*)-+END\s*.*NAME[^-]*-+\s+`
    private struct Reader {
        let bytes: [UInt8]
        let name: [UInt8]
        private var offset = 0

        init(bytes: [UInt8], name: [UInt8]) {
            self.bytes = bytes
            self.name = name
        }

        mutating func next() -> Found? {
            while let begin = index(of: Array("-BEGIN".utf8), from: offset) {
                let start = begin + 6
                for after in endsOfName(from: start).reversed() {
                    guard let bodyStart = endOfMarker(after) else { continue }
                    let body = skipHeaders(bodyStart)
                    let bodyEnd = bytes[body...].firstIndex { !Self.isBase64($0) } ?? bytes.count
                    guard let ending = closing(bodyEnd) else { continue }
                    defer { offset = ending.after }
                    // Several beginnings in a line: the last counts, and the rest is lost. A beginning behind the end, in its line: lost, too.
                    let lost = beginnings(in: begin..<after) > 1 || ending.swallows
                    return Found(label: label(start, after), body: bytes[body..<bodyEnd], hidesAnother: lost)
                }
                offset = start
            }
            offset = bytes.count
            return nil
        }

        /// Behind `\s*.*NAME`: each place that it can end at, in order.
        private func endsOfName(from start: Int) -> [Int] {
            let line = bytes[start...].firstIndex { !Self.isBlank($0) } ?? bytes.count
            let end = bytes[line...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            var ends: [Int] = []
            var index = line
            while let found = self.index(of: name, from: index), found + name.count <= end {
                ends.append(found + name.count)
                index = found + 1
            }
            return ends
        }

        /// Behind `[^-]*-+\s+`.
        private func endOfMarker(_ start: Int) -> Int? {
            guard let dash = bytes[start...].firstIndex(of: UInt8(ascii: "-")) else { return nil }
            let after = bytes[dash...].firstIndex { $0 != UInt8(ascii: "-") } ?? bytes.count
            guard after < bytes.count, Self.isBlank(bytes[after]) else { return nil }
            return bytes[after...].firstIndex { !Self.isBlank($0) } ?? bytes.count
        }

        /// Lines with a colon in them.
        private func skipHeaders(_ start: Int) -> Int {
            var index = start
            while true {
                let line = bytes[index...].firstIndex { !Self.isBlank($0) } ?? bytes.count
                guard let end = bytes[line...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }),
                    bytes[line..<end].contains(UInt8(ascii: ":"))
                else { return index }
                index = end
            }
        }

        private func closing(_ start: Int) -> (after: Int, swallows: Bool)? {
            guard start < bytes.count, bytes[start] == UInt8(ascii: "-") else { return nil }
            let word = bytes[start...].firstIndex { $0 != UInt8(ascii: "-") } ?? bytes.count
            guard bytes[word...].starts(with: "END".utf8) else { return nil }
            for end in endsOfName(from: word + 3).reversed() {
                guard let after = endOfMarker(end) else { continue }
                return (after, beginnings(in: word..<end) > 0)
            }
            return nil
        }

        private func beginnings(in range: Range<Int>) -> Int {
            var count = 0
            var index = range.lowerBound
            while let found = self.index(of: Array("-BEGIN".utf8), from: index), found < range.upperBound {
                if let named = self.index(of: name, from: found), named < range.upperBound,
                    !bytes[found + 6..<named].contains(UInt8(ascii: "-"))
                {
                    count += 1
                }
                index = found + 1
            }
            return count
        }

        private func label(_ start: Int, _ end: Int) -> String {
            let text = bytes[start..<end].reversed().prefix { $0 != UInt8(ascii: "-") }.reversed()
            return String(decoding: text.drop(while: Self.isBlank).prefix(40), as: UTF8.self)
        }

        private func index(of pattern: [UInt8], from start: Int) -> Int? {
            var index = start
            while index + pattern.count <= bytes.count, let first = bytes[index...].firstIndex(of: pattern[0]) {
                if bytes[first...].starts(with: pattern) { return first }
                index = first + 1
            }
            return nil
        }

        private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

        private static func isBase64(_ byte: UInt8) -> Bool {
            isBlank(byte) || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "/+=".utf8.contains(byte)
        }
    }
}
