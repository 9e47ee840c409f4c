import Journal

/// How the cluster as a whole stood at one moment, as far as readings told that were made for something else. What none of them told is nil.
package struct ClusterCounts: Sendable, Hashable {
    /// When it was read, milliseconds since 1970.
    package var readMs: Int
    /// Brokers that the cluster counts as live.
    package var liveBrokers: Int?
    /// Partitions without a live leader.
    package var offline: Int?
    /// Partitions that lack a replica in the ISR; replicas just being added do not count.
    package var underReplicated: Int?
    /// Partitions of which some replica is not in the ISR, those just being added too.
    package var outOfSync: Int?
    /// Partitions with a reassignment under way.
    package var reassigning: Int?
    /// Records that all groups together have not read.
    package var lag: Amount?
    /// The same for groups that were read by name.
    package var groupLags: [NameKey: Amount]

    /// A sum; at least this much, where a part of it is not known.
    package struct Amount: Sendable, Hashable {
        package var value: Int
        package var isLowerBound: Bool

        package init(_ value: Int, isLowerBound: Bool = false) {
            self.value = value
            self.isLowerBound = isLowerBound
        }
    }

    package init(
        readMs: Int, liveBrokers: Int? = nil, offline: Int? = nil, underReplicated: Int? = nil, outOfSync: Int? = nil,
        reassigning: Int? = nil, lag: Amount? = nil, groupLags: [NameKey: Amount] = [:]
    ) {
        self.readMs = readMs
        self.liveBrokers = liveBrokers
        self.offline = offline
        self.underReplicated = underReplicated
        self.outOfSync = outOfSync
        self.reassigning = reassigning
        self.lag = lag
        self.groupLags = groupLags
    }

    /// Readings closer to each other than this, milliseconds, tell of one moment.
    static let momentMs = 1_000

    /// Takes in what a later reading told. One of another moment takes the place of this one: what it did not tell is not known then.
    package mutating func merge(_ later: ClusterCounts) {
        guard later.readMs - readMs <= Self.momentMs else {
            self = later
            return
        }
        readMs = later.readMs
        liveBrokers = later.liveBrokers ?? liveBrokers
        offline = later.offline ?? offline
        underReplicated = later.underReplicated ?? underReplicated
        outOfSync = later.outOfSync ?? outOfSync
        reassigning = later.reassigning ?? reassigning
        lag = later.lag ?? lag
        groupLags.merge(later.groupLags) { $1 }
    }

    /// True where nothing but the moment is known.
    package var isEmpty: Bool { hasOnlyLag && lag == nil && groupLags.isEmpty }

    /// True where no partition and no broker was counted.
    var hasOnlyLag: Bool {
        liveBrokers == nil && offline == nil && underReplicated == nil && outOfSync == nil && reassigning == nil
    }

    /// True where nothing but the brokers was counted.
    var hasOnlyBrokers: Bool {
        offline == nil && underReplicated == nil && outOfSync == nil && reassigning == nil && lag == nil && groupLags.isEmpty
    }

    /// What is told of brokers and partitions: it changes when something happens, where a lag changes all the time.
    var states: [Int?] { [liveBrokers, offline, underReplicated, outOfSync, reassigning] }
}

extension ClusterCounts {
    private static var names: [(String, WritableKeyPath<ClusterCounts, Int?>)] {
        [
            ("liveBrokers", \.liveBrokers), ("offline", \.offline), ("underReplicated", \.underReplicated), ("outOfSync", \.outOfSync),
            ("reassigning", \.reassigning),
        ]
    }

    package var members: [JSONValue.Member] {
        var members: [JSONValue.Member] = [.init("read", .int(readMs))]
        for (name, path) in Self.names { if let number = self[keyPath: path] { members.append(.init(name, .int(number))) } }
        if let lag { members.append(.init("lag", lag.json)) }
        if !groupLags.isEmpty {
            members.append(.init("groups", .object(groupLags.sorted { $0.key < $1.key }.map { .init($0.key.text, $0.value.json) })))
        }
        return members
    }

    /// nil where the record has no moment.
    package init?(json: JSONValue) throws(MemberFault) {
        guard let read = try json.number("read", in: JournalRange.moment) else { return nil }
        self.init(readMs: read)
        for (name, path) in Self.names { self[keyPath: path] = try json.number(name, in: JournalRange.count) }
        lag = try json["lag"].map { (json) throws(MemberFault) in try Amount(json: json) }
        if case .object(let members)? = json["groups"] {
            for member in members { groupLags[member.name] = try Amount(json: member.value) }
        }
    }
}

extension ClusterCounts.Amount {
    /// A number, or `{"atLeast": number}`.
    package var json: JSONValue { isLowerBound ? ["atLeast": .int(value)] : .int(value) }

    init(json: JSONValue) throws(MemberFault) {
        if let least = try json.number("atLeast", in: JournalRange.amount) {
            self.init(least, isLowerBound: true)
        } else {
            self.init(try json.number(in: JournalRange.amount, named: "lag"))
        }
    }
}
