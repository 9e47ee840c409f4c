import Journal

/// A run in one line: what `mend runs` and the source `runs` show.
package struct RunSummary: Sendable, Hashable {
    package var run: String
    package var mode: RunHeader.Mode
    package var runbook: String
    /// The file as it was given.
    package var file: String
    /// `running`, `stopped` (its process is gone), `waiting`, `in doubt`, `interrupted`, `done`, `failed`, …
    package var state: String
    package var step: String?
    package var startedMs: Int
    package var lastMs: Int
    package var who: String
    package var host: String
    package var cluster: String
    package var bootstrap: String
    package var profile: String?
    package var commandConfig: String?
    package var effects: Int
    package var inDoubt: Int
    package var underWay: Int
    package var debts: Int
    package var exitCode: Int?
    package var message: String
    /// Who drives it now.
    package var holder: LockHolder?

    /// That it was handed over from this folder; nil: it was not.
    package var seal: RunSeal?

    /// True where something of it is outstanding here: driven, waiting, interrupted, killed, in doubt, moves or debts left.
    package var isOpen: Bool {
        if seal != nil { return false }
        if holder != nil || inDoubt > 0 || underWay > 0 || debts > 0 { return true }
        return state != "done" && state != "failed" && state != "undone"
    }

    /// That it is open, how it stands and where: `20261123T0312-kqvd of heal.runbook is open: done, and owes 1 setting`.
    package var openWords: String {
        var text = "\(run) of \(file.isEmpty ? runbook : file) is open: \(state)" + (step.map { " at step \"\($0)\"" } ?? "")
        if underWay > 0 { text += ", \(DisplayForm.counted(underWay, "effect")) under way" }
        if debts > 0 { text += ", owes \(DisplayForm.counted(debts, "setting"))" }
        return text
    }

    /// A run's line from its journal.
    package init(run: String, in store: any JournalStore) throws(JournalFailure) {
        let state = try RunState(records: try store.scan(run).records, run: run)
        self.init(run: run, state: state, holder: try store.holder(of: run), here: try store.place(of: run))
    }

    init(run: String, state: RunState, holder: LockHolder?, here: RunPlace?) {
        self.run = run
        self.holder = holder
        if holder == nil, state.ownership.standing(at: here) == .handedOver { seal = state.ownership.seal }
        mode = state.header?.mode ?? .file
        runbook = state.header?.name ?? ""
        file = state.header?.file ?? ""
        step = state.stepOrder.last
        startedMs = state.startedMs
        lastMs = state.lastMs
        who = state.header?.who ?? ""
        host = state.header?.host ?? ""
        cluster = state.header?.cluster ?? ""
        bootstrap = state.bootstrap
        profile = state.header?.profile
        commandConfig = state.header?.commandConfig
        effects = state.effectOrder.count
        inDoubt = state.effectsInDoubt.count
        underWay = state.effectsUnderWay.count
        debts = state.openDebts.count
        exitCode = state.ended?.code
        message = state.ended?.message ?? ""
        let left = state.isUndone && state.ended?.state == "done" ? "undone" : state.ended?.state ?? "stopped"
        self.state = seal != nil ? "handed over" : holder != nil ? "running" : inDoubt > 0 ? "in doubt" : left
    }

    /// All runs of a folder, oldest first, and why others could not be read.
    package static func all(in store: any JournalStore) throws(JournalFailure) -> (runs: [RunSummary], unreadable: [String]) {
        var summaries: [RunSummary] = []
        var unreadable: [String] = []
        for run in try store.runs() {
            do throws(JournalFailure) { summaries.append(try RunSummary(run: run, in: store)) } catch { unreadable.append("\(error)") }
        }
        return (summaries, unreadable)
    }

    /// The runs that `mend resume` without a name could mean.
    package static func open(in store: any JournalStore) throws(JournalFailure) -> [RunSummary] { try atHand(in: store).open }

    /// The same, and runs of which it cannot be read whether they are open.
    package static func atHand(in store: any JournalStore) throws(JournalFailure) -> (open: [RunSummary], unreadable: [UnreadableRun]) {
        var open: [RunSummary] = []
        let runs = try RunsAtHand(store)
        for (run, state) in runs.states {
            let summary = RunSummary(run: run, state: state, holder: try store.holder(of: run), here: try store.place(of: run))
            if summary.isOpen { open.append(summary) }
        }
        return (open, runs.unreadable)
    }
}
