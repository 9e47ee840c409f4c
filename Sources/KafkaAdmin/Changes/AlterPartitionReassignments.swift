import KafkaClient
import KafkaMessages
import KafkaWire

/// AlterPartitionReassignments (KIP-455): gives partitions other replicas, or takes moves under way back.
package enum AlterPartitionReassignments {
    /// One partition's new assignment.
    package struct Change: Hashable, Sendable {
        package var partition: TopicPartition
        /// In order, the first is preferred; nil: takes the move under way back.
        package var replicas: [Int32]?

        package init(_ partition: TopicPartition, to replicas: [Int32]?) {
            self.partition = partition
            self.replicas = replicas
        }
    }

    /// Partitions in one request: the controller writes a few records for each, and takes no more than 10,000 at once
    /// (`QuorumController.MAX_RECORDS_PER_USER_OP`).
    package static let batch = 1_000

    /// Asks once for each; an outcome for each, in order. What follows a request that went astray is not sent.
    /// - Parameter timeout: nanoseconds that one request may take.
    package static func ask(_ changes: [Change], by client: Client, timeout: Int) -> [ChangeOutcome] {
        var outcomes: [ChangeOutcome] = []
        var stopped: String?
        for start in stride(from: 0, to: changes.count, by: batch) {
            let part = Array(changes[start..<min(start + batch, changes.count)])
            if let stopped {
                outcomes += part.map { _ in .notSent(stopped) }
                continue
            }
            let found = askOnce(part, client, ChangeTiming(client, timeout: timeout))
            outcomes += found
            for case .unknown(let why, _) in found { stopped = "not sent, since an earlier request has no answer: \(why)" }
        }
        return outcomes
    }

    private static func askOnce(_ changes: [Change], _ client: Client, _ timing: ChangeTiming) -> [ChangeOutcome] {
        let topics = changes.grouped(byName: \.partition.topic).map { topic, changes in
            AlterPartitionReassignmentsRequest.ReassignableTopic(
                name: topic,
                partitions: changes.sorted { $0.partition < $1.partition }.map {
                    .init(partitionIndex: Int32(truncatingIfNeeded: $0.partition.partition), replicas: $0.replicas)
                })
        }
        let request = AlterPartitionReassignmentsRequest(timeoutMs: timing.requestMs, topics: topics)
        switch client.ask(request, to: .controller, deadline: timing.deadline) {
        case .failure(let failure): return changes.map { _ in ChangeOutcome(failure, client) }
        case .success(let answered): return read(answered.value, changes, sentAt: client.wallMs(at: answered.arrival.sentAt))
        }
    }

    private static func read(_ response: AlterPartitionReassignmentsResponse, _ changes: [Change], sentAt: Int) -> [ChangeOutcome] {
        guard response.errorCode.isSuccess else {
            return changes.map { _ in ChangeOutcome(response.errorCode, response.errorMessage, sentAt: sentAt) }
        }
        var found: [TopicPartition: ChangeOutcome] = [:]
        for topic in response.responses {
            for row in topic.partitions {
                found[TopicPartition(topic.name, Int(row.partitionIndex))] = ChangeOutcome(row.errorCode, row.errorMessage, sentAt: sentAt)
            }
        }
        return changes.map { found[$0.partition] ?? .unknown("the answer leaves \($0.partition) out", lastByteLeft: sentAt) }
    }
}
