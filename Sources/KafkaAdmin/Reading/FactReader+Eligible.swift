import KafkaMessages
import KafkaWire

/// Eligible leader replicas, which only DescribeTopicPartitions tells.
extension FactReader {
    func askEligibleReplicas() {
        guard needs.eligible > .none, let table = facts.partitions.value else { return }
        var names: [String] = []
        for topic in table.topics {
            let isNeeded = needs.eligible == .all || topic.rows.contains { table.isr[$0].count < table.replicas[$0].count }
            if isNeeded { names.append(topic.name) }
        }
        guard !names.isEmpty else { return }
        askPage(of: names, cursor: nil, into: PartitionTable())
    }

    private func askPage(of names: [String], cursor: DescribeTopicPartitionsResponse.Cursor?, into pages: PartitionTable) {
        let remaining = cursor.map { cursor in names.filter { $0 >= cursor.topicName } } ?? names
        let request = DescribeTopicPartitionsRequest(
            topics: remaining.map { .init(name: $0) }, responsePartitionLimit: 2000,
            cursor: cursor.map { .init(topicName: $0.topicName, partitionIndex: $0.partitionIndex) })
        questions.ask(request, of: .any) { [self] answer in
            // Without this answer the ELR stays unknown, and everything else as Metadata told it.
            guard case .known(let answer) = answer else {
                if let why = answer.why, !why.isTooOld { keep(why) }
                return
            }
            var pages = pages
            for topic in answer.response.topics {
                guard let name = topic.name, topic.errorCode.isSuccess else { continue }
                pages.append(topic: name, id: topic.topicId, isInternal: topic.isInternal, error: topic.errorCode)
                for partition in topic.partitions { pages.append(Self.row(partition)) }
            }
            if let next = answer.response.nextCursor, isPast(next, cursor) {
                askPage(of: names, cursor: next, into: pages)
            } else {
                pages.answeredBy = answer.broker
                pages.asOf = answer.arrivedMs
                merge(pages)
            }
        }
    }

    /// A cursor that does not advance would be asked for ever.
    private func isPast(_ next: DescribeTopicPartitionsResponse.Cursor, _ old: DescribeTopicPartitionsResponse.Cursor?) -> Bool {
        guard let old else { return true }
        return (next.topicName, next.partitionIndex) > (old.topicName, old.partitionIndex)
    }

    private static func row(_ partition: DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition) -> PartitionTable.Row {
        var row = PartitionTable.Row()
        row.index = partition.partitionIndex
        row.leader = partition.leaderId
        row.leaderEpoch = partition.leaderEpoch
        row.error = partition.errorCode
        row.replicas = partition.replicaNodes
        row.isr = partition.isrNodes
        row.offline = partition.offlineReplicas
        row.elr = partition.eligibleLeaderReplicas
        row.lastKnownElr = partition.lastKnownElr
        return row
    }

    /// Not for want of a release: why the ELR is not known.
    private func keep(_ why: Unread) {
        guard var table = facts.partitions.value else { return }
        table.whyNoELR = why
        facts.partitions = .known(table)
    }

    /// Topics of the pages replace those of Metadata: a row is one broker's view of one moment, never half of two.
    private func merge(_ pages: PartitionTable) {
        guard var table = facts.partitions.value else { return }
        var newer = pages
        newer.finish()
        table.replaceTopics(with: newer)
        facts.partitions = .known(table)
    }
}
