import Engine
import Foundation
import Journal

/// The journals of the corpus with one number replaced by one that cannot be, each record with a checksum that fits.
enum OddJournals {
    /// The ends of 64 and 32 bits, and what lies beside them.
    static let odd: [JSONValue] = [
        .int(.min), .int(.min + 1), .int(-1), .int(Int(Int32.max)), .int(Int(Int32.max) + 1), .int(.max - 1), .int(.max), .double(1e300),
        .double(-1e300), latest,
    ]

    /// The last millisecond that RFC 3339 can write.
    static let latest = JSONValue.int(253_402_300_799_999)

    /// A place inside a record: names of members and numbers of elements.
    enum Step: Hashable { case member(String), element(Int) }

    struct Variant: CustomStringConvertible {
        var record: Int
        var kind: String
        var place: [Step]
        var number: JSONValue
        var bytes: [UInt8]

        var description: String { "record \(record + 1), \(kind), \(place) = \(number.text)" }
    }

    /// All journals that differ from these records in one number: of each kind of record each place once (elements of one list are alike).
    static func variants(of records: [JSONValue]) -> [Variant] {
        var seen: Set<[Step]> = []
        var variants: [Variant] = []
        for (index, record) in records.enumerated() {
            let kind = record["kind"]?.string ?? ""
            for place in numbers(in: record) {
                let alike: [Step] = [.member(kind)] + place.map(Self.whicheverElement)
                guard place != [.member("v")], seen.insert(alike).inserted else { continue }
                for number in odd {
                    var changed = records
                    changed[index] = replacing(place[...], in: record, by: number)
                    variants.append(
                        Variant(record: index, kind: kind, place: place, number: number, bytes: changed.flatMap { JournalLine.encode($0) }))
                }
            }
        }
        return variants
    }

    private static func whicheverElement(_ step: Step) -> Step { if case .element = step { .element(0) } else { step } }

    private static func numbers(in value: JSONValue) -> [[Step]] {
        switch value {
        case .int, .double: [[]]
        case .array(let elements): elements.enumerated().flatMap { index, inner in numbers(in: inner).map { [.element(index)] + $0 } }
        case .object(let members): members.flatMap { member in numbers(in: member.value).map { [.member(member.name)] + $0 } }
        default: []
        }
    }

    private static func replacing(_ place: ArraySlice<Step>, in value: JSONValue, by number: JSONValue) -> JSONValue {
        guard let step = place.first else { return number }
        switch (step, value) {
        case (.element(let index), .array(var elements)):
            elements[index] = replacing(place.dropFirst(), in: elements[index], by: number)
            return .array(elements)
        case (.member(let name), .object(var members)):
            for index in members.indices where members[index].name == name {
                members[index].value = replacing(place.dropFirst(), in: members[index].value, by: number)
            }
            return .object(members)
        default: return value
        }
    }
}
