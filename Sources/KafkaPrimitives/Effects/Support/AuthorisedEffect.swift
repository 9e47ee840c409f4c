import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaWire
import Language

/// An effect whose rights are looked at before anything is planned or sent. What is known to be lacking refuses it, with the right named and
/// how it is given; what brokers do not tell is left to the cluster's own answer, which then names the right as well.
final class AuthorisedEffect: EffectPrimitive {
    private let inner: any EffectPrimitive
    private unowned let cluster: KafkaCluster

    init(_ inner: any EffectPrimitive, on cluster: KafkaCluster) {
        self.inner = inner
        self.cluster = cluster
    }

    var signature: EffectSignature { inner.signature }

    // MARK: Before it acts

    func checkGate(timing: ReadTiming) throws(EffectFailure) {
        do throws(EffectFailure) {
            try inner.checkGate(timing: timing)
        } catch {
            // A gate that we may not look through is a matter of rights.
            if case .gate = error { try refuse(RightsTable.rights(of: signature.id), known([], timing)) }
            throw error
        }
    }

    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
        let rights = RightsTable.rights(of: signature.id, on: objects(of: call))
        let known = try known(rights, timing)
        try refuse(rights, known)
        let plan = try inner.plan(call, timing: timing)
        try check(plan, besides: rights, known, timing)
        return plan
    }

    func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan? {
        guard let inverse = try inner.inverse(of: items, in: plan, timing: timing) else { return nil }
        let rights = RightsTable.rights(of: inverse.effect)
        let known = try known(rights, timing)
        try refuse(rights, known)
        try check(inverse, besides: rights, known, timing)
        return inverse
    }

    /// What a call names itself, so that it need not be planned to know what it takes.
    private func objects(of call: EffectCall) -> RightsTable.Objects {
        let target = call.arguments["target"]
        switch signature.id {
        case EffectSignature.setConfig.id, EffectSignature.unsetConfig.id:
            return .init(settings: Set((try? EffectTargets.configResources(target, of: signature.id)) ?? []))
        case EffectSignature.resetOffsets.id:
            return .init(groups: Set((try? EffectTargets.groups(target, of: signature.id)) ?? []))
        case EffectSignature.remove.id:
            let rows = (try? EffectTargets.rows(target, of: signature.id)) ?? []
            return .init(groups: Set(rows.compactMap { if case .text(let group)? = $0["group"] { group } else { nil } }))
        default: return .init()
        }
    }

    /// The rights that the items of a plan take, those left out that were looked at before.
    private func check(
        _ plan: EffectPlan, besides looked: Set<Right>, _ known: KnownRights, _ timing: ReadTiming
    ) throws(EffectFailure) {
        guard !plan.items.isEmpty else { return }
        let rights = RightsTable.rights(of: plan.effect, on: plan.objects).subtracting(looked)
        let (topics, groups) = Self.asked(rights)
        try refuse(rights, topics.isEmpty && groups.isEmpty ? known : self.known(rights, timing))
    }

    /// The topics and groups that must be asked for their rights.
    private static func asked(_ rights: Set<Right>) -> (topics: Set<NameKey>, groups: Set<NameKey>) {
        var topics: Set<NameKey> = []
        var groups: Set<NameKey> = []
        for right in rights {
            switch right.resource {
            // That one may be described shows in that the plan has it.
            case .topic(let name) where right.operation != .describe: topics.insert(name)
            case .group(let id): groups.insert(id)
            case .topic, .cluster, .everyTopic, .everyGroup: break
            }
        }
        return (topics, groups)
    }

    /// What is known of these rights, and of those on the cluster.
    private func known(_ rights: Set<Right>, _ timing: ReadTiming) throws(EffectFailure) -> KnownRights {
        let (topics, groups) = Self.asked(rights)
        var needs = Needs()
        needs.clusterRights = true
        needs.topicRights = !topics.isEmpty
        var named = topics
        if !groups.isEmpty {
            named.insert("__consumer_offsets")
            needs.groups = true
            needs.groupNames = groups
            needs.describesGroups = true
            needs.groupRights = true
        }
        if !named.isEmpty { needs.topics = .named(named) }
        return KnownRights(try facts(needs, timing), topics: topics.map(\.text), groups: groups.map(\.text))
    }

    private func refuse(_ rights: Set<Right>, _ known: KnownRights) throws(EffectFailure) {
        let lacking = known.lacking(rights)
        guard !lacking.isEmpty else { return }
        let named = lacking.prefix(5).map(\.description).joined(separator: ", ")
        let rest = lacking.count > 5 ? " and \(lacking.count - 5) more" : ""
        let commands = RightsGrant.commands(for: lacking, bootstrap: cluster.client.bootstrapText).joined(separator: "; ")
        throw .refused("this identity lacks \(named)\(rest); nothing was sent. An administrator gives it by: \(commands)")
    }

    private func facts(_ needs: Needs, _ timing: ReadTiming) throws(EffectFailure) -> ClusterFacts {
        do throws(ClusterFailure) { return try cluster.facts(needs, timeout: timing.requestTimeout) } catch { throw .cluster(error) }
    }

    // MARK: The rest is the effect's own

    func settings(of plan: EffectPlan, owed: [DebtIntent], timing: ReadTiming) throws(EffectFailure) -> [DebtIntent] {
        try inner.settings(of: plan, owed: owed, timing: timing)
    }

    func recipients(of items: [EffectItem], timing: ReadTiming) -> [Int?] { inner.recipients(of: items, timing: timing) }

    func hasRead(broker: Int, timing: ReadTiming) -> Bool { inner.hasRead(broker: broker, timing: timing) }

    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) { try inner.prepare(plan, timing: timing) }

    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
        zip(items, inner.submit(items, of: plan, timing: timing)).map { item, outcome in
            guard outcome.kind == .refused, let name = outcome.error, let lacking = item.right(refusedAs: name, by: plan.effect) else {
                return outcome
            }
            var outcome = outcome
            outcome.message = "not authorised: \(lacking)"
            return outcome
        }
    }

    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] {
        inner.probe(items, of: plan, timing: timing)
    }
}

extension EffectPlan {
    /// What it acts on, its temporary settings included.
    fileprivate var objects: RightsTable.Objects {
        var all = RightsTable.Objects(settings: Set(debts.compactMap(\.configResource)))
        for item in items {
            let objects = item.objects(of: effect)
            all.topics.formUnion(objects.topics)
            all.groups.formUnion(objects.groups)
            all.settings.formUnion(objects.settings)
        }
        return all
    }
}

extension EffectItem {
    /// What it acts on, as an item of that effect.
    fileprivate func objects(of effect: String) -> RightsTable.Objects {
        switch effect {
        case EffectSignature.resetOffsets.id:
            let place = GroupPartition(self)
            return .init(topics: Set([place?.partition.topic].compactMap { $0 }), groups: Set([place?.group].compactMap { $0 }))
        case EffectSignature.remove.id: return .init(groups: Set([key.first?.string].compactMap { $0 }))
        case EffectSignature.setConfig.id, EffectSignature.unsetConfig.id:
            return .init(settings: Set([ConfigChange(self)?.resource].compactMap { $0 }))
        case EffectSignature.setThrottle.id, EffectSignature.unsetThrottle.id:
            return .init(settings: Set([SettingOfThrottle(self)?.resource].compactMap { $0 }))
        default: return .init(topics: Set([partition?.topic].compactMap { $0 }))
        }
    }

    /// The right for want of which Kafka refused it with that error; nil: for another reason.
    fileprivate func right(refusedAs error: String, by effect: String) -> Right? {
        RightsTable.rights(of: effect, on: objects(of: effect)).sorted().last { right in
            switch right.resource {
            case .cluster: error == ErrorCode.clusterAuthorizationFailed.name
            case .topic: error == ErrorCode.topicAuthorizationFailed.name
            case .group: error == ErrorCode.groupAuthorizationFailed.name
            case .everyTopic, .everyGroup: false
            }
        }
    }
}
