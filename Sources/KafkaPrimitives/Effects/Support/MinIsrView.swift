import Engine
import KafkaAdmin

/// What another `min.insync.replicas` would do to the partitions that it holds for. What holds for a partition is its topic's own value, else what
/// its leader has: whichever broker is asked for a topic's settings tells its own (`ConfigHelper.describeConfigs`).
struct MinIsrView {
    let facts: ClusterFacts
    private let health: PartitionHealth?

    private static let key = "min.insync.replicas"

    init(facts: ClusterFacts) {
        self.facts = facts
        health = facts.partitions.value.map { facts.health(of: $0) }
    }

    // MARK: What holds

    private static func number(_ text: String?) -> Fact<Int> {
        text.flatMap { Int($0) }.map { .known($0) } ?? .unknown(Unread("\(key) is no number"))
    }

    /// A topic's own value; nil: it has none.
    private func own(_ topic: String) -> Fact<String?> {
        facts.setting(ConfigResource(.topic, topic), Self.key).map { $0.source == .topic ? $0.value : nil }
    }

    /// What the leader of a row has, settings of these places left aside.
    private func given(_ row: Int, _ table: PartitionTable, without aside: Set<ConfigSetting.Source> = []) -> Fact<Int> {
        let leader = table.leader[row]
        guard leader >= 0 else { return .unknown(table.whyNoLeader(row)) }
        return facts.setting(ConfigResource(.broker, "\(leader)"), Self.key).flatMap { setting in
            guard aside.contains(setting.source) else { return Self.number(setting.value) }
            guard let next = setting.synonyms.first(where: { !aside.contains($0.source) }) else {
                return .unknown(Unread(broker: Int(leader), "does not tell what holds without a setting of its own"))
            }
            return Self.number(next.value)
        }
    }

    private func now(_ row: Int, _ table: PartitionTable) -> Fact<Int> {
        own(table.name(row).topic).flatMap { own in own.map { Self.number($0) } ?? given(row, table) }
    }

    /// What would hold for a row; nil: what holds now.
    private func then(_ row: Int, _ table: PartitionTable, _ resource: ConfigResource, _ target: String?) -> Fact<Int>? {
        let leader = table.leader[row]
        if resource.kind == .topic { return target.map { Self.number($0) } ?? given(row, table) }
        if case .known(.some) = own(table.name(row).topic) { return nil }
        if resource.kind == .broker {
            let mayLead = leader < 0 && table.whyLeaderIsUntold(row) != nil && table.replicas[row].contains { "\($0)" == resource.name }
            guard "\(leader)" == resource.name || mayLead else { return nil }
            return target.map { Self.number($0) } ?? given(row, table, without: [.brokerDynamic])
        }
        let leaders = leader < 0 ? nil : facts.setting(ConfigResource(.broker, "\(leader)"), Self.key).value
        if leaders?.source == .brokerDynamic { return nil }
        return target.map { Self.number($0) } ?? given(row, table, without: [.brokerDynamic, .clusterDynamic])
    }

    private func rows(of resource: ConfigResource, _ table: PartitionTable) -> Range<Int> {
        resource.kind == .topic ? table.topic(resource.name)?.rows ?? 0..<0 : 0..<table.count
    }

    // MARK: What a change does

    /// The highest value that holds for any of the partitions now, and the lowest that would; nil where none is known.
    func range(_ resource: ConfigResource, to target: String?) -> (from: Int?, to: Int?) {
        guard let table = facts.partitions.value else { return (nil, nil) }
        var (from, to): (Int?, Int?)
        for row in rows(of: resource, table) {
            guard let then = then(row, table, resource, target) else { continue }
            if let now = now(row, table).value { from = max(from ?? now, now) }
            if let then = then.value { to = min(to ?? then, then) }
        }
        return (from, to)
    }

    /// Why the change would stop writers; nil: it would not.
    func obstacle(_ resource: ConfigResource, to target: String?) -> String? {
        if let target, Int(target) == nil { return nil }
        guard let table = facts.partitions.value, let health else { return "its partitions could not be read" }
        let clamps = facts.clamps == [true]
        var closed: [(row: Int, wanted: Int, inSync: Int)] = []
        var unsure: (row: Int, wanted: Int, why: Unread)?
        for row in rows(of: resource, table) {
            switch then(row, table, resource, target) {
            case nil: continue
            case .unknown(let why):
                // Where nobody leads writers are refused already.
                if health.isOffline(row).value != true { return "what would hold for \(table.name(row)) then is not known (\(why))" }
            case .known(let wanted):
                if let now = now(row, table).value, wanted <= now { continue }
                let least = clamps ? min(wanted, table.replicas[row].count) : wanted
                let alive = table.isr[row].map { health.isAlive($0, row) }
                let inSync = alive.count { $0.value == true }
                if inSync >= least { continue }
                if let why = alive.lazy.compactMap(\.why).first, alive.count(where: { $0.value != false }) >= least {
                    unsure = unsure ?? (row, wanted, why)
                } else {
                    closed.append((row, wanted, inSync))
                }
            }
        }
        if let first = closed.first {
            let names = closed.prefix(5).map { "\(table.name($0.row))" }.joined(separator: ", ")
            return "\(first.wanted) is more than the live in-sync replicas of \(counted(closed.count, "partition")) "
                + "(\(names)\(closed.count > 5 ? ", …" : "")"
                + "; \(table.name(first.row)) has \(first.inSync)): writers with acks=all would be refused at once"
        }
        return unsure.map { "whether \(table.name($0.row)) has \($0.wanted) live in-sync replicas is not known (\($0.why))" }
    }

    /// What altering it, to whatever value, makes Kafka forget: eligible leaders (KIP-966) of partitions that nothing else can lead.
    func forgotten(_ resource: ConfigResource) -> String? {
        let forgets = "altering it makes Kafka forget the replicas that may still lead without loss"
        guard let table = facts.partitions.value else {
            return "\(forgets), and which partitions have such is not known (\(facts.partitions.why ?? Unread("not read")))"
        }
        let isrless = rows(of: resource, table).filter { table.isr[$0].isEmpty && then($0, table, resource, nil) != nil }
        let eligibleOnly = isrless.filter { !table.elr[$0].isEmpty }
        func names(_ rows: [Int]) -> String {
            rows.prefix(5).map { "\(table.name($0))" }.joined(separator: ", ") + (rows.count > 5 ? ", …" : "")
        }
        if !eligibleOnly.isEmpty { return "\(forgets): \(names(eligibleOnly))" }
        // Where brokers keep none there is none to forget.
        let untold = isrless.filter { !table.elrKnown[$0] }
        guard !untold.isEmpty, !table.whyNoELR.isTooOld else { return nil }
        return "\(forgets), and whether \(names(untold)) has such is not known (\(table.whyNoELR))"
    }
}
