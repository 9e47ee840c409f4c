import Engine
import KafkaAdmin
import KafkaWire
import Language

/// `lags`: one row for each partition that a group committed on or is assigned.
package enum LagsSource {
    package static let schema = SourceSchema(
        name: "lags", summary: "lag of each group on each partition, clamped to what is still there; what was lost, who reads",
        columns: offsets + owners + later + Sources.common,
        defaultColumns: ["group", "topic", "partition", "committed", "latest", "lag", "member"], key: ["group", "topic", "partition"],
        cost: "groups: coordinators and leaders",
        examples: [
            "lags where lag > 10k sort by lag desc", "lags where group == \"billing\" and member is null",
            "lags where lost > 0 or ahead > 0",
        ])

    private static let offsets: [ColumnSchema] = [
        ColumnSchema("group", .group, .key, "the group", requests: "ListGroups"),
        ColumnSchema("topic", .topic, .key, "the topic", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema("partition", .int, .key, "the partition's number", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema(
            "committed", .int, nullable: true, .counter,
            "the next offset it will read, as committed; null: no commit. What an open transaction will commit does not count yet",
            requests: "OffsetFetch"),
        ColumnSchema(
            "committedLeaderEpoch", .int, nullable: true, .state, "the leader epoch that goes with it", requests: "OffsetFetch v5"),
        ColumnSchema("metadata", .string, nullable: true, .state, "the text that goes with it", requests: "OffsetFetch"),
        ColumnSchema("earliest", .int, nullable: true, .counter, "the partition's first offset", requests: "ListOffsets"),
        ColumnSchema("latest", .int, nullable: true, .counter, "the partition's high watermark", requests: "ListOffsets"),
        ColumnSchema("stable", .int, nullable: true, .counter, "how far read_committed readers can see", requests: "ListOffsets v2"),
        ColumnSchema(
            "lag", .int, nullable: true, .gauge, "records still to be read; null without a commit, unknown without a leader",
            requests: "OffsetFetch, ListOffsets"),
        ColumnSchema(
            "lagRaw", .int, nullable: true, signed: true, .gauge,
            "latest minus committed as kafka-consumer-groups prints it, below zero too",
            requests: "OffsetFetch, ListOffsets"),
        ColumnSchema(
            "lagStable", .int, nullable: true, .gauge, "the lag of a read_committed reader", requests: "OffsetFetch, ListOffsets v2"),
        ColumnSchema("lost", .int, nullable: true, .gauge, "records gone before they were read", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema(
            "ahead", .int, nullable: true, .gauge, "records by which the commit is past the log's end: truncated, or a topic made anew",
            requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("epochStale", .bool, .state, "the log was cut under the commit", requests: "OffsetForLeaderEpoch").later,
        ColumnSchema("leader", .broker, nullable: true, .state, "the partition's leader", requests: "Metadata"),
        ColumnSchema("offline", .bool, .state, "the partition has no leader that lives", requests: "Metadata"),
    ]

    private static let owners: [ColumnSchema] = [
        ColumnSchema("member", .string, nullable: true, .state, "the member that has it now; null: nobody", requests: "DescribeGroups"),
        ColumnSchema("instanceId", .string, nullable: true, .state, "that member's group.instance.id", requests: "DescribeGroups"),
        ColumnSchema("host", .string, nullable: true, .state, "where that member runs", requests: "DescribeGroups"),
        ColumnSchema("clientId", .string, nullable: true, .state, "that member's client.id", requests: "DescribeGroups"),
    ]

    private static let later: [ColumnSchema] = [
        ColumnSchema("consumed", .countRate, .gauge, "records read a second").later,
        ColumnSchema("produced", .countRate, .gauge, "records written a second").later,
        ColumnSchema("timeLag", .duration, nullable: true, .gauge, "age of the next record to read").later,
        ColumnSchema("committedAt", .time, nullable: true, .state, "timestamp of the next record to read").later,
        ColumnSchema("verdict", .partitionVerdict, .state, "whether it moves").later,
    ]
}

extension LagsSource: Source {
    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.topics = .all
        needs.groups = true
        needs.groupNames = request.texts("group")
        needs.describesGroups = true
        needs.commits = true
        if request.asks("earliest", "lag", "lagStable", "lost") { needs.lagOffsets.insert(.earliest) }
        if request.asks("latest", "lag", "lagRaw", "ahead") { needs.lagOffsets.insert(.latest) }
        if request.asks("stable", "lagStable") { needs.lagOffsets.insert(.stable) }
        return needs
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        let names = request.texts("group")
        var missing = facts.missingGroups(among: names)
        var rows: [(group: GroupListing, lag: LagRow)] = []
        for group in facts.groups where names?.contains(group.id) ?? true {
            switch facts.lagRows(of: group.id) {
            case .known(let lags): rows += lags.map { (group, $0) }
            case .unknown(let why): missing.append(Unread(broker: why.broker, "group \(group.id): \(why.text)"))
            }
            // An assignment that is not known may hold partitions without a commit.
            if facts.descriptions[group.id] != nil, let why = facts.unseenMembers(of: group) {
                missing.append(Unread(broker: why.broker, "group \(group.id): \(why.text)"))
            }
        }
        // Commits on topics that may not be described are left out of the coordinators' answers.
        if let hidden = facts.hiddenTopics { missing.append(hidden) }
        var builder = TableBuilder(schema, request, rows: rows.count)
        builder.add("group") { .text(rows[$0].group.id) }
        builder.add("topic") { .text(rows[$0].lag.name.topic) }
        builder.ints("partition") { .known(rows[$0].lag.name.partition) }
        addOffsets(&builder, rows.map(\.lag), facts)
        addOwners(&builder, rows, facts)
        builder.add("error") { row in
            let lag = rows[row].lag.lag
            return (lag.committed.why ?? lag.latest.why)?.error.map { .text($0.name) } ?? .null
        }
        builder.add("asOf") { .time(rows[$0].group.asOf) }
        builder.add("answeredBy") { .int(rows[$0].group.coordinator) }
        return builder.table(missing: missing)
    }

    private static func addOffsets(_ builder: inout TableBuilder, _ rows: [LagRow], _ facts: ClusterFacts) {
        builder.ints("committed") { rows[$0].lag.committed }
        builder.ints("committedLeaderEpoch") { row in
            rows[row].lag.committed.map { _ in
                rows[row].hasNoCommit ? nil : rows[row].commit.flatMap { $0.leaderEpoch < 0 ? nil : $0.leaderEpoch }
            }
        }
        builder.add("metadata") { row in
            .fact(rows[row].lag.committed) { _ in
                rows[row].hasNoCommit ? .null : .text(rows[row].commit?.metadata.flatMap { $0.isEmpty ? nil : $0 })
            }
        }
        builder.ints("earliest") { rows[$0].lag.earliest.map { $0 } }
        builder.ints("latest") { rows[$0].lag.latest.map { $0 } }
        func stable(_ row: LagRow) -> Fact<Int> {
            facts.offset(.stable, of: row.row, else: row.row == nil ? facts.whyAbsent(row.name.topic) : nil)
        }
        builder.ints("stable") { stable(rows[$0]).map { $0 } }
        builder.ints("lag") { rows[$0].lag.lag }
        builder.ints("lagRaw") { rows[$0].lag.raw }
        builder.ints("lagStable") { rows[$0].lag.distance(to: stable(rows[$0])) }
        builder.ints("lost") { rows[$0].lag.lost }
        builder.ints("ahead") { rows[$0].lag.ahead }
    }

    private static func addOwners(_ builder: inout TableBuilder, _ rows: [(group: GroupListing, lag: LagRow)], _ facts: ClusterFacts) {
        let health = facts.partitions.value.map { facts.health(of: $0) }
        builder.ints("leader") { row in
            guard let health, let at = rows[row].lag.row else { return .unknown(facts.whyAbsent(rows[row].lag.name.topic)) }
            return health.leader(at).map { $0.map(Int.init) }
        }
        builder.bools("offline") { row in
            guard let health, let at = rows[row].lag.row else { return .unknown(facts.whyAbsent(rows[row].lag.name.topic)) }
            return health.isOffline(at)
        }
        func owner(_ row: Int, _ text: (GroupMember) -> String?) -> Value {
            if let member = rows[row].lag.member { return .text(text(member)) }
            // Nobody has it, as far as the members' assignments are known.
            guard facts.descriptions[rows[row].group.id] != nil else { return .null }
            return facts.unseenMembers(of: rows[row].group).map { .unknown($0) } ?? .null
        }
        builder.add("member") { owner($0, \.id) }
        builder.add("instanceId") { owner($0, \.instanceID) }
        builder.add("host") { owner($0, \.host) }
        builder.add("clientId") { owner($0, \.clientID) }
    }
}
