import Journal
import Platform

/// The runs of a folder that may have something outstanding: open, in doubt, owing. All others were read before, and have not changed since.
struct RunsAtHand {
    /// Oldest first.
    private(set) var states: [(run: String, state: RunState)] = []
    /// Why others could not be read; whether they owe anything is not known.
    private(set) var unreadable: [String] = []

    /// Reads the journals that were not found settled before, as they stand now.
    init(_ store: any JournalStore) throws(JournalFailure) {
        let journals = try store.journals()
        let known = store.settledRuns()
        var settled = SettledRuns()
        settled.prints.reserveCapacity(journals.count)
        var unsettled: [String] = []
        var prints = SettledRuns().prints
        for (run, print) in journals {
            if let print, known.prints[run] == print {
                settled.prints[run] = print
            } else {
                unsettled.append(run)
                // Before the journal is read: what is written meanwhile makes another print.
                prints[run] = print
            }
        }
        var learned = 0
        for run in store.oldestFirst(unsettled) {
            let state: RunState
            do throws(JournalFailure) { state = try RunState(records: try store.scan(run).records, run: run) } catch {
                unreadable.append("\(error)")
                continue
            }
            states.append((run, state))
            guard state.isSettled, let print = prints[run] else { continue }
            settled.prints[run] = print
            learned += Int(clamping: print.size)
        }
        if settled != known { store.keep(settled, learned: learned) }
    }
}

extension RunState {
    /// True where nothing is outstanding, whoever asks and wherever the folder is: it has ended for good, nothing is in doubt, under way or owed.
    fileprivate var isSettled: Bool {
        guard header != nil, let ended, ended.state == "done" || ended.state == "failed" else { return false }
        return effectsInDoubt.isEmpty && effectsUnderWay.isEmpty && openDebts.isEmpty
    }
}
