import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaWire
import Language

/// `reset offsets`: sets where groups without members go on reading (OffsetCommit with generation −1). What stood before is in the plan.
final class ResetOffsetsEffect: GroupEffect {
    let signature = EffectSignature.resetOffsets
    unowned let cluster: KafkaCluster
    /// Items whose commit was acknowledged, and has not been seen since: a consumer may go on from there before we look.
    private var acknowledged: [GroupPartition: Int] = [:]

    init(cluster: KafkaCluster) { self.cluster = cluster }

    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
        let groups = try EffectTargets.groups(call.arguments["target"], of: "reset offsets")
        return try plan(groups, ResetPosition(call, groups: groups), ResetScope(call.arguments["partitions"]), timing)
    }

    private func plan(
        _ groups: [String], _ position: ResetPosition, _ scope: ResetScope, _ timing: ReadTiming
    ) throws(EffectFailure) -> EffectPlan {
        let look = try GroupLook(groups, cluster, timing)
        var obstacles: [NameKey: String] = [:]
        for group in groups { obstacles[group] = Self.obstacle(group, look.standing(of: group)) }
        let open = groups.filter { obstacles[$0] == nil }
        let commits = CommittedOffsets.read(open, by: cluster.client, timeout: timing.requestTimeout)
        var needs = Needs()
        var topics = scope.topics
        for commit in commits.values { topics.formUnion((commit.value ?? [:]).keys.map(\.topic)) }
        if case .each(let offsets, _) = position { topics.formUnion(offsets.keys.map(\.partition.topic)) }
        needs.topics = topics.isEmpty ? .none : .named(topics)
        needs.offsets = position.kinds
        // Commits on topics that may not be described are left out in silence.
        needs.hiddenTopics = scope.isCommitted
        var planning = try ResetPlanning(position: position, facts: facts(needs, timing))
        for group in groups {
            if let why = obstacles[group] {
                planning.block(group, why)
                continue
            }
            switch commits[group] ?? .unknown(Unread("not read")) {
            case .known(let commits): planning.add(group, scope, commits)
            case .unknown(let why): planning.block(group, "its offsets could not be read, and so not be saved (\(why))")
            }
        }
        return try planning.plan(groups)
    }

    /// Why nothing may be committed into a group; nil: it may.
    private static func obstacle(_ group: String, _ standing: GroupLook.Standing) -> String? {
        switch standing {
        case .absent: return "no such group: nothing to reset"
        case .unread(let why): return "whether it has members is not known (\(why))"
        case .ofType("share"): return "it is a share group, which commits no offsets: kafka-share-groups.sh resets where it starts"
        case .ofType(let type): return "it is a \(type) group: kafka-\(type)-groups.sh resets its offsets together with its state"
        case .there(let description):
            if description.protocolType == "connect" {
                return "its members are Connect workers: offsets of connectors are changed through Connect's REST interface"
            }
            if description.state == "Empty", description.members.isEmpty { return nil }
            return "it is \(description.state) with \(description.membersTold): stop them first"
        }
    }

    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) {}

    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
        var outcomes: [Int: ItemOutcome] = [:]
        for (group, indexes) in Self.byGroup(items) {
            let found = submit(indexes.map { items[$0] }, group, timing)
            for (index, outcome) in zip(indexes, found) { outcomes[index] = outcome }
        }
        return items.indices.map { outcomes[$0] ?? ItemOutcome(.refused, message: "the item names no group and partition") }
    }

    private func submit(_ items: [EffectItem], _ group: String, _ timing: ReadTiming) -> [ItemOutcome] {
        let coordinator: BrokerID
        switch coordinatorNow(of: group, timing, mayAct: { Self.obstacle(group, $0) }) {
        case .success(let broker): coordinator = broker
        case .failure(let stop): return items.map { _ in stop.outcome }
        }
        var changes: [OffsetCommit.Change] = []
        var places: [GroupPartition] = []
        for item in items {
            guard let place = GroupPartition(item), let target = ResetOffset(json: item.target) else {
                return items.map { _ in ItemOutcome(.refused, message: "an item of the plan is damaged") }
            }
            places.append(place)
            changes.append(.init(place.partition, to: target.offset, leaderEpoch: target.leaderEpoch, metadata: target.metadata))
        }
        let outcomes = OffsetCommit.ask(changes, of: group, at: coordinator, by: cluster.client, timeout: timing.requestTimeout)
        for (index, outcome) in outcomes.enumerated() where outcome == .done { acknowledged[places[index]] = changes[index].offset }
        return outcomes.map { outcome in
            guard case .refused(.unknownMemberID, _) = outcome else { return ItemOutcome(asked: outcome) }
            return ItemOutcome(
                .refused, error: ErrorCode.unknownMemberID.name,
                message: "somebody has joined group \(group): stop its members, then plan again")
        }
    }

    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] {
        cluster.client.beginEvaluation()
        let groups = Self.byGroup(items).map(\.group)
        let places = Dictionary(grouping: items.compactMap { GroupPartition($0) }, by: { NameKey($0.group) }).mapValues {
            Set($0.map(\.partition))
        }
        let commits = CommittedOffsets.read(groups, of: places, by: cluster.client, timeout: timing.requestTimeout)
        return items.map { item in
            guard let place = GroupPartition(item), let target = ResetOffset(json: item.target) else {
                return .unknowable(Cause("the item names no group and partition"))
            }
            switch commits[place.group] ?? .unknown(Unread("not read")) {
            case .unknown(let why): return .unknowable(Cause(why))
            case .known(let commits):
                let offset = commits[place.partition]?.offset ?? .known(nil)
                guard case .known(let now) = offset else { return .unknowable(offset.why.map { Cause($0) } ?? Cause("not told")) }
                return judge(item, place, target, now: now)
            }
        }
    }

    private func judge(_ item: EffectItem, _ place: GroupPartition, _ target: ResetOffset, now: Int?) -> ProbeAnswer {
        let wasAcknowledged = acknowledged[place] == target.offset
        if now == target.offset {
            acknowledged[place] = nil
            return .applied
        }
        if now == ResetOffset(json: item.before)?.offset { return .notApplied }
        if wasAcknowledged {
            acknowledged[place] = nil
            return .applied
        }
        return .superseded(now: now.map { "committed at \($0)" } ?? "without a commit")
    }

    func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan? {
        let places = items.compactMap { item in GroupPartition(item).map { ($0, item) } }
        let groups = places.map(\.0.group).distinctSorted()
        var needs = Needs()
        needs.topics = .named(Set(places.map(\.0.partition.topic)))
        let ids = try facts(needs, timing).partitions.value
        let commits = CommittedOffsets.read(groups, by: cluster.client, timeout: timing.requestTimeout)
        var wanted: [GroupPartition: ResetOffset?] = [:]
        var left: [BlockedItem] = []
        for (place, item) in places {
            let now = commits[place.group]?.value?[place.partition].flatMap { ResetOffset($0) }
            if let id = plan.topicIDs[place.partition.topic], let table = ids?.topic(place.partition.topic), !table.id.isZero,
                table.id.description != id
            {
                left.append(BlockedItem(key: item.key, label: item.label, why: "the topic is another one of the same name"))
            } else if let now, now.offset != ResetOffset(json: item.target)?.offset {
                left.append(BlockedItem(key: item.key, label: item.label, why: "committed at \(now.offset) since"))
            } else {
                wanted.updateValue(ResetOffset(json: item.before), forKey: place)
            }
        }
        guard !wanted.isEmpty else {
            throw .refused("nothing can be given back: \(left.prefix(5).map { "\($0.label): \($0.why)" }.joined(separator: "; "))")
        }
        var inverse = try self.plan(groups, .each(wanted, name: "before"), .committed, timing)
        inverse.blocked += left
        return inverse
    }
}
