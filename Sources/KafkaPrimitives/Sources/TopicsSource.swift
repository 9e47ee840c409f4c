import Engine
import KafkaAdmin
import KafkaWire
import Language
import Platform

/// `topics`: one row a topic.
package enum TopicsSource {
    package static let schema = SourceSchema(
        name: "topics", summary: "topics: how many replicas they have, how many they need, and how many of their partitions are unwell",
        columns: shape + configs + counts + contents + later + Sources.common,
        defaultColumns: ["name", "partitions", "replicationFactor", "minIsr", "internal", "offline", "underReplicated"], key: ["name"],
        cost: "metadata; settings: configs; sizes: log dirs; records: offsets",
        examples: [
            "topics where replicationFactor < 3", "topics where underReplicated > 0 sort by underReplicated desc",
            "topics where tolerance <= 0 and not internal", "topic \"trips\"",
        ])

    static let configSources = ["topic", "brokerDynamic", "clusterDynamic", "static", "default"]

    private static let shape: [ColumnSchema] = [
        ColumnSchema("name", .topic, .key, "the topic's name", requests: "Metadata"),
        ColumnSchema(
            "id", .string, .state, "its id; another one under the same name means deleted and made again", requests: "Metadata v10"),
        ColumnSchema("internal", .bool, .state, "Kafka keeps it for itself", requests: "Metadata"),
        ColumnSchema("partitions", .int, .gauge, "its partitions", requests: "Metadata"),
        ColumnSchema(
            "replicationFactor", .int, .gauge, "replicas of its thinnest partition, those just coming left out",
            requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "replicationFactorMax", .int, .gauge, "replicas of its thickest partition", requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "mixedReplication", .bool, .state, "its partitions have different numbers of replicas",
            requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "rackSpread", .int, .gauge, "the smallest number of racks over which one of its partitions spreads", requests: "Metadata"),
    ]

    private static let configs: [ColumnSchema] = [
        ColumnSchema(
            "minIsr", .int, .state, "min.insync.replicas that holds for it; unknown where its leaders differ, as for every setting below",
            requests: "DescribeConfigs, of each leader where brokers can differ"),
        ColumnSchema("minIsrSource", .closedSet(configSources), .state, "where that value is set", requests: "DescribeConfigs"),
        ColumnSchema(
            "tolerance", .int, signed: true, .gauge, "brokers that may be lost with acks=all still working; 0 or less: none",
            requests: "Metadata, DescribeConfigs, ListPartitionReassignments"),
        ColumnSchema("unclean", .bool, .state, "unclean.leader.election.enable", requests: "DescribeConfigs"),
        ColumnSchema("cleanupPolicy", .set(.string), .state, "cleanup.policy: delete, compact", requests: "DescribeConfigs"),
        ColumnSchema("retention", .duration, nullable: true, .state, "retention.ms; null: for ever", requests: "DescribeConfigs"),
        ColumnSchema(
            "retentionBytes", .size, nullable: true, .state, "retention.bytes of a partition; null: no limit", requests: "DescribeConfigs"),
        ColumnSchema("segmentBytes", .size, .state, "segment.bytes: only closed segments are deleted", requests: "DescribeConfigs"),
        ColumnSchema("segmentAge", .duration, .state, "segment.ms", requests: "DescribeConfigs"),
        ColumnSchema("maxMessage", .size, .state, "max.message.bytes", requests: "DescribeConfigs"),
        ColumnSchema("remote", .bool, .state, "remote.storage.enable: old segments live in tiered storage", requests: "DescribeConfigs"),
        ColumnSchema("overrides", .int, .gauge, "settings made on the topic itself", requests: "DescribeConfigs"),
        ColumnSchema("config", .openRecord, .state, "any setting by its key: `config[\"retention.ms\"]`", requests: "DescribeConfigs"),
    ]

    private static let counts: [ColumnSchema] = [
        ColumnSchema("offline", .int, .gauge, "its partitions without a leader that lives", requests: "Metadata"),
        ColumnSchema(
            "underReplicated", .int, .gauge, "its partitions with a replica out of the ISR",
            requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema("underMinIsr", .int, .gauge, "its partitions below min.insync.replicas", requests: "Metadata, DescribeConfigs"),
        ColumnSchema("refusesWrites", .int, .gauge, "its partitions on which acks=all fails now", requests: "Metadata, DescribeConfigs"),
        ColumnSchema("atMinIsr", .int, .gauge, "its partitions exactly at min.insync.replicas", requests: "Metadata, DescribeConfigs"),
        ColumnSchema("soleIsr", .int, .gauge, "its partitions with one replica left in sync out of several", requests: "Metadata"),
        ColumnSchema("notPreferred", .int, .gauge, "its partitions that another than their first replica leads", requests: "Metadata"),
        ColumnSchema("reassigning", .int, .gauge, "its partitions whose replicas are being moved", requests: "ListPartitionReassignments"),
    ]

    private static let contents: [ColumnSchema] = [
        ColumnSchema("size", .size, .gauge, "bytes of its leaders' logs", requests: "DescribeLogDirs"),
        ColumnSchema("bytesOnDisk", .size, .gauge, "bytes of all its replicas, copies under way included", requests: "DescribeLogDirs"),
        ColumnSchema(
            "records", .int, .gauge, "latest minus earliest offset of its partitions: at most so many records", requests: "ListOffsets"),
        ColumnSchema("lastWrite", .time, nullable: true, .gauge, "the newest timestamp in it; null: empty", requests: "ListOffsets v7"),
        ColumnSchema("groups", .groups, .set, "groups with a commit or an assignment on it", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema("consumers", .int, .gauge, "members with an assignment on it", requests: "DescribeGroups"),
        ColumnSchema("lag", .int, .gauge, "sum of all groups' lags on it", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("skew", .float, .gauge, "its largest partition over the mean", requests: "DescribeLogDirs"),
        ColumnSchema("rights", .set(.string), .set, "what this identity may do to it", requests: "Metadata v8"),
    ]

    private static let later: [ColumnSchema] = [
        ColumnSchema("recordsIn", .countRate, .gauge, "records written a second").later,
        ColumnSchema("bytesIn", .byteRate, .gauge, "bytes written a second").later,
        ColumnSchema("owner", .string, nullable: true, .text, "the team that the owners file names").later,
    ]
}

extension TopicsSource: Source {
    private static let configColumns: [(column: String, key: String)] = [
        ("unclean", "unclean.leader.election.enable"), ("cleanupPolicy", "cleanup.policy"), ("retention", "retention.ms"),
        ("retentionBytes", "retention.bytes"), ("segmentBytes", "segment.bytes"), ("segmentAge", "segment.ms"),
        ("maxMessage", "max.message.bytes"), ("remote", "remote.storage.enable"),
    ]

    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.topics = request.topics("name")
        needs.addPartitionColumns(request.columns)
        let keys = Set<NameKey>(configColumns.filter { request.columns.contains($0.column) }.map(\.key))
        if !keys.isEmpty { needs.topicConfigs = Needs.ConfigKeys.named(keys).union(needs.topicConfigs) }
        if !keys.isEmpty || request.asks("config") { needs.inheritedConfigs = true }
        if request.asks("overrides", "config") { needs.topicConfigs = .all }
        if request.asks("size", "bytesOnDisk", "skew") { needs.logDirs = true }
        if request.asks("records") { needs.offsets.formUnion([.earliest, .latest]) }
        if request.asks("rights") { needs.topicRights = true }
        if request.asks("lastWrite") { needs.offsets.insert(.maxTimestamp) }
        if request.asks("groups", "consumers", "lag") {
            // Whose group it is shows only when all are asked.
            needs.groups = true
            needs.groupNames = nil
            needs.describesGroups = true
            needs.topics = .all
            if request.asks("groups", "lag") { needs.commits = true }
            if request.asks("lag") { needs.lagOffsets = [.earliest, .latest] }
        }
        return needs
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        guard let table = facts.partitions.value else {
            return TableBuilder.nothing(schema, request, because: facts.partitions.why ?? Unread("not read"))
        }
        let topics = table.topics
        let health = facts.health(of: table)
        var builder = TableBuilder(schema, request, rows: topics.count)
        builder.add("name") { .text(topics[$0].name) }
        builder.add("id") { topics[$0].id.isZero ? .unknown("ids of topics need Kafka 2.8") : .text(topics[$0].id.description) }
        builder.add("internal") { .bool(topics[$0].isInternal) }
        builder.add("partitions") { .int(topics[$0].rows.count) }
        addReplication(&builder, topics, health, facts)
        for (name, test) in PartitionCounts.tests {
            builder.sums(name) { topic in
                var sum = AtLeast()
                for row in topics[topic].rows { sum.count(test(health, row)) }
                return sum
            }
        }
        addSettings(&builder, topics, facts)
        addContents(&builder, table, facts)
        addGroups(&builder, topics, facts)
        builder.add("error") { topics[$0].error.isSuccess ? .null : .text(topics[$0].error.name) }
        builder.add(constant: "asOf", .time(table.asOf))
        builder.add(constant: "answeredBy", .answerer(table.answeredBy))
        builder.add("rights") { .rights(topics[$0].rights) }
        return builder.table(missing: facts.missingTopics(among: request.texts("name")))
    }

    private static func addReplication(
        _ builder: inout TableBuilder, _ topics: [PartitionTable.Topic], _ health: PartitionHealth, _ facts: ClusterFacts
    ) {
        func factors(_ topic: Int) -> Fact<[Int]> {
            var factors: [Int] = []
            for row in topics[topic].rows {
                switch health.replicationFactor(row) {
                case .known(let factor): factors.append(factor)
                case .unknown(let why): return .unknown(why)
                }
            }
            return factors.isEmpty ? .unknown(Unread(topics[topic].error.name)) : .known(factors)
        }
        builder.add("replicationFactor") { .fact(factors($0)) { .int($0.min()) } }
        builder.add("replicationFactorMax") { .fact(factors($0)) { .int($0.max()) } }
        builder.add("mixedReplication") { .fact(factors($0)) { .bool($0.min() != $0.max()) } }
        builder.add("tolerance") { topic in
            .fact(
                factors(topic).flatMap { factors in
                    guard let least = factors.min() else { return .unknown(Unread("no partitions")) }
                    return facts.topicSetting(topics[topic].name, "min.insync.replicas").flatMap { setting in
                        setting.value.flatMap { Int($0) }.map { .known(least.subtractingClamped($0)) }
                            ?? .unknown(Unread("min.insync.replicas is no number"))
                    }
                })
        }
        builder.add("rackSpread") { topic in
            let spreads = topics[topic].rows.map { row in Set<NameKey>(health.table.replicas[row].map { health.racks[$0] ?? "" }).count }
            return .int(spreads.min())
        }
    }

    private static func addSettings(_ builder: inout TableBuilder, _ topics: [PartitionTable.Topic], _ facts: ClusterFacts) {
        func setting(_ key: String, _ topic: Int, _ cell: (String) -> Value?) -> Value {
            .fact(facts.topicSetting(topics[topic].name, key)) { setting in
                setting.value.flatMap(cell) ?? .unknown(Cause("\(key) = \(setting.value ?? "null") cannot be read"))
            }
        }
        func number(_ text: String, _ cell: (Int) -> Value) -> Value? { Int(text).map { $0 < 0 ? .null : cell($0) } }
        func bool(_ text: String) -> Value? { text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil }
        builder.add("minIsr") { setting("min.insync.replicas", $0) { Int($0).map { .int($0) } } }
        builder.add("minIsrSource") { topic in
            .fact(facts.topicSetting(topics[topic].name, "min.insync.replicas")) {
                $0.source == .unknown ? .unknown("its leaders take it from different places") : .text($0.source.rawValue)
            }
        }
        builder.add("unclean") { setting("unclean.leader.election.enable", $0, bool) }
        builder.add("cleanupPolicy") { setting("cleanup.policy", $0) { .texts(set: $0.split(separator: ",").map(String.init)) } }
        builder.add("retention") { setting("retention.ms", $0) { number($0) { .duration(milliseconds: $0) } } }
        builder.add("retentionBytes") { setting("retention.bytes", $0) { number($0) { .size($0) } } }
        builder.add("segmentBytes") { setting("segment.bytes", $0) { number($0) { .size($0) } } }
        builder.add("segmentAge") { setting("segment.ms", $0) { number($0) { .duration(milliseconds: $0) } } }
        builder.add("maxMessage") { setting("max.message.bytes", $0) { number($0) { .size($0) } } }
        builder.add("remote") { topic in
            // Before 3.6 no topic has it.
            let settings = facts.configs[ConfigResource(.topic, topics[topic].name)]
            if case .known(let known)? = settings, known["remote.storage.enable"] == nil { return .bool(false) }
            return setting("remote.storage.enable", topic, bool)
        }
        func all(_ topic: Int) -> Fact<ConfigSettings> {
            facts.configs[ConfigResource(.topic, topics[topic].name)] ?? .unknown(Unread("not read"))
        }
        builder.add("overrides") { .fact(all($0)) { .int($0.settings.values.count { $0.source == .topic }) } }
        builder.add("config") { topic in
            .fact(all(topic)) { settings in
                let sorted = settings.settings.keys.sorted()
                return .record(
                    Record(
                        fields: sorted.map { name in
                            .init(name, .string, .fact(facts.topicSetting(topics[topic].name, name)) { .text($0.value) })
                        }))
            }
        }
    }

    private static func addContents(_ builder: inout TableBuilder, _ table: PartitionTable, _ facts: ClusterFacts) {
        func sizes(_ topic: Int) -> AtLeast {
            var sum = AtLeast()
            for row in table.topics[topic].rows { sum.add(facts.leaderSize(row, in: table)) }
            return sum
        }
        builder.sums("size", { .size($0) }, sizes)
        builder.sums("bytesOnDisk", { .size($0) }) { topic in
            var sum = AtLeast()
            for row in table.topics[topic].rows {
                let name = table.name(row)
                for broker in table.replicas[row] {
                    let both = facts.onDisk(broker: Int(broker), topic: name.topic, partition: name.partition)
                    sum.add(both.map { ($0.current?.size ?? 0).addingClamped($0.future?.size ?? 0) })
                }
            }
            return sum
        }
        builder.add("skew") { topic in
            var largest = 0
            for row in table.topics[topic].rows {
                guard case .known(let size) = facts.leaderSize(row, in: table) else { continue }
                largest = max(largest, size)
            }
            let sum = sizes(topic)
            if let why = sum.why { return .unknown(why) }
            let count = table.topics[topic].rows.count
            return sum.amount == 0 || count == 0 ? .float(1) : .float(Double(largest) * Double(count) / Double(sum.amount))
        }
        builder.sums("records") { topic in
            var sum = AtLeast()
            for row in table.topics[topic].rows {
                sum.add(
                    facts.offset(.latest, of: row).flatMap { latest in
                        facts.offset(.earliest, of: row).map { max(latest.subtractingClamped($0), 0) }
                    })
            }
            return sum
        }
        builder.add("lastWrite") { topic in
            var newest: Int?
            for row in table.topics[topic].rows {
                switch facts.offset(.maxTimestamp, row) {
                case .known(let fact) where fact.timestamp >= 0: newest = max(newest ?? fact.timestamp, fact.timestamp)
                case .known: break
                case .unknown(let why): return .unknown(why)
                }
            }
            return newest.map { .time($0) } ?? .null
        }
    }

    private static func addGroups(_ builder: inout TableBuilder, _ topics: [PartitionTable.Topic], _ facts: ClusterFacts) {
        guard builder.wants("groups") || builder.wants("consumers") || builder.wants("lag") else { return }
        var groups: [NameKey: Set<NameKey>] = [:]
        var consumers: [NameKey: Int] = [:]
        var lags: [NameKey: AtLeast] = [:]
        var missing = facts.missingGroups(among: nil)
        for group in facts.groups {
            switch facts.lagRows(of: group.id) {
            case .known(let rows):
                for row in rows {
                    groups[row.name.topic, default: []].insert(group.id)
                    lags[row.name.topic, default: AtLeast()].add(row.lag.lag.map { $0 ?? 0 })
                }
            case .unknown(let why): missing.append(why)
            }
            guard facts.descriptions[group.id] != nil else { continue }
            switch facts.members(of: group) {
            case .known(let members):
                for member in members {
                    for topic in Set<NameKey>((member.assigned.value ?? []).map(\.topic)) {
                        consumers[topic, default: 0] += 1
                        groups[topic, default: []].insert(group.id)
                    }
                    if let why = member.assigned.why { missing.append(why) }
                }
            case .unknown(let why): missing.append(why)
            }
        }
        let causes = missing.map { Cause($0) }
        builder.add("groups") { topic in
            .set(ListValue((groups[topics[topic].name] ?? []).sorted().map { .text($0) }, missing: causes))
        }
        builder.sums("consumers") { AtLeast(consumers[topics[$0].name] ?? 0, why: missing.first) }
        builder.sums("lag") { topic in
            var sum = lags[topics[topic].name] ?? AtLeast()
            sum.why = sum.why ?? missing.first
            return sum
        }
    }
}
