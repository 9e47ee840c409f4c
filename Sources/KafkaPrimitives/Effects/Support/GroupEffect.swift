import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaWire
import Language

/// An effect that goes to the coordinators of groups.
protocol GroupEffect: EffectPrimitive {
    var cluster: KafkaCluster { get }
}

/// Why a group cannot be acted on just now.
struct GroupStop: Error {
    var outcome: ItemOutcome
}

extension GroupEffect {
    /// Whether the cluster answers; whether the coordinator of a group is there is found out with the group, which is not known here.
    func checkGate(timing: ReadTiming) throws(EffectFailure) { _ = try facts(Needs(), timing) }

    /// Facts of one evaluation.
    func facts(_ needs: Needs, _ timing: ReadTiming) throws(EffectFailure) -> ClusterFacts {
        do throws(ClusterFailure) { return try cluster.facts(needs, timeout: timing.requestTimeout) } catch { throw .cluster(error) }
    }

    /// The places of items by group, in the groups' order.
    static func byGroup(_ items: [EffectItem]) -> [(group: String, indexes: [Int])] {
        var byGroup: [NameKey: [Int]] = [:]
        for (index, item) in items.enumerated() {
            if let group = item.key.first?.string { byGroup[group, default: []].append(index) }
        }
        return byGroup.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value) }
    }

    /// The coordinator of a group, looked up just before it is asked, if the group still may be acted on.
    /// - Parameter mayAct: why not; nil: it may.
    func coordinatorNow(
        of group: String, _ timing: ReadTiming, mayAct: (GroupLook.Standing) -> String?
    ) -> Result<BrokerID, GroupStop> {
        let standing: GroupLook.Standing
        do throws(EffectFailure) {
            standing = try GroupLook([group], cluster, timing).standing(of: group)
        } catch { return .failure(GroupStop(outcome: ItemOutcome(.unknown, message: "not sent: \(error)"))) }
        // Nothing was sent: it may be asked for again.
        if case .unread(let why) = standing { return .failure(GroupStop(outcome: ItemOutcome(.unknown, message: "not sent: \(why)"))) }
        if let why = mayAct(standing) { return .failure(GroupStop(outcome: ItemOutcome(.refused, message: why))) }
        let deadline = cluster.client.deadline(in: .nanoseconds(timing.requestTimeout))
        switch cluster.client.findCoordinators([group], deadline: deadline)[group] {
        case .success(let broker)?: return .success(broker)
        case .failure(let why)?:
            return .failure(GroupStop(outcome: ItemOutcome(.unknown, message: "not sent: \(Unread(why, group: group))")))
        case nil: return .failure(GroupStop(outcome: ItemOutcome(.unknown, message: "not sent: it has no coordinator")))
        }
    }
}
