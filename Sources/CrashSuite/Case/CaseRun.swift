import Engine
import Journal
import KafkaLab

/// One case from its first process to its last.
struct CaseRun {
    let workload: Workload
    let crash: CrashCase
    let world: World
    /// The run that was not disturbed; nil while this is that run.
    var reference: Footprint?
    var isTraced = false
    private(set) var breaches: [String] = []
    var footprint: Footprint?
    private(set) var traces: [SeamTrace] = []
    private(set) var story: [String] = []
    /// Debts that the run left at its end although their time had come: those that wait for an hour are none of them.
    private(set) var leftAtEnd = 0
    /// How many of its points were reached.
    private(set) var met = 0
    /// False where what should have happened between two processes had nothing to happen to.
    var hasHappened = true
    var journal: [UInt8] = []
    /// True where what happened may rightly lead another way: a fault that the runbook catches.
    var isLoose = false
    /// True where the journal has lost what told how far the run was, in a cluster that comes and goes by the clock: a step that it decides
    /// on again may rightly be decided otherwise.
    private(set) var mayDecideAgain = false
    /// The processes so far.
    private(set) var number = 0
    private var doubts = 0
    private var isUndoing = false
    private(set) var lastEnd: RunEnd?
    /// Whether somebody answers now.
    var isAnswered: Bool
    /// What the interlude asks of the next process.
    var mood = Mood()

    /// What is not as usual for the process after the interlude, and sometimes for all that follow.
    struct Mood {
        var texts: ResumeTexts?
        var asRecorded = false
        var host = "host"
        var clockAheadBy: Int64 = 0
        /// True where the next process is not given the secret.
        var isForgotten = false
        /// True where the next process must ask, and do nothing.
        var mustAskAgain = false
        /// How the next process must end, where it can do nothing else: its exit code.
        var mustEnd: Int?
        /// What is put right again after the next process.
        var after: (() -> Void)?
        /// A partition that somebody else moves, and where to.
        var foreign: (topic: String, partition: Int32, replicas: [Int32])?
    }

    /// More processes than any case needs.
    private static let mostProcesses = 40

    init(_ workload: Workload, _ crash: CrashCase) {
        self.workload = workload
        self.crash = crash
        isAnswered = crash.answers == .yes
        world = World(workload.setting, secret: workload.canary)
    }

    mutating func carryOut() {
        while drive() {
            guard number < Self.mostProcesses else {
                breach("row 14: no end after \(number) processes")
                break
            }
        }
        payDebts()
        if workload.settleMs > 0 { world.pass(workload.settleMs) }
        conclude()
    }

    mutating func breach(_ text: String) {
        // One of a kind says enough.
        if breaches.count < 20, !breaches.contains(text) { breaches.append(text) }
    }

    // MARK: - Processes

    /// Runs one process. False once the run is over.
    private mutating func drive() -> Bool {
        let point = number < crash.points.count ? crash.points[number] : nil
        if number == crash.points.count, number > 0 { interlude(crash.between) }
        number += 1
        let begins = world.lab.now
        let asked = world.lab.effectLog.count
        let process = world.begin(
            point, attending: attendance, host: mood.host, clockAheadBy: mood.clockAheadBy, forgetting: mood.isForgotten)
        if isTraced { process.fuse.trace = SeamTrace() }
        let report = act(process)
        if let trace = process.fuse.trace { traces.append(trace) }
        if let point, process.fuse.wasMet {
            met += 1
            loosen(point, process)
        }
        let died = process.isDead
        story.append(
            "process \(number) \(point.map { "with \($0) " } ?? "")at \(world.lab.now) ms: "
                + (died ? "died" : "\(report.end.state) (\(report.end.exitCode)): \(report.end.message)"))
        if died, !process.fuse.wasMet { breach("it waits for nothing: nothing is left to happen") }
        for question in process.askedOfNobody { breach("a pipe was asked: asked of a pipe: \(question)") }
        look()
        if died {
            // What was sent last comes to its broker.
            world.pass(1_000)
            return true
        }
        if let code = mood.mustEnd {
            mood.mustEnd = nil
            mood.after?()
            mood.after = nil
            if report.exitCode != code { breach("after \(crash.between.rawValue) it ended \(report.exitCode): \(report.end.message)") }
            if world.lab.effectLog.count != asked { breach("after \(crash.between.rawValue) it has asked for something") }
            return true
        }
        if mood.mustAskAgain {
            mood.mustAskAgain = false
            if report.exitCode != 4 {
                breach("row 13: what was answered for has changed, and it ended \(report.exitCode): \(report.end.message)")
            }
            if world.lab.effectLog.count != asked { breach("row 13: what was answered for has changed, and it has asked for something") }
        }
        checkStatus(report, point)
        return goesOn(after: report, wasDisturbed: point?.isSurvived ?? false || begins < world.disturbedUntil, point)
    }

    /// Who is at the terminal of the next process.
    private var attendance: World.Attendance {
        if doubts > 1 || (crash.between == .agreed && mood.texts != nil) { return .witness }
        return crash.answers == .silent && !isAnswered ? .silent : .nobody
    }

    /// Where a look fails, or a broker goes, another plan may be the right one; and a runbook may catch what it meets.
    private mutating func loosen(_ point: CrashPoint, _ process: DrivenProcess) {
        switch point.seam {
        case .event: isLoose = true
        case .write where point.manner == .power: mayDecideAgain = workload.setting.hasEvents
        case .served: if workload.catchesFaults || !CasePlan.mutations.contains(process.fuse.metAPI ?? 0) { isLoose = true }
        default: break
        }
    }

    private func act(_ process: DrivenProcess) -> RunReport {
        var options = RunOptions()
        options.answersYes = isAnswered
        options.grantsEverything = isAnswered
        options.waitsForDoubt = crash.isPatient
        options.asRecorded = mood.asRecorded
        guard let run = runName else { return process.start(workload.request, options: options) }
        let texts = mood.texts ?? workload.texts
        if isUndoing { return process.undo(run, texts: texts, options: options) }
        return process.resume(run, texts: texts, options: options)
    }

    /// The run's name; nil before its journal has a first record.
    var runName: String? {
        world.disk.journals.keys.sorted().last { name in
            guard let bytes = world.disk.journals[name], let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return false }
            return (try? JournalScan(Array(bytes[...end]), run: name))?.records.first != nil
        }
    }

    /// What the end of a process that lived means.
    private mutating func goesOn(after report: RunReport, wasDisturbed: Bool, _ point: CrashPoint?) -> Bool {
        lastEnd = report.end
        if let foreign = mood.foreign { return judge(foreign) }
        switch report.end {
        case .done:
            guard workload.isUndone, !isUndoing else { return false }
            isUndoing = true
            return true
        case .inDoubt:
            doubts += 1
            // Until it can be told: a minute, the request's own time, and a little.
            world.pass(100_000)
            return true
        case .waiting where !isAnswered:
            isAnswered = true
            return true
        case .fileChanged where crash.between.isEdit && crash.between != .reformatted:
            guard !mood.asRecorded else { return false }
            mood.asRecorded = true
            return true
        // The next process is given it.
        case .failed where mood.isForgotten:
            mood.isForgotten = false
            return true
        case .interrupted where wasDisturbed: return true
        case .journal where point?.seam == .disk: return true
        case .failed where wasDisturbed, .outOfReach where wasDisturbed, .drift where wasDisturbed:
            world.pass(20_000)
            return true
        case .failed: return false
        default:
            breach("another end: process \(number) ended \(report.end.state): \(report.end.message)")
            return false
        }
    }

    /// What is owed after the end is paid without the runbook.
    private mutating func payDebts() {
        guard let run = runName, let state = try? state(of: run), !state.openDebts.isEmpty else { return }
        // Where the cluster has answered a payment otherwise, it rightly stays owed.
        if !crash.points.contains(where: { $0?.isSurvived ?? false }) {
            leftAtEnd = state.openDebts.count { if case .after = $0.due { false } else { true } }
        }
        for _ in 0..<5 {
            world.pass(80_000)
            let left = world.begin().payDebts()
            story.append("debts: \(left.map(String.init) ?? "unreadable") left")
            if left == 0 { return }
        }
    }
}
