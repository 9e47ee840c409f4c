/// An answer of HTTP/1.1 (RFC 9112) as its bytes come in: what an endpoint for tokens sends, and not more of it.
struct HTTPResponse {
    /// The largest head and the largest body that are taken, in bytes.
    private static let headLimit = 65_536
    private static let bodyLimit = 1_048_576

    private enum Body: Equatable {
        case length(Int)
        case chunked
        /// It ends with the connection.
        case untilClosed
    }

    /// 200 and the like; 0 before it is known.
    private(set) var status = 0
    private(set) var body: [UInt8] = []
    /// Where it points instead (`Location`); nil: it says nothing of that.
    private(set) var location: String?
    private(set) var isComplete = false
    /// Why the bytes are no answer: a clause.
    private(set) var fault: String?
    private var kind: Body?
    private var pending: [UInt8] = []

    /// Bytes came.
    mutating func append(_ bytes: [UInt8]) {
        guard !isComplete, fault == nil else { return }
        pending += bytes
        if kind == nil { readHead() }
        guard let kind, fault == nil else { return }
        switch kind {
        case .length(let length):
            take(min(length - body.count, pending.count))
            if body.count == length { isComplete = true }
        case .chunked: readChunks()
        case .untilClosed: take(pending.count)
        }
    }

    /// Nothing more comes.
    mutating func end() {
        if kind == .untilClosed { isComplete = true }
        if !isComplete, fault == nil { fault = "it is cut short" }
    }

    private mutating func take(_ count: Int) {
        body += pending.prefix(count)
        pending.removeFirst(count)
        if body.count > Self.bodyLimit { fault = "it is longer than a token's answer" }
    }

    private mutating func readHead() {
        guard let end = Self.index(of: Array("\r\n\r\n".utf8), in: pending) else {
            if pending.count > Self.headLimit { fault = "its head has no end" }
            return
        }
        let lines = String(decoding: pending[..<end], as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        pending.removeFirst(end + 4)
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let code = Int(words[1]), (100...599).contains(code) else {
            return fault = "it begins with no status"
        }
        // What only says that the answer is still to come.
        if code < 200 { return readHead() }
        status = code
        kind = .untilClosed
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let value = parts[1].drop { $0 == " " || $0 == "\t" }
            switch parts[0].lowercased() {
            case "transfer-encoding" where value.lowercased().contains("chunked"): kind = .chunked
            case "content-length" where kind != .chunked:
                guard let length = Int(value), (0...Self.bodyLimit).contains(length) else { return fault = "its length is out of bounds" }
                kind = .length(length)
            case "location": location = String(value.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
            default: break
            }
        }
    }

    private mutating func readChunks() {
        while let end = Self.index(of: Array("\r\n".utf8), in: pending) {
            let word = pending[..<end].prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 }
            guard let size = Int(String(decoding: word, as: UTF8.self), radix: 16), (0...Self.bodyLimit).contains(size) else {
                return fault = "a chunk has no length"
            }
            if size == 0 { return isComplete = true }
            guard pending.count >= end + 2 + size + 2 else { return }
            pending.removeFirst(end + 2)
            take(size)
            pending.removeFirst(2)
            if fault != nil { return }
        }
        if pending.count > Self.headLimit { fault = "a chunk has no length" }
    }

    private static func index(of pattern: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= pattern.count else { return nil }
        return (0...(bytes.count - pattern.count)).first { bytes[$0..<($0 + pattern.count)].elementsEqual(pattern) }
    }
}
