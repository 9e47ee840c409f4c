import KafkaMessages
import KafkaWire
import Testing

@Suite struct ColumnsTests {
    /// A topic or a partition in words, the same from both decoders.
    private static func rows(_ response: MetadataResponse) -> [String] {
        var rows = ["\(response.throttleTimeMs) \(response.clusterId ?? "-") \(response.controllerId) \(response.errorCode.rawValue)"]
        rows += ["\(response.brokers) \(response.clusterAuthorizedOperations)"]
        for topic in response.topics {
            rows.append("\(topic.name ?? "") \(topic.topicId) \(topic.isInternal) \(topic.errorCode.rawValue)")
            for row in topic.partitions {
                rows.append(
                    "\(topic.name ?? "") \(row.partitionIndex) \(row.leaderId) \(row.leaderEpoch) \(row.errorCode.rawValue) "
                        + "\(row.replicaNodes) \(row.isrNodes) \(row.offlineReplicas) - -")
            }
        }
        return rows
    }

    private static func rows(_ response: DescribeTopicPartitionsResponse) -> [String] {
        var rows: [String] = []
        for topic in response.topics {
            rows.append("\(topic.name ?? "") \(topic.topicId) \(topic.isInternal) \(topic.errorCode.rawValue)")
            for row in topic.partitions {
                let eligible = row.eligibleLeaderReplicas != nil && row.lastKnownElr != nil
                rows.append(
                    "\(topic.name ?? "") \(row.partitionIndex) \(row.leaderId) \(row.leaderEpoch) \(row.errorCode.rawValue) "
                        + "\(row.replicaNodes) \(row.isrNodes) \(row.offlineReplicas) "
                        + (eligible ? "\(row.eligibleLeaderReplicas ?? []) \(row.lastKnownElr ?? [])" : "- -"))
            }
        }
        return rows
    }

    private static func rows(_ columns: PartitionColumns) -> [String] {
        var rows: [String] = []
        var next = 0
        for topic in 0..<columns.topics.count {
            let name = columns.topics.name[topic]
            rows.append("\(name) \(columns.topics.id[topic]) \(columns.topics.isInternal[topic]) \(columns.topics.error[topic])")
            while next < columns.count, columns.topic[next] == UInt32(topic) {
                rows.append(
                    "\(name) \(columns.partition[next]) \(columns.leader[next]) \(columns.leaderEpoch[next]) \(columns.error[next]) "
                        + "\(Array(columns.replicas[next])) \(Array(columns.isr[next])) \(Array(columns.offline[next])) "
                        + (columns.knowsEligible[next]
                            ? "\(Array(columns.eligible[next])) \(Array(columns.lastKnownEligible[next]))" : "- -"))
                next += 1
            }
        }
        #expect(next == columns.count)
        return rows
    }

    private static func rows(_ columns: MetadataColumns) -> [String] {
        [
            "\(columns.throttleTimeMs) \(columns.clusterID ?? "-") \(columns.controllerID) \(columns.errorCode.rawValue)",
            "\(columns.brokers) \(columns.clusterAuthorizedOperations)",
        ] + rows(columns.partitions)
    }

    @Test("columns hold what the generated Metadata answer holds", arguments: MetadataRequest.versions)
    func metadata(version: Int16) throws {
        for vector in try Vector.load("responses") where vector.name == "Metadata" && vector.version == version {
            var reader = WireReader(vector.bytes)
            let columns = MetadataColumns(from: &reader, version: version)
            try reader.finish()
            reader = WireReader(vector.bytes)
            #expect(Self.rows(columns) == Self.rows(MetadataResponse(from: &reader, version: version)))
            #expect(columns.partitions.knowsOffline == (version >= 5))
        }
    }

    @Test("columns hold what a larger answer holds", arguments: MetadataRequest.versions)
    func larger(version: Int16) throws {
        var random = SeededGenerator(state: UInt64(version) + 1)
        var writer = WireWriter()
        try Self.answer(topics: 40, &random).encode(into: &writer, version: version)
        var reader = WireReader(writer.bytes)
        let columns = MetadataColumns(from: &reader, version: version)
        try reader.finish()
        reader = WireReader(writer.bytes)
        #expect(Self.rows(columns) == Self.rows(MetadataResponse(from: &reader, version: version)))
        #expect(columns.partitions.count > 40)
    }

    private static func answer(topics: Int, _ random: inout SeededGenerator) -> MetadataResponse {
        func list(_ random: inout SeededGenerator) -> [Int32] { (0..<Int.random(in: 0...4, using: &random)).map { Int32($0) } }
        var made: [MetadataResponse.MetadataResponseTopic] = []
        for number in 0..<topics {
            var partitions: [MetadataResponse.MetadataResponsePartition] = []
            for index in 0..<Int32.random(in: 0...9, using: &random) {
                var row = MetadataResponse.MetadataResponsePartition(errorCode: ErrorCode(Int16(index % 3)), partitionIndex: index)
                row.leaderId = Int32.random(in: -1...3, using: &random)
                row.leaderEpoch = 4
                row.replicaNodes = list(&random)
                row.isrNodes = list(&random)
                row.offlineReplicas = list(&random)
                partitions.append(row)
            }
            var topic = MetadataResponse.MetadataResponseTopic(name: "topic-\(number)", partitions: partitions)
            topic.errorCode = ErrorCode(Int16(number % 5))
            topic.topicId = KafkaUUID(high: 1, low: UInt64(number))
            topic.isInternal = number % 9 == 0
            made.append(topic)
        }
        return MetadataResponse(brokers: [.init(nodeId: 1, host: "a", port: 9)], topics: made)
    }

    @Test("columns hold what the generated DescribeTopicPartitions answer holds")
    func described() throws {
        for vector in try Vector.load("responses") where vector.name == "DescribeTopicPartitions" {
            var reader = WireReader(vector.bytes)
            let columns = DescribeTopicPartitionsColumns(from: &reader, version: 0)
            try reader.finish()
            reader = WireReader(vector.bytes)
            let response = DescribeTopicPartitionsResponse(from: &reader, version: 0)
            #expect(Self.rows(columns.partitions) == Self.rows(response))
            #expect(columns.nextCursor?.topicName == response.nextCursor?.topicName)
            #expect(columns.nextCursor?.partitionIndex == response.nextCursor?.partitionIndex)
        }
    }

    @Test("a topic that goes on on the next page stays one topic")
    func pages() throws {
        func page(_ topics: [(String, ClosedRange<Int32>)]) throws -> WireReader {
            var writer = WireWriter()
            try DescribeTopicPartitionsResponse(
                topics: topics.map { name, range in
                    .init(name: name, partitions: range.map { .init(partitionIndex: $0, replicaNodes: [1, 2]) })
                }
            ).encode(into: &writer, version: 0)
            return WireReader(writer.bytes)
        }
        var first = try page([("a", 0...1), ("b", 0...2)])
        var second = try page([("b", 3...4), ("c", 0...0)])
        let start = DescribeTopicPartitionsColumns(from: &first, version: 0)
        let all = DescribeTopicPartitionsColumns(from: &second, version: 0, continuing: start.partitions).partitions
        #expect(all.topics.name == ["a", "b", "c"])
        #expect(all.topic == [0, 0, 1, 1, 1, 1, 1, 2])
        #expect(all.partition == [0, 1, 0, 1, 2, 3, 4, 0])
        #expect(all.replicas.count == 8 && all.replicas[7] == [1, 2])
    }

    @Test("an answer cut short ends in a fault, and damaged ones in columns of one length")
    func hostile() throws {
        var random = SeededGenerator(state: 99)
        for version in MetadataRequest.versions {
            var writer = WireWriter()
            try Self.answer(topics: 5, &random).encode(into: &writer, version: version)
            for length in 0..<writer.bytes.count {
                var reader = WireReader(Array(writer.bytes[..<length]))
                let columns = MetadataColumns(from: &reader, version: version).partitions
                #expect(reader.fault != nil)
                checkLengths(columns)
            }
            for _ in 0..<50 {
                var bytes = writer.bytes
                for _ in 0..<3 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
                var reader = WireReader(bytes)
                checkLengths(MetadataColumns(from: &reader, version: version).partitions)
            }
        }
    }

    private func checkLengths(_ columns: PartitionColumns) {
        let lengths = [
            columns.topic.count, columns.leader.count, columns.leaderEpoch.count, columns.error.count, columns.replicas.count,
            columns.isr.count, columns.offline.count, columns.eligible.count, columns.lastKnownEligible.count, columns.knowsEligible.count,
        ]
        if lengths.contains(where: { $0 != columns.count }) { Issue.record("columns of different lengths: \(lengths)") }
    }
}
