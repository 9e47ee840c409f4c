/// A set of versions without gaps, as the definitions write it: "3", "3+", "1-4", "none".
struct Versions: Equatable {
    var lowest: Int
    var highest: Int

    static let none = Versions(lowest: 0, highest: -1)
    static let open = Int(Int16.max)

    init(lowest: Int, highest: Int) {
        self.lowest = lowest
        self.highest = highest
    }

    init(_ text: String?) throws {
        guard let text, text != "none" else {
            self = .none
            return
        }
        let parts = text.split(separator: "-")
        if text.hasSuffix("+"), let low = Int(text.dropLast()) {
            self.init(lowest: low, highest: Self.open)
        } else if parts.count == 2, let low = Int(parts[0]), let high = Int(parts[1]) {
            self.init(lowest: low, highest: high)
        } else if let only = Int(text) {
            self.init(lowest: only, highest: only)
        } else {
            throw GeneratorFailure("'\(text)' is not a range of versions")
        }
    }

    var isEmpty: Bool { lowest > highest }
    var range: ClosedRange<Int>? { isEmpty ? nil : lowest...highest }

    func contains(_ version: Int) -> Bool { version >= lowest && version <= highest }

    func intersect(_ other: Versions) -> Versions {
        let both = Versions(lowest: max(lowest, other.lowest), highest: min(highest, other.highest))
        return both.isEmpty ? .none : both
    }

    /// What is left of this set without `other`; a gap in the middle cannot be said.
    func subtract(_ other: Versions) throws -> Versions {
        let both = intersect(other)
        if both.isEmpty { return self }
        if both == self { return .none }
        if both.lowest == lowest { return Versions(lowest: both.highest + 1, highest: highest) }
        if both.highest == highest { return Versions(lowest: lowest, highest: both.lowest - 1) }
        throw GeneratorFailure("\(self) without \(other) has a gap")
    }

    /// The Swift condition that tells this set from the rest of `all`; nil when it is all of it.
    func condition(in all: Versions) -> String? {
        let set = intersect(all)
        if set == all { return nil }
        if set.isEmpty { return "false" }
        if set.lowest == set.highest { return "version == \(set.lowest)" }
        if set.highest == all.highest { return "version >= \(set.lowest)" }
        if set.lowest == all.lowest { return "version <= \(set.highest)" }
        return "version >= \(set.lowest) && version <= \(set.highest)"
    }

    var text: String {
        if isEmpty { return "none" }
        if lowest == highest { return "\(lowest)" }
        return highest == Self.open ? "\(lowest)+" : "\(lowest)-\(highest)"
    }
}

/// Why the generator stops.
struct GeneratorFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
