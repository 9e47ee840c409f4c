import KafkaMessages

/// Which APIs a release advertises, in which versions.
struct ServedVersion {
    /// The type that decodes and answers.
    let type: any LabRequest.Type
    /// The lowest version that is advertised.
    let minimum: Int16
    /// From this release on, up to this version; the last row that applies counts.
    let steps: [(since: KafkaRelease, maximum: Int16)]

    var apiKey: Int16 { type.apiKey }

    /// The highest version of a release; nil where the release has no such API.
    func maximum(in release: KafkaRelease) -> Int16? {
        steps.last { $0.since <= release }.map { min($0.maximum, type.versions.upperBound) }
    }

    /// Whether a release serves that version.
    func serves(_ version: Int16, in release: KafkaRelease) -> Bool {
        guard let maximum = maximum(in: release) else { return false }
        return version >= max(minimum, type.versions.lowerBound) && version <= maximum
    }

    private init(_ type: any LabRequest.Type, from minimum: Int16, _ steps: (String, Int16)...) {
        self.type = type
        self.minimum = minimum
        self.steps = steps.map { (KafkaRelease($0.0) ?? .oldest, $0.1) }
    }

    /// Every API that the lab answers, by key.
    static let all: [ServedVersion] = [
        // Brokers advertise Produce from 0 on because of an old librdkafka, and refuse it below 3.
        ServedVersion(ProduceRequest.self, from: 0, ("2.4", 8), ("2.8", 9), ("3.7", 10), ("3.8", 11), ("4.0", 12), ("4.1", 13)),
        ServedVersion(
            FetchRequest.self, from: 4, ("2.4", 11), ("2.8", 12), ("3.1", 13), ("3.5", 15), ("3.7", 16), ("3.9", 17), ("4.1", 18)),
        ServedVersion(
            ListOffsetsRequest.self, from: 1, ("2.4", 5), ("2.8", 6), ("3.0", 7), ("3.6", 8), ("3.9", 9), ("4.0", 10), ("4.2", 11)),
        ServedVersion(MetadataRequest.self, from: 0, ("2.4", 9), ("2.8", 11), ("3.1", 12), ("4.0", 13)),
        ServedVersion(OffsetCommitRequest.self, from: 2, ("2.4", 8), ("3.6", 9), ("4.1", 10)),
        ServedVersion(OffsetFetchRequest.self, from: 1, ("2.4", 6), ("2.5", 7), ("3.0", 8), ("3.7", 9), ("4.1", 10)),
        ServedVersion(FindCoordinatorRequest.self, from: 0, ("2.4", 3), ("3.0", 4), ("3.8", 5), ("4.0", 6)),
        ServedVersion(LeaveGroupRequest.self, from: 0, ("2.4", 4), ("3.2", 5)),
        ServedVersion(DescribeGroupsRequest.self, from: 0, ("2.4", 5), ("4.0", 6)),
        ServedVersion(ListGroupsRequest.self, from: 0, ("2.4", 3), ("2.6", 4), ("3.8", 5)),
        ServedVersion(ApiVersionsRequest.self, from: 0, ("2.4", 3), ("3.9", 4)),
        ServedVersion(InitProducerIdRequest.self, from: 0, ("2.4", 2), ("2.5", 3), ("2.7", 4), ("3.8", 5)),
        ServedVersion(DescribeConfigsRequest.self, from: 1, ("2.4", 2), ("2.6", 3), ("2.8", 4)),
        ServedVersion(DescribeLogDirsRequest.self, from: 1, ("2.4", 1), ("2.6", 2), ("3.2", 3), ("3.3", 4), ("4.3", 5)),
        ServedVersion(ElectLeadersRequest.self, from: 0, ("2.4", 2)),
        ServedVersion(IncrementalAlterConfigsRequest.self, from: 0, ("2.4", 1)),
        ServedVersion(AlterPartitionReassignmentsRequest.self, from: 0, ("2.4", 0), ("4.1", 1)),
        ServedVersion(ListPartitionReassignmentsRequest.self, from: 0, ("2.4", 0)),
        ServedVersion(DescribeQuorumRequest.self, from: 0, ("3.3", 1), ("3.9", 2)),
        ServedVersion(DescribeClusterRequest.self, from: 0, ("2.8", 0), ("3.7", 1), ("4.0", 2)),
        ServedVersion(ConsumerGroupDescribeRequest.self, from: 0, ("3.7", 0), ("4.0", 1)),
        ServedVersion(ListConfigResourcesRequest.self, from: 0, ("3.7", 0), ("4.1", 1)),
        ServedVersion(DescribeTopicPartitionsRequest.self, from: 0, ("3.8", 0)),
    ]

    /// The row of an API; nil where the lab has none.
    static func of(_ apiKey: Int16) -> ServedVersion? { all.first { $0.apiKey == apiKey } }
}
