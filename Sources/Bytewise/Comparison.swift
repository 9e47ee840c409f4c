// Names of Kafka are bytes. Swift's own `==` on text asks whether two texts are canonically equivalent (Unicode, chapter 3.7), by which the group
// `café` written with U+00E9 and the group `café` written with `e` and U+0301 are one: one row in a table, one key of a dictionary, the offsets of
// one committed into the other. Kafka compares what it was sent, byte for byte.
//
// So every module of the program imports this one for all its files (`@_exported import Bytewise` in a file `Bytewise.swift`), and what stands here
// takes the place of the standard library's operators: a declaration of an imported module shadows the standard library's of the same shape.
// What reaches the standard library's through a protocol (`Set<String>`, `[String: …]`, a generic `==`) is shut out by
// `Tests/TidyTests/ComparisonSymbolTests.swift`, which reads it from the objects that the compiler wrote.

extension String {
    /// Whether both are the same bytes of UTF-8.
    public static func == (left: String, right: String) -> Bool {
        sameBytes(left.utf8, right.utf8)
    }

    /// Whether they differ in a byte of UTF-8.
    public static func != (left: String, right: String) -> Bool {
        !sameBytes(left.utf8, right.utf8)
    }

    /// Whether the bytes of `left` come before those of `right`: the order of UTF-8, which is that of code points and of what Kafka's brokers sort.
    public static func < (left: String, right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// `right < left`, by bytes.
    public static func > (left: String, right: String) -> Bool {
        right.utf8.lexicographicallyPrecedes(left.utf8)
    }

    /// `!(right < left)`, by bytes.
    public static func <= (left: String, right: String) -> Bool {
        !right.utf8.lexicographicallyPrecedes(left.utf8)
    }

    /// `!(left < right)`, by bytes.
    public static func >= (left: String, right: String) -> Bool {
        !left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// A pattern of text in a `switch` is met by the same bytes.
    public static func ~= (pattern: String, value: String) -> Bool {
        sameBytes(pattern.utf8, value.utf8)
    }

    /// Whether the bytes of `part` stand somewhere in its own, one behind the other.
    public func contains(_ part: String) -> Bool {
        let (whole, part) = (Array(utf8), Array(part.utf8))
        guard let first = part.first else { return true }
        guard whole.count >= part.count else { return false }
        return (0...(whole.count - part.count)).contains { start in
            whole[start] == first && whole[start..<(start + part.count)].elementsEqual(part)
        }
    }

    /// Whether its bytes begin with those of `prefix`.
    public func hasPrefix(_ prefix: String) -> Bool {
        utf8.starts(with: prefix.utf8)
    }

    /// Whether its bytes end with those of `suffix`.
    public func hasSuffix(_ suffix: String) -> Bool {
        utf8.count >= suffix.utf8.count && utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }
}

extension StringProtocol {
    /// Whether both are the same bytes of UTF-8.
    public static func == <Other: StringProtocol>(left: Self, right: Other) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    /// Whether they differ in a byte of UTF-8.
    public static func != <Other: StringProtocol>(left: Self, right: Other) -> Bool {
        !left.utf8.elementsEqual(right.utf8)
    }

    /// Whether its bytes begin with those of `prefix`.
    public func hasPrefix<Prefix: StringProtocol>(_ prefix: Prefix) -> Bool {
        utf8.starts(with: prefix.utf8)
    }
}

extension Substring {
    /// Whether both are the same bytes of UTF-8.
    public static func == (left: Substring, right: Substring) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    /// Whether they differ in a byte of UTF-8: of one type on both sides, the standard library's would be the closer one.
    public static func != (left: Substring, right: Substring) -> Bool {
        !left.utf8.elementsEqual(right.utf8)
    }
}

extension Optional where Wrapped == String {
    /// Whether both are nothing, or the same bytes of UTF-8.
    public static func == (left: String?, right: String?) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (let left?, let right?): sameBytes(left.utf8, right.utf8)
        default: false
        }
    }

    /// Whether they differ: in a byte of UTF-8, or because one is nothing.
    public static func != (left: String?, right: String?) -> Bool {
        !(left == right)
    }

    /// Whether there is a text, and it is the same bytes of UTF-8.
    public static func == (left: String?, right: String) -> Bool {
        left.map { sameBytes($0.utf8, right.utf8) } ?? false
    }

    /// Whether there is no text, or it differs in a byte of UTF-8.
    public static func != (left: String?, right: String) -> Bool {
        !(left == right)
    }

    /// Whether there is a text, and it is the same bytes of UTF-8.
    public static func == (left: String, right: String?) -> Bool {
        right == left
    }

    /// Whether there is no text, or it differs in a byte of UTF-8.
    public static func != (left: String, right: String?) -> Bool {
        !(right == left)
    }

    /// A pattern of text in a `switch` over what may be nothing.
    public static func ~= (pattern: String, value: String?) -> Bool {
        value.map { sameBytes(pattern.utf8, $0.utf8) } ?? false
    }
}

extension Array where Element == String {
    /// Whether both hold the same texts, by their bytes, in the same order.
    public static func == (left: [String], right: [String]) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { sameBytes($0.utf8, $1.utf8) }
    }

    /// Whether they differ in a text, by its bytes, or in their order.
    public static func != (left: [String], right: [String]) -> Bool {
        !(left == right)
    }
}

extension Optional where Wrapped == [String] {
    /// Whether both are nothing, or hold the same texts, by their bytes, in the same order.
    public static func == (left: [String]?, right: [String]?) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (let left?, let right?): left == right
        default: false
        }
    }

    /// Whether they differ.
    public static func != (left: [String]?, right: [String]?) -> Bool {
        !(left == right)
    }
}

extension Dictionary where Value == String {
    /// Whether both keep the same texts, by their bytes, for the same keys.
    public static func == (left: [Key: String], right: [Key: String]) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0] == $1 }
    }

    /// Whether they differ.
    public static func != (left: [Key: String], right: [Key: String]) -> Bool {
        !(left == right)
    }
}

extension Sequence where Element == String {
    /// Whether one of them is `text`, by its bytes.
    public func contains(_ text: String) -> Bool {
        contains { sameBytes($0.utf8, text.utf8) }
    }

    /// In the order of their bytes.
    public func sorted() -> [String] {
        sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The first in the order of their bytes.
    public func min() -> String? {
        self.min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The last in the order of their bytes.
    public func max() -> String? {
        self.max { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

extension Collection where Element == String {
    /// Where the first stands that is `text`, by its bytes.
    public func firstIndex(of text: String) -> Index? {
        firstIndex { sameBytes($0.utf8, text.utf8) }
    }
}

/// Whether both pairs are the same bytes.
public func == (left: (String, String), right: (String, String)) -> Bool {
    left.0 == right.0 && left.1 == right.1
}

/// Whether the pairs differ in a byte.
public func != (left: (String, String), right: (String, String)) -> Bool {
    !(left == right)
}

// Orders by two or three things, of which one is a text.

/// By the text's bytes, then by what follows.
public func < <Then: Comparable>(left: (String, Then), right: (String, Then)) -> Bool {
    left.0 == right.0 ? left.1 < right.1 : left.0 < right.0
}

/// By the text's bytes, then by what follows.
public func > <Then: Comparable>(left: (String, Then), right: (String, Then)) -> Bool {
    right < left
}

/// By what comes first, then by the text's bytes.
public func < <First: Comparable>(left: (First, String), right: (First, String)) -> Bool {
    left.0 == right.0 ? left.1 < right.1 : left.0 < right.0
}

/// By both texts' bytes, the first one first.
public func < (left: (String, String), right: (String, String)) -> Bool {
    left.0 == right.0 ? left.1 < right.1 : left.0 < right.0
}

/// By the first two, then by the text's bytes.
public func < <First: Comparable, Second: Comparable>(left: (First, Second, String), right: (First, Second, String)) -> Bool {
    (left.0, left.1) == (right.0, right.1) ? left.2 < right.2 : (left.0, left.1) < (right.0, right.1)
}

/// Compares without looking at characters: the lengths first, then the bytes where they lie.
private func sameBytes(_ left: String.UTF8View, _ right: String.UTF8View) -> Bool {
    guard left.count == right.count else {
        return false
    }
    let compared = left.withContiguousStorageIfAvailable { left in
        right.withContiguousStorageIfAvailable { right in left.elementsEqual(right) }
    }
    return (compared ?? nil) ?? left.elementsEqual(right)
}
