import KafkaClient
import KafkaMessages
import KafkaWire

/// How much of some replicas their brokers hold: what shows how far a copy has come.
package enum ReplicaSizes {
    package struct Replica: Hashable, Sendable {
        package var partition: TopicPartition
        package var broker: Int32

        package init(_ partition: TopicPartition, on broker: Int32) {
            self.partition = partition
            self.broker = broker
        }
    }

    /// Bytes of each replica; those whose broker does not tell are left out.
    /// - Parameter timeout: nanoseconds that one request may take.
    package static func read(_ replicas: Set<Replica>, by client: Client, timeout: Int) -> [Replica: Int] {
        let deadline = client.deadline(in: .nanoseconds(timeout))
        let byBroker = Dictionary(grouping: replicas, by: \.broker).sorted { $0.key < $1.key }
        let answers = client.askEach(
            byBroker.map { broker, replicas in
                let topics = replicas.grouped(byName: \.partition.topic)
                let request = DescribeLogDirsRequest(
                    topics: topics.map {
                        .init(topic: $0, partitions: $1.map { Int32(truncatingIfNeeded: $0.partition.partition) }.sorted())
                    })
                return (request, .broker(broker))
            }, deadline: deadline)
        var sizes: [Replica: Int] = [:]
        for (part, answer) in zip(byBroker, answers) {
            guard case .success(let answered) = answer else { continue }
            for dir in answered.value.results {
                for topic in dir.topics {
                    for row in topic.partitions where !row.isFutureKey {
                        sizes[Replica(TopicPartition(topic.name, Int(row.partitionIndex)), on: part.key)] = Int(row.partitionSize)
                    }
                }
            }
        }
        return sizes
    }
}
