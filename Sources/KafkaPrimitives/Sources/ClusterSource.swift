import Engine
import KafkaAdmin
import Language
import Platform

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
            "viewLag", .int, .gauge, "metadata records that the answering broker is behind", requests: "DescribeQuorum"),
        ColumnSchema(
            "viewsAgree", .bool, .state, "leaders and ISRs are the same in two brokers' answers", requests: "Metadata from two brokers"
        ).later,
        ColumnSchema("rights", .set(.string), .set, "what this identity may do to the cluster", requests: "Metadata v8"),
        ColumnSchema("principal", .string, nullable: true, .text, "as whom we came").later,
    ]
}

extension ClusterSource: Source {
    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.addPartitionColumns(request.columns)
        if request.asks("reassigning") { needs.moves = true }
        let counted: Set<NameKey> = [
            "brokersAbsent", "topics", "partitions", "replicas", "offline", "underReplicated", "underMinIsr", "atMinIsr", "refusesWrites",
            "soleIsr", "notPreferred", "reassigning", "leaderEpochSum",
        ]
        if !request.columns.isDisjoint(with: counted) { needs.topics = .all }
        if request.asks("brokersLive", "brokersFenced", "brokersAbsent", "racks", "brokersNotAnswering") { needs.brokers = true }
        if request.asks("rights") { needs.clusterRights = true }
        if request.asks("controller", "controllerEpoch", "viewLag") { needs.quorum = true }
        if request.asks("viewLag") { needs.answerers = true }
        if request.asks("brokersNotAnswering") { needs.answers = true }
        if request.asks("mode", "release", "metadataVersion", "finalizedFeaturesEpoch") { needs.versions = true }
        return needs
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        guard let brokers = facts.brokers.value else {
            return TableBuilder.nothing(schema, request, because: facts.brokers.why ?? Unread("not read"))
        }
        var builder = TableBuilder(schema, request, rows: 1)
        builder.add("id") { _ in brokers.clusterID.map { .text($0) } ?? .unknown("its brokers do not tell") }
        addVersions(&builder, facts)
        builder.add("controller") { _ in .fact(facts.controller) }
        builder.add("controllerEpoch") { _ in
            .fact(facts.quorum) { .int($0.epoch) }.orElse(facts.quorum.why?.isTooOld == true ? .unknown("ZooKeeper keeps it") : nil)
        }
        addBrokers(&builder, facts, brokers)
        if let table = facts.partitions.value {
            addCounts(&builder, table, facts.health(of: table), hidden: facts.hiddenTopics)
            builder.add("viewLag") { _ in viewLag(facts, table) }
        }
        builder.add("rights") { _ in .fact(facts.clusterRights) { .rights($0) } }
        builder.add("error") { _ in .null }
        builder.add("asOf") { _ in .time(brokers.asOf) }
        builder.add("answeredBy") { _ in .answerer(facts.partitions.value?.answeredBy ?? brokers.answeredBy) }
        return builder.table()
    }

    private static func addVersions(_ builder: inout TableBuilder, _ facts: ClusterFacts) {
        let nodes = facts.versions.sorted { $0.key < $1.key }.map(\.value)
        let none = Value.unknown(facts.silent.sorted { $0.key < $1.key }.first?.value ?? Unread("no broker told its versions"))
        builder.add("mode") { _ in
            guard !nodes.isEmpty else { return none }
            let kraft = nodes.count { $0.takes(55) }
            if nodes.contains(where: \.isReadyForMigration) || (kraft > 0 && kraft < nodes.count) { return .text("migrating") }
            return .text(kraft > 0 ? "kraft" : "zookeeper")
        }
        builder.add("release") { _ in Release.of(nodes).map { .text($0) } ?? none }
        let newest = nodes.max { $0.featuresEpoch < $1.featuresEpoch }
        builder.add("metadataVersion") { _ in
            guard let newest else { return none }
            return newest.features["metadata.version"].map { .text(MetadataVersion.name(ofLevel: $0)) } ?? .null
        }
        builder.add("finalizedFeaturesEpoch") { _ in
            guard let newest else { return none }
            return newest.featuresEpoch < 0 ? .null : .int(Int(newest.featuresEpoch))
        }
    }

    private static func addBrokers(_ builder: inout TableBuilder, _ facts: ClusterFacts, _ brokers: BrokerList) {
        builder.add("brokersLive") { _ in .atLeast(AtLeast(brokers.live.count, why: facts.unlisted?.why)) }
        builder.add("brokersFenced") { _ in
            brokers.tellsFenced
                ? .atLeast(AtLeast(brokers.brokers.count { $0.isFenced }, why: facts.unlisted?.why))
                : .unknown(brokers.whyFencedIsUntold ?? Unread("which brokers are fenced is told by Kafka 4.0 and later"))
        }
        builder.add("brokersAbsent") { _ in
            guard let table = facts.partitions.value else { return .unknown(facts.partitions.why ?? Unread("not read")) }
            let listed = Set(brokers.brokers.map { Int32(truncatingIfNeeded: $0.id) })
            // One that may only lack our listener is no absent one; it is among those that are not counted as live either.
            let absent = table.replicas.items.distinct.filter { !listed.contains($0) && facts.unlisted?.why($0) == nil }
            // Of those some may only be fenced.
            if let why = brokers.whyFencedIsUntold, !absent.isEmpty { return .unknown(why) }
            return .atLeast(AtLeast(absent.count, why: facts.hiddenTopics ?? facts.unlisted?.why))
        }
        builder.add("brokersNotAnswering") { _ in
            var sum = AtLeast()
            for broker in brokers.brokers where !broker.isFenced {
                let answer = facts.answers[broker.id]
                let isUnproved = answer?.kind == .unproved
                sum.count(isUnproved ? .unknown(answer?.why ?? .notRead(of: broker.id)) : .known(!(answer?.isThere ?? false)))
            }
            return .atLeast(sum)
        }
        builder.add("racks") { _ in .texts(set: brokers.brokers.filter { !$0.isFenced }.compactMap(\.rack)) }
    }

    private static func addCounts(_ builder: inout TableBuilder, _ table: PartitionTable, _ health: PartitionHealth, hidden: Unread?) {
        builder.sums("topics") { _ in AtLeast(table.topics.count, why: hidden) }
        builder.sums("partitions") { _ in AtLeast(table.count, why: hidden) }
        builder.sums("replicas") { _ in AtLeast(table.replicas.items.count, why: hidden) }
        builder.sums("leaderEpochSum") { _ in AtLeast(table.leaderEpoch.reduce(0) { $0 &+ Int($1) }, why: hidden) }
        for (name, test) in PartitionCounts.tests {
            builder.sums(name) { _ in
                var sum = AtLeast(why: hidden)
                for row in 0..<table.count { sum.count(test(health, row)) }
                return sum
            }
        }
    }

    private static func viewLag(_ facts: ClusterFacts, _ table: PartitionTable) -> Value {
        .fact(facts.quorum) { quorum in
            guard let leader = quorum.leaderNode else { return .unknown("the quorum has no leader") }
            guard let view = table.answeredBy else { return .answerer(nil) }
            guard let own = quorum.node(view) else { return .unknown(Unread(broker: view, "is not known to the quorum's leader")) }
            return .int(max(leader.logEnd.subtractingClamped(own.logEnd), 0))
        }
    }
}

/// The columns that count partitions of which something holds, in `cluster` and `topics`.
enum PartitionCounts {
    static let tests: [(name: String, test: @Sendable (PartitionHealth, Int) -> Fact<Bool>)] = [
        ("offline", { $0.isOffline($1) }),
        ("underReplicated", { $0.isUnderReplicated($1) }),
        ("underMinIsr", { $0.isUnderMinIsr($1) }),
        ("atMinIsr", { $0.isAtMinIsr($1) }),
        ("refusesWrites", { $0.refusesWrites($1) }),
        ("soleIsr", { $0.isSoleIsr($1) }),
        ("notPreferred", { health, row in health.leaderIsPreferred(row).map { !$0 } }),
        ("reassigning", { $0.isReassigning($1) }),
    ]
}

extension BrokerAnswer {
    /// It answers, late or not.
    var isThere: Bool { kind == .yes || kind == .late }

    /// Whether it answers us. Known is that it does, and that nobody listens at its address; that one try came to nothing is no proof.
    var isUp: Fact<Bool> {
        switch kind {
        case .yes, .late: .known(true)
        case .refused: .known(false)
        case .no, .garbage, .authFailed, .unproved, .untried: .unknown(why ?? Unread("not tried"))
        }
    }
}

extension Value {
    /// Another value where there is one.
    func orElse(_ other: Value?) -> Value { other ?? self }
}
