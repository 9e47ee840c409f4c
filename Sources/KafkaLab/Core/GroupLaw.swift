import KafkaWire

/// Groups: who coordinates them, how they rebalance, what they read (7.5 and 7.7 of the cluster model).
extension LabCluster {
    /// The partition of `__consumer_offsets` that holds a group: Java's string hash, as the broker computes it.
    package func coordinatorPartition(of group: String) -> LabPartition? {
        guard let offsets = topics["__consumer_offsets"], !offsets.partitions.isEmpty else { return nil }
        var hash: Int32 = 0
        for unit in group.utf16 { hash = hash &* 31 &+ Int32(unit) }
        let index = hash == .min ? 0 : Int(abs(hash)) % offsets.partitions.count
        return offsets.partitions[index]
    }

    /// Whether the coordinator of a group can serve it now, seen from a broker; nil asks for the true one.
    func coordinatorState(of group: String, at broker: Int32?) -> ErrorCode {
        guard let partition = coordinatorPartition(of: group), partition.leader >= 0 else { return .coordinatorNotAvailable }
        if let broker, partition.leader != broker { return .notCoordinator }
        if now < partition.loadedAt { return .coordinatorLoadInProgress }
        return .none
    }

    /// One tick of every group, by id.
    func runGroups() {
        let busy = groups.values.filter {
            $0.memberRate > 0 || $0.isConsumerProtocol || !$0.rejoining.isEmpty || $0.state == .preparingRebalance
                || $0.state == .completingRebalance
        }
        for group in busy.sorted(by: { $0.id < $1.id }) {
            guard coordinatorCommits(group) else { continue }
            endSessions(group)
            letMembersRejoin(group)
            runRebalance(group)
            consume(group)
        }
    }

    private func coordinatorCommits(_ group: LabGroup) -> Bool {
        guard let partition = coordinatorPartition(of: group.id), now >= partition.loadedAt else { return false }
        return accepts(partition, acksAll: true) == .none
    }

    /// Static members whose session has ended are gone, and their partitions are dealt anew.
    private func endSessions(_ group: LabGroup) {
        let before = group.members.count
        group.members.removeAll { $0.leftUntil.map { $0 <= now } ?? false }
        if group.members.count < before { beginRebalance(group) }
    }

    private func letMembersRejoin(_ group: LabGroup) {
        let due = group.rejoining.filter { $0.at <= now }
        guard !due.isEmpty else { return }
        group.rejoining.removeAll { $0.at <= now }
        group.members += due.map(\.member)
        beginRebalance(group)
    }

    /// Members stop reading until the new assignment is there.
    func beginRebalance(_ group: LabGroup) {
        if group.members.isEmpty {
            group.generation += 1
            group.state = .empty
            return
        }
        if group.isConsumerProtocol {
            // No barrier: the coordinator deals, and each member takes its part at its next heartbeat.
            group.generation += 1
            group.state = .completingRebalance
            group.phaseEndsAt = now + 1_000
            return
        }
        group.state = .preparingRebalance
        group.phaseEndsAt = now + 3_000
    }

    private func runRebalance(_ group: LabGroup) {
        guard now >= group.phaseEndsAt else { return }
        switch group.state {
        case .preparingRebalance:
            group.generation += 1
            group.state = .completingRebalance
            group.phaseEndsAt = now + 1_000
        case .completingRebalance:
            if group.rebalancesForEver {
                group.state = .preparingRebalance
                group.phaseEndsAt = now + 3_000
                return
            }
            assign(group)
            group.state = .stable
        case .empty, .stable, .dead: break
        }
    }

    /// Deals the partitions of the subscribed topics out, one after the other.
    func assign(_ group: LabGroup) {
        for index in group.members.indices { group.members[index].assigned = [] }
        guard !group.members.isEmpty else { return }
        for name in group.topics.sorted() {
            guard let topic = topics[name] else { continue }
            for partition in topic.partitions {
                let index = Int(partition.id) % group.members.count
                group.members[index].assigned.append(LabTopicPartition(name, partition.id))
            }
        }
    }

    private func consume(_ group: LabGroup) {
        guard group.state == .stable, group.memberRate > 0 else { return }
        let leaderless = group.keepsPaceWhileLeaderless && group.offsets.keys.contains { partition($0.topic, $0.partition)?.leader == -1 }
        for member in group.members where !member.isStalled && member.leftUntil == nil {
            read(member, group, keepsPace: leaderless)
        }
    }

    private func read(_ member: LabMember, _ group: LabGroup, keepsPace: Bool) {
        var left = group.memberRate * Self.tick / 1000
        var waiting = member.assigned.count
        for assigned in member.assigned {
            defer { waiting -= 1 }
            guard let partition = partition(assigned.topic, assigned.partition), accepts(partition, acksAll: false) == .none else {
                continue
            }
            var position = group.offsets[assigned] ?? CommittedOffset(offset: partition.highWatermark)
            if position.offset < partition.logStart { position.offset = partition.logStart }
            if position.offset > partition.highWatermark { position.offset = partition.highWatermark }
            let share = keepsPace ? partition.writeRate * Self.tick / 1000 : left / Int64(max(1, waiting))
            let taken = min(share, partition.highWatermark - position.offset)
            position.offset += taken
            position.leaderEpoch = partition.leaderEpoch
            left -= min(left, taken)
            group.offsets[assigned] = position
        }
    }

    /// Removes one member as LeaveGroup does; it joins again a little later, a classic one under another id. One of the consumer protocol keeps
    /// the id that it has given itself (KIP-1082), and can be removed from 4.0 on only (KAFKA-18188).
    func removeMember(of group: LabGroup, id: String, instanceID: String?) -> ErrorCode {
        if group.isConsumerProtocol, release < KafkaRelease(4, 0) { return .unknownMemberID }
        let found = group.members.firstIndex { member in
            if let instanceID { return member.instanceID == instanceID }
            return member.id == id
        }
        guard let index = found else { return .unknownMemberID }
        if instanceID != nil, !id.isEmpty, group.members[index].id != id { return .fencedInstanceID }
        var member = group.members.remove(at: index)
        if member.leftUntil != nil {
            // Nobody is there to join again.
            beginRebalance(group)
            return .none
        }
        if !group.isConsumerProtocol { member.id = freshMemberID(member) }
        member.assigned = []
        member.isStalled = false
        group.rejoining.append(LabGroup.Rejoin(at: now + 1_000 + random.below(3) * 500, member: member))
        beginRebalance(group)
        return .none
    }

    /// "client-uuid", as the broker makes them up.
    func freshMemberID(_ member: LabMember) -> String {
        let id = random.uuid()
        let digits = Array(hex(id.high) + hex(id.low))
        var text = (member.instanceID ?? member.clientID) + "-"
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(digit)
        }
        return text
    }

    func wakeMembers(of id: String) {
        guard let group = groups[id] else { return }
        for index in group.members.indices { group.members[index].isStalled = false }
    }

    /// Starts or stops members until there are `count`.
    package func scale(group id: String, to count: Int) {
        guard let group = groups[id], count >= 0, count <= 10_000 else { return }
        while group.members.count > count { group.members.removeLast() }
        while group.members.count < count {
            let number = group.members.count + 1
            var member = LabMember(id: "", clientID: "\(id)-\(number)", host: "/10.0.1.\(number % 250 + 1)")
            member.id = freshMemberID(member)
            group.members.append(member)
        }
        beginRebalance(group)
    }

    private func hex(_ word: UInt64) -> String {
        let text = String(word, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
