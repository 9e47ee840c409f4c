/// The messages that are used; nothing else is generated.
enum Manifest {
    /// Each is a `NameRequest.json` and a `NameResponse.json`.
    static let apis = [
        "Produce", "Fetch", "ListOffsets", "Metadata", "OffsetCommit", "OffsetFetch", "FindCoordinator", "LeaveGroup", "DescribeGroups",
        "ListGroups", "SaslHandshake", "ApiVersions", "InitProducerId", "DescribeConfigs", "DescribeLogDirs", "SaslAuthenticate",
        "ElectLeaders", "IncrementalAlterConfigs",
        "AlterPartitionReassignments", "ListPartitionReassignments", "DescribeQuorum", "DescribeCluster", "ConsumerGroupDescribe",
        "ListConfigResources", "DescribeTopicPartitions",
    ]

    /// Each is read and written by both sides.
    static let data = ["ConsumerProtocolSubscription", "ConsumerProtocolAssignment", "RequestHeader", "ResponseHeader"]
}
