/// Why a member of a record, or of another file of a run's folder, is not what it must be: `` `at` is out of range ``.
package struct MemberFault: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}

/// What numbers that a run keeps may be. What is read is held against these before anything is computed of it: within them no sum, difference
/// or product that is made of times has no room.
package enum JournalRange {
    /// Milliseconds since 1970 in years that have four digits (RFC 3339 has no others).
    package static let moment = 0...253_402_300_799_999
    /// A length of time in milliseconds: what has room as nanoseconds in 64 bits.
    package static let milliseconds = 0...Int.max / 1_000_000
    /// A count, or the number of an item. Kafka counts with 32 bits.
    package static let count = 0...Int(Int32.max)
    /// A broker's number, -1 for none.
    package static let broker = -1...Int(Int32.max)
    /// Bytes, or records.
    package static let amount = 0...Int.max
    /// What a process may end with.
    package static let exitCode = 0...255
}

extension JSONValue {
    /// A whole number among the members; nil: there is none, or it is null.
    /// - Throws: where something else stands there, or a number out of range.
    package func number(_ name: String, in range: ClosedRange<Int>) throws(MemberFault) -> Int? {
        guard let value = self[name], value != .null else { return nil }
        return try value.number(in: range, named: name)
    }

    /// Whole numbers of a list among the members; none where there is no list.
    /// - Throws: where one of them is something else, or out of range.
    package func numbers(_ name: String, in range: ClosedRange<Int>) throws(MemberFault) -> [Int] {
        var numbers: [Int] = []
        for element in self[name]?.array ?? [] { numbers.append(try element.number(in: range, named: name)) }
        return numbers
    }

    /// This value as a whole number.
    /// - Parameter name: what it is called where it is none.
    package func number(in range: ClosedRange<Int>, named name: String) throws(MemberFault) -> Int {
        switch self {
        case .int(let number) where range.contains(number): return number
        case .int, .double: throw MemberFault("`\(name)` is out of range")
        default: throw MemberFault("`\(name)` is no number")
        }
    }
}
