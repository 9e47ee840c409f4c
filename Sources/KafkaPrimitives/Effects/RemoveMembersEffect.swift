import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaMessages
import KafkaWire
import Language

/// `remove`: takes members out of their groups, all chosen ones of a group at once, so that those that live join again (LeaveGroup, KIP-345).
/// Members of the consumer protocol (KIP-848) can be taken out from Kafka 4.0 on (KAFKA-18188).
final class RemoveMembersEffect: GroupEffect {
    let signature = EffectSignature.remove
    unowned let cluster: KafkaCluster
    /// Items whose removal was acknowledged: a member of the consumer protocol is back under the same id a heartbeat later.
    private var acknowledged: Set<[JSONValue]> = []

    init(cluster: KafkaCluster) { self.cluster = cluster }

    /// What the coordinator's log says of it.
    private static let reason = "removed by an administrator with mend"
    /// More changes of state than this within two minutes are a storm: each removal would add a rebalance to it.
    private static let calmChanges = 2

    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
        var wanted: [NameKey: [String]] = [:]
        for row in try EffectTargets.rows(call.arguments["target"], of: "remove") {
            guard case .text(let group)? = row["group"], case .text(let id)? = row["id"] else {
                throw .refused("`remove` needs rows with group and id; \(row.label) lacks them")
            }
            if wanted[group]?.contains(id) != true { wanted[group, default: []].append(id) }
        }
        let look = try GroupLook(wanted.keys.sorted(), cluster, timing)
        var items: [EffectItem] = []
        var hosts: [String] = []
        var blocked: [BlockedItem] = []
        var notices: [String] = []
        for (name, ids) in wanted.sorted(by: { $0.key < $1.key }) {
            let group = name.text
            let standing = look.standing(of: group)
            if let why = obstacle(group, standing, look) {
                blocked += ids.map { BlockedItem(key: [.string(group), .string($0)], label: "\(group) \($0)", why: why) }
                continue
            }
            guard case .there(let description) = standing else { continue }
            let chosen = description.members.filter { ids.contains($0.id) }
            if chosen.count < ids.count {
                notices.append("group \(group): \(counted(ids.count - chosen.count, "member")) left out: gone already")
            }
            guard !chosen.isEmpty else { continue }
            items += chosen.map { Self.item(group, $0, of: description) }
            hosts += chosen.map(\.host)
            notices.append(Self.told(group, chosen, of: description))
            let left = chosen.filter { $0.epoch == Self.leftForAWhile }
            if !left.isEmpty {
                let held =
                    left.count == 1 ? "keeps its partitions until its session ends" : "keep their partitions until their sessions end"
                notices.append("group \(group): \(counted(left.count, "static member")) had left and \(held)")
            }
        }
        if items.isEmpty, !blocked.isEmpty {
            let whys: [NameKey: String] = Dictionary(
                blocked.map { ($0.key[0].string ?? "", $0.why) }, uniquingKeysWith: { first, _ in first })
            throw .refused(
                "no member can be removed: \(whys.sorted { $0.key < $1.key }.map { "group \($0): \($1)" }.joined(separator: "; "))")
        }
        if !items.isEmpty { notices.append("members that live join again within seconds; there is nothing to undo") }
        return EffectPlan(
            effect: signature.id, items: items, blocked: blocked, table: Self.table(items, hosts), notices: notices,
            requests: Self.byGroup(items).map { "LeaveGroup to the coordinator of \($0.group): \(counted($0.indexes.count, "member"))" })
    }

    /// The epoch of a static member that has left and may come back (KIP-848).
    private static let leftForAWhile = -2

    private static func item(_ group: String, _ member: GroupMember, of description: GroupDescription) -> EffectItem {
        let epoch: [JSONValue.Member] = isNewProtocol(description) ? [.init("epoch", member.epoch.map { .int($0) } ?? .null)] : []
        return EffectItem(
            key: [.string(group), .string(member.id)], label: "\(group) \(member.id)",
            before: .object(
                [
                    .init("instance", member.instanceID.map { .string($0) } ?? .null), .init("client", .string(member.clientID)),
                    .init("host", .string(member.host)),
                ] + epoch), target: .null)
    }

    private static func isNewProtocol(_ description: GroupDescription) -> Bool { description.type == "consumer" }

    private static func told(_ group: String, _ chosen: [GroupMember], of description: GroupDescription) -> String {
        let stay = description.members.count - chosen.count
        return
            "group \(group): \(chosen.count) of \(counted(description.members.count, "member")) removed, \(stay == 0 ? "none stays" : "\(stay) stay")"
    }

    private static func table(_ items: [EffectItem], _ hosts: [String]) -> Table {
        let clients = items.map { item -> Value in
            .text("\(item.before["instance"]?.string ?? item.before["client"]?.string ?? "") at \(item.before["host"]?.string ?? "")")
        }
        return Table(
            columns: [
                Column("group", .group, .values(items.map { .text($0.key[0].string) })),
                Column("id", .string, .values(items.map { .text($0.key[1].string) })), Column("before", .string, .values(clients)),
                Column("after", .string, .values(items.map { _ in .text("removed; joins again if it lives") })),
            ], key: ["group", "id"], rowCount: items.count)
    }

    /// Why members of a group must not be removed; nil: they may.
    private func obstacle(_ group: String, _ standing: GroupLook.Standing, _ look: GroupLook) -> String? {
        switch standing {
        case .absent: return "no such group"
        case .unread(let why): return "its members are not known (\(why))"
        case .ofType(let type): return "it is a \(type) group: Kafka lets nobody remove its members from outside; restart them"
        case .there(let description):
            if Self.isNewProtocol(description) {
                // Nobody waits for anybody in its rebalances: one more adds nothing to them, and a member that has left holds one up.
                return takesNewProtocol(look.coordinator(of: group))
            }
            if description.isRebalancing { return "it is rebalancing now (\(description.state)): another removal would begin anew" }
            let changes = cluster.groupSightings.changes(of: group, now: look.startedAt)
            if changes > Self.calmChanges { return "its state changed \(changes) times within two minutes: wait until it is calm" }
            return nil
        }
    }

    /// Why the coordinator would not take a member of the consumer protocol out; nil: it would. Brokers from 4.0 on, which do, are those that tell
    /// each member's protocol (ConsumerGroupDescribe 1, KIP-1099).
    private func takesNewProtocol(_ coordinator: Int?) -> String? {
        let id = coordinator.map { BrokerID(truncatingIfNeeded: $0) }
        if cluster.client.supports(ConsumerGroupDescribeRequest.apiKey, version: 1, by: id) { return nil }
        return "its members speak the consumer protocol, and Kafka before 4.0 lets nobody remove those from outside"
            + (coordinator.map { " (broker \($0), its coordinator, is older)" } ?? "") + ": restart them, or wait until their sessions end"
    }

    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) {}

    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
        // What an earlier submission was told counts no more: the same member may have joined anew since.
        acknowledged.subtract(items.map(\.key))
        var outcomes: [Int: ItemOutcome] = [:]
        for (group, indexes) in Self.byGroup(items) {
            let found = submit(indexes.map { items[$0] }, group, timing)
            for (index, outcome) in zip(indexes, found) { outcomes[index] = outcome }
        }
        return items.indices.map { outcomes[$0] ?? ItemOutcome(.refused, message: "the item names no member") }
    }

    private func submit(_ items: [EffectItem], _ group: String, _ timing: ReadTiming) -> [ItemOutcome] {
        let coordinator: BrokerID
        switch coordinatorNow(of: group, timing, mayAct: { self.obstacleToSubmit(group, $0) }) {
        case .success(let broker): coordinator = broker
        case .failure(let stop): return items.map { _ in stop.outcome }
        }
        let members = items.map { item in
            LeaveGroup.Leaving(id: item.key.count > 1 ? item.key[1].string ?? "" : "", instanceID: item.before["instance"]?.string)
        }
        // Without an id, whoever has that instance id would be removed.
        guard members.allSatisfy({ !$0.id.isEmpty }) else {
            return items.map { _ in ItemOutcome(.refused, message: "an item of the plan is damaged") }
        }
        let outcomes = LeaveGroup.ask(
            members, of: group, at: coordinator, reason: Self.reason, by: cluster.client, timeout: timing.requestTimeout)
        for (item, outcome) in zip(items, outcomes) where outcome == .done { acknowledged.insert(item.key) }
        return outcomes.map { outcome in
            switch outcome {
            case .refused(.unknownMemberID, _), .refused(.fencedInstanceID, _): ItemOutcome(.alreadySo, message: "it had left already")
            case .refused(.unsupportedVersion, _):
                ItemOutcome(.refused, error: ErrorCode.unsupportedVersion.name, message: "removing members needs Kafka 2.4")
            default: ItemOutcome(asked: outcome)
            }
        }
    }

    /// What has changed since the plan; a group that is gone has no members, which is what was wanted.
    private func obstacleToSubmit(_ group: String, _ standing: GroupLook.Standing) -> String? {
        guard case .there(let description) = standing, !Self.isNewProtocol(description) else { return nil }
        return description.isRebalancing ? "it is rebalancing now (\(description.state)): another removal would begin anew" : nil
    }

    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] {
        let groups = Self.byGroup(items).map(\.group)
        let look: GroupLook
        do throws(EffectFailure) {
            look = try GroupLook(groups, cluster, timing)
        } catch { return items.map { _ in .unknowable(Cause("the cluster cannot be asked: \(error)")) } }
        return items.map { item in
            guard item.key.count > 1, let group = item.key[0].string, let id = item.key[1].string else {
                return .unknowable(Cause("the item names no member"))
            }
            switch look.standing(of: group) {
            case .there(let description): return judge(item, description.members.first { $0.id == id })
            case .absent: return .applied
            case .unread(let why): return .unknowable(Cause(why))
            case .ofType(let type): return .superseded(now: "a \(type) group")
            }
        }
    }

    private func judge(_ item: EffectItem, _ member: GroupMember?) -> ProbeAnswer {
        guard let member else { return .applied }
        // Who removes it has the coordinator's word for it: under that id it is back already.
        if acknowledged.contains(item.key), item.before["epoch"] != nil { return .applied }
        guard let epoch = item.before["epoch"]?.int, let now = member.epoch, now != epoch else { return .notApplied }
        return .unknowable(
            Cause("it is in the group with epoch \(now), not \(epoch): it was removed and is back, or a rebalance has passed"))
    }

    /// Nobody can make a member join again; those that live do.
    func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan? { nil }
}
