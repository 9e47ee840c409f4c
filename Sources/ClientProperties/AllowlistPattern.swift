/// A regular expression as `allowlist.pattern` of Kafka's EnvVarConfigProvider has it: a name is allowed where the whole of it matches. Read
/// are letters, digits, `_`, `-`, `.`, classes in brackets, `\d`, `\w`, groups, `|`, `*`, `+` and `?`; anything else of Java's is refused,
/// not guessed. Matching takes time in proportion to the name, whatever the pattern.
struct AllowlistPattern {
    /// What one step takes: bytes of ASCII.
    private enum State {
        case take(Set<UInt8>, next: Int)
        /// Nothing; goes on at either.
        case split(Int, Int)
        case end
    }

    private var states: [State] = []
    private var start = 0

    /// nil where the pattern is none that is read here.
    init?(_ text: String) {
        var reader = Reader(bytes: Array(text.utf8)[...])
        guard text.utf8.count <= 1000, let tree = reader.alternatives(depth: 0), reader.bytes.isEmpty else { return nil }
        states.append(.end)
        start = add(tree, next: 0)
    }

    /// Whether all of a name matches.
    func matches(_ name: String) -> Bool {
        var current = closure([start])
        for byte in name.utf8 {
            var next: Set<Int> = []
            for index in current { if case .take(let bytes, let after) = states[index], bytes.contains(byte) { next.insert(after) } }
            current = closure(next)
        }
        return current.contains(0)
    }

    private func closure(_ begin: Set<Int>) -> Set<Int> {
        var reached = begin
        var open = Array(begin)
        while let index = open.popLast() {
            guard case .split(let one, let other) = states[index] else { continue }
            for next in [one, other] where reached.insert(next).inserted { open.append(next) }
        }
        return reached
    }

    private mutating func add(_ tree: Tree, next: Int) -> Int {
        switch tree {
        case .take(let bytes): return append(.take(bytes, next: next))
        case .all(let parts): return parts.reversed().reduce(next) { add($1, next: $0) }
        case .any(let parts): return parts.dropFirst().reduce(add(parts[0], next: next)) { append(.split($0, add($1, next: next))) }
        case .optional(let part): return append(.split(add(part, next: next), next))
        case .repeated(let part, let isOptional):
            let loop = append(.split(next, next))
            let body = add(part, next: loop)
            states[loop] = .split(body, next)
            return isOptional ? loop : body
        }
    }

    private mutating func append(_ state: State) -> Int {
        states.append(state)
        return states.count - 1
    }

    private indirect enum Tree {
        case take(Set<UInt8>)
        case all([Tree])
        case any([Tree])
        case optional(Tree)
        case repeated(Tree, isOptional: Bool)
    }

    private struct Reader {
        var bytes: ArraySlice<UInt8>

        private static let word = Set(UInt8(ascii: "a")...UInt8(ascii: "z")).union(UInt8(ascii: "A")...UInt8(ascii: "Z"))
            .union(UInt8(ascii: "0")...UInt8(ascii: "9")).union([UInt8(ascii: "_")])
        private static let plain = word.union([UInt8(ascii: "-")])

        mutating func alternatives(depth: Int) -> Tree? {
            guard depth < 16 else { return nil }
            var parts: [Tree] = []
            repeat {
                guard let part = sequence(depth: depth) else { return nil }
                parts.append(part)
            } while take("|")
            return parts.count == 1 ? parts[0] : .any(parts)
        }

        private mutating func sequence(depth: Int) -> Tree? {
            var parts: [Tree] = []
            while let byte = bytes.first, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
                guard var part = atom(depth: depth) else { return nil }
                if take("*") {
                    part = .repeated(part, isOptional: true)
                } else if take("+") {
                    part = .repeated(part, isOptional: false)
                } else if take("?") {
                    part = .optional(part)
                }
                // `a*?`, `a++`: of other meaning in Java.
                if let next = bytes.first, "*+?".utf8.contains(next) { return nil }
                parts.append(part)
            }
            return .all(parts)
        }

        private mutating func atom(depth: Int) -> Tree? {
            if take("(") {
                // `(?…)` is something else.
                guard bytes.first != UInt8(ascii: "?"), let inner = alternatives(depth: depth + 1), take(")") else { return nil }
                return inner
            }
            if take("[") { return bracket() }
            if take(".") { return .take(Set(0x00...0xFF).subtracting([0x0A, 0x0D])) }
            if take("\\") { return escaped().map { .take($0) } }
            guard let byte = bytes.first, Self.plain.contains(byte) else { return nil }
            bytes = bytes.dropFirst()
            return .take([byte])
        }

        private mutating func escaped() -> Set<UInt8>? {
            if take("d") { return Set(UInt8(ascii: "0")...UInt8(ascii: "9")) }
            if take("w") { return Self.word }
            guard let byte = bytes.first, ".-_".utf8.contains(byte) else { return nil }
            bytes = bytes.dropFirst()
            return [byte]
        }

        /// What follows an opening bracket: letters and ranges of them.
        private mutating func bracket() -> Tree? {
            var found: Set<UInt8> = []
            while let byte = bytes.first, byte != UInt8(ascii: "]") {
                bytes = bytes.dropFirst()
                if byte == UInt8(ascii: "\\") {
                    guard let more = escaped() else { return nil }
                    found.formUnion(more)
                    continue
                }
                guard Self.plain.contains(byte) || byte == UInt8(ascii: ".") else { return nil }
                if bytes.first == UInt8(ascii: "-"), let last = bytes.dropFirst().first, last != UInt8(ascii: "]") {
                    guard Self.word.contains(byte), Self.word.contains(last), byte <= last else { return nil }
                    found.formUnion(byte...last)
                    bytes = bytes.dropFirst(2)
                } else {
                    found.insert(byte)
                }
            }
            guard take("]"), !found.isEmpty else { return nil }
            return .take(found)
        }

        private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            guard bytes.first == UInt8(ascii: scalar) else { return false }
            bytes = bytes.dropFirst()
            return true
        }
    }
}
