/// Patterns of `~` over a whole text, code point by code point: `*` any, `?` one, `[a-c]` one of these, `{a,b}` one of these patterns.
struct Glob {
    private enum Piece {
        case character(Unicode.Scalar)
        case one
        case many
        case set([ClosedRange<Unicode.Scalar>], negated: Bool)
    }

    private var alternatives: [[Piece]]

    /// A pattern may say at most this many things with its braces.
    private static let mostAlternatives = 256

    /// A pattern may have so many code points, and so many braces.
    private static let longest = 16_384
    private static let mostBraces = 64

    init(_ pattern: String) throws(Arithmetic.Fault) {
        guard pattern.unicodeScalars.count <= Self.longest, pattern.unicodeScalars.count(where: { $0 == "{" }) <= Self.mostBraces else {
            throw Arithmetic.Fault(message: "a pattern of `~` has at most \(Self.longest) characters and \(Self.mostBraces) braces")
        }
        alternatives = Glob.expand(Array(pattern.unicodeScalars)).map(Glob.pieces)
    }

    func matches(_ text: String) -> Bool {
        let characters = Array(text.unicodeScalars)
        return alternatives.contains { Glob.match($0, characters) }
    }

    /// The patterns that braces stand for. What does not close stands for itself.
    private static func expand(_ pattern: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        guard let open = pattern.firstIndex(of: "{") else { return [pattern] }
        var depth = 0
        var parts: [[Unicode.Scalar]] = [[]]
        var close: Int?
        for index in pattern.indices[open...] {
            let character = pattern[index]
            if character == "{" {
                depth += 1
                if depth == 1 { continue }
            }
            if character == "}" {
                depth -= 1
                if depth == 0 {
                    close = index
                    break
                }
            }
            if character == ",", depth == 1 { parts.append([]) } else { parts[parts.count - 1].append(character) }
        }
        guard let close else { return [pattern] }
        let tails = expand(Array(pattern[(close + 1)...]))
        var result: [[Unicode.Scalar]] = []
        for part in parts.flatMap(expand) {
            for tail in tails where result.count < mostAlternatives { result.append(pattern[..<open] + part + tail) }
        }
        return result
    }

    private static func pieces(_ pattern: [Unicode.Scalar]) -> [Piece] {
        var pieces: [Piece] = []
        var index = 0
        while index < pattern.count {
            let character = pattern[index]
            switch character {
            case "*": pieces.append(.many)
            case "?": pieces.append(.one)
            case "[":
                if let (set, end) = set(pattern, from: index) {
                    pieces.append(set)
                    index = end
                } else {
                    pieces.append(.character(character))
                }
            default: pieces.append(.character(character))
            }
            index += 1
        }
        return pieces
    }

    private static func set(_ pattern: [Unicode.Scalar], from open: Int) -> (Piece, Int)? {
        var index = open + 1
        var negated = false
        if index < pattern.count, pattern[index] == "!" || pattern[index] == "^" {
            negated = true
            index += 1
        }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        let first = index
        while index < pattern.count, pattern[index] != "]" || index == first {
            if index + 2 < pattern.count, pattern[index + 1] == "-", pattern[index + 2] != "]", pattern[index] <= pattern[index + 2] {
                ranges.append(pattern[index]...pattern[index + 2])
                index += 3
            } else {
                ranges.append(pattern[index]...pattern[index])
                index += 1
            }
        }
        guard index < pattern.count else { return nil }
        return (.set(ranges, negated: negated), index)
    }

    /// Two pointers and one place to come back to: at most text × pattern steps.
    private static func match(_ pieces: [Piece], _ text: [Unicode.Scalar]) -> Bool {
        var piece = 0
        var position = 0
        var star: (piece: Int, position: Int)?
        while position < text.count {
            if piece < pieces.count {
                if case .many = pieces[piece] {
                    star = (piece, position)
                    piece += 1
                    continue
                }
                if fits(pieces[piece], text[position]) {
                    piece += 1
                    position += 1
                    continue
                }
            }
            guard let last = star else { return false }
            star = (last.piece, last.position + 1)
            piece = last.piece + 1
            position = last.position + 1
        }
        return pieces[piece...].allSatisfy { if case .many = $0 { true } else { false } }
    }

    private static func fits(_ piece: Piece, _ character: Unicode.Scalar) -> Bool {
        switch piece {
        case .character(let wanted): wanted == character
        case .one: true
        case .many: false
        case .set(let ranges, let negated): ranges.contains { $0.contains(character) } != negated
        }
    }
}
