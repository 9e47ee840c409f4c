import Engine
import Journal
import KafkaLab
import KafkaWire
import Network
import Platform

/// What outlives a process: the cluster, the network, the disk, the commands that were started, and the time that all of them share.
package final class World {
    package let loop: SimulatedLoop
    package let peers: LabPeers
    package let disk = MemoryJournalStore()
    package let commands = Commands()
    package let hearing = Hearing()
    let names: SeededNames
    /// How many processes there have been.
    private(set) var processes = 0
    /// What stood before the first process: what is temporary is measured against it.
    package let settingsBefore: [String: String]
    /// Until when what a point has done to the cluster may still show, in virtual milliseconds.
    private(set) var disturbedUntil: Int64 = 0

    package var lab: LabCluster { peers.cluster }

    package init(_ setting: LabSetting, seed: UInt64 = 1, secret: String? = nil) {
        loop = SimulatedLoop(seed: seed)
        let cluster = setting.cluster(seed: seed)
        peers = LabPeers(cluster: cluster)
        settingsBefore = EndState.settings(of: cluster)
        names = SeededNames(seed: seed)
        peers.join(loop)
        commands.secret = secret.map { ($0, "(secret \(Workload.secretName))") }
        commands.obey = { [unowned self] words in if let fault = setting.obey(words) { apply(fault) } }
    }

    /// Begins another process, in which something goes wrong where the point says.
    package func begin(
        _ point: CrashPoint? = nil, attending person: Attendance = .nobody, host: String = "host", clockAheadBy: Int64 = 0,
        forgetting isForgotten: Bool = false
    ) -> DrivenProcess {
        processes += 1
        loop.revive()
        if !keepsLocks { disk.revive() }
        return DrivenProcess(
            in: self, number: processes, point: point, attending: person, host: host, clockAheadBy: clockAheadBy,
            secrets: secrets(isForgotten: isForgotten))
    }

    /// What this process is given to keep.
    private func secrets(isForgotten: Bool) -> SecretKeeper {
        let secrets = SecretKeeper()
        if let secret = commands.secret, !isForgotten { secrets.keep(Secret(secret.text), named: Workload.secretName) }
        return secrets
    }

    /// Who is at the terminal.
    package enum Attendance {
        case nobody
        /// Somebody who knows what became of commands.
        case witness
        /// Somebody whose input ends.
        case silent
    }

    /// True while somebody else's process lives: its locks are not given back.
    var keepsLocks = false

    /// What has been done to the cluster shows for so long.
    func disturb(for milliseconds: Int64) { disturbedUntil = max(disturbedUntil, lab.now + milliseconds) }

    /// The process is gone: the kernel closes its connections and gives its locks back.
    func end() {
        loop.stop()
        if !keepsLocks { disk.stop() }
    }

    /// Lets time pass while no process is there.
    package func pass(_ milliseconds: Int) {
        loop.revive()
        let end = loop.now.advanced(by: .milliseconds(milliseconds))
        while loop.now < end { _ = loop.poll(until: end) }
        loop.stop()
    }

    /// Does something to the cluster, now.
    package func apply(_ fault: LabFault) { loop.perform(peers.apply(fault, now: loop.now), of: peers) }

    /// What a point asks for beside a request.
    func happen(_ manner: CrashPoint.Manner, api: Int16, endpoint: Endpoint?) {
        let broker = peers.endpoints.first { $0.value == endpoint }?.key
        switch manner {
        case .controllerLost, .diesWithController:
            apply(.loseController)
            lab.schedule(.restoreController, at: lab.now + 20_000)
            disturb(for: 30_000)
        case .brokerDies:
            guard let broker else { return }
            apply(.crash(broker))
            lab.schedule(.start(broker), at: lab.now + 30_000)
            disturb(for: 45_000)
        default:
            if let kind = AnswerFault.Kind(manner, api: api) { peers.add(AnswerFault(kind, broker: broker, api: api)) }
        }
    }
}

/// The cluster in which a workload runs.
package struct LabSetting: Sendable {
    package var name: String
    var scenario: Scenario { Scenario.named(name) ?? Scenario.sized(brokers: 4, topics: 4, partitions: 16, groups: 4) }
    /// Whether brokers come and go in it by the clock.
    var hasEvents: Bool { name != Self.quiet.name }
    /// What is done to it before the first process begins.
    var arrange: @Sendable (LabCluster) -> Void
    /// The cluster as it is before the first process.
    package func cluster(seed: UInt64 = 1) -> LabCluster {
        let cluster = LabCluster(scenario: scenario, seed: seed)
        // Leaders move by the run's own doing, not by the clock: how long a run took must not show in them.
        cluster.timing.imbalanceCheck = 0
        arrange(cluster)
        return cluster
    }

    /// What a command does to it.
    var obey: @Sendable ([String]) -> LabFault? = { _ in nil }

    package init(_ name: String, arrange: @escaping @Sendable (LabCluster) -> Void = { _ in }) {
        self.name = name
        self.arrange = arrange
    }

    /// The groups in trouble; `short` reads fast and has little to read once somebody gives it members.
    package static var scalable: LabSetting {
        var setting = LabSetting("consumerLag") { cluster in
            guard let group = cluster.groups["short"] else { return }
            group.memberRate = 4_000
            for place in group.offsets.keys {
                guard let partition = cluster.partition(place.topic, place.partition) else { continue }
                group.offsets[place]?.offset = partition.highWatermark - 40_000
                partition.writeRate = 900
            }
        }
        setting.obey = { words in
            guard words.count == 4, words[0] == "kubectl", let count = Int(words[3]) else { return nil }
            return .scale(words[2], count)
        }
        return setting
    }

    /// Four brokers, topics `topic-00000` to `topic-00003` of four partitions with three copies; nobody writes; `group-00003` has no members.
    package static let quiet = LabSetting("quiet") { cluster in
        guard let group = cluster.groups["group-00003"] else { return }
        group.members = []
        group.state = .empty
    }
}

extension AnswerFault.Kind {
    /// What the lab does for a manner of a point; nil where it is nothing of the lab's.
    init?(_ manner: CrashPoint.Manner, api: Int16) {
        switch manner {
        case .closeAfter: self = .closeAfter
        case .closeBefore: self = .closeBefore
        case .drop: self = .drop
        case .moved: self = .refuse(api == 8 || api == 13 ? .notCoordinator : .notController)
        case .timedOut: self = .answerInstead(.requestTimedOut)
        case .unknownError: self = .answerInstead(.unknownServerError)
        case .firstOnly: self = .onlyFirst(.requestTimedOut)
        case .notFirst: self = .allButFirst(.requestTimedOut)
        case .staleReads: self = .staleReads(3_000)
        default: return nil
        }
    }
}
