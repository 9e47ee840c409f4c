import Engine
import Journal
import KafkaAdmin
import KafkaWire

/// What a group has, or shall have, committed on a partition.
struct ResetOffset: Hashable {
    var offset: Int
    /// −1: not known.
    var leaderEpoch = -1
    var metadata = ""

    /// As plans keep it.
    var json: JSONValue { ["offset": .int(offset), "epoch": .int(leaderEpoch), "metadata": .string(metadata)] }

    init(_ offset: Int, leaderEpoch: Int = -1, metadata: String = "") {
        self.offset = offset
        self.leaderEpoch = leaderEpoch
        self.metadata = metadata
    }

    /// nil: nothing was committed, or it is no such value.
    init?(json: JSONValue) {
        guard let offset = json["offset"]?.int else { return nil }
        self.init(offset, leaderEpoch: json["epoch"]?.int ?? -1, metadata: json["metadata"]?.string ?? "")
    }

    init?(_ commit: CommittedOffset) {
        guard case .known(let offset?) = commit.offset else { return nil }
        self.init(offset, leaderEpoch: commit.leaderEpoch, metadata: commit.metadata ?? "")
    }
}

/// Where a reset goes.
enum ResetPosition {
    case latest, earliest
    case offset(Int)
    /// Milliseconds since 1970.
    case time(Int)
    case by(Int)
    /// Each partition to its own: what was saved, or stood before; nil: nothing stood there, and that cannot be given back.
    case each([GroupPartition: ResetOffset?], name: String)

    /// The word by which plans remember it.
    var name: String {
        switch self {
        case .latest: "latest"
        case .earliest: "earliest"
        case .offset: "offset"
        case .time: "time"
        case .by: "by"
        case .each(_, let name): name
        }
    }

    /// Offsets of the log that it takes to resolve it and to say what it means.
    var kinds: Set<OffsetKind> {
        if case .time(let time) = self { [.earliest, .latest, .at(time)] } else { [.earliest, .latest] }
    }
}

/// A partition as a group reads it.
struct GroupPartition: Hashable, Comparable {
    var group: String
    var partition: TopicPartition

    static func < (left: GroupPartition, right: GroupPartition) -> Bool {
        (left.group, left.partition) < (right.group, right.partition)
    }

    var key: [JSONValue] { [.string(group), .string(partition.topic), .int(partition.partition)] }
    var label: String { "\(group) \(partition)" }

    init(_ group: String, _ partition: TopicPartition) {
        self.group = group
        self.partition = partition
    }

    /// Out of an item's key; nil for items of another shape, as a damaged journal may have.
    init?(_ item: EffectItem) {
        guard item.key.count >= 3, let group = item.key[0].string, let topic = item.key[1].string, let index = item.key[2].int else {
            return nil
        }
        self.init(group, TopicPartition(topic, index))
    }
}

/// Which partitions of a group are meant: `for …`.
enum ResetScope {
    /// Those with a commit.
    case committed
    case topics(Set<NameKey>)
    case partitions(Set<TopicPartition>)

    init(_ argument: EffectCall.Argument?) throws(EffectFailure) {
        guard let argument else {
            self = .committed
            return
        }
        if case .value(.text(let topic)) = argument {
            self = .topics([NameKey(topic)])
            return
        }
        if case .value(.list(let list)) = argument, !list.elements.isEmpty {
            let names = list.elements.compactMap { if case .text(let name) = $0 { name } else { nil } }
            if names.count == list.elements.count {
                self = .topics(Set(names))
                return
            }
        }
        let rows = try EffectTargets.rows(argument, of: "reset offsets … for")
        let topics = rows.compactMap { if $0["partition"] == nil, case .text(let name)? = $0["name"] { name } else { nil } }
        if !rows.isEmpty, topics.count == rows.count {
            self = .topics(Set(topics))
        } else {
            self = .partitions(Set(try EffectTargets.partitions(rows, of: "reset offsets … for")))
        }
    }

    /// The topics of which all partitions must be known.
    var topics: Set<NameKey> {
        switch self {
        case .committed: []
        case .topics(let names): names
        case .partitions(let partitions): Set(partitions.map(\.topic))
        }
    }
}

extension ResetPosition {
    /// What a call says; `from saved` is looked up among what the journal kept for these groups.
    init(_ call: EffectCall, groups: [String]) throws(EffectFailure) {
        guard case .position(let position)? = call.arguments["position"] else { throw .refused("`reset offsets` lacks where to go") }
        switch position {
        case .latest: self = .latest
        case .earliest: self = .earliest
        case .offset(let offset): self = .offset(offset)
        case .time(let time): self = .time(time)
        case .by(let step): self = .by(step)
        case .saved: self = .each(Self.saved(call.saved, groups), name: "saved")
        }
    }

    /// What the newest reset of each group found before it: one reset, of one run. Items come newest first.
    private static func saved(_ saved: [EffectCall.SavedItem], _ groups: [String]) -> [GroupPartition: ResetOffset?] {
        var found: [GroupPartition: ResetOffset?] = [:]
        for group in groups {
            var newest: (run: String, effect: String)?
            for kept in saved {
                guard let place = GroupPartition(kept.item), place.group == group else { continue }
                if let newest, newest != (kept.run, kept.effect) { break }
                newest = (kept.run, kept.effect)
                found.updateValue(ResetOffset(json: kept.item.before), forKey: place)
            }
        }
        return found
    }
}
