import KafkaClient
import KafkaMessages
import KafkaWire

/// How a partition stands, as far as a few brokers and the controller tell: what probes compare.
package struct PartitionStanding: Hashable, Sendable {
    /// nil: it has none.
    package var leader: Int32?
    package var leaderEpoch: Int32
    package var replicas: [Int32]
    package var isr: [Int32]
    package var topicID: KafkaUUID

    package init(leader: Int32?, leaderEpoch: Int32, replicas: [Int32], isr: [Int32], topicID: KafkaUUID = .zero) {
        self.leader = leader
        self.leaderEpoch = leaderEpoch
        self.replicas = replicas
        self.isr = isr
        self.topicID = topicID
    }
}

/// Reads partitions again after a change. Brokers apply metadata at their own pace, so two are asked and the younger view counts.
package struct PartitionStandings {
    /// Views of a partition with the highest leader epoch, one a broker; empty: it does not exist (any more).
    package private(set) var views: [TopicPartition: Fact<[PartitionStanding]>] = [:]
    /// Moves under way, of these partitions.
    package private(set) var moves: Fact<[TopicPartition: Move]> = .unknown(.notRead)

    /// - Parameters:
    ///   - moves: whether the controller is asked for moves.
    ///   - timeout: nanoseconds that one request may take.
    package static func read(_ partitions: [TopicPartition], moves: Bool, by client: Client, timeout: Int) -> PartitionStandings {
        var result = PartitionStandings()
        guard !partitions.isEmpty else { return result }
        let deadline = client.deadline(in: .nanoseconds(timeout))
        let names = partitions.map(\.topic).distinctSorted()
        let request = MetadataRequest(topics: names.map { .init(name: $0) }, allowAutoTopicCreation: false)
        let versions: ClosedRange<Int16> = 7...MetadataRequest.versions.upperBound
        var answers = client.askEach(witnesses(client).map { (request, $0) }, deadline: deadline, versions: versions)
        if !answers.contains(where: { if case .success = $0 { true } else { false } }) {
            answers.append(client.ask(request, to: .any, deadline: client.deadline(in: .nanoseconds(timeout)), versions: versions))
        }
        result.take(answers, partitions)
        // After the brokers' views, never before: what a view shows and the controller no longer moves has come to its end.
        if moves {
            let deadline = client.deadline(in: .nanoseconds(timeout))
            result.moves = read(client.take(client.send(listing(partitions, timeout), to: .controller, deadline: deadline)))
        }
        return result
    }

    /// Two brokers that have answered lately.
    private static func witnesses(_ client: Client) -> [Destination] {
        let good = client.view.brokerIDs.filter {
            let verdict = client.health(of: $0).verdict.rawValue
            return verdict == BrokerAnswer.Kind.yes.rawValue || verdict == BrokerAnswer.Kind.late.rawValue
        }
        return good.isEmpty ? [.any] : good.prefix(2).map { .broker($0) }
    }

    private static func listing(_ partitions: [TopicPartition], _ timeout: Int) -> ListPartitionReassignmentsRequest {
        let topics = partitions.grouped(byName: \.topic)
        return ListPartitionReassignmentsRequest(
            timeoutMs: Int32(clamping: max(1, timeout / 1_000_000)),
            topics: topics.map { .init(name: $0, partitionIndexes: $1.map { Int32(truncatingIfNeeded: $0.partition) }.sorted()) })
    }

    private static func read(
        _ answer: Result<ListPartitionReassignmentsResponse, RequestFailure>
    ) -> Fact<[TopicPartition: Move]> {
        switch answer {
        case .failure(let failure): return .unknown(Unread(failure.description))
        case .success(let response):
            // A topic that is gone moves nothing.
            guard response.errorCode.isSuccess || response.errorCode == .unknownTopicOrPartition else {
                return .unknown(
                    Unread(broker: nil, response.errorCode, response.errorMessage, lacking: Right(.describe, .cluster)))
            }
            return .known(response.moves)
        }
    }

    private mutating func take(_ answers: [Result<Answered<MetadataResponse>, RequestFailure>], _ partitions: [TopicPartition]) {
        var found: [TopicPartition: [PartitionStanding]] = [:]
        var unsure: [NameKey: Unread] = [:]
        var why = Unread("no broker told")
        var wasAnswered = false
        for answer in answers {
            switch answer {
            case .failure(let failure): why = Unread(failure.description)
            case .success(let answered):
                wasAnswered = true
                for topic in answered.value.topics {
                    guard let name = topic.name else { continue }
                    guard topic.errorCode.isSuccess || topic.errorCode == .unknownTopicOrPartition else {
                        unsure[name] = Unread(
                            broker: answered.arrival.broker.id.map(Int.init), topic.errorCode, lacking: Right(.describe, .topic(name)))
                        continue
                    }
                    for row in topic.partitions {
                        let standing = PartitionStanding(
                            leader: row.leaderId < 0 ? nil : row.leaderId, leaderEpoch: row.leaderEpoch, replicas: row.replicaNodes,
                            isr: row.isrNodes, topicID: topic.topicId)
                        found[TopicPartition(name, Int(row.partitionIndex)), default: []].append(standing)
                    }
                }
            }
        }
        for partition in partitions {
            let all = found[partition] ?? []
            if all.isEmpty, let why = wasAnswered ? unsure[partition.topic] : why {
                views[partition] = .unknown(why)
            } else {
                let epoch = all.map(\.leaderEpoch).max()
                views[partition] = .known(all.filter { $0.leaderEpoch == epoch })
            }
        }
    }
}

extension ListPartitionReassignmentsResponse {
    /// The moves under way.
    var moves: [TopicPartition: Move] {
        var moves: [TopicPartition: Move] = [:]
        for topic in topics {
            for row in topic.partitions {
                moves[TopicPartition(topic.name, Int(row.partitionIndex))] = Move(
                    replicas: row.replicas, adding: row.addingReplicas, removing: row.removingReplicas)
            }
        }
        return moves
    }
}
