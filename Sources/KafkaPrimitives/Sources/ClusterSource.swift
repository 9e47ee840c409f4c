import Language

/// `cluster`: the cluster as one row.
package enum ClusterSource {
    package static let schema = SourceSchema(
        name: "cluster", summary: "the cluster as a whole: who leads it, how many brokers and partitions are well, one row",
        columns: identity + brokers + counts + views + Sources.common,
        defaultColumns: [
            "id", "mode", "controller", "release", "brokersLive", "brokersFenced", "brokersAbsent", "topics", "partitions", "offline",
            "underReplicated", "underMinIsr", "reassigning",
        ], key: ["id"], cost: "metadata",
        examples: ["cluster", "cluster.controller", "cluster select offline, underReplicated, underMinIsr"], isSingleRow: true)

    private static let identity: [ColumnSchema] = [
        ColumnSchema(
            "id", .string, .state, "the id that the cluster gave itself when it was made", requests: "DescribeCluster or Metadata"),
        ColumnSchema("name", .string, .text, "the name that a profile gives it").later,
        ColumnSchema(
            "mode", .closedSet(["kraft", "zookeeper", "migrating"]), .state,
            "where its metadata lives: a KRaft quorum, ZooKeeper, or on the way",
            requests: "ApiVersions"),
        ColumnSchema(
            "controller", .broker, nullable: true, .state, "the active controller, as the quorum says it (ZooKeeper: as brokers say it)",
            requests: "DescribeQuorum, ZooKeeper: Metadata"),
        ColumnSchema(
            "controllerEpoch", .int, nullable: true, .counter, "grows with each new controller; unknown with ZooKeeper",
            requests: "DescribeQuorum"),
        ColumnSchema(
            "release", .string, .state, "the Kafka release that its brokers' requests fit, `3.7–3.8` where they differ",
            requests: "ApiVersions"),
        ColumnSchema("metadataVersion", .string, nullable: true, .state, "the finalized metadata.version", requests: "ApiVersions v3"),
        ColumnSchema(
            "finalizedFeaturesEpoch", .int, nullable: true, .counter, "grows when a feature's level changes", requests: "ApiVersions v3"),
    ]

    private static let brokers: [ColumnSchema] = [
        ColumnSchema("brokersLive", .int, .gauge, "brokers that the cluster counts as alive", requests: "DescribeCluster"),
        ColumnSchema(
            "brokersFenced", .int, .gauge, "registered brokers that may not serve now (brokers from 4.0 tell)",
            requests: "DescribeCluster v2"),
        ColumnSchema(
            "brokersAbsent", .int, .gauge, "brokers that replicas name and the cluster does not list", requests: "DescribeCluster, Metadata"
        ),
        ColumnSchema(
            "brokersNotAnswering", .int, .gauge, "brokers counted as alive that do not answer us", requests: "a round trip to each"),
        ColumnSchema("racks", .set(.string), .set, "racks of the brokers that are alive", requests: "DescribeCluster"),
    ]

    private static let counts: [ColumnSchema] = [
        ColumnSchema("topics", .int, .gauge, "topics, internal ones included", requests: "Metadata"),
        ColumnSchema("partitions", .int, .gauge, "partitions, internal ones included", requests: "Metadata"),
        ColumnSchema("replicas", .int, .gauge, "replicas of all partitions", requests: "Metadata"),
        ColumnSchema("offline", .int, .gauge, "partitions without a leader that lives", requests: "Metadata"),
        ColumnSchema(
            "underReplicated", .int, .gauge, "partitions with a replica out of the ISR", requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema("underMinIsr", .int, .gauge, "partitions below min.insync.replicas", requests: "Metadata, DescribeConfigs"),
        ColumnSchema("atMinIsr", .int, .gauge, "partitions exactly at min.insync.replicas", requests: "Metadata, DescribeConfigs"),
        ColumnSchema("refusesWrites", .int, .gauge, "partitions on which acks=all fails now", requests: "Metadata, DescribeConfigs"),
        ColumnSchema(
            "soleIsr", .int, .gauge, "partitions with one replica left in sync out of several",
            requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "notPreferred", .int, .gauge, "partitions that another than their first replica leads",
            requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema("reassigning", .int, .gauge, "partitions whose replicas are being moved", requests: "ListPartitionReassignments"),
        ColumnSchema("leaderEpochSum", .int, .counter, "sum of all leader epochs: grows with each election", requests: "Metadata v7"),
    ]

    private static let views: [ColumnSchema] = [
        ColumnSchema(
            "metadataFrozen", .bool, .state, "true where the quorum has committed nothing for 5 s", requests: "DescribeQuorum twice"
        ).later,
        ColumnSchema(
            "viewLag", .int, nullable: true, .gauge, "metadata records that the answering broker is behind", requests: "DescribeQuorum"),
        ColumnSchema(
            "viewsAgree", .bool, .state, "leaders and ISRs are the same in two brokers' answers", requests: "Metadata from two brokers"
        ).later,
        ColumnSchema("rights", .set(.string), .set, "operations on the cluster that we are allowed", requests: "DescribeCluster").later,
        ColumnSchema("principal", .string, nullable: true, .text, "as whom we came").later,
    ]
}
