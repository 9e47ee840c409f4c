/// A text as a key of a dictionary or a member of a set: equal, ordered and hashed by its bytes of UTF-8, as Kafka compares names.
///
/// `String` itself cannot be that key: a dictionary asks for its protocol's `==`, which no operator of ours replaces.
public struct NameKey: Hashable, Comparable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name as it was given.
    public let text: String

    /// The name that is `text`.
    public init(_ text: String) {
        self.text = text
    }

    /// The name that is `text`.
    public init(_ text: Substring) {
        self.text = String(text)
    }

    /// The name that the literal spells.
    public init(stringLiteral text: String) {
        self.text = text
    }

    /// The name as it was given.
    public var description: String { text }

    /// Whether both are the same bytes.
    public static func == (left: NameKey, right: NameKey) -> Bool {
        left.text == right.text
    }

    /// Whether the bytes of `left` come first.
    public static func < (left: NameKey, right: NameKey) -> Bool {
        left.text < right.text
    }

    /// Hashes the bytes as they are; texts that Swift takes for one do not fall together.
    public func hash(into hasher: inout Hasher) {
        let fed: Void? = text.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        if fed == nil {
            for byte in text.utf8 {
                hasher.combine(byte)
            }
        }
        hasher.combine(0xff as UInt8)
    }
}

extension Dictionary where Key == NameKey {
    /// What is kept for each name; `combine` decides where one comes twice.
    @_disfavoredOverload
    public init(_ pairs: some Sequence<(String, Value)>, uniquingKeysWith combine: (Value, Value) -> Value) {
        self.init(pairs.lazy.map { (NameKey($0), $1) }, uniquingKeysWith: combine)
    }

    /// What is kept for the name `text`.
    public subscript(text: String) -> Value? {
        get { self[NameKey(text)] }
        _modify { yield &self[NameKey(text)] }
    }

    /// What is kept for the name `text`, else the default.
    public subscript(text: String, default value: @autoclosure () -> Value) -> Value {
        get { self[NameKey(text)] ?? value() }
        _modify { yield &self[NameKey(text), default: value()] }
    }

    /// Keeps `value` for the name `text`; gives what was kept.
    @discardableResult
    public mutating func updateValue(_ value: Value, forKey text: String) -> Value? {
        updateValue(value, forKey: NameKey(text))
    }

    /// Takes away what is kept for the name `text`, and gives it.
    @discardableResult
    public mutating func removeValue(forKey text: String) -> Value? {
        removeValue(forKey: NameKey(text))
    }
}

extension Set where Element == NameKey {
    /// The names that `texts` spell.
    @_disfavoredOverload
    public init(_ texts: some Sequence<String>) {
        self.init(texts.lazy.map { NameKey($0) })
    }

    /// Whether the name `text` is among them.
    public func contains(_ text: String) -> Bool {
        contains(NameKey(text))
    }

    /// Takes the name `text` in; says whether it was new.
    @discardableResult
    public mutating func insert(_ text: String) -> (inserted: Bool, memberAfterInsert: NameKey) {
        insert(NameKey(text))
    }

    /// Takes the name `text` away; says whether it was there.
    @discardableResult
    public mutating func remove(_ text: String) -> NameKey? {
        remove(NameKey(text))
    }

    /// Takes the names that `texts` spell in.
    public mutating func formUnion(_ texts: some Sequence<String>) {
        for text in texts { insert(NameKey(text)) }
    }

    /// The names but for those that `texts` spell.
    public func subtracting(_ texts: some Sequence<String>) -> Set<NameKey> {
        subtracting(texts.lazy.map { NameKey($0) })
    }
}

extension Sequence where Element == NameKey {
    /// The names as texts, in the order of their bytes.
    public func sorted() -> [String] {
        map(\.text).sorted()
    }
}

extension Sequence where Element == String {
    /// Each text once, in the order of their bytes.
    public func distinctSorted() -> [String] {
        Set<NameKey>(self).sorted()
    }
}

extension Sequence {
    /// The elements by a name of theirs: each name once, in the order of their bytes; the elements of one in the order in which they stood.
    public func grouped(byName name: (Element) -> String) -> [(key: String, value: [Element])] {
        Dictionary(grouping: self) { NameKey(name($0)) }.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value) }
    }
}
