import Engine
import Journal
import KafkaLab
import KafkaWire
import Language

/// What happens while no process is there.
extension CaseRun {
    mutating func interlude(_ what: CrashCase.Interlude) {
        switch what {
        case .nothing: break
        case .pause:
            world.pass(300_000)
            // In a scenario the brokers come and go by the clock.
            isLoose = workload.setting.hasEvents
        case .reformatted, .extended, .inserted, .agreed, .touched, .renamed, .removed:
            mood.texts = workload.edited(what).map { workload.texts(as: $0) }
            // Without its first step, and with a statement that is run, it comes to something else.
            isLoose = what == .removed
        case .otherHost: mood.host = "other-host"
        case .clockAhead: (mood.host, mood.clockAheadBy, isLoose) = ("other-host", 3_600_000, true)
        case .clockBehind: (mood.host, mood.clockAheadBy, isLoose) = ("other-host", -3_600_000, true)
        case .otherCluster: otherCluster()
        case .locked: lock()
        case .newer: writeNewer()
        case .forgotten: mood.isForgotten = workload.canary != nil
        case .foreign: foreign()
        case .drifted: drift()
        }
        switch what {
        case .foreign: hasHappened = mood.foreign != nil
        case .drifted: hasHappened = mood.mustAskAgain
        case .otherCluster, .locked, .newer: hasHappened = mood.mustEnd != nil
        default: break
        }
    }

    /// The cluster changes after an answer, and nobody is there to answer again.
    private mutating func drift() {
        guard runName != nil, let drift = workload.drift else { return }
        drift(world.lab)
        world.pass(60_000)
        isAnswered = false
        isLoose = true
        mood.mustAskAgain = true
    }

    /// The addresses lead elsewhere now.
    private mutating func otherCluster() {
        guard runName != nil else { return }
        let world = world
        let id = world.lab.id
        world.lab.id = "another-cluster-id-000"
        mood.mustEnd = 8
        mood.after = { world.lab.id = id }
    }

    /// Somebody else drives the run.
    private mutating func lock() {
        guard let run = runName else { return }
        let world = world
        world.disk.revive()
        let holder = LockHolder(who: "somebody", host: "elsewhere", process: 4711, since: 0)
        guard let lock = try? world.disk.lock(run, as: holder) else { return breach("row 22: a run without a process is locked") }
        world.keepsLocks = true
        mood.mustEnd = 7
        mood.after = {
            world.disk.revive()
            world.keepsLocks = false
            lock.release()
        }
    }

    /// A newer version of the program has had the run.
    private mutating func writeNewer() {
        guard let run = runName, let bytes = world.disk.journals[run], let scan = try? JournalScan(bytes, run: run) else { return }
        let world = world
        let whole = Array(bytes.prefix(scan.validLength))
        let line = JournalLine.encode(.object([.init("v", .int(JournalLine.version + 1)), .init("kind", .string("unheardOf"))]))
        world.disk.overwrite(run, with: whole + line)
        mood.mustEnd = 1
        mood.after = { world.disk.overwrite(run, with: whole) }
    }

    /// Somebody else moves a partition that an item in flight is about; where none is, nothing happens.
    private mutating func foreign() {
        guard let run = runName, let bytes = world.disk.journals[run], let scan = try? JournalScan(bytes, run: run) else { return }
        let plans = Claims(scan.records, run: run, in: world.disk).movesInFlight
        for (topic, partition, wanted) in plans {
            guard let standing = world.lab.partition(topic, partition) else { continue }
            let other = Array(world.lab.brokerIDs.filter { !wanted.contains($0) }.prefix(1) + wanted.dropFirst())
            guard other.count == wanted.count, other != standing.target, other != wanted else { continue }
            let (code, changed) = world.lab.reassign(topic, partition, to: other)
            guard code.isSuccess, changed else { continue }
            world.pass(500)
            mood.foreign = (topic, partition, other)
            isLoose = true
            return
        }
    }

    /// The process has met what somebody else did: it must not have undone it.
    mutating func judge(_ foreign: (topic: String, partition: Int32, replicas: [Int32])) -> Bool {
        let now = world.lab.partition(foreign.topic, foreign.partition)?.target ?? []
        if now != foreign.replicas {
            breach("row 18: somebody moves \(foreign.topic)-\(foreign.partition) to \(foreign.replicas), and it goes to \(now)")
        }
        switch lastEnd {
        case .inDoubt?, .failed?, .done?: break
        default: breach("row 18: it ended \(lastEnd?.message ?? "not at all")")
        }
        return false
    }
}
