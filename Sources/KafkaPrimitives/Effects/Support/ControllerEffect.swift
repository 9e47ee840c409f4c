import Engine
import KafkaAdmin
import KafkaClient
import KafkaMessages
import KafkaWire
import Language
import Platform

/// An effect that goes through the active controller.
protocol ControllerEffect: EffectPrimitive {
    var cluster: KafkaCluster { get }
}

extension ControllerEffect {
    /// The broker that forwards them, fixed for the submission; settings of a broker go to that broker.
    func recipients(of items: [EffectItem], timing: ReadTiming) -> [Int?] {
        let route = cluster.client.fixControllerRoute().map(Int.init)
        return items.map { item in
            let own = ConfigChange(item)?.resource.ownBroker ?? SettingOfThrottle(item)?.resource.ownBroker
            return own.map(Int.init) ?? route
        }
    }

    /// It answers what it must pass on to the controller, by the connection for that: what came before has been passed on, or was given up. With
    /// ZooKeeper it answers at all, or is not the controller any more, and what it still reads is refused by its epoch.
    func hasRead(broker: Int, timing: ReadTiming) -> Bool {
        let client = cluster.client
        client.beginEvaluation()
        let id = BrokerID(truncatingIfNeeded: broker)
        let answer = client.ask(
            ListPartitionReassignmentsRequest(timeoutMs: Int32(clamping: max(1, timing.requestTimeout / 1_000_000)), topics: []),
            to: .broker(id), deadline: client.deadline(in: .nanoseconds(timing.requestTimeout)))
        switch answer {
        // The broker gave up waiting for the controller: what came before may still wait there.
        case .success(let answered): return answered.value.errorCode != .requestTimedOut
        case .failure(let failure):
            if failure.isRefusedConnection { return true }
            guard client.view.mode == .zookeeper else { return false }
            _ = client.refreshMetadata(deadline: client.deadline(in: .nanoseconds(timing.requestTimeout)))
            return client.view.controllerID.map { $0 != id } ?? false
        }
    }

    func checkGate(timing: ReadTiming) throws(EffectFailure) { try ControllerGate.check(cluster, timing: timing) }

    /// Facts of one evaluation.
    func facts(_ needs: Needs, _ timing: ReadTiming) throws(EffectFailure) -> ClusterFacts {
        do throws(ClusterFailure) { return try cluster.facts(needs, timeout: timing.requestTimeout) } catch { throw .cluster(error) }
    }
}

/// Whether there is an active controller, and the view that we plan on is fresh.
enum ControllerGate {
    /// How far behind the quorum's leader a view may be, milliseconds.
    private static let staleMs = 5_000

    /// Throws where the gate is shut, with a sentence.
    static func check(_ cluster: KafkaCluster, timing: ReadTiming) throws(EffectFailure) {
        var needs = Needs()
        needs.quorum = true
        needs.answerers = true
        // With ZooKeeper the question goes to the controller itself: that it answers is all that there is to know.
        needs.moves = cluster.client.view.mode != .kraft
        let facts: ClusterFacts
        do throws(ClusterFailure) { facts = try cluster.facts(needs, timeout: timing.requestTimeout) } catch { throw .cluster(error) }
        switch facts.quorum {
        case .known(let quorum): try check(quorum, facts)
        case .unknown(let why) where why.isTooOld:
            if let why = facts.movesByName.why { throw .gate("the controller\(named(facts)) does not answer (\(why)); nothing was sent") }
        case .unknown(let why): throw .gate("no active controller answers (\(why)); nothing was sent")
        }
    }

    private static func named(_ facts: ClusterFacts) -> String { facts.metadataController.map { ", broker \($0)," } ?? "" }

    private static func check(_ quorum: QuorumFacts, _ facts: ClusterFacts) throws(EffectFailure) {
        guard let leader = quorum.leader else { throw .gate("the quorum has no leader: no controller is active; nothing was sent") }
        if let view = facts.partitions.value?.answeredBy ?? facts.brokers.value?.answeredBy {
            guard let why = whyStale(view, quorum) else { return }
            throw .gate("broker \(view), whose view of the cluster we have, \(why) controller \(leader); nothing was sent")
        }
        // Who answered is not proved to be any broker (it takes DESCRIBE_CONFIGS on the cluster): then no broker's view may be stale.
        for broker in facts.live.sorted() {
            guard let why = whyStale(Int(broker), quorum) else { continue }
            throw .gate(
                "whose view of the cluster we have is not proved (it takes DESCRIBE_CONFIGS on the cluster), and broker \(broker) \(why) "
                    + "controller \(leader); nothing was sent")
        }
    }

    /// Why a broker's view is too old to plan on, before the controller's name; nil: it is fresh.
    static func whyStale(_ view: Int, _ quorum: QuorumFacts) -> String? {
        guard view != quorum.leader else { return nil }
        guard let node = quorum.node(view) else { return "is not known to follow" }
        if node.lastCaughtUp >= 0, let now = quorum.leaderNode?.lastCaughtUp, now >= 0 {
            let age = now.subtractingClamped(node.lastCaughtUp)
            return age > staleMs ? "is \(DisplayForm.duration((age / 1_000).multipliedClamped(by: 1_000_000_000))) behind" : nil
        }
        let missing = quorum.highWatermark.subtractingClamped(node.logEnd)
        return missing > 0 ? "is \(missing) records behind" : nil
    }
}
