/// The words in which scenarios describe the state in which a story begins.
extension LabCluster {
    /// What a partition begins with.
    struct PartitionPlan {
        var replicas: [Int32]
        /// Nil: all replicas.
        var isr: [Int32]?
        var adding: [Int32] = []
        /// Records in the leader's log (or in the longest one).
        var records: Int64
        /// How many records those outside the ISR lack.
        var behind: Int64 = 0
        /// What a replica that is being added has, in percent.
        var addedPercent: Int64 = 0
    }

    /// Registers brokers 1 ... with racks a, b, c, ... and two log dirs each.
    func addBrokers(_ ids: [Int32]) {
        for (index, id) in ids.enumerated() {
            let rack = String(UnicodeScalar(UInt8(97 + index % 26)))
            let dirs = (1...2).map {
                LabBroker.LogDir(path: "/var/lib/kafka/\(id)/d\($0)", id: random.uuid(), totalBytes: 500_000_000_000)
            }
            metadataOffset += 1
            let broker = LabBroker(id: id, rack: rack, dirs: dirs, epoch: metadataOffset)
            broker.staticConfigs = [
                "broker.id": "\(id)", "broker.rack": rack, "log.dirs": dirs.map(\.path).joined(separator: ","),
            ]
            brokers[id] = broker
        }
        voters = Array(ids.prefix(3))
        // With eligible leaders the cluster as a whole has a minimum, written down.
        if release.keepsEligibleLeaders { clusterConfigs["min.insync.replicas"] = "1" }
        controller = voters.first
    }

    /// Adds a topic. Offsets begin at 0, marks spread the records over the last hours.
    func addTopic(
        _ name: String, _ plans: [PartitionPlan], writeRate: Int64 = 0, recordBytes: Int64 = 1000, configs: [NameKey: String] = [:]
    ) {
        let partitions = plans.enumerated().map { index, plan in
            partition(name, Int32(index), plan, writeRate: writeRate, recordBytes: recordBytes)
        }
        add(LabTopic(name: name, id: random.uuid(), partitions: partitions, configs: configs))
    }

    private func partition(_ name: String, _ id: Int32, _ plan: PartitionPlan, writeRate: Int64, recordBytes: Int64) -> LabPartition {
        let isr = plan.isr ?? plan.replicas
        let leader = plan.replicas.first { isr.contains($0) && brokers[$0]?.isFenced == false } ?? -1
        let made = LabPartition(topic: name, id: id, replicas: plan.replicas, leader: leader, isr: isr)
        made.adding = plan.adding
        made.writeRate = writeRate
        made.recordBytes = recordBytes
        made.highWatermark = plan.records
        made.leaderEpoch = Int32(random.below(8)) + 4
        made.partitionEpoch = made.leaderEpoch + Int32(random.below(6)) + 2
        for broker in plan.replicas {
            var end = plan.records
            if plan.adding.contains(broker) {
                end = plan.records * plan.addedPercent / 100
            } else if !isr.contains(broker) {
                end = max(0, plan.records - plan.behind)
            }
            made.logs.append(ReplicaLog(broker: broker, dir: Int(id) % 2, end: end, caughtUpAt: 0))
        }
        if leader < 0, release.keepsEligibleLeaders {
            made.isr = []
            made.elr = isr
            made.lastKnownELR = isr.count == 1 ? isr : []
        }
        let age = writeRate > 0 ? min(plan.records * 1000 / writeRate, 6 * 86_400_000) : 6 * 3_600_000
        made.marks = [OffsetMark(offset: 0, time: -age), OffsetMark(offset: plan.records, time: leader < 0 ? -90_000 : 0)]
        return made
    }

    /// `__consumer_offsets` with 50 partitions on these brokers, in turns.
    func addOffsetsTopic(on ids: [Int32], copies: Int) {
        let plans = (0..<50).map { index in
            PartitionPlan(replicas: (0..<copies).map { ids[(index + $0) % ids.count] }, records: 1_000 + random.below(500))
        }
        addTopic("__consumer_offsets", plans, recordBytes: 150, configs: ["cleanup.policy": "compact", "segment.bytes": "104857600"])
    }

    /// Adds a classic group, stable, with members that share its topics.
    @discardableResult
    func addGroup(_ id: String, topics: [String], members: Int, memberRate: Int64, stalled: Bool = false) -> LabGroup {
        let group = LabGroup(id: id, topics: topics)
        for number in 1...max(1, members) where members > 0 {
            var member = LabMember(id: "", clientID: "\(id)-\(number)", host: "/10.0.0.\(number + 10)", isStalled: stalled)
            member.id = freshMemberID(member)
            group.members.append(member)
        }
        group.memberRate = memberRate
        group.state = members > 0 ? .stable : .empty
        group.generation = Int32(random.below(40)) + 3
        assign(group)
        groups[id] = group
        return group
    }

    /// Commits so that the readable partitions of the group's topics lag `total` in all, as evenly as it goes;
    /// partitions without a leader lag as much as one of the others.
    func commit(_ group: LabGroup, lagging total: Int64) {
        let all = group.topics.sorted().flatMap { topics[$0]?.partitions ?? [] }
        let readable = all.filter { $0.leader >= 0 }
        guard !readable.isEmpty else { return }
        let share = total / Int64(readable.count)
        var rest = total - share * Int64(readable.count)
        for partition in all {
            var lag = share
            if partition.leader >= 0 {
                lag += rest
                rest = 0
            }
            let offset = max(partition.logStart, partition.highWatermark - lag)
            group.offsets[LabTopicPartition(partition.topic, partition.id)] = CommittedOffset(
                offset: offset, leaderEpoch: partition.leaderEpoch)
        }
    }

    /// A broker that died a while ago and was fenced.
    func addDeadBroker(_ id: Int32) {
        brokers[id]?.process = .dead
        brokers[id]?.isFenced = true
        brokers[id]?.lastContact = -90_000
    }

    /// The last touch after a scenario has built its state.
    func settle() {
        nextImbalanceCheck = timing.imbalanceCheck
        if let active = controller, brokers[active]?.isServing != true { controller = voters.first { brokers[$0]?.isServing == true } }
    }
}
