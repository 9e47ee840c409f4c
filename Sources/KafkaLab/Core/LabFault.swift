/// What a script, a test or a person can do to the cluster itself. (Faults of single answers belong to the front.)
package enum LabFault: Equatable {
    /// The process dies at once.
    case crash(Int32)
    /// A dead process starts again.
    case start(Int32)
    /// The process stops answering and holds its port.
    case freeze(Int32)
    /// It goes on.
    case thaw(Int32)
    /// A controlled shutdown.
    case stop(Int32)
    /// Two brokers lose each other.
    case cut(Int32, Int32)
    /// They hear each other again.
    case heal(Int32, Int32)
    /// A log dir, by index, fails.
    case failLogDir(Int32, Int)
    /// A broker loses the listener by which clients come, and goes on serving the other brokers.
    case dropListener(Int32)
    /// It has that listener again.
    case addListener(Int32)
    /// The members of a group join again and read.
    case wakeMembers(String)
    /// A group gets that many members.
    case scale(String, Int)
    /// No controller is active until it is given back.
    case loseController
    /// Controllers can be elected again.
    case restoreController
    /// A topic is deleted.
    case deleteTopic(String)

    /// What happens, in a few words.
    package var summary: String {
        switch self {
        case .crash(let id): "broker \(id) dies"
        case .start(let id): "broker \(id) comes back"
        case .freeze(let id): "broker \(id) stops answering"
        case .thaw(let id): "broker \(id) answers again"
        case .stop(let id): "broker \(id) is shut down"
        case .cut(let one, let other): "brokers \(one) and \(other) lose each other"
        case .heal(let one, let other): "brokers \(one) and \(other) hear each other again"
        case .failLogDir(let id, let dir): "log dir \(dir) of broker \(id) fails"
        case .dropListener(let id): "broker \(id) has no listener of the name used any more"
        case .addListener(let id): "broker \(id) has its listener again"
        case .wakeMembers(let group): "the members of group \(group) come back"
        case .scale(let group, let count): "group \(group) gets \(count) members"
        case .loseController: "no controller is active"
        case .restoreController: "a controller can be elected again"
        case .deleteTopic(let name): "topic \(name) is deleted"
        }
    }
}

extension LabCluster {
    /// Does it, now.
    package func apply(_ fault: LabFault) {
        switch fault {
        case .crash(let id): crash(id)
        case .start(let id): start(id)
        case .freeze(let id): brokers[id].map { if $0.process == .running { $0.process = .frozen } }
        case .thaw(let id): brokers[id].map { if $0.process == .frozen { thaw($0) } }
        case .stop(let id): controlledShutdown(id)
        case .cut(let one, let other): cutLinks.insert(LabLink(one, other))
        case .heal(let one, let other): cutLinks.remove(LabLink(one, other))
        case .failLogDir(let id, let dir): failLogDir(broker: id, dir: dir)
        case .dropListener(let id): brokers[id]?.lacksListener = true
        case .addListener(let id): brokers[id]?.lacksListener = false
        case .wakeMembers(let group): wakeMembers(of: group)
        case .scale(let group, let count): scale(group: group, to: count)
        case .loseController:
            controllerIsHeldBack = true
            loseController()
        case .restoreController: controllerIsHeldBack = false
        case .deleteTopic(let name): deleteTopic(name)
        }
    }
}
