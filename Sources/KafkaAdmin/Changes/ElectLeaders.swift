import KafkaClient
import KafkaMessages
import KafkaWire

/// ElectLeaders (KIP-460): asks the controller to elect leaders of partitions, each named: never "all" (as an absent list would mean).
package enum ElectLeaders {
    package enum Kind: Int8, Sendable { case preferred, unclean }

    /// Asks once; an outcome for each partition, in order. `electionNotNeeded` comes as a refusal: what it means is the caller's.
    /// - Parameter timeout: nanoseconds.
    package static func ask(_ partitions: [TopicPartition], _ kind: Kind, by client: Client, timeout: Int) -> [ChangeOutcome] {
        guard !partitions.isEmpty else { return [] }
        let timing = ChangeTiming(client, timeout: timeout)
        let topics = partitions.grouped(byName: \.topic).map { topic, partitions in
            ElectLeadersRequest.TopicPartitions(
                topic: topic, partitions: partitions.map { Int32(truncatingIfNeeded: $0.partition) }.sorted())
        }
        let request = ElectLeadersRequest(electionType: kind.rawValue, topicPartitions: topics, timeoutMs: timing.requestMs)
        // Version 0 knows preferred elections only, and would hold an unclean one for such.
        let answer = client.ask(
            request, to: .controller, deadline: timing.deadline, versions: 1...ElectLeadersRequest.versions.upperBound)
        switch answer {
        case .failure(let failure): return partitions.map { _ in ChangeOutcome(failure, client) }
        case .success(let answered): return read(answered.value, partitions, sentAt: client.wallMs(at: answered.arrival.sentAt))
        }
    }

    private static func read(_ response: ElectLeadersResponse, _ partitions: [TopicPartition], sentAt: Int) -> [ChangeOutcome] {
        var found: [TopicPartition: ChangeOutcome] = [:]
        for topic in response.replicaElectionResults {
            for row in topic.partitionResult {
                found[TopicPartition(topic.topic, Int(row.partitionId))] = ChangeOutcome(row.errorCode, row.errorMessage, sentAt: sentAt)
            }
        }
        return partitions.map { partition in
            if !response.errorCode.isSuccess { return ChangeOutcome(response.errorCode, nil, sentAt: sentAt) }
            return found[partition] ?? .unknown("the answer leaves \(partition) out", lastByteLeft: sentAt)
        }
    }
}
