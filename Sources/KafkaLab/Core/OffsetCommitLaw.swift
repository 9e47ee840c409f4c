import KafkaWire

/// OffsetCommit (8) by an administrator: only into a group without members (UNKNOWN_MEMBER_ID else).
extension LabCluster {
    /// Whether a commit from outside (generation -1, no member) may be written now.
    func mayCommit(group id: String, generation: Int32, member: String) -> ErrorCode {
        guard !id.isEmpty else { return .invalidGroupID }
        guard let group = groups[id] else {
            return generation < 0 ? .none : release >= KafkaRelease(4, 0) ? .groupIDNotFound : .illegalGeneration
        }
        switch group.state {
        case .dead: return .coordinatorNotAvailable
        case .empty: return generation < 0 ? .none : .illegalGeneration
        case .preparingRebalance, .completingRebalance, .stable:
            guard group.members.contains(where: { $0.id == member }) else { return .unknownMemberID }
            if group.state == .completingRebalance { return .rebalanceInProgress }
            return generation == group.generation ? .none : .illegalGeneration
        }
    }

    /// Writes a commit. A group that was not there is one of offsets only now.
    func commit(group id: String, _ target: LabTopicPartition, _ offset: CommittedOffset) -> (ErrorCode, Bool) {
        guard partition(target.topic, target.partition) != nil else { return (.unknownTopicOrPartition, false) }
        let group = groups[id] ?? LabGroup(id: id, protocolType: "", topics: [])
        groups[id] = group
        let changed = group.offsets[target]?.offset != offset.offset
        group.offsets[target] = offset
        return (.none, changed)
    }
}
