import Engine
import Journal
import KafkaAdmin
import KafkaWire
import Language

/// Makes the plan of a reassignment out of facts: the pure planner decides, this tells it what it must know and says what it decided.
struct ReassignmentPlanning {
    let facts: ClusterFacts
    let table: PartitionTable
    let throttle: Int?
    let isUnthrottled: Bool
    let sightings: BrokerSightings
    let moves: Fact<[Int: Move]>
    private let health: PartitionHealth
    /// Items of a batch, where the text says `staged`.
    var staged: Int?

    /// Below this a throttle is said to be low, bytes a second.
    private static let lowRate = 1_000_000
    /// A broker that has been missing for less may be on its way back, milliseconds.
    private static let graceMs = 15 * 60_000

    init(_ facts: ClusterFacts, cluster: KafkaCluster, throttle: Int?, isUnthrottled: Bool) throws(EffectFailure) {
        guard let table = facts.partitions.value else {
            throw .cluster(.outOfReach(facts.partitions.why?.description ?? "no broker told the partitions"))
        }
        self.facts = facts
        self.table = table
        self.throttle = throttle
        self.isUnthrottled = isUnthrottled
        sightings = cluster.sightings
        moves = facts.moves(in: table)
        health = facts.health(of: table)
    }

    /// What a plan must know; all topics, since load is counted over the whole cluster.
    static func needs(isThrottled: Bool) -> Needs {
        var needs = Needs()
        needs.topics = .all
        needs.brokers = true
        needs.answers = true
        needs.moves = true
        needs.reassignmentLaw = true
        needs.logDirs = true
        needs.topicConfigs = .named(Set(["min.insync.replicas", ThrottledReplicas.leaderList, ThrottledReplicas.followerList]))
        needs.inheritedConfigs = true
        if isThrottled { needs.brokerConfigs = .named(Set([ThrottledReplicas.leaderRate, ThrottledReplicas.followerRate])) }
        return needs
    }

    // MARK: What is asked for

    func row(_ partition: TopicPartition) -> Int? { Int32(exactly: partition.partition).flatMap { table.row(partition.topic, $0) } }

    /// The replicas that stand now; nil: it does not exist.
    func replicas(of partition: TopicPartition) -> [Int32]? { row(partition).map { Array(table.replicas[$0]) } }

    /// The partitions that rows name: their own, or all of a topic.
    func partitions(of rows: [Record]) throws(EffectFailure) -> [TopicPartition] {
        guard let first = rows.first else { return [] }
        guard first["topic"] == nil, first["name"] != nil else { return try EffectTargets.partitions(rows, of: "reassign") }
        var found: [TopicPartition] = []
        for row in rows {
            guard case .text(let name)? = row["name"] else { throw .refused("`reassign` needs topics by name; \(row.label) has none") }
            guard let topic = table.topic(name) else { throw .refused(facts.absence(name, orElse: "there is no topic \(name)")) }
            found += topic.rows.map { table.name($0) }
        }
        return found
    }

    // MARK: Plan

    /// The plan for those partitions.
    func plan(_ wanted: [TopicPartition], goal: ReassignmentGoal) throws(EffectFailure) -> EffectPlan {
        var blocked: [BlockedItem] = []
        var rows: [Int] = []
        for partition in wanted {
            if let row = row(partition) {
                rows.append(row)
            } else {
                blocked.append(BlockedItem(partition, why: facts.absence(partition.topic, orElse: "it does not exist")))
            }
        }
        let planned = ReassignmentPlanner.plan(view(of: rows), goal: goal)
        blocked = planned.blocked.map { BlockedItem($0.place.partition, why: $0.why) } + blocked
        return try finish(planned.moves, blocked, already: planned.alreadySo.count, givesBack: false)
    }

    /// The plan that takes moves back: those under way are cancelled, settled ones moved again; what somebody changed since is left.
    func giveBack(_ items: [EffectItem], topicIDs: [NameKey: String]) throws(EffectFailure) -> EffectPlan {
        guard let moving = moves.value else { throw .gate("which partitions are moving could not be read (\(moves.why ?? Unread("")))") }
        var blocked: [BlockedItem] = []
        var cancelled: [ReassignmentMove] = []
        var found = CancelledMoves()
        var settled: [Int] = []
        var targets: [ReassignmentPlan.Place: [Int32]] = [:]
        for item in items {
            guard let partition = item.partition, let before = item.replicasBefore, let ours = item.replicasWanted else { continue }
            guard let row = row(partition), topicIDs[partition.topic].map({ $0 == topicID(row) }) ?? true else {
                blocked.append(BlockedItem(partition, why: "its topic was deleted since"))
                continue
            }
            let now = Array(table.replicas[row])
            if let move = moving[row] {
                // Also where somebody asked for the replicas before over our move, and it stands there for ever.
                guard move.target == ours || (move.target == before && move.addsWhatItRemoves) else {
                    blocked.append(BlockedItem(partition, why: "somebody moves it to \(move.target) now"))
                    continue
                }
                if let why = CancelView(facts: facts, table: table).obstacle(row, move) {
                    blocked.append(BlockedItem(partition, why: why))
                    continue
                }
                found[partition] = .init(move)
                cancelled.append(
                    ReassignmentMove(
                        place: ReassignmentPlan.Place(partition), from: ours, to: before, leaderBefore: table.leader[row],
                        leaderAfter: before.contains(table.leader[row]) ? table.leader[row] : before.first ?? -1, bytes: 0))
            } else if now == ours {
                settled.append(row)
                targets[ReassignmentPlan.Place(partition)] = before
            } else if now != before {
                blocked.append(BlockedItem(partition, why: "its replicas are \(now) now: somebody changed them since"))
            }
        }
        let planned = ReassignmentPlanner.plan(view(of: settled), goal: .exactly(targets))
        blocked += planned.blocked.map { BlockedItem($0.place.partition, why: $0.why) }
        return try finish(cancelled + planned.moves, blocked, already: 0, givesBack: true, cancelled: found)
    }

    func topicID(_ row: Int) -> String? {
        let id = table.topics[Int(table.topicOf[row])].id
        return id.isZero ? nil : id.description
    }

    private func view(of rows: [Int]) -> PlacementView {
        PlacementView(brokers: brokers(), partitions: rows.map(view), law: facts.reassignmentLaw, unlisted: facts.unlisted)
    }

    private func brokers() -> [PlacementView.Broker] {
        let up = facts.up
        var replicas: [Int32: Int] = [:]
        var preferred: [Int32: Int] = [:]
        for row in 0..<table.count {
            for broker in table.replicas[row] { replicas[broker, default: 0] += 1 }
            if let first = table.replicas[row].first { preferred[first, default: 0] += 1 }
        }
        return (facts.brokers.value?.brokers ?? []).map { listing in
            let id = Int32(truncatingIfNeeded: listing.id)
            return PlacementView.Broker(
                id: id, rack: listing.rack, isUp: up.contains(id), usableBytes: usable(listing.id), replicas: replicas[id] ?? 0,
                preferredLeaders: preferred[id] ?? 0, isCordoned: isCordoned(listing.id))
        }
    }

    /// Room on the fullest disk that works: the broker chooses the disk, not we.
    private func usable(_ broker: Int) -> Int? {
        guard let dirs = facts.logDirs[broker]?.value?.dirs else { return nil }
        return dirs.filter { $0.error.isSuccess && $0.isCordoned != true && $0.usable >= 0 }.map(\.usable).min()
    }

    /// All its dirs that work are cordoned; false where it does not tell, as before Kafka 4.3.
    private func isCordoned(_ broker: Int) -> Bool {
        let working = (facts.logDirs[broker]?.value?.dirs ?? []).filter(\.error.isSuccess)
        return !working.isEmpty && working.allSatisfy { $0.isCordoned == true }
    }

    private func view(_ row: Int) -> PlacementView.Partition {
        let name = table.name(row)
        return PlacementView.Partition(
            topic: name.topic, index: table.index[row], replicas: Array(table.replicas[row]), inSyncReplicas: Array(table.isr[row]),
            leader: table.leader[row] < 0 ? nil : table.leader[row], isMoving: moves.value.map { $0[row] != nil },
            minInSyncReplicas: health.minIsr(row), bytes: facts.leaderSize(row, in: table).value,
            offlineReplicas: Array(table.offline[row]), whyLeaderIsUntold: table.whyLeaderIsUntold(row))
    }

    // MARK: What it says

    private func finish(
        _ planned: [ReassignmentMove], _ blocked: [BlockedItem], already: Int, givesBack: Bool,
        cancelled: CancelledMoves = CancelledMoves()
    ) throws(EffectFailure) -> EffectPlan {
        let told = MovesTold(moves: planned, facts: facts)
        var notices: [String] = []
        var debts: [DebtIntent] = []
        var hasHiddenRates = false
        if already > 0 { notices.append("\(counted(already, "partition")) left out: as wanted already") }
        let copies = planned.filter { !$0.adding.isEmpty && !isUnderWay($0) }
        if let throttle, !copies.isEmpty {
            let intents = try ThrottleIntents(
                copies.map { ThrottledCopy(partition: $0.place.partition, sources: $0.from, destinations: $0.adding) }, rate: throttle,
                facts)
            debts = intents.intents
            hasHiddenRates = !intents.hidden.isEmpty
            notices += intents.notices
            if throttle < Self.lowRate {
                notices.append("\(DisplayForm.byteRate(Double(throttle))) is low: copies never end where more than that is written")
            }
            let behind = copies.count { move in
                row(move.place.partition).map { row in table.replicas[row].contains { !table.isr[row].contains($0) } } ?? false
            }
            if behind > 0 {
                notices.append(
                    "\(counted(behind, "partition")) with replicas out of sync: leaders under the throttle send to them slowly, too")
            }
        }
        notices += told.lines(throttle: throttle, hasHiddenRates: hasHiddenRates)
        let items = planned.map { move in
            EffectItem(move.place.partition, before: .brokers(move.from), target: .brokers(move.to), bytes: move.bytes)
        }
        let size = min(staged ?? AlterPartitionReassignments.batch, AlterPartitionReassignments.batch)
        let requests = (items.count + size - 1) / size
        return EffectPlan(
            effect: EffectSignature.reassign.id, items: items, blocked: blocked, parameters: parameters(planned, givesBack, cancelled),
            debts: debts,
            table: told.table, notices: notices, mustConfirm: givesBack ? nil : mustConfirm(planned, copies),
            requests: ThrottleIntents.requests(debts)
                + (items.isEmpty
                    ? []
                    : [
                        "AlterPartitionReassignments to the controller: \(counted(items.count, "partition")), \(counted(requests, "request"))"
                    ]))
    }

    private func isUnderWay(_ move: ReassignmentMove) -> Bool {
        row(move.place.partition).flatMap { row in moves.value.map { $0[row] != nil } } ?? false
    }

    private func parameters(_ planned: [ReassignmentMove], _ givesBack: Bool, _ cancelled: CancelledMoves) -> JSONValue {
        let topics = planned.map(\.place.topic).distinctSorted().compactMap { topic -> JSONValue.Member? in
            guard let id = table.topic(topic)?.id, !id.isZero else { return nil }
            return JSONValue.Member(topic, .string(id.description))
        }
        let parameters: JSONValue = [
            "throttle": throttle.map { .int($0) } ?? .null, "givesBack": .bool(givesBack), "topics": .object(topics),
        ]
        guard givesBack, case .object(let members) = parameters else { return parameters }
        return .object(members + [JSONValue.Member("moves", cancelled.json)])
    }

    /// Why it must be asked: from whom replicas are taken, and at which speed.
    private func mustConfirm(_ planned: [ReassignmentMove], _ copies: [ReassignmentMove]) -> String? {
        var taken: [Int32: Int] = [:]
        for move in planned { for broker in move.removing { taken[broker, default: 0] += 1 } }
        let up = facts.up
        var reasons: [String] = []
        for (broker, count) in taken.sorted(by: { $0.key < $1.key }) {
            let what = "\(counted(count, "replica")) from \(facts.described(broker))"
            if up.contains(broker) {
                reasons.append("\(what), which is up")
                continue
            }
            if let why = facts.unlisted?.why(broker) {
                reasons.append("\(what), of which it is not known whether it is alive (\(why.text))")
                continue
            }
            let state = facts.live.contains(broker) ? "does not answer" : "is not alive"
            let missing = sightings.missingFor(broker, now: facts.startedAt)
            if let missing, missing >= Self.graceMs { continue }
            let since = missing.map {
                $0 < 1_000 ? "we only just looked" : "missing for \(DisplayForm.duration(milliseconds: $0)) as far as we saw"
            }
            reasons.append("\(what), which \(state) (\(since ?? "we only just looked")) and may come back")
        }
        var text = reasons.isEmpty ? "" : "takes \(reasons.joined(separator: "; "))"
        if throttle == nil, !isUnthrottled, !copies.isEmpty {
            text +=
                "\(text.isEmpty ? "" : "; ")copies \(counted(copies.count, "partition")) at full speed: neither `throttle` nor `unthrottled` is said"
        }
        return text.isEmpty ? nil : "reassign \(text). Go on?"
    }
}
