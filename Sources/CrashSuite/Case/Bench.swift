import Engine
import Journal
import KafkaLab
import Language

/// Runs cases of one workload, and compares each with the run that was not disturbed.
package final class Bench {
    package let workload: Workload
    /// The run that was not disturbed.
    package let reference: Footprint
    /// Its steps, process by process: more than one where the run is taken back.
    package let traces: [SeamTrace]
    /// Bytes of its journal.
    package let journal: [UInt8]
    /// Milliseconds of the world's time that it took.
    package let tookMs: Int

    /// Nil where the workload does not come to an end by itself: why is in the error.
    package init(_ workload: Workload) throws(BenchFailure) {
        self.workload = workload
        let errors = ProgramText.errors(of: workload.program)
        guard errors.isEmpty else { throw BenchFailure("\(workload.name) does not check: \(errors.joined(separator: "; "))") }
        var quiet = CaseRun(workload, CrashCase(workload.name, []))
        quiet.isTraced = true
        quiet.carryOut()
        guard let footprint = quiet.footprint, quiet.breaches.isEmpty else {
            throw BenchFailure("\(workload.name) is at fault undisturbed: \(quiet.breaches.joined(separator: "; "))")
        }
        reference = footprint
        traces = quiet.traces
        journal = quiet.journal
        tookMs = Int(quiet.world.lab.now)
    }

    /// The run that was not disturbed, in a line.
    package var summary: String {
        let steps = traces.map { "\($0.writes.count) writes, \($0.sends.count) requests, \($0.waits.count) waits" }.joined(separator: "; ")
        return "\(reference.end.state) (\(reference.end.message)) after \(tookMs) ms; \(steps); \(journal.count) bytes of journal"
    }

    /// What one case came to.
    package struct Outcome: Sendable {
        /// What differs from the run that was not disturbed, and what must never be; empty: nothing.
        package var differences: [String]
        package var processes: Int
        /// True where what it is about came to pass: its points were reached (two, where there are more), and what should have happened
        /// between two processes has. Else it tests nothing that another case does not.
        package var wasMet: Bool
        /// What happened, a line each.
        package var story: [String]
        /// The journal and the effect log, to look at.
        package var log: String
    }

    /// The steps of the process after the one in which a case's point lies; nil where there is none.
    func resumeTrace(of crash: CrashCase) -> SeamTrace? {
        var run = CaseRun(workload, crash)
        run.isTraced = true
        run.reference = reference
        run.carryOut()
        return run.traces.count > crash.points.count ? run.traces[crash.points.count] : nil
    }

    package func run(_ crash: CrashCase) -> Outcome {
        var run = CaseRun(workload, crash)
        run.reference = reference
        run.carryOut()
        var differences = run.breaches
        if let footprint = run.footprint {
            differences += reference.differences(
                in: footprint, isLoose: run.isLoose, mayStayInDoubt: run.mood.foreign != nil, mayDecideAgain: run.mayDecideAgain
            ) { self.workload.plain($0) }
        }
        let points = crash.points.count { $0 != nil }
        return Outcome(
            differences: differences, processes: run.world.processes, wasMet: run.met >= min(2, points) && run.hasHappened,
            story: run.story,
            log: String(decoding: run.journal, as: UTF8.self) + run.world.lab.effectLog.map { "\($0)\n" }.joined())
    }
}

/// Why a workload cannot be used.
package struct BenchFailure: Error, CustomStringConvertible {
    package var description: String

    init(_ description: String) { self.description = description }
}
