import Engine
import KafkaClient
import KafkaMessages
import KafkaPrimitives
import KafkaWire
import Language
import Network
import Platform
import Testing

/// A cluster of brokers 1, 2 and 3 that a behaviour is tried on: the lab, or a real one. What is written against this holds for both.
@MainActor
protocol ClusterUnderTest: AnyObject {
    /// `mend`'s own eyes and hands on it.
    var mend: KafkaCluster { get }
    /// Whether a replica that leaves the ISR below the minimum stays eligible (4.1 and later).
    var keepsEligibleLeaders: Bool { get }

    func kill(_ broker: Int32)
    func start(_ broker: Int32) throws
    func freeze(_ broker: Int32)
    func thaw(_ broker: Int32)

    /// A topic with these replicas, a list a partition.
    func createTopic(_ name: String, _ assignment: [[Int32]], configs: [NameKey: String]) throws
    /// A consumer joins a group and reads a topic, until `stopConsumers`.
    func startConsumer(group: String, topic: String) throws
    func stopConsumers()
}

/// A row by its columns.
typealias Row = [NameKey: Value]

extension ClusterUnderTest {
    var client: Client { mend.client }

    func deadline(_ seconds: Int = 20) -> Instant { client.deadline(in: .seconds(seconds)) }

    func createTopic(_ name: String, _ assignment: [[Int32]]) throws { try createTopic(name, assignment, configs: [:]) }

    // MARK: seeing

    func table(_ source: String, _ columns: [String], restrictions: [NameKey: [Value]] = [:], timeout: Int = 10_000_000_000) throws -> Table
    {
        let request = SourceRequest(source: source, columns: Set(columns), restrictions: restrictions)
        return try mend.read([request], timing: ReadTiming(requestTimeout: timeout))[0]
    }

    func rows(_ source: String, _ columns: String...) throws -> [Row] { try table(source, columns).allRows }

    /// Rows of the partitions of one topic, in order.
    func partitions(of topic: String, _ columns: String...) throws -> [Row] {
        try table("partitions", columns).allRows.filter { $0["topic"] == .text(topic) }
            .sorted { ($0.int("partition") ?? 0) < ($1.int("partition") ?? 0) }
    }

    /// Waits, in the cluster's own time, until something holds; after two minutes it says what did not.
    func wait(for what: String, _ holds: () throws -> Bool) throws {
        let end = deadline(120)
        var last: (any Error)?
        while client.loop.now < end {
            do {
                if try holds() { return }
            } catch { last = error }
            _ = client.pause(until: client.deadline(in: .milliseconds(300)))
        }
        throw HarnessFailure("not within two minutes: \(what)\(last.map { " (\($0))" } ?? "")")
    }

    /// Fenced; before 4.0, where fenced brokers are not listed, absent.
    func waitUntilGone(_ broker: Int32) throws {
        try wait(for: "broker \(broker) no longer counts as alive") {
            let row = try rows("brokers", "state", "up").first { $0.int("id") == Int(broker) }
            return row.map { $0["state"] != .text("live") && $0["up"] == .bool(false) } ?? true
        }
    }

    func waitUntilLive(_ broker: Int32) throws {
        try wait(for: "broker \(broker) lives") {
            try rows("brokers", "state", "up").contains {
                $0.int("id") == Int(broker) && $0["state"] == .text("live") && $0["up"] == .bool(true)
            }
        }
    }

    func waitForWhole(_ topic: String) throws {
        try wait(for: "\(topic) is whole") {
            let rows = try partitions(of: topic, "underReplicated", "offline")
            return !rows.isEmpty && rows.allSatisfy { $0["underReplicated"] == .bool(false) && $0["offline"] == .bool(false) }
        }
    }

    // MARK: doing, by the protocol

    /// Appends records of a size to a partition, through its leader.
    func produce(_ topic: String, _ partition: Int32, count: Int, bytes: Int = 100) throws {
        let value = [UInt8](repeating: 7, count: bytes)
        let time = client.loop.wallMilliseconds
        let records = (0..<count).map { Record(offset: Int64($0), timestamp: time, key: nil, value: value) }
        let batch = try #require(RecordBatch(records, baseOffset: 0))
        let data = ProduceRequest.TopicProduceData(
            name: topic, partitionData: [.init(index: partition, records: batch.encoded())])
        try wait(for: "\(count) records in \(topic)-\(partition)") {
            _ = client.refreshMetadata(topics: [topic], deadline: deadline())
            guard let leader = client.view.leaders[topic]?[partition], leader >= 0 else { return false }
            let request = ProduceRequest(acks: -1, timeoutMs: 10_000, topicData: [data])
            let answer = try client.ask(request, to: .broker(leader), deadline: deadline(), versions: 3...12).get()
            return answer.value.responses.first?.partitionResponses.first?.errorCode == ErrorCode.none
        }
    }

    /// Commits an offset as administrators do, with no member: gives Kafka's answer.
    func commit(group: String, _ topic: String, _ partition: Int32, offset: Int64) throws -> ErrorCode {
        let request = OffsetCommitRequest(
            groupId: group,
            topics: [.init(name: topic, partitions: [.init(partitionIndex: partition, committedOffset: offset)])])
        var code = ErrorCode.none
        try wait(for: "an answer of the coordinator of \(group)") {
            guard let coordinator = try client.findCoordinators([group], deadline: deadline())[group]?.get() else { return false }
            let answer = try client.ask(request, to: .broker(coordinator), deadline: deadline(), versions: 2...9).get()
            code = answer.value.topics.first?.partitions.first?.errorCode ?? .unknownServerError
            return !code.isRetriable
        }
        return code
    }

    func elect(_ topic: String, _ partition: Int32, unclean: Bool = false) throws -> ErrorCode? {
        let request = ElectLeadersRequest(
            electionType: unclean ? 1 : 0, topicPartitions: [.init(topic: topic, partitions: [partition])], timeoutMs: 10_000)
        let answer = try client.ask(request, to: .controller, deadline: deadline()).get().value
        guard answer.errorCode == .none else { return answer.errorCode }
        return answer.replicaElectionResults.first?.partitionResult.first?.errorCode
    }

    /// nil: cancel.
    func alterReplicas(_ topic: String, _ partition: Int32, _ replicas: [Int32]?) throws -> ErrorCode? {
        let request = AlterPartitionReassignmentsRequest(
            timeoutMs: 10_000, topics: [.init(name: topic, partitions: [.init(partitionIndex: partition, replicas: replicas)])])
        let answer = try client.ask(request, to: .controller, deadline: deadline()).get().value
        guard answer.errorCode == .none else { return answer.errorCode }
        return answer.responses.first?.partitions.first?.errorCode
    }

    /// A topic's setting; nil takes it away.
    func alterConfig(_ topic: String, _ key: String, _ value: String?) throws -> ErrorCode? {
        let entry = IncrementalAlterConfigsRequest.AlterableConfig(name: key, configOperation: value == nil ? 1 : 0, value: value)
        let request = IncrementalAlterConfigsRequest(resources: [.init(resourceType: 2, resourceName: topic, configs: [entry])])
        return try client.ask(request, to: .controller, deadline: deadline()).get().value.responses.first?.errorCode
    }
}

extension Table {
    /// Every row by its columns.
    var allRows: [Row] {
        decided.map { row in Dictionary(uniqueKeysWithValues: columns.map { (NameKey($0.name), $0.value(at: row)) }) }
    }
}

extension Row {
    func int(_ column: String) -> Int? {
        if case .int(let number)? = self[column] { number } else { nil }
    }

    /// The ids of a list or set; nil where it is neither.
    func ids(_ column: String) -> [Int]? {
        let elements: [Value]
        switch self[column] {
        case .list(let list)?: elements = list.elements
        case .set(let set)?: elements = set.elements
        default: return nil
        }
        return elements.compactMap { if case .int(let id) = $0 { id } else { nil } }
    }

    func isUnknown(_ column: String) -> Bool {
        if case .unknown? = self[column] { true } else { false }
    }
}
