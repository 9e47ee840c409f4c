/// A key and its value, with the place where they stand. A value may be secret, so it has no text of its own.
package struct PropertyEntry: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var key: String
    /// As it was read, white space at its end included.
    package var value: String
    package var place: PropertyPlace
    /// True where a byte outside ASCII stood in the value itself, not behind a `\u`.
    package var hasRawBytes: Bool

    package init(key: String, value: String, place: PropertyPlace, hasRawBytes: Bool = false) {
        self.key = key
        self.value = value
        self.place = place
        self.hasRawBytes = hasRawBytes
    }

    package var description: String { "\(place): \(key)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["key": key, "place": place]) }
}
