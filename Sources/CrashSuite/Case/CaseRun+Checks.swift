import Engine
import Journal
import KafkaLab
import Language

/// What must hold.
extension CaseRun {
    func state(of run: String) throws(JournalFailure) -> RunState {
        try RunState(records: JournalScan(world.disk.journals[run] ?? [], run: run).records, run: run)
    }

    /// At any time, whatever process there is: looked at where one has ended.
    mutating func look() {
        world.disk.revive()
        defer { world.disk.stop() }
        var owed: Set<String> = []
        var isReadable = true
        for (run, bytes) in world.disk.journals {
            do throws(JournalFailure) {
                let state = try state(of: run)
                for debt in state.openDebts {
                    let intent = debt.intent
                    owed.insert("\(intent.kind == "topicConfig" ? "topic" : "broker") \(intent.resource) \(intent.name)")
                }
            } catch {
                if case .newer = error, crash.between == .newer {
                    isReadable = false
                    continue
                }
                breach("unreadable: a journal cannot be read: \(error)")
            }
            if let canary = workload.canary, bytes.contains(Array(canary.utf8)) {
                breach("a secret: the secret is in the journal of \(run)")
            }
        }
        if let canary = workload.canary {
            for file in world.disk.allFiles where file.bytes.contains(Array(canary.utf8)) {
                breach("a secret: the secret is in \(file.path)")
            }
        }
        // What a newer version has written tells this one nothing of what is owed.
        guard let reference, isReadable else { return }
        let now = EndState.settings(of: world.lab)
        // Another way may set other things for good.
        let forGood = isLoose ? reference.forGood.union(forGoodSoFar) : reference.forGood
        for (key, value) in now
        where world.settingsBefore[key] != value && !owed.contains(key) && !forGood.contains("\(key)=\(value)") {
            breach("debts: \(key) = \(value) stands, and nobody owes it")
        }
        if runName == nil, !world.lab.effectLog.isEmpty {
            breach("journal and cluster differ: a run without a journal has asked for something")
        }
    }

    /// What the journal has of settings that nobody gives back.
    private var forGoodSoFar: Set<String> {
        guard let run = runName, let bytes = world.disk.journals[run], let scan = try? JournalScan(bytes, run: run) else { return [] }
        return Claims(scan.records, run: run, in: world.disk).forGood
    }

    /// The exit code, and what the journal says of how it ended.
    mutating func checkStatus(_ report: RunReport, _ point: CrashPoint?) {
        world.disk.revive()
        defer { world.disk.stop() }
        guard let run = runName, let summary = try? RunSummary(run: run, in: world.disk) else { return }
        if summary.holder != nil { breach("the last word: \(run) is held although its process has ended") }
        // Where the disk took nothing more, the journal is that of a process that was killed.
        if point?.seam == .disk { return }
        // A process that found the run unfit to go on has written nothing.
        if case .fileChanged = report.end { return }
        guard let code = summary.exitCode else {
            breach("the last word: the journal does not say how it ended, the process said \(report.exitCode)")
            return
        }
        if code != report.exitCode { breach("the last word: the journal says it ended \(code), the process \(report.exitCode)") }
        if report.end == .done, !["done", "undone"].contains(summary.state) {
            breach("the last word: it is done, and its state is \(summary.state)")
        }
        if case .inDoubt = report.end, summary.inDoubt == 0, mood.foreign == nil {
            breach("the last word: it ended in doubt, and nothing is in doubt")
        }
    }

    /// At the end.
    mutating func conclude() {
        world.disk.revive()
        guard let run = runName, let bytes = world.disk.journals[run], let scan = try? JournalScan(bytes, run: run),
            let state = try? RunState(records: scan.records, run: run)
        else {
            breach("there is no journal at the end")
            return
        }
        journal = bytes
        // The undisturbed run may do without being asked what this one is refused for want of an answer.
        if crash.answers != .yes, bytes.contains(Array("must stand inside `approve`".utf8)) { (isLoose, hasHappened) = (true, false) }
        let claims = Claims(scan.records, run: run, in: world.disk)
        let reached = Reached(world.lab, world.commands)
        for text in Bijection.breaches(reached, claims) { breach(text) }
        for (label, replicas) in claims.promised.sorted(by: { $0.key < $1.key }) {
            let partition = world.lab.allPartitions.first { $0.name == label }
            if let partition, partition.replicas.map({ Int($0) }) != replicas, crash.between != .drifted,
                mood.foreign.map({ $0.topic }) != partition.topic
            {
                breach("another end: the journal says that \(label) has come to \(replicas), and it is \(partition.replicas)")
            }
        }
        if let broken = world.lab.brokenInvariant { breach("the lab: \(broken)") }
        let end = lastEnd ?? .interrupted("nothing ended")
        footprint = Footprint(
            end: end, state: EndState.lines(of: world.lab, offsetsOf: workload.offsetsOf),
            changed: reached.changed.filter { claims.statements[$0.key] != nil }, timed: claims.timed,
            statements: Set(state.statements.filter { !isAdded($0) }.map(asItWas)),
            forGood: claims.forGood, leftAtEnd: leftAtEnd, debts: state.openDebts.count)
    }

    /// With the name that a step had.
    private func asItWas(_ text: String) -> String {
        guard crash.between == .renamed, let first = workload.program.steps.first else { return text }
        return text.replacing(Workload.otherName, with: first.title)
    }

    /// True for what only an edited text has.
    private func isAdded(_ text: String) -> Bool {
        switch crash.between {
        case .inserted, .agreed: text.contains("Put before")
        case .extended, .touched: workload.addedStatements.contains(text)
        default: false
        }
    }
}

extension [UInt8] {
    /// True where these bytes stand in it.
    func contains(_ part: [UInt8]) -> Bool {
        guard let first = part.first, count >= part.count else { return false }
        for start in 0...(count - part.count) where self[start] == first && self[start..<start + part.count].elementsEqual(part) {
            return true
        }
        return false
    }
}
