import Commands
import Engine
import Journal

extension Invocation {
    /// The journal folder that a command without a cluster reads.
    var journalStore: FileJournalStore { FileJournalStore(folder: FileJournalStore.defaultFolder(asked: value("journal"))) }
}

extension JournalStore {
    /// The run that a word names: any unique beginning; without a word the only open one.
    func chosenRun(_ word: String?) throws(UsageError) -> String {
        do throws(JournalFailure) {
            if let word { return try run(named: word) }
            let open = try RunSummary.open(in: self)
            if open.count == 1 { return open[0].run }
            let all = open.isEmpty ? try RunSummary.all(in: self).runs : open
            let names = all.suffix(20).map { "  \($0.run)  \($0.state)  \($0.runbook)" }
            throw .disk(
                open.isEmpty
                    ? "no run is open" + (names.isEmpty ? "" : "; say which:\n" + names.joined(separator: "\n"))
                    : "\(open.count) runs are open; say which:\n" + names.joined(separator: "\n"))
        } catch { throw UsageError("\(error)") }
    }
}
