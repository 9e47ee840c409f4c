import Journal
import Platform

/// The runs of a folder that may have something outstanding: open, in doubt, owing. All others were read before, and have not changed since.
struct RunsAtHand {
    /// Oldest first.
    private(set) var states: [(run: String, state: RunState)] = []
    /// Those that could not be read; whether they owe anything is not known.
    private(set) var unreadable: [UnreadableRun] = []

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
                unreadable.append(UnreadableRun(run, error, in: store))
                continue
            }
            states.append((run, state))
            // Whoever drives it may be about to make it unsettled. Who takes it up later gives its journal another print (`JournalStore.lock`).
            guard state.isSettled, let print = prints[run], try store.holder(of: run) == nil else { continue }
            settled.prints[run] = print
            // As large as a sparse file may say that it is.
            learned += min(Int(clamping: print.size), 1 << 40)
        }
        if settled != known { store.keep(settled, learned: learned) }
    }
}

extension RunState {
    /// True where it has come to its end, well or badly, and not only stopped on the way.
    var hasEndedForGood: Bool { ended.map { $0.state == "done" || $0.state == "failed" } ?? false }

    /// True where nothing is outstanding, whoever asks and wherever the folder is: it has ended for good, nothing is in doubt, under way or owed.
    fileprivate var isSettled: Bool {
        header != nil && hasEndedForGood && effectsInDoubt.isEmpty && effectsUnderWay.isEmpty && openDebts.isEmpty
    }
}
