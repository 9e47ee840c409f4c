import Network

/// Which cases there are of a workload.
package enum CasePlan {
    /// APIs that change something: OffsetCommit, LeaveGroup, ElectLeaders, IncrementalAlterConfigs, AlterPartitionReassignments.
    static let mutations: Set<Int16> = [8, 13, 43, 44, 45]

    /// Those of them that brokers read as records of metadata, later than the controller writes them.
    private static let metadataChanges: Set<Int16> = [43, 44, 45]

    /// Every point at which the process can be disturbed that is: the run, or where it is taken back the undoing.
    package static func single(_ bench: Bench) -> [CrashCase] {
        let quiet = quiet(bench)
        return points(bench.traces.last).enumerated().map { index, point in
            // Both ways to meet a doubt, in turns: to wait, and to end and come again.
            CrashCase(bench.workload.name, quiet + [point], isPatient: index % 2 == 0)
        }
    }

    static func points(_ trace: SeamTrace?) -> [CrashPoint] {
        guard let trace else { return [] }
        var points: [CrashPoint] = []
        for (index, write) in trace.writes.enumerated() {
            points += manners(of: write).map { CrashPoint(.write, index + 1, $0) }
            points += [.once, .full, .torn].map { CrashPoint(.disk, index + 1, $0) }
        }
        for (index, send) in trace.sends.enumerated() {
            let changes = mutations.contains(send.api)
            points += (changes ? [.before, .after, .late] : [.before, .after]).map { CrashPoint(.send, index + 1, $0) }
            points += faults(of: send.api).map { CrashPoint(.served, index + 1, $0) }
            if changes { points += [.controllerLost, .diesWithController, .brokerDies].map { CrashPoint(.event, index + 1, $0) } }
        }
        points += trace.answers.indices.map { CrashPoint(.answer, $0 + 1, .stop) }
        for wait in trace.waits.indices {
            points.append(CrashPoint(.wait, wait + 1, .stop))
            points += [.interrupt, .interruptTwice, .interruptThrice, .terminate, .hangup].map { CrashPoint(.signal, wait + 1, $0) }
        }
        return points
    }

    private static func manners(of write: SeamTrace.Write) -> [CrashPoint.Manner] {
        switch write.kind {
        case .create, .truncate, .file: [.none, .whole]
        case .line: [.none, .half, .most, .whole, .power]
        }
    }

    private static func faults(of api: Int16) -> [CrashPoint.Manner] {
        if api < 0 { return [] }
        guard mutations.contains(api) else { return [.closeAfter, .closeBefore, .drop] }
        let lags: [CrashPoint.Manner] = metadataChanges.contains(api) ? [.staleReads] : []
        return [.closeAfter, .closeBefore, .drop, .moved, .timedOut, .unknownError, .firstOnly, .notFirst] + lags
    }

    /// What somebody does between two processes: once for each write and each request that changes something.
    package static func between(_ bench: Bench) -> [CrashCase] {
        let quiet = quiet(bench)
        let name = bench.workload.name
        // An undo has no text to edit.
        let edits = bench.workload.isUndone ? [] : CrashCase.Interlude.allCases.filter { $0.isEdit && bench.workload.edited($0) != nil }
        var cases: [CrashCase] = []
        for point in anchors(bench) {
            for what in CrashCase.Interlude.allCases where what.isEdit ? edits.contains(what) : makesSense(what, at: point, of: bench) {
                // Where another machine's clock tells when something was sent, only what a process has seen pass is certain: one that
                // never waits would not know for long.
                let isPatient = [.otherHost, .clockAhead, .clockBehind].contains(what) || cases.count % 2 == 0
                cases.append(CrashCase(name, quiet + [point], isPatient: isPatient, between: what))
            }
            guard !bench.workload.isUndone else { continue }
            for answers in [CrashCase.Answers.unanswered, .silent] { cases.append(CrashCase(name, [point], answers: answers)) }
        }
        return cases
    }

    private static func makesSense(_ what: CrashCase.Interlude, at point: CrashPoint, of bench: Bench) -> Bool {
        switch what {
        case .nothing: return false
        case .forgotten: return bench.workload.canary != nil
        case .drifted:
            guard bench.workload.drift != nil, point.seam == .write, let trace = bench.traces.last else { return false }
            let answers = trace.writes.prefix(point.number).count { $0.kind == .line("answer") }
            return trace.writes[point.number - 1].kind == .line("answer") && answers >= bench.workload.driftsFrom
        default: return true
        }
    }

    /// One point for each write, and two for each request that changes something.
    private static func anchors(_ bench: Bench) -> [CrashPoint] {
        guard let trace = bench.traces.last else { return [] }
        var points = trace.writes.indices.map { CrashPoint(.write, $0 + 1, .whole) }
        for (index, send) in trace.sends.enumerated() where mutations.contains(send.api) || send.api < 0 {
            points += [CrashPoint(.send, index + 1, .before), CrashPoint(.send, index + 1, .after)]
        }
        return points
    }

    /// A second point in the process that takes the run up: for each first one, some of those that the resume has.
    /// - Parameter most: at most so many.
    package static func double(_ bench: Bench, most: Int, seed: UInt64) -> [CrashCase] {
        let quiet = quiet(bench)
        let firsts = anchors(bench)
        guard !firsts.isEmpty else { return [] }
        var generator = SeededGenerator(seed: seed)
        var cases: [CrashCase] = []
        let each = max(1, most / firsts.count)
        for first in firsts {
            let alone = CrashCase(bench.workload.name, quiet + [first])
            let seconds = points(bench.resumeTrace(of: alone))
            guard !seconds.isEmpty else { continue }
            for _ in 0..<each {
                let second = seconds[generator.below(seconds.count)]
                cases.append(CrashCase(bench.workload.name, quiet + [first, second], isPatient: generator.below(2) == 0))
            }
            guard cases.count < most else { break }
        }
        return cases
    }

    /// Some cases of a workload: single points, and of eight cases one with two points and one with what happens between.
    package static func sample(_ bench: Bench, points most: Int, seed: UInt64) -> [CrashCase] {
        var generator = SeededGenerator(seed: seed)
        func some(_ cases: [CrashCase], _ count: Int) -> [CrashCase] {
            cases.isEmpty ? [] : (0..<count).map { _ in cases[generator.below(cases.count)] }
        }
        let few = most / 8
        var cases = some(single(bench), most - 2 * few)
        cases += some(between(bench).filter { $0.between != .clockBehind }, few)
        for first in some(anchors(bench).map { CrashCase(bench.workload.name, quiet(bench) + [$0]) }, few) {
            let seconds = points(bench.resumeTrace(of: first))
            guard !seconds.isEmpty else { continue }
            cases.append(CrashCase(bench.workload.name, first.points + [seconds[generator.below(seconds.count)]]))
        }
        return cases
    }

    /// The processes before the one that is disturbed.
    private static func quiet(_ bench: Bench) -> [CrashPoint?] { Array(repeating: nil, count: bench.traces.count - 1) }

    /// Stopped at the first write of the resume, then at the second of the next, and so on.
    package static func stubborn(_ bench: Bench) -> [CrashCase] {
        let quiet = quiet(bench)
        return anchors(bench).enumerated().filter { $0.offset % 5 == 0 }.map { index, first in
            let manner: CrashPoint.Manner = [.none, .half, .whole, .power][index / 5 % 4]
            return CrashCase(bench.workload.name, quiet + [first] + (1...16).map { CrashPoint(.write, $0, manner) })
        }
    }
}
