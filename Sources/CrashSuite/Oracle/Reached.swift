import KafkaLab

/// What the cluster was asked for, in the words in which the journal's items are put too: `45 trips-3 to [1, 2]`.
struct Reached {
    /// How often each thing was asked for and not refused.
    private(set) var asked: [String: Int] = [:]
    /// How often each thing changed the cluster.
    private(set) var changed: [String: Int] = [:]

    init(_ lab: LabCluster, _ commands: Commands) {
        for effect in lab.effectLog {
            for key in Self.keys(of: effect) { note(key, wasTaken: effect.outcome == 0, hasChanged: effect.changed) }
        }
        for line in commands.told { note("run \(line)", wasTaken: true, hasChanged: true) }
    }

    private mutating func note(_ key: String, wasTaken: Bool, hasChanged: Bool) {
        guard wasTaken else { return }
        asked[key, default: 0] += 1
        if hasChanged { changed[key, default: 0] += 1 }
    }

    /// One change of settings may concern several.
    private static func keys(of effect: LabEffect) -> [String] {
        guard effect.api == 44 else { return ["\(effect.api) \(effect.target) \(effect.detail)"] }
        let resource = effect.target == "brokers" ? "broker " : effect.target
        var parts: [Substring] = []
        var rest = effect.detail[...]
        while let comma = rest.firstRange(of: ", ") {
            parts.append(rest[..<comma.lowerBound])
            rest = rest[comma.upperBound...]
        }
        parts.append(rest)
        return parts.flatMap { Self.entries("44 \(resource) \($0)") }
    }

    /// Of a change of a list, what it does to each of its entries: lists are shared.
    static func entries(_ key: String) -> [String] {
        let words = key.split(separator: " ", omittingEmptySubsequences: false)
        guard let last = words.last, let equals = last.firstIndex(of: "="), words.contains("append") || words.contains("subtract") else {
            return [key]
        }
        let head = words.dropLast().joined(separator: " ") + " " + last[...equals]
        return last[last.index(after: equals)...].split(separator: ",").map { head + $0 }
    }
}

extension Substring {
    /// Where a text stands first in it.
    fileprivate func firstRange(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
