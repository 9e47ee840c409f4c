import Engine
import KafkaAdmin
import KafkaWire
import Language

/// `groups`: one row a group of consumers.
package enum GroupsSource {
    package static let schema = SourceSchema(
        name: "groups", summary: "groups of consumers: their state, their members, how far they are behind",
        columns: state + members + lags + later + Sources.common,
        defaultColumns: ["id", "type", "state", "members", "lag", "lagUnknown", "coordinator"], key: ["id"],
        cost: "ListGroups to each broker; lag: coordinators and leaders",
        examples: [
            "groups where lag > 100k sort by lag desc", "groups where memberless and lag > 0", "groups where rebalancing",
            "group \"billing\"",
        ])

    /// Kafka's words, of all types of groups.
    static let states = [
        "Empty", "PreparingRebalance", "CompletingRebalance", "Stable", "Dead", "Assigning", "Reconciling", "NotReady", "Unknown", "absent",
    ]
    static let types = ["classic", "consumer", "share", "streams"]

    private static let state: [ColumnSchema] = [
        ColumnSchema("id", .group, .key, "the group's name", requests: "ListGroups"),
        ColumnSchema("type", .closedSet(types), .state, "the protocol it runs", requests: "ListGroups v5"),
        ColumnSchema(
            "protocolType", .string, .state, "`consumer`, `connect`, …; empty where it only commits offsets", requests: "ListGroups"),
        ColumnSchema(
            "state", .closedSet(states), .state, "Kafka's word for its state: Stable, Empty, PreparingRebalance, …",
            requests: "ListGroups v4"),
        ColumnSchema("rebalancing", .bool, .state, "partitions are being handed out anew", requests: "ListGroups v4"),
        ColumnSchema(
            "coordinator", .broker, nullable: true, .state, "the broker that keeps its state; null: none now", requests: "FindCoordinator"),
        ColumnSchema(
            "coordinatorPartition", .int, .state, "the partition of __consumer_offsets that keeps its state", requests: "Metadata"),
        ColumnSchema("assignor", .string, nullable: true, .state, "how it hands out partitions", requests: "DescribeGroups"),
        ColumnSchema(
            "epoch", .int, nullable: true, .counter, "grows with each change of its members or topics; null for classic groups",
            requests: "ConsumerGroupDescribe"),
        ColumnSchema(
            "assignmentEpoch", .int, nullable: true, .counter, "the epoch that its assignment was made for",
            requests: "ConsumerGroupDescribe"),
    ]

    private static let members: [ColumnSchema] = [
        ColumnSchema("members", .int, .gauge, "its members", requests: "DescribeGroups"),
        ColumnSchema("staticMembers", .int, .gauge, "members with a group.instance.id", requests: "DescribeGroups"),
        ColumnSchema("hosts", .int, .gauge, "hosts its members run on", requests: "DescribeGroups"),
        ColumnSchema("memberless", .bool, .state, "nobody reads", requests: "DescribeGroups"),
        ColumnSchema("idleMembers", .int, .gauge, "members without a partition", requests: "DescribeGroups"),
        ColumnSchema("topics", .topics, .set, "topics it committed on or is assigned", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema("partitions", .int, .gauge, "partitions it committed on or is assigned", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema("unassigned", .int, .gauge, "partitions it committed on that no member has", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema("simple", .bool, .state, "it commits and has never had members", requests: "ListGroups, DescribeGroups"),
        ColumnSchema("rights", .set(.string), .set, "what this identity may do to it", requests: "DescribeGroups v3"),
    ]

    private static let lags: [ColumnSchema] = [
        ColumnSchema(
            "lag", .int, .gauge, "records it has not read, over partitions of which that is known", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("lagUnknown", .int, .gauge, "partitions whose lag is unknown (no leader)", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("noCommit", .int, .gauge, "assigned partitions without a commit", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema("maxLag", .int, .gauge, "the largest lag on one partition", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema(
            "worst", .partition, nullable: true, .text, "the partition with the largest lag", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("lost", .int, .gauge, "records that were gone before it read them", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("ahead", .int, .gauge, "records by which its commits are past the log's end", requests: "OffsetFetch, ListOffsets"),
    ]

    private static let later: [ColumnSchema] = [
        ColumnSchema("stateFor", .duration, .gauge, "since when we have seen it in this state").later,
        ColumnSchema("generation", .int, nullable: true, .counter, "a classic group's generation").later,
        ColumnSchema("stateChanges", .int, .counter, "changes of state that we saw").later,
        ColumnSchema("joined", .int, .counter, "members that appeared").later,
        ColumnSchema("left", .int, .counter, "members that vanished").later,
        ColumnSchema("consumed", .countRate, .gauge, "records it reads a second").later,
        ColumnSchema("produced", .countRate, .gauge, "records written for it a second").later,
        ColumnSchema("drainEta", .duration, nullable: true, .gauge, "when its lag will be gone at this speed").later,
        ColumnSchema("verdict", .partitionVerdict, .state, "the worst verdict over its partitions").later,
    ]
}

extension GroupsSource: Source {
    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.topics = .named(["__consumer_offsets"])
        needs.groups = true
        needs.groupNames = request.texts("id")
        if request.asks("state", "rebalancing") { needs.groupStates = true }
        let described: Set<NameKey> = [
            "assignor", "epoch", "assignmentEpoch", "members", "staticMembers", "hosts", "memberless", "idleMembers", "topics",
            "partitions",
            "unassigned", "simple", "noCommit", "rights",
        ]
        if !request.columns.isDisjoint(with: described) { needs.describesGroups = true }
        if request.asks("rights") { needs.groupRights = true }
        let committed: Set<NameKey> = [
            "topics", "partitions", "unassigned", "simple", "lag", "lagUnknown", "noCommit", "maxLag", "worst", "lost", "ahead",
        ]
        if !request.columns.isDisjoint(with: committed) { needs.commits = true }
        if request.asks("lag", "lagUnknown", "maxLag", "worst", "lost", "ahead") {
            needs.topics = .all
            needs.lagOffsets = [.earliest, .latest]
        }
        // From version 10 on commits name topics by id.
        if needs.commits { needs.topics = .all }
        return needs
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        let names = request.texts("id")
        let groups = facts.groups.filter { names?.contains($0.id) ?? true }
        let descriptions = groups.map { facts.descriptions[$0.id] ?? .unknown(Unread("not read")) }
        var builder = TableBuilder(schema, request, rows: groups.count)
        builder.add("id") { .text(groups[$0].id) }
        builder.add("type") { .text(groups[$0].type.isEmpty ? "classic" : groups[$0].type) }
        builder.add("protocolType") { .text(groups[$0].protocolType) }
        func state(_ row: Int) -> Fact<String> {
            if let state = descriptions[row].value?.state { return .known(state) }
            return groups[row].state.isEmpty ? .unknown(descriptions[row].why ?? Unread("not read")) : .known(groups[row].state)
        }
        builder.add("state") { .fact(state($0)) { .text($0) } }
        builder.add("rebalancing") { .fact(state($0)) { .bool(GroupDescription.isRebalancing($0)) } }
        builder.add("coordinator") { .int(groups[$0].coordinator) }
        builder.add("coordinatorPartition") { row in
            let count = facts.partitions.value?.topic("__consumer_offsets")?.rows.count ?? 0
            return CoordinatorPartition.of(group: groups[row].id, partitions: count).map { .int($0) }
                ?? .unknown(facts.whyAbsent("__consumer_offsets"))
        }
        addMembers(&builder, groups, descriptions, facts)
        addLags(&builder, groups, facts)
        builder.add("error") { row in
            let why = descriptions[row].why ?? facts.commits[groups[row].id]?.why
            return why?.error.map { .text($0.name) } ?? .null
        }
        builder.add("asOf") { .time(groups[$0].asOf) }
        builder.add("answeredBy") { .int(groups[$0].coordinator) }
        return builder.table(missing: facts.missingGroups(among: names))
    }

    private static func addMembers(
        _ builder: inout TableBuilder, _ groups: [GroupListing], _ descriptions: [Fact<GroupDescription>], _ facts: ClusterFacts
    ) {
        builder.add("assignor") { .fact(descriptions[$0]) { .text($0.assignor) } }
        builder.add("epoch") { .fact(descriptions[$0]) { .int($0.epoch) } }
        builder.add("assignmentEpoch") { .fact(descriptions[$0]) { .int($0.assignmentEpoch) } }
        let members = groups.map { facts.members(of: $0) }
        builder.add("members") { .fact(members[$0]) { .int($0.count) } }
        builder.add("staticMembers") { .fact(members[$0]) { .int($0.count { $0.instanceID != nil }) } }
        builder.add("hosts") { .fact(members[$0]) { .int(Set<NameKey>($0.map(\.host)).count) } }
        builder.add("memberless") { .fact(members[$0]) { .bool($0.isEmpty) } }
        builder.add("idleMembers") { row in
            .fact(members[row]) { members in
                for member in members {
                    if let why = member.assigned.why { return .unknown(why) }
                }
                return .int(members.count { $0.assigned.value?.isEmpty == true })
            }
        }
        builder.add("rights") { .fact(descriptions[$0]) { .rights($0.rights) } }
        builder.add("simple") { row in
            .fact(members[row]) { .bool($0.isEmpty && groups[row].protocolType.isEmpty) }
        }
    }

    private static func addLags(_ builder: inout TableBuilder, _ groups: [GroupListing], _ facts: ClusterFacts) {
        let names = ["topics", "partitions", "unassigned", "lag", "lagUnknown", "noCommit", "maxLag", "worst", "lost", "ahead"]
        guard names.contains(where: { builder.wants($0) }) else { return }
        // Commits on topics that may not be described are left out of the coordinators' answers.
        let hidden = facts.hiddenTopics
        let sums = groups.map { group in facts.lagRows(of: group.id).map { GroupLag($0, hidden: hidden) } }
        if let hidden, !groups.isEmpty { builder.note(hidden) }
        /// Why the members' partitions are not all there; nil: they are.
        let unseen = groups.map { group -> Unread? in
            facts.descriptions[group.id] == nil ? hidden : facts.unseenMembers(of: group) ?? hidden
        }
        builder.add("topics") { row in
            .fact(sums[row]) {
                .set(ListValue($0.topics.sorted().map { .text($0) }, missing: unseen[row].map { [Cause($0)] } ?? []))
            }
        }
        builder.add("partitions") { row in .fact(sums[row]) { .atLeast(AtLeast($0.partitions, why: unseen[row])) } }
        builder.add("unassigned") { row in
            .fact(sums[row]) { sum in unseen[row].map { .unknown($0) } ?? .int(sum.unassigned) }
        }
        builder.add("lag") { .fact(sums[$0]) { .atLeast($0.lag) } }
        builder.add("lagUnknown") { .fact(sums[$0]) { .atLeast(AtLeast($0.unknown, why: hidden)) } }
        builder.add("noCommit") { row in .fact(sums[row]) { .atLeast(AtLeast($0.noCommit, why: unseen[row])) } }
        builder.add("maxLag") { .fact(sums[$0]) { .atLeast($0.maxLag) } }
        builder.add("worst") { row in
            .fact(sums[row]) { sum in
                // A hidden partition may be worse; where no lag is known at all none is the largest.
                if let why = hidden ?? (sum.worst == nil ? sum.maxLag.why : nil) { return .unknown(why) }
                return sum.worst.map { .partition($0) } ?? .null
            }
        }
        builder.add("lost") { .fact(sums[$0]) { .atLeast($0.lost) } }
        builder.add("ahead") { .fact(sums[$0]) { .atLeast($0.ahead) } }
    }
}
