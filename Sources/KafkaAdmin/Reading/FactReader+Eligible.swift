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
        // A broker puts up to 2000 partitions into a page, unless it is told to put fewer (`max.request.partition.size.limit`).
        askPage(of: names, cursor: nil, into: PartitionTable(), pagesLeft: 64 + table.count / 50)
    }

    private typealias Cursor = DescribeTopicPartitionsResponse.Cursor

    private func askPage(of names: [String], cursor: Cursor?, into pages: PartitionTable, pagesLeft: Int) {
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
                guard let name = topic.name, topic.errorCode.isSuccess else {
                    // Of one that is gone by now there is none.
                    if topic.errorCode != .unknownTopicOrPartition { keep(Unread(broker: answer.broker, topic.errorCode)) }
                    continue
                }
                pages.append(topic: name, id: topic.topicId, isInternal: topic.isInternal, error: topic.errorCode)
                for partition in topic.partitions { pages.append(Self.row(partition)) }
            }
            if let next = answer.response.nextCursor {
                if pagesLeft > 0, isToBeAsked(next, after: cursor, of: remaining) {
                    return askPage(of: names, cursor: next, into: pages, pagesLeft: pagesLeft - 1)
                }
                keep(Unread(broker: answer.broker, "answers DescribeTopicPartitions with pages that lead nowhere"))
            }
            pages.answeredBy = answer.broker
            pages.asOf = answer.arrivedMs
            merge(pages)
        }
    }

    /// Whether a page that begins there can hold anything new: one that does not advance, or is of nothing that was asked for, would be asked for
    /// without end.
    private func isToBeAsked(_ next: Cursor, after old: Cursor?, of names: [String]) -> Bool {
        guard names.contains(next.topicName), let topic = facts.partitions.value?.topic(next.topicName) else { return false }
        guard (0..<topic.rows.count).contains(Int(next.partitionIndex)) else { return false }
        return old.map { (next.topicName, next.partitionIndex) > ($0.topicName, $0.partitionIndex) } ?? true
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
