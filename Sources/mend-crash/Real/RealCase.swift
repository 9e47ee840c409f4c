import CrashSuite
import Engine
import Journal
import KafkaLab
import Network
import Platform

/// A case with real processes, real files and real sockets. The cluster lives in this process, so that its effect log is at hand.
final class RealCase {
    /// A process of the case, and what becomes of it.
    struct Stage {
        /// The words of the command.
        var words: (RealCase) -> [String]
        /// What is done to it while it runs; true once nothing more is.
        var meanwhile: ((RealCase, ChildProcess) -> Bool)?
        /// Whether its end is as it should be; nil: whatever it is.
        var mustEnd: ((ChildProcess.Ending) -> Bool)?
        /// True where it may come to its end before that: how many waits there are depends on how fast this machine is.
        var mayPass = false
        /// True where it is begun again until it ends with 0.
        var isRepeated = false
    }

    let name: String
    let rows: Set<Int>
    let server: LabServer
    let folder: String
    private var stages: [Stage]
    private var child: ChildProcess?
    private var isLeftAlone = false
    private var begins = Instant.zero
    private var starts = 0
    private(set) var problems: [String] = []
    private(set) var isOver = false
    /// False where a process came to its end before what should have ended it.
    private(set) var wasMet = true

    var journalFolder: String { "\(folder)/journal" }
    var store: FileJournalStore { FileJournalStore(folder: journalFolder) }

    /// - Parameter speed: virtual seconds of the cluster in a real one.
    init(_ name: String, rows: Set<Int>, in loop: any Loop, under root: String, setting: LabSetting, speed: Int, _ stages: [Stage])
        throws(Errno)
    {
        self.name = name
        self.rows = rows
        self.stages = stages
        folder = "\(root)/\(name)"
        try Files.makeDirectory(folder, permissions: 0o700)
        server = try LabServer(cluster: setting.cluster(), loop: loop, speed: LabSpeed(speed))
    }

    /// Looks after its process.
    func turn() {
        guard !isOver else { return }
        guard let child else { return begin() }
        if !isLeftAlone { isLeftAlone = stages.first?.meanwhile?(self, child) ?? true }
        // What it says is read, so that it never waits for us.
        for pipe in [child.output, child.errorOutput] { while let text = (try? pipe?.read()) ?? nil, !text.isEmpty { said += text } }
        guard let ending = child.poll() else {
            if begins.duration(to: SystemClock.now()) > .seconds(240) {
                child.kill(forced: true)
                problems.append("process \(starts) does not end: \(lastWords)")
                isOver = true
            }
            return
        }
        child.closePipes()
        self.child = nil
        ended(ending)
    }

    private var said: [UInt8] = []
    private var lastWords: String { String(decoding: said.suffix(600), as: UTF8.self) }

    private func begin() {
        guard let stage = stages.first else {
            isOver = true
            return conclude()
        }
        starts += 1
        isLeftAlone = stage.meanwhile == nil
        begins = SystemClock.now()
        said = []
        do throws(Errno) { child = try ChildProcess(stage.words(self)) } catch {
            problems.append("\(error)")
            isOver = true
        }
    }

    private func ended(_ ending: ChildProcess.Ending) {
        guard let stage = stages.first else { return }
        if stage.mayPass, stage.mustEnd != nil, ending == .exited(0) {
            wasMet = false
        } else if let fits = stage.mustEnd, !fits(ending) {
            problems.append("process \(starts) ended by \(ending): \(lastWords)")
        }
        if stage.isRepeated, ending != .exited(0), starts < 12 { return }
        if stage.isRepeated, ending != .exited(0) { problems.append("it has not come to its end after \(starts) processes: \(lastWords)") }
        stages.removeFirst()
    }

    /// The run's name; nil where there is none yet.
    var run: String? { (try? store.runs())?.last }

    /// The kinds of its records so far; empty where there is none yet.
    var kinds: [String] {
        guard let run, let scan = try? store.scan(run) else { return [] }
        return scan.records.compactMap { $0["kind"]?.string }
    }

    private func conclude() {
        guard let run = (try? store.runs())?.last(where: { name in (try? store.scan(name).records.first) != nil }) else {
            problems.append("there is no run at the end")
            return
        }
        do throws(JournalFailure) {
            let bytes = try store.journal(of: run)
            let state = try RunState(records: JournalScan(bytes, run: run).records, run: run)
            problems += Oracle.breaches(of: server.cluster, commands: Commands(), journal: bytes)
            if !state.openDebts.isEmpty { problems.append("debts: \(state.openDebts.count) debts are left") }
            if state.ended?.state != "done" {
                problems.append("the last word: the journal says \(state.ended?.state ?? "nothing") of its end")
            }
            let standing = EndState.settings(of: server.cluster).keys.filter { $0.contains("throttled") }
            if !standing.isEmpty { problems.append("debts: \(standing.sorted()) stand") }
            if state.steps.values.contains(where: { $0.status != .done }) { problems.append("finished and run again: a step is not done") }
        } catch { problems.append("unreadable: \(error)") }
    }
}
