import KafkaWire

/// All that one evaluation found out, shared by the sources that it reads.
package final class ClusterFacts {
    package internal(set) var partitions: Fact<PartitionTable> = .unknown(.notRead) {
        didSet { knownUnlisted = nil }
    }
    /// Brokers, as Metadata lists them, or DescribeCluster where that was asked.
    package internal(set) var brokers: Fact<BrokerList> = .unknown(.notRead) {
        didSet { knownUnlisted = nil }
    }
    package internal(set) var movesByName: Fact<[TopicPartition: Move]> = .unknown(.notRead)
    /// The broker that told the moves, and when.
    package internal(set) var movesReading: (answeredBy: Int?, asOf: Int) = (nil, 0)
    package internal(set) var quorum: Fact<QuorumFacts> = .unknown(.notRead)
    /// The broker that Metadata calls the controller: true with ZooKeeper only.
    package internal(set) var metadataController: Int?
    /// What the identity may do to the cluster. Unknown where it may not even describe it, and where brokers do not tell.
    package internal(set) var clusterRights: Fact<Set<AclOperation>> = .unknown(.notRead)
    /// Why topics, and commits on them, may be missing without a sign: the identity may not describe every topic. nil: as far as Kafka
    /// tells, it sees all.
    package internal(set) var hiddenTopics: Unread?
    /// The same of groups that nobody named.
    package internal(set) var hiddenGroups: Unread?
    /// Groups that were named and may not be described, whether they exist or not.
    package internal(set) var hiddenGroupNames: [NameKey: Unread] = [:]
    package internal(set) var answers: [Int: BrokerAnswer] = [:]
    package internal(set) var versions: [Int: NodeVersions] = [:]
    package internal(set) var configs: [ConfigResource: Fact<ConfigSettings>] = [:]
    /// Values that brokers do not show, and that are known otherwise: set by runs that still owe them.
    package var remembered: [ConfigResource: [NameKey: String]] = [:]
    /// What topics take from their brokers.
    package internal(set) var inherited = InheritedSettings()
    /// Of each kind that was to be listed, the resources that have settings of their own.
    package internal(set) var listedResources: [ConfigResource.Kind: Fact<[String]>] = [:]
    package internal(set) var logDirs: [Int: Fact<BrokerLogDirs>] = [:]
    /// Of brokers whose listings may lack groups, for who gave them is not proved to be them: why.
    package internal(set) var doubtedListings: [Int: Unread] = [:]
    /// What each broker listed.
    package internal(set) var listings: [Int: Fact<[GroupListing]>] = [:] {
        didSet { knownGroups = nil }
    }
    /// All groups of the listings, until these change.
    private var knownGroups: [GroupListing]?
    package internal(set) var descriptions: [NameKey: Fact<GroupDescription>] = [:]
    package internal(set) var commits: [NameKey: Fact<[TopicPartition: CommittedOffset]>] = [:]
    package internal(set) var offsets = OffsetColumns()
    /// Of each broker, by row: where its own log ends, and starts.
    package internal(set) var replicaEnds: [Int: [Int: Fact<Int>]] = [:]
    package internal(set) var replicaStarts: [Int: [Int: Fact<Int>]] = [:]
    /// Brokers that failed to answer anything in this evaluation, with why.
    package internal(set) var silent: [Int: Unread] = [:]
    /// What the brokers that told their versions do with min.insync.replicas.
    package internal(set) var clamps: Set<Bool> = []
    /// When the controller calls a move done.
    package internal(set) var reassignmentLaw = ReassignmentLaw(isKRaft: nil, versions: nil)
    /// When the reading began, milliseconds since 1970, and how long it took.
    package internal(set) var startedAt = 0
    package internal(set) var tookMs = 0
    /// How many requests left.
    package internal(set) var requestCount = 0
    package internal(set) var lastLogDirIndex: [Int: [TopicPartition: (current: ReplicaOnDisk?, future: ReplicaOnDisk?)]] = [:]

    package init() {}

    /// Ids of brokers that may serve; empty where no answer said.
    package var live: Set<Int32> { brokers.value?.live ?? [] }

    /// Brokers that are not listed to us and may be alive, as the partitions show; nil: who is not listed is gone.
    package var unlisted: UnlistedBrokers? {
        if let knownUnlisted { return knownUnlisted }
        guard let table = partitions.value, let list = brokers.value else { return nil }
        let found = UnlistedBrokers(table, listed: Set(list.brokers.map { Int32(truncatingIfNeeded: $0.id) }))
        knownUnlisted = .some(found)
        return found
    }
    /// What was found of them, until the partitions or the brokers change.
    private var knownUnlisted: UnlistedBrokers??

    /// Why nothing could be asked of a broker.
    package func whySilent(_ broker: Int) -> Unread {
        silent[broker] ?? unlisted?.why(Int32(truncatingIfNeeded: broker)) ?? Unread(broker: broker, "not live")
    }

    /// Ids of all brokers that anything names: listed ones, and those that only replicas name.
    package var mentionedBrokers: [Int] {
        var ids = Set((brokers.value?.brokers ?? []).map(\.id))
        if let table = partitions.value {
            for broker in table.replicas.items.distinct + table.leader.distinct.filter({ $0 >= 0 }) { ids.insert(Int(broker)) }
        }
        for move in (movesByName.value ?? [:]).values { ids.formUnion(move.replicas.map(Int.init)) }
        return ids.sorted()
    }

    /// The moves by row of the table.
    package func moves(in table: PartitionTable) -> Fact<[Int: Move]> {
        movesByName.map { moves in
            var rows: [Int: Move] = [:]
            for (name, move) in moves {
                if let row = table.row(name.topic, Int32(truncatingIfNeeded: name.partition)) { rows[row] = move }
            }
            return rows
        }
    }

    /// A setting of a topic as the broker told it that was asked; what it inherits is that broker's own value.
    func settingAsAsked(_ topic: String, _ key: String) -> Fact<ConfigSetting> {
        if configs[ConfigResource(.topic, topic)] == nil, let table = partitions.value, table.topic(topic) == nil {
            return .unknown(whyAbsent(topic))
        }
        return setting(ConfigResource(.topic, topic), key)
    }

    /// A setting of a resource.
    package func setting(_ resource: ConfigResource, _ key: String) -> Fact<ConfigSetting> {
        guard let settings = configs[resource] else { return .unknown(.notRead) }
        return settings.flatMap { settings in
            settings[key].map { .known($0) } ?? .unknown(Unread(broker: settings.answeredBy, "does not know \(key)"))
        }
    }

    /// The active controller: the quorum's leader; with ZooKeeper, where nobody knows a quorum, whom Metadata names.
    package var controller: Fact<Int?> {
        switch quorum {
        case .known(let quorum): .known(quorum.leader)
        case .unknown(let why): why.isTooOld ? .known(metadataController) : .unknown(why)
        }
    }

    /// All groups that were listed, each once, sorted.
    package var groups: [GroupListing] {
        if let knownGroups { return knownGroups }
        let groups = listedGroups()
        knownGroups = groups
        return groups
    }

    private func listedGroups() -> [GroupListing] {
        var found: [NameKey: GroupListing] = [:]
        for (_, listing) in listings.sorted(by: { $0.key < $1.key }) {
            for group in listing.value ?? [] {
                // While a coordinator moves two may list it: the one that leads its partition counts.
                if let other = found[group.id], coordinator(of: group.id) == other.coordinator { continue }
                found[group.id] = group
            }
        }
        return found.values.sorted { $0.id < $1.id }
    }

    /// The members of a group. Of a state Empty, by which Kafka means that it has none, no description is needed.
    package func members(of group: GroupListing) -> Fact<[GroupMember]> {
        let description = descriptions[group.id] ?? .unknown(.notRead)
        if description.value == nil, group.state == "Empty" || group.state == "Dead" { return .known([]) }
        return description.map(\.members)
    }

    /// Why some member's partitions are not known; nil: all are.
    package func unseenMembers(of group: GroupListing) -> Unread? {
        switch members(of: group) {
        case .known(let members): members.lazy.compactMap(\.assigned.why).first
        case .unknown(let why): why
        }
    }

    /// The leader of the group's partition of `__consumer_offsets`; nil where there is none.
    package func coordinator(of group: String) -> Int? {
        guard let table = partitions.value, let topic = table.topic("__consumer_offsets"),
            let partition = CoordinatorPartition.of(group: group, partitions: topic.rows.count),
            let row = table.row("__consumer_offsets", Int32(truncatingIfNeeded: partition)), table.leader[row] >= 0
        else { return nil }
        return Int(table.leader[row])
    }

    /// Why groups may be missing: a broker that leads a part of `__consumer_offsets` did not list its groups, a part has no leader, or the
    /// identity may not see them.
    /// - Parameter names: only the parts that keep these groups count; nil: all.
    package func missingGroups(among names: Set<NameKey>?) -> [Unread] {
        // Who was listed is there, whatever else is not known.
        let open = names.map { $0.subtracting(groups.map(\.id)) }
        guard open?.isEmpty != true else { return [] }
        var causes = (open ?? []).sorted().compactMap { hiddenGroupNames[$0] }
        if names == nil, let hiddenGroups { causes.append(hiddenGroups) }
        guard let table = partitions.value else { return causes + [partitions.why ?? .notRead] }
        guard let topic = table.topic("__consumer_offsets") else {
            if let why = whyHidden(topic: "__consumer_offsets") {
                causes.append(.lacking(why, "whether each coordinator listed its groups is not known"))
            }
            return causes
        }
        func parts(of names: Set<NameKey>) -> Set<Int> {
            Set(names.compactMap { CoordinatorPartition.of(group: $0.text, partitions: topic.rows.count) })
        }
        let numbers = open.map(parts)
        // Of groups that are hidden it is said already.
        let doubtable = open.map { parts(of: $0.subtracting(hiddenGroupNames.keys)) }
        let live = self.live
        for row in topic.rows where numbers?.contains(Int(table.index[row])) ?? true {
            let leader = Int(table.leader[row])
            let cause: Unread
            if leader < 0 {
                let part = "__consumer_offsets-\(table.index[row])"
                cause = table.whyLeaderIsUntold(row).map { Unread("\(part): \($0)", error: $0.error) } ?? Unread("\(part) has no leader")
            } else if !live.contains(Int32(truncatingIfNeeded: leader)) {
                cause =
                    unlisted?.why(Int32(truncatingIfNeeded: leader))
                    ?? Unread(broker: leader, "leads a part of __consumer_offsets and is not live")
            } else if case .known? = listings[leader] {
                guard let doubt = doubtedListings[leader], doubtable?.contains(Int(table.index[row])) ?? true else { continue }
                cause = doubt
            } else {
                cause = listings[leader]?.why ?? silent[leader] ?? Unread(broker: leader, "listed no groups")
            }
            if !causes.contains(cause) { causes.append(cause) }
        }
        return causes
    }

    /// The right for want of which a topic that is not in the table may be hidden; nil: it is not there.
    private func whyHidden(topic: String) -> Right? {
        let isRefused = partitions.value?.refusedTopics.contains(topic) ?? false
        return isRefused || hiddenTopics != nil ? Right(.describe, .topic(topic)) : nil
    }

    /// Why nothing is known of a partition that the table does not have.
    package func whyAbsent(_ topic: String) -> Unread {
        if let why = partitions.why { return why }
        return whyHidden(topic: topic).map { .lacking($0) } ?? Unread("no such partition")
    }

    /// Why rows of topics may be missing altogether.
    /// - Parameter names: only these topics count; nil: all.
    package func missingTopics(among names: Set<NameKey>? = nil) -> [Unread] {
        guard let table = partitions.value else { return [partitions.why ?? .notRead] }
        var causes = table.topics.filter { !$0.error.isSuccess && $0.rows.isEmpty && names?.contains($0.name) ?? true }.map {
            Unread(broker: table.answeredBy, "topic \($0.name): \($0.error.name)", error: $0.error)
        }
        guard let names else { return causes + [hiddenTopics].compactMap { $0 } }
        for name in names.sorted() where table.topic(name) == nil {
            if let right = whyHidden(topic: name) { causes.append(.lacking(right)) }
        }
        return causes
    }

    /// The definitions over what was read.
    package func health(of table: PartitionTable) -> PartitionHealth {
        let racks = (brokers.value?.brokers ?? []).compactMap { broker in
            broker.rack.map { (Int32(truncatingIfNeeded: broker.id), $0) }
        }
        var minIsr = MinInSyncReplicas()
        let key = "min.insync.replicas"
        func number(_ setting: Fact<ConfigSetting>) -> Fact<Int> {
            setting.flatMap { $0.value.flatMap { Int($0) }.map { .known($0) } ?? .unknown(Unread("\(key) is no number")) }
        }
        // Where no settings were asked for, none is known of any topic.
        if !configs.isEmpty {
            minIsr.ofTopics = table.topics.map { number(settingAsAsked($0.name, key)) }
            if inherited.keys.contains(key) {
                minIsr.inherits = table.topics.map { settingAsAsked($0.name, key).value.map { $0.source != .topic } ?? false }
                // Those that lead, and those that could lead what nobody does.
                var givers = table.leader.distinct.filter { $0 >= 0 }
                for row in table.leader.indices where table.leader[row] < 0 { givers += table.replicas[row] }
                for broker in givers.distinct {
                    minIsr.ofBrokers[broker] = number(inherited.setting(key, of: Int(broker)) ?? .unknown(whySilent(Int(broker))))
                }
            }
        }
        return PartitionHealth(
            table: table, live: live, unlisted: unlisted, moves: moves(in: table), minIsr: minIsr, clampsMinIsr: clampsMinIsr,
            racks: Dictionary(racks, uniquingKeysWith: { first, _ in first }))
    }

    /// Whether all brokers that answered clamp min.insync.replicas; unknown where they differ or none answered.
    private var clampsMinIsr: Fact<Bool> {
        let all = clamps
        guard all.count == 1, let one = all.first else {
            return .unknown(
                Unread(all.isEmpty ? "no broker told its release" : "brokers of different releases differ on min.insync.replicas"))
        }
        return .known(one)
    }

    /// The replica's log on a broker's disks: the one in use and the copy under way.
    package func onDisk(
        broker: Int, topic: String, partition: Int
    ) -> Fact<(current: ReplicaOnDisk?, future: ReplicaOnDisk?)> {
        guard let dirs = logDirs[broker] else {
            return .unknown(whySilent(broker))
        }
        return dirs.flatMap { dirs in
            if lastLogDirIndex[broker] == nil { lastLogDirIndex[broker] = Self.index(dirs) }
            if let found = lastLogDirIndex[broker]?[TopicPartition(topic, partition)], found.current != nil { return .known(found) }
            // A directory that failed lists nothing: what is in none of the others may be there.
            if let failed = dirs.failed { return .unknown(Unread(broker: broker, failed.error)) }
            return .known(lastLogDirIndex[broker]?[TopicPartition(topic, partition)] ?? (nil, nil))
        }
    }

    private static func index(_ dirs: BrokerLogDirs) -> [TopicPartition: (current: ReplicaOnDisk?, future: ReplicaOnDisk?)] {
        var index: [TopicPartition: (current: ReplicaOnDisk?, future: ReplicaOnDisk?)] = [:]
        for dir in dirs.dirs {
            for replica in dir.replicas {
                let found = ReplicaOnDisk(path: dir.path, error: dir.error, size: replica.size, offsetLag: replica.offsetLag)
                var both = index[TopicPartition(replica.topic, Int(replica.partition))] ?? (nil, nil)
                if replica.isFuture { both.future = found } else { both.current = found }
                index[TopicPartition(replica.topic, Int(replica.partition))] = both
            }
        }
        return index
    }

    /// Bytes of the leader's log; unknown without a leader, or where its broker did not tell.
    package func leaderSize(_ row: Int, in table: PartitionTable) -> Fact<Int> {
        let leader = table.leader[row]
        guard leader >= 0 else { return .unknown(table.whyNoLeader(row)) }
        guard live.contains(leader) else { return .unknown(unlisted?.why(leader) ?? Unread("no leader")) }
        let name = table.name(row)
        return onDisk(broker: Int(leader), topic: name.topic, partition: name.partition).flatMap { both in
            both.current.map { .known($0.size) } ?? .unknown(Unread(broker: Int(leader), "holds no log of it"))
        }
    }

    /// An offset of a row.
    package func offset(_ kind: OffsetKind, _ row: Int) -> Fact<OffsetFact> {
        offsets[kind, row] ?? .unknown(.notRead)
    }
}
