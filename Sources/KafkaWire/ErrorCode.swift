/// What a broker says of a request, or of one item in it: Kafka's `Errors`. Codes that this table does not know survive unchanged.
package struct ErrorCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The code as it is on the wire.
    package let rawValue: Int16

    /// The code `rawValue`, known or not.
    package init(rawValue: Int16) { self.rawValue = rawValue }

    /// The code `rawValue`, known or not.
    package init(_ rawValue: Int16) { self.rawValue = rawValue }

    /// What the table says of one code.
    struct Row: Sendable {
        let name: String
        let traits: Traits
        let meaning: String

        init(_ name: String, _ traits: Traits, _ meaning: String) {
            self.name = name
            self.traits = traits
            self.meaning = meaning
        }
    }

    /// What follows from a code.
    struct Traits: OptionSet, Sendable {
        let rawValue: UInt8
        static let retriable = Traits(rawValue: 1)
        static let refreshMetadata = Traits(rawValue: 2)
        static let outcomeUnknown = Traits(rawValue: 4)
    }

    private var row: Row? {
        let index = Int(rawValue) + 1
        return Self.rows.indices.contains(index) ? Self.rows[index] : nil
    }

    private func has(_ trait: Traits) -> Bool { row?.traits.contains(trait) ?? false }

    /// Whether there is no error.
    package var isSuccess: Bool { rawValue == 0 }
    /// Whether the table knows the code.
    package var isKnown: Bool { row != nil }
    /// Kafka's name of the code, `UNKNOWN(n)` for a code newer than the table.
    package var name: String { row?.name ?? "UNKNOWN(\(rawValue))" }
    /// What the code means, in a few words.
    package var meaning: String { row?.meaning ?? "an error code that this version does not know" }
    /// Whether Kafka's own client would send the same request again. It says nothing of whether that is harmless.
    package var isRetriable: Bool { has(.retriable) }
    /// Whether topic and leader data must be refreshed before another try.
    package var refreshesMetadata: Bool { has(.refreshMetadata) }
    /// Whether the request may have taken effect although this code came back: read the state before doing anything.
    package var mayHaveHappened: Bool { has(.outcomeUnknown) }

    /// Kafka's name of the code.
    package var description: String { name }
}
