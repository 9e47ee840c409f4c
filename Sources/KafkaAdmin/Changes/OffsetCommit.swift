import KafkaClient
import KafkaMessages
import KafkaWire

/// OffsetCommit by an administrator: sets where a group without members goes on reading (generation −1, no member: `GroupCoordinator`
/// takes that of a group that is empty, and of no other).
package enum OffsetCommit {
    /// One partition's new position.
    package struct Change: Hashable, Sendable {
        package var partition: TopicPartition
        /// The next record to read.
        package var offset: Int
        /// Of the record before it; −1: not known.
        package var leaderEpoch: Int
        /// The text that is kept beside it.
        package var metadata: String

        package init(_ partition: TopicPartition, to offset: Int, leaderEpoch: Int = -1, metadata: String = "") {
            self.partition = partition
            self.offset = offset
            self.leaderEpoch = leaderEpoch
            self.metadata = metadata
        }
    }

    /// Partitions in one request: a coordinator writes one batch for each request, and refuses one that is too large.
    package static let batch = 2_000

    /// Asks a group's coordinator once for each; an outcome for each, in order. What follows a request that went astray, or that was refused
    /// because somebody has joined, is not sent.
    /// - Parameter timeout: nanoseconds that one request may take.
    package static func ask(
        _ changes: [Change], of group: String, at coordinator: BrokerID, by client: Client, timeout: Int
    ) -> [ChangeOutcome] {
        var outcomes: [ChangeOutcome] = []
        var stopped: String?
        for start in stride(from: 0, to: changes.count, by: batch) {
            let part = Array(changes[start..<min(start + batch, changes.count)])
            if let stopped {
                outcomes += part.map { _ in .notSent(stopped) }
                continue
            }
            let found = askOnce(part, group, coordinator, client, ChangeTiming(client, timeout: timeout))
            outcomes += found
            for outcome in found {
                switch outcome {
                case .unknown(let why, _): stopped = "not sent, since an earlier request has no answer: \(why)"
                case .refused(.unknownMemberID, _): stopped = "not sent, since somebody has joined the group"
                case .notSent(let why): stopped = why
                case .done, .refused: continue
                }
            }
        }
        return outcomes
    }

    private static func askOnce(
        _ changes: [Change], _ group: String, _ coordinator: BrokerID, _ client: Client, _ timing: ChangeTiming
    ) -> [ChangeOutcome] {
        let topics = changes.grouped(byName: \.partition.topic).map { topic, changes in
            OffsetCommitRequest.OffsetCommitRequestTopic(
                name: topic,
                partitions: changes.sorted { $0.partition < $1.partition }.map {
                    .init(
                        partitionIndex: Int32(truncatingIfNeeded: $0.partition.partition), committedOffset: Int64($0.offset),
                        committedLeaderEpoch: Int32(truncatingIfNeeded: $0.leaderEpoch), committedMetadata: $0.metadata)
                })
        }
        let request = OffsetCommitRequest(groupId: group, generationIdOrMemberEpoch: -1, memberId: "", topics: topics)
        // Version 10 names topics by id; a name is what people said and saw.
        switch client.ask(request, to: .broker(coordinator), deadline: timing.deadline, versions: 2...9) {
        case .failure(let failure): return changes.map { _ in ChangeOutcome(failure, client) }
        case .success(let answered): return read(answered.value, changes, sentAt: client.wallMs(at: answered.arrival.sentAt))
        }
    }

    private static func read(_ response: OffsetCommitResponse, _ changes: [Change], sentAt: Int) -> [ChangeOutcome] {
        var found: [TopicPartition: ChangeOutcome] = [:]
        for topic in response.topics {
            for row in topic.partitions {
                found[TopicPartition(topic.name, Int(row.partitionIndex))] = ChangeOutcome(ofGroup: row.errorCode, sentAt: sentAt)
            }
        }
        return changes.map { found[$0.partition] ?? .unknown("the answer leaves \($0.partition) out", lastByteLeft: sentAt) }
    }
}

extension ChangeOutcome {
    /// What a coordinator's error code says of one item.
    /// - Parameter sentAt: milliseconds since 1970.
    init(ofGroup error: ErrorCode, sentAt: Int) {
        switch error {
        // Nobody was there to do it.
        case .notCoordinator, .coordinatorLoadInProgress, .rebalanceInProgress: self = .notSent("\(error.name): \(error.meaning)")
        // Also the answer where the write itself failed, after its record may have come into the log.
        case .coordinatorNotAvailable: self = .unknown("\(error.name): \(error.meaning)", lastByteLeft: sentAt)
        default: self.init(error, nil, sentAt: sentAt)
        }
    }
}
