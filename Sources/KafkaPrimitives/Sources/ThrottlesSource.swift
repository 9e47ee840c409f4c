import Engine
import KafkaAdmin
import Language

/// `throttles`: one row for each throttle of replication that stands somewhere.
package enum ThrottlesSource {
    package static let schema = SourceSchema(
        name: "throttles", summary: "replication throttles that stand: rates of brokers, replica lists of topics, and whom they slow",
        columns: columns + Sources.common, defaultColumns: ["kind", "resource", "value", "paired", "active"],
        key: ["kind", "resource"], cost: "configs: 1 request per 1,000 topics, 1 per broker",
        examples: ["throttles", "throttles where not active", "throttles where starves is not empty"])

    static let kinds = ["leaderRate", "followerRate", "dirRate", "leaderReplicas", "followerReplicas"]

    private static let columns: [ColumnSchema] = [
        ColumnSchema("kind", .closedSet(kinds), .key, "a broker's rate or a topic's list of slowed replicas", requests: "DescribeConfigs"),
        ColumnSchema("resource", .string, .key, "the broker's number, the topic, or `clusterDefault`", requests: "DescribeConfigs"),
        ColumnSchema("value", .string, .state, "bytes a second, or the list `partition:broker,…`", requests: "DescribeConfigs"),
        ColumnSchema(
            "entries", .int, nullable: true, .gauge, "how many replicas the list names; null for a rate or `*`", requests: "DescribeConfigs"
        ),
        ColumnSchema("source", .closedSet(ConfigsSource.sources), .state, "where it is set", requests: "DescribeConfigs"),
        ColumnSchema(
            "paired", .bool, .state, "a rate has a list somewhere, a list a rate; a half alone slows nothing", requests: "DescribeConfigs"),
        ColumnSchema(
            "active", .bool, .state, "a replica that moves or is out of sync is slowed by it now",
            requests: "DescribeConfigs, Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "starves", .partitionSet, .set, "partitions out of sync, part of no move, that it keeps from recovering",
            requests: "DescribeConfigs, Metadata, ListPartitionReassignments"),
        ColumnSchema("owner", .owner, .state, "whether a run of this journal set it; kept by the engine", requests: "the journal").later,
        ColumnSchema("run", .string, nullable: true, .text, "the run that set it").later,
        ColumnSchema("debt", .string, nullable: true, .text, "the debt that will give it back").later,
    ]
}

extension ThrottlesSource: Source {
    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.topics = .all
        needs.brokers = true
        needs.topicConfigs = .named(Set([ThrottledReplicas.leaderList, ThrottledReplicas.followerList]))
        needs.brokerConfigs = .named(Set([ThrottledReplicas.leaderRate, ThrottledReplicas.followerRate, ThrottledReplicas.dirRate]))
        // Asked without keys: the default resource knows only what is set on it.
        needs.clusterDefaults = .all
        if request.asks("active", "starves") { needs.moves = true }
        return needs
    }

    private struct Row {
        var kind: ThrottleKind
        var resource: ConfigResource
        var setting: ConfigSetting
        var settings: ConfigSettings
        var list: ThrottledReplicas
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        var rows: [Row] = []
        var missing: [Unread] = []
        for (resource, settings) in facts.configs.sorted(by: { $0.key < $1.key }) {
            guard [.topic, .broker, .clusterDefault].contains(resource.kind) else { continue }
            switch settings {
            case .unknown(let why): missing.append(why)
            case .known(let settings):
                for kind in ThrottleKind.allCases where kind.isList == (resource.kind == .topic) {
                    // A broker shows the cluster's default and built-in values too: they are not its own.
                    guard let setting = settings[kind.setting], setting.source == ConfigsSource.ownSource(of: resource.kind) else {
                        continue
                    }
                    // Where its value is hidden a throttle stands all the same.
                    let value = setting.value ?? ""
                    guard !value.isEmpty || setting.whyHidden(by: settings.answeredBy) != nil else { continue }
                    rows.append(
                        Row(
                            kind: kind, resource: resource, setting: setting, settings: settings,
                            list: ThrottledReplicas(!kind.isList ? "" : value)))
                }
            }
        }
        for id in facts.mentionedBrokers where facts.configs[ConfigResource(.broker, "\(id)")] == nil {
            missing.append(facts.whySilent(id))
        }
        missing += facts.missingTopics()
        rows.sort { ($0.kind.rawValue, $0.resource) < ($1.kind.rawValue, $1.resource) }
        var builder = TableBuilder(schema, request, rows: rows.count)
        builder.add("kind") { .text(rows[$0].kind.rawValue) }
        builder.add("resource") { .text(rows[$0].resource.kind == .clusterDefault ? "clusterDefault" : rows[$0].resource.name) }
        builder.add("value") { row in
            rows[row].setting.whyHidden(by: rows[row].settings.answeredBy).map { .unknown($0) } ?? .text(rows[row].setting.value)
        }
        builder.add("entries") { !rows[$0].kind.isList || rows[$0].list.isAll ? .null : .int(rows[$0].list.entries.count) }
        builder.add("source") { .text(rows[$0].setting.source.rawValue) }
        builder.add("paired") { row in
            guard let other = rows[row].kind.other else { return .bool(true) }
            if rows.contains(where: { $0.kind == other && (!$0.kind.isList || !$0.list.isEmpty) }) { return .bool(true) }
            return missing.first.map { .unknown($0) } ?? .bool(false)
        }
        addReach(&builder, rows, facts)
        builder.add(constant: "error", .null)
        builder.add("asOf") { .time(rows[$0].settings.asOf) }
        builder.add("answeredBy") { .answerer(rows[$0].settings.answeredBy) }
        return builder.table(missing: missing)
    }

    /// Which replicas each throttle slows now: replication counts for those out of sync only.
    private static func addReach(_ builder: inout TableBuilder, _ rows: [Row], _ facts: ClusterFacts) {
        guard builder.wants("active") || builder.wants("starves") else { return }
        guard let table = facts.partitions.value else { return }
        let health = facts.health(of: table)
        var hits: [Int: (slowed: Set<Int>, starved: Set<TopicPartition>)] = [:]
        var unsure: Unread?
        // A rate that could not be read may slow what a list names; a list that could not be read may name what a rate slows.
        var unread: [Int: Unread] = [:]
        let unreadList = facts.configs.lazy.filter { $0.key.kind == .topic }.compactMap(\.value.why).first ?? facts.missingTopics().first
        if let unreadList { for row in rows.indices where !rows[row].kind.isList { unread[row] = unreadList } }
        for row in 0..<table.count {
            let behind = table.replicas[row].filter { !table.isr[row].contains($0) }
            guard !behind.isEmpty else { continue }
            let name = table.name(row)
            for kind in [ThrottleKind.leaderReplicas, .followerReplicas] {
                // A leader's sending, a follower's copying: whichever side is named, with a rate on its broker.
                let brokers = kind == .leaderReplicas ? [table.leader[row]].filter { $0 >= 0 } : Array(behind)
                guard let at = rows.firstIndex(where: { $0.kind == kind && $0.resource.name == name.topic }) else { continue }
                for broker in brokers where rows[at].list.names(partition: table.index[row], broker: broker) {
                    let key = kind == .leaderReplicas ? ThrottledReplicas.leaderRate : ThrottledReplicas.followerRate
                    let known = facts.hasThrottleRate(key, of: Int(broker))
                    if let why = known.why { unread[at] = why }
                    guard known.value == true else { continue }
                    let own = rows.firstIndex { $0.kind == kind.other && $0.resource == ConfigResource(.broker, "\(broker)") }
                    let shared = rows.firstIndex { $0.kind == kind.other && $0.resource.kind == .clusterDefault }
                    for hit in [at, own ?? shared].compactMap({ $0 }) {
                        var found = hits[hit] ?? ([], [])
                        found.slowed.insert(row)
                        switch health.isReassigning(row) {
                        case .known(false): found.starved.insert(name)
                        case .known(true): break
                        case .unknown(let why): unsure = unsure ?? why
                        }
                        hits[hit] = found
                    }
                }
            }
        }
        builder.add("active") { row in
            if rows[row].kind == .dirRate { return .unknown("moves between directories are not looked at") }
            return hits[row] == nil ? unread[row].map { .unknown($0) } ?? .bool(false) : .bool(true)
        }
        builder.add("starves") { row in
            let starved = (hits[row]?.starved ?? []).sorted()
            if let unsure, hits[row] != nil { return .unknown(unsure) }
            return .set(ListValue(starved.map { .partition($0) }, missing: unread[row].map { [Cause($0)] } ?? []))
        }
    }
}
