import Engine
import Journal
import KafkaAdmin
import KafkaClient
import Language

/// `set throttle`: limits the replication of what moves, or of brokers that catch up: rates and lists, both halves (KIP-73).
final class SetThrottleEffect: ControllerEffect {
    let signature = EffectSignature.setThrottle
    unowned let cluster: KafkaCluster

    init(cluster: KafkaCluster) { self.cluster = cluster }

    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
        let rate = try rate(call)
        var rows: [Record] = []
        var named: [TopicPartition]?
        if case .plan(let made)? = call.arguments["target"] {
            named = made.items.compactMap(\.partition)
        } else {
            rows = try EffectTargets.rows(call.arguments["target"], of: signature.id)
            let isBrokers = rows.first.map { $0["topic"] == nil && $0["id"] != nil } ?? false
            if !isBrokers { named = try EffectTargets.partitions(rows, of: signature.id) }
        }
        var needs = Needs()
        needs.topics = named.map { .named(Set($0.map(\.topic))) } ?? .all
        needs.brokers = true
        needs.answers = true
        needs.moves = true
        needs.topicConfigs = .named(Set([ThrottledReplicas.leaderList, ThrottledReplicas.followerList]))
        needs.brokerConfigs = .named(Set([ThrottledReplicas.leaderRate, ThrottledReplicas.followerRate]))
        let facts = try facts(needs, timing)
        var notices: [String] = []
        var blocked: [BlockedItem] = []
        let copies: [ThrottledCopy]
        if let named {
            copies = try Self.copies(of: named, facts, &notices)
        } else {
            copies = try Self.copies(ofBrokers: try Self.brokers(rows), facts, &blocked)
        }
        let made = try ThrottleIntents(copies, rate: rate, facts)
        blocked += made.hidden.map { kind, broker in
            BlockedItem(
                key: [.string(kind.rawValue), .string("\(broker)")], label: "\(kind.rawValue) of \(broker)",
                why: "a rate stands there already, and the broker does not show it: it could not be given back")
        }
        let items = ThrottleItems(making: made.intents)
        if rate < 1_000_000, !items.items.isEmpty {
            notices.append("\(DisplayForm.byteRate(Double(rate))) is low: copies never end where more than that is written")
        }
        return EffectPlan(
            effect: signature.id, items: items.items, blocked: blocked, debts: made.intents, table: items.table,
            notices: notices + made.notices, requests: items.requests)
    }

    private func rate(_ call: EffectCall) throws(EffectFailure) -> Int {
        guard case .value(.byteRate(let rate))? = call.arguments["rate"], rate >= 1, rate < 1e15 else {
            throw .refused("`set throttle` needs a rate above zero, such as 50MB/s")
        }
        return Int(rate)
    }

    private static func brokers(_ rows: [Record]) throws(EffectFailure) -> [Int32] {
        var ids: [Int32] = []
        for row in rows {
            guard case .int(let id)? = row["id"] else { throw .refused("`set throttle` needs brokers by id; \(row.label) has none") }
            ids.append(Int32(truncatingIfNeeded: id))
        }
        return ids
    }

    /// Of partitions: who sends and who receives, where they move.
    private static func copies(
        of partitions: [TopicPartition], _ facts: ClusterFacts, _ notices: inout [String]
    ) throws(EffectFailure) -> [ThrottledCopy] {
        guard let moves = facts.movesByName.value else {
            throw .gate("which partitions move could not be read (\(facts.movesByName.why ?? Unread("not told")))")
        }
        let copies = partitions.compactMap { partition -> ThrottledCopy? in
            guard let move = moves[partition], !move.adding.isEmpty else { return nil }
            return ThrottledCopy(
                partition: partition, sources: move.replicas.filter { !move.adding.contains($0) }, destinations: move.adding)
        }
        let still = partitions.count - copies.count
        if still > 0 { notices.append("\(counted(still, "partition")) left out: nothing is copied") }
        return copies
    }

    /// Of brokers: their replicas that are out of sync, and those who lead them. A rate alone slows nothing now and bites later.
    private static func copies(
        ofBrokers ids: [Int32], _ facts: ClusterFacts, _ blocked: inout [BlockedItem]
    ) throws(EffectFailure) -> [ThrottledCopy] {
        guard let table = facts.partitions.value else {
            throw .gate("which replicas are out of sync could not be read (\(facts.partitions.why ?? Unread("not told")))")
        }
        let up = facts.up
        var copies: [ThrottledCopy] = []
        for id in ids {
            func block(_ why: String) {
                blocked.append(
                    BlockedItem(
                        key: [.string(ThrottleKind.followerRate.rawValue), .string("\(id)")], label: "broker \(id)", why: why))
            }
            guard up.contains(id) else {
                let why = facts.whyNotUp(id).map { "whether it is up is not known (\($0))" }
                block(why ?? "it is not up, and a broker alone takes its own rate")
                continue
            }
            let isBehind = { (row: Int) in table.replicas[row].contains(id) && !table.isr[row].contains(id) }
            let behind = (0..<table.count).filter { isBehind($0) && table.leader[$0] >= 0 && table.leader[$0] != id }
            // Who is not known to lead cannot be told to send slowly.
            if let row = (0..<table.count).first(where: { isBehind($0) && table.whyLeaderIsUntold($0) != nil }) {
                block("who leads \(table.name(row)), of which its replica is out of sync, is not known (\(table.whyNoLeader(row)))")
                continue
            }
            if behind.isEmpty {
                block("none of its replicas is out of sync: a rate without a list would slow nothing now and bite later")
            }
            copies += behind.map { ThrottledCopy(partition: table.name($0), sources: [table.leader[$0]], destinations: [id]) }
        }
        return copies
    }

    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) {}

    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
        ThrottleWork(cluster: cluster, timing: timing).submit(items)
    }

    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] {
        ThrottleWork(cluster: cluster, timing: timing).probe(items)
    }

    func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan? {
        try ThrottleWork(cluster: cluster, timing: timing).inverse(of: items, in: plan)
    }
}
