import Engine
import KafkaAdmin
import KafkaClient
import Language

/// An effect that goes through the active controller.
protocol ControllerEffect: EffectPrimitive {
    var cluster: KafkaCluster { get }
}

extension ControllerEffect {
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
        // With ZooKeeper the question goes to the controller itself: that it answers is all that there is to know.
        needs.moves = cluster.client.view.mode != .kraft
        let facts: ClusterFacts
        do throws(ClusterFailure) { facts = try cluster.facts(needs, timeout: timing.requestTimeout) } catch { throw .cluster(error) }
        switch facts.quorum {
        case .known(let quorum): try check(quorum, view: facts.partitions.value?.answeredBy ?? facts.brokers.value?.answeredBy)
        case .unknown(let why) where why.isTooOld:
            if let why = facts.movesByName.why { throw .gate("the controller\(named(facts)) does not answer (\(why)); nothing was sent") }
        case .unknown(let why): throw .gate("no active controller answers (\(why)); nothing was sent")
        }
    }

    private static func named(_ facts: ClusterFacts) -> String { facts.metadataController.map { ", broker \($0)," } ?? "" }

    private static func check(_ quorum: QuorumFacts, view: Int?) throws(EffectFailure) {
        guard let leader = quorum.leader else { throw .gate("the quorum has no leader: no controller is active; nothing was sent") }
        // Who answered by an address of its own, and has no id for us yet, cannot be compared.
        guard let view, view != leader else { return }
        guard let node = quorum.nodes.first(where: { $0.id == view }) else {
            throw .gate("broker \(view), whose view of the cluster we have, is not known to follow controller \(leader); nothing was sent")
        }
        if node.lastCaughtUp >= 0, let now = quorum.leaderNode?.lastCaughtUp, now >= 0 {
            let age = now - node.lastCaughtUp
            if age > staleMs {
                let told = DisplayForm.duration(age / 1_000 * 1_000_000_000)
                throw .gate("broker \(view), whose view we have, is \(told) behind controller \(leader); nothing was sent")
            }
        } else if node.logEnd < quorum.highWatermark {
            throw .gate(
                "broker \(view), whose view we have, is \(quorum.highWatermark - node.logEnd) records behind controller \(leader); "
                    + "nothing was sent")
        }
    }
}
