import Engine
import KafkaAdmin
import Language

/// `members`: one row a member of a group.
package enum MembersSource {
    package static let schema = SourceSchema(
        name: "members", summary: "members of groups: where they run, what they read",
        columns: columns + Sources.common,
        defaultColumns: ["group", "id", "clientId", "host", "partitions", "lag"], key: ["group", "id"],
        cost: "groups: coordinators; lag: coordinators and leaders",
        examples: [
            "members where group == \"billing\"", "members where partitions == 0", "members group by host select host, members = count(it)",
        ])

    private static let columns: [ColumnSchema] = [
        ColumnSchema("group", .group, .key, "its group", requests: "ListGroups"),
        ColumnSchema("id", .string, .key, "the id that the coordinator gave it", requests: "DescribeGroups"),
        ColumnSchema(
            "instanceId", .string, nullable: true, .state, "its group.instance.id; null: a dynamic member", requests: "DescribeGroups v4"),
        ColumnSchema("clientId", .string, .state, "its client.id", requests: "DescribeGroups"),
        ColumnSchema("host", .string, .state, "where it connects from", requests: "DescribeGroups"),
        ColumnSchema("rack", .string, nullable: true, .state, "its client.rack", requests: "ConsumerGroupDescribe"),
        ColumnSchema("type", .closedSet(["classic", "consumer"]), .state, "the protocol it speaks", requests: "ConsumerGroupDescribe v1"),
        ColumnSchema("epoch", .int, nullable: true, .state, "its member epoch; null for classic groups", requests: "ConsumerGroupDescribe"),
        ColumnSchema("subscription", .topics, .set, "topics it subscribed", requests: "DescribeGroups"),
        ColumnSchema("subscriptionRegex", .string, nullable: true, .state, "the pattern it subscribed", requests: "ConsumerGroupDescribe"),
        ColumnSchema("partitions", .int, .gauge, "partitions it has", requests: "DescribeGroups"),
        ColumnSchema("assigned", .list(.partition), .list, "the partitions it has", requests: "DescribeGroups"),
        ColumnSchema(
            "target", .list(.partition), nullable: true, .list, "the partitions it should have", requests: "ConsumerGroupDescribe"),
        ColumnSchema(
            "ownedNotTarget", .int, nullable: true, .gauge, "partitions it still has to give up", requests: "ConsumerGroupDescribe"),
        ColumnSchema(
            "lag", .int, .gauge, "records it has not read, over partitions of which that is known", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("seen", .percent, .gauge, "share of looks in which it was there").later,
    ]
}

extension MembersSource: Source {
    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.topics = .named(["__consumer_offsets"])
        needs.groups = true
        needs.groupNames = request.texts("group")
        needs.describesGroups = true
        if request.asks("lag") {
            needs.topics = .all
            needs.commits = true
            needs.lagOffsets = [.earliest, .latest]
        }
        return needs
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        let names = request.texts("group")
        var missing = facts.missingGroups(among: names)
        var rows: [(group: GroupListing, member: GroupMember)] = []
        for group in facts.groups where names?.contains(group.id) ?? true {
            guard facts.descriptions[group.id] != nil else { continue }
            switch facts.members(of: group) {
            case .known(let members): rows += members.sorted { $0.id < $1.id }.map { (group, $0) }
            case .unknown(let why): missing.append(Unread(broker: why.broker, "group \(group.id): \(why.text)"))
            }
        }
        var builder = TableBuilder(schema, request, rows: rows.count)
        builder.add("group") { .text(rows[$0].group.id) }
        builder.add("id") { .text(rows[$0].member.id) }
        builder.add("instanceId") { .text(rows[$0].member.instanceID) }
        builder.add("clientId") { .text(rows[$0].member.clientID) }
        builder.add("host") { .text(rows[$0].member.host) }
        builder.add("rack") { .fact(rows[$0].member.rack) { .text($0) } }
        builder.add("type") { .fact(rows[$0].member.type) { .text($0) } }
        builder.add("epoch") { .int(rows[$0].member.epoch) }
        builder.add("subscription") { .fact(rows[$0].member.subscription) { .texts(set: $0) } }
        builder.add("subscriptionRegex") { .text(rows[$0].member.subscriptionRegex) }
        builder.add("partitions") { .fact(rows[$0].member.assigned) { .int($0.count) } }
        builder.add("assigned") { .fact(rows[$0].member.assigned) { .partitions($0) } }
        builder.add("target") { rows[$0].member.target.map { .partitions($0) } ?? .null }
        builder.add("ownedNotTarget") { row in
            guard let target = rows[row].member.target else { return .null }
            return .fact(rows[row].member.assigned) { .int(Set($0).subtracting(target).count) }
        }
        addLag(&builder, rows, facts)
        builder.add(constant: "error", .null)
        builder.add("asOf") { .time(rows[$0].group.asOf) }
        builder.add("answeredBy") { .int(rows[$0].group.coordinator) }
        return builder.table(missing: missing)
    }

    private static func addLag(
        _ builder: inout TableBuilder, _ rows: [(group: GroupListing, member: GroupMember)], _ facts: ClusterFacts
    ) {
        guard builder.wants("lag") else { return }
        if let hidden = facts.hiddenTopics, !rows.isEmpty { builder.note(hidden) }
        var lags: [NameKey: Fact<[TopicPartition: Fact<Int?>]>] = [:]
        for group in rows.map(\.group.id).distinctSorted() {
            lags[group] = facts.lagRows(of: group).map { rows in
                Dictionary(rows.map { ($0.name, $0.lag.lag) }, uniquingKeysWith: { first, _ in first })
            }
        }
        builder.add("lag") { row in
            let known = lags[rows[row].group.id] ?? .unknown(Unread("not read"))
            return .fact(known) { lags in
                .fact(rows[row].member.assigned) { assigned in
                    var sum = AtLeast()
                    for name in assigned { sum.add((lags[name] ?? .known(nil)).map { $0 ?? 0 }) }
                    return .atLeast(sum)
                }
            }
        }
    }
}
