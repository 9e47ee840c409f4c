import Commands
import Engine
import Journal
import Platform

extension Invocation {
    /// The journal folder that was asked for; also a folder into which runs were unpacked side by side.
    var journalStore: FileJournalStore {
        let folder = FileJournalStore.defaultFolder(asked: value("journal"))
        return FileJournalStore.holdsRunsThemselves(folder) ? FileJournalStore(runsIn: folder) : FileJournalStore(folder: folder)
    }

    /// The run that the first word names, and the journal that it is in: a beginning of its name, or the path of its own folder, wherever that
    /// was unpacked. Without a word the only open one; for who only reads, the newest.
    func chosenRun(readsOnly: Bool = false) throws(UsageError) -> (run: String, store: FileJournalStore) {
        let store = journalStore
        guard let word = arguments.first else {
            let newest = readsOnly ? (try? store.runs())?.last : nil
            return (try store.chosenRun(newest), store)
        }
        let isPath = word.contains("/")
        if !isPath, (try? store.run(named: word)) != nil || !Files.exists("\(word)/journal") { return (try store.chosenRun(word), store) }
        let path: String
        do throws(Errno) { path = try Files.realPath(word) } catch { throw UsageError("\(error)") }
        guard Files.exists("\(path)/journal"), let name = path.split(separator: "/").last else {
            throw UsageError("\(word) is no folder of a run: it has no journal")
        }
        let folder = Files.parent(of: path)
        // What lies in the folder `runs` of a journal has its history and its neighbours with it.
        let own = folder.hasSuffix("/runs") ? FileJournalStore(folder: Files.parent(of: folder)) : FileJournalStore(runsIn: folder)
        return (String(name), own)
    }
}

extension JournalStore {
    /// The run that a word names: any unique beginning; without a word the only open one.
    func chosenRun(_ word: String?) throws(UsageError) -> String {
        let open: [RunSummary]
        let unreadable: [UnreadableRun]
        var all: [RunSummary] = []
        do throws(JournalFailure) {
            if let word { return try run(named: word) }
            (open, unreadable) = try RunSummary.atHand(in: self)
            if open.isEmpty { all = try RunSummary.all(in: self).runs }
        } catch { throw UsageError("\(error)") }
        if open.count == 1, unreadable.isEmpty { return open[0].run }
        let known = open.isEmpty ? "no run is open" : open.count == 1 ? "1 run is open" : "\(open.count) runs are open"
        let head = known + (unreadable.isEmpty ? "" : ", as far as all can be read")
        let names =
            (open.isEmpty ? all : open).suffix(20).map { "  \($0.run)  \($0.state)  \($0.runbook)" }
            + unreadable.map { "  \($0.run)  not readable: \($0.why)" }
        throw UsageError(names.isEmpty ? head : "\(head); say which:\n" + names.joined(separator: "\n"))
    }
}

extension FileJournalStore {
    /// How a run is named on a command line that is to find it here: what a person can type as it stands.
    func naming(_ run: String) -> String {
        if isRunsFolder { return ShellText.quoted("\(folder)/\(run)") }
        return run + journalOption
    }

    /// The command that lists what is owed here, as a person can type it; with `pay`, the one that gives it back.
    func debtsCommand(_ word: String = "") -> String { "mend debts" + (word.isEmpty ? "" : " \(word)") + journalOption }

    /// What a command line says so that it finds this folder.
    private var journalOption: String {
        folder == FileJournalStore.defaultFolder(asked: nil) ? "" : " --journal \(ShellText.quoted(folder))"
    }

    /// Whether runs lie in a folder itself, as where one was unpacked, and not in `runs` below it.
    static func holdsRunsThemselves(_ folder: String) -> Bool {
        guard !Files.exists("\(folder)/runs"), let names = try? Files.list(folder) else { return false }
        return names.contains { Files.exists("\(folder)/\($0)/journal") && Files.exists("\(folder)/\($0)/source") }
    }
}

/// Words for a shell.
enum ShellText {
    /// A path as a shell takes it.
    static func quoted(_ path: String) -> String {
        let isPlain = path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+,:@".contains($0)) }
        return isPlain ? path : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
