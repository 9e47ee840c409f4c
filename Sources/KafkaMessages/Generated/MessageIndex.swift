// Made by kafka-codegen from its manifest. Not to be edited.

/// Every API that this program speaks.
package enum MessageIndex {
    /// The requests' types, in the order of the manifest.
    package static let requests: [any ServedRequest.Type] = [
        ProduceRequest.self,
        FetchRequest.self,
        ListOffsetsRequest.self,
        MetadataRequest.self,
        OffsetCommitRequest.self,
        OffsetFetchRequest.self,
        FindCoordinatorRequest.self,
        LeaveGroupRequest.self,
        DescribeGroupsRequest.self,
        ListGroupsRequest.self,
        SaslHandshakeRequest.self,
        ApiVersionsRequest.self,
        InitProducerIdRequest.self,
        DescribeConfigsRequest.self,
        DescribeLogDirsRequest.self,
        SaslAuthenticateRequest.self,
        ElectLeadersRequest.self,
        IncrementalAlterConfigsRequest.self,
        AlterPartitionReassignmentsRequest.self,
        ListPartitionReassignmentsRequest.self,
        DescribeQuorumRequest.self,
        DescribeClusterRequest.self,
        ConsumerGroupDescribeRequest.self,
        ListConfigResourcesRequest.self,
        DescribeTopicPartitionsRequest.self,
    ]
}
