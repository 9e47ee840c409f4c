/// What the truth is, for scenarios and tests (readers over the wire may know less).
extension LabCluster {
    /// Partitions without a leader.
    package var offlinePartitions: [LabPartition] { allPartitions.filter { $0.leader < 0 } }

    /// Partitions that miss an original replica in their ISR, by sets: a coming one makes up for none.
    package var underReplicatedPartitions: [LabPartition] {
        allPartitions.filter { partition in
            partition.replicas.contains { !partition.adding.contains($0) && !partition.isr.contains($0) }
                || (partition.leader < 0 && partition.replicas.count > 1)
        }
    }

    /// Partitions that move.
    package var reassigningPartitions: [LabPartition] { allPartitions.filter(\.isReassigning) }

    /// Nothing offline, under-replicated, moving or throttled.
    package var isWhole: Bool {
        offlinePartitions.isEmpty && underReplicatedPartitions.isEmpty && reassigningPartitions.isEmpty && !hasThrottles
    }

    /// The lag of a group over partitions with a leader; without commits 0.
    package func readableLag(of group: String) -> Int64 {
        guard let group = groups[group] else { return 0 }
        var sum: Int64 = 0
        for (target, committed) in group.offsets {
            guard let partition = partition(target.topic, target.partition), partition.leader >= 0 else { continue }
            sum += max(0, partition.highWatermark - max(committed.offset, partition.logStart))
        }
        return sum
    }

    /// What must hold at any moment; the text of the first breach, or nil.
    package var brokenInvariant: String? {
        for partition in allPartitions {
            let state = "\(partition.name) replicas \(partition.replicas) isr \(partition.isr) leader \(partition.leader)"
            if Set(partition.replicas).count != partition.replicas.count { return "a replica twice: \(state)" }
            if !partition.isr.allSatisfy(partition.replicas.contains) { return "ISR outside the replicas: \(state)" }
            if !partition.elr.allSatisfy({ partition.replicas.contains($0) && !partition.isr.contains($0) }) {
                return "ELR outside, or in the ISR too: \(state) elr \(partition.elr)"
            }
            if partition.leader >= 0, !partition.isr.contains(partition.leader) { return "leader outside the ISR: \(state)" }
            if partition.leader >= 0, brokers[partition.leader]?.isFenced != false { return "a fenced leader: \(state)" }
            if !partition.adding.allSatisfy(partition.replicas.contains) || !partition.removing.allSatisfy(partition.replicas.contains) {
                return "a move outside the replicas: \(state)"
            }
            if Set(partition.logs.map(\.broker)) != Set(partition.replicas) { return "logs and replicas differ: \(state)" }
            if partition.highWatermark < partition.logStart { return "watermark before the start: \(state)" }
            for log in partition.logs where partition.leader >= 0 && partition.isr.contains(log.broker) && log.end < partition.highWatermark
            {
                return "a member of the ISR lacks committed records: \(state)"
            }
        }
        return nil
    }

    /// All that can be seen of the state, as one number: equal states have equal digests.
    package var digest: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ text: String) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        mix("\(id) \(now) \(controller ?? -1) \(controllerEpoch) \(metadataOffset)")
        for id in brokerIDs {
            guard let broker = brokers[id] else { continue }
            mix("\(id) \(broker.process) \(broker.isFenced) \(broker.epoch) \(broker.dynamicConfigs.sorted { $0.key < $1.key })")
        }
        for name in topicNames { mix("\(name) \(topics[name]?.configs.sorted { $0.key < $1.key } ?? [])") }
        for partition in allPartitions {
            mix("\(partition.name) \(partition.replicas) \(partition.isr) \(partition.elr) \(partition.adding) \(partition.removing)")
            mix(
                "\(partition.leader) \(partition.leaderEpoch) \(partition.partitionEpoch) \(partition.highWatermark) \(partition.logs.map(\.end))"
            )
        }
        for id in groups.keys.sorted() {
            guard let group = groups[id] else { continue }
            mix("\(id) \(group.state) \(group.generation) \(group.members.map(\.id))")
            for target in group.offsets.keys.sorted() { mix("\(target) \(group.offsets[target]?.offset ?? -1)") }
        }
        return hash
    }
}
