import Platform

/// Where runs are kept, one folder a run. All that a run writes goes through here and through nothing else,
/// so that a test can stop a run at any write.
package protocol JournalStore: AnyObject {
    /// The names of all runs, oldest first.
    func runs() throws(JournalFailure) -> [String]

    /// The same runs in no order, each with what tells its journal from any other content that it had or will have; nil: that is not told.
    func journals() throws(JournalFailure) -> [(run: String, print: Files.Print?)]

    /// These names, oldest first.
    func oldestFirst(_ names: [String]) -> [String]

    /// Runs that were found settled before, by their journals' prints.
    func settledRuns() -> SettledRuns

    /// Remembers them for the next look.
    /// - Parameter learned: how many bytes of journals were read to find those that are new.
    func keep(_ settled: SettledRuns, learned: Int)

    /// Takes the folder for who is about to begin a run: while it is held nobody else looks for an open run of the same file, or makes one.
    /// nil: somebody has it now. Ends with the process, however that ends.
    func lockForBeginning() throws(JournalFailure) -> (any RunLock)?

    /// Makes a run's folder with an empty journal and these files, and makes it survive a crash.
    func create(_ run: String, files: [RunFile]) throws(JournalFailure)

    /// The bytes of a run's journal.
    func journal(of run: String) throws(JournalFailure) -> [UInt8]

    /// Adds a line to a run's journal; durably: it survives a crash of the machine when this returns.
    func append(_ line: [UInt8], to run: String, durably: Bool) throws(JournalFailure)

    /// Cuts a run's journal to its first bytes: a torn last record goes.
    func truncate(_ run: String, to length: Int) throws(JournalFailure)

    /// A file of a run by its path inside the folder; nil where there is none.
    func file(_ path: String, of run: String) throws(JournalFailure) -> [UInt8]?

    /// Writes a file of a run, whole or not at all, and makes it survive a crash.
    func write(_ file: RunFile, of run: String) throws(JournalFailure)

    /// Takes a run for this process. Throws `locked` with the holder where a live process has it. From then on its journal has another print:
    /// who found it settled looks at it again, and sees that it is held.
    func lock(_ run: String, as holder: LockHolder) throws(JournalFailure) -> any RunLock

    /// Who drives a run now; nil: nobody.
    func holder(of run: String) throws(JournalFailure) -> LockHolder?

    /// Where a run's folder is; nil where folders are not told apart.
    func place(of run: String) throws(JournalFailure) -> RunPlace?
}

/// A file of a run's folder: `source/main.runbook`, `parameters.json`, `values/HASH`.
package struct RunFile: Sendable, Hashable {
    package var path: String
    package var bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

private final class NobodyElse: RunLock {
    func release() {}
}

/// A run that is ours while this lives.
package protocol RunLock: AnyObject {
    /// Gives the run back; twice is harmless.
    func release()
}

extension JournalStore {
    /// Nothing tells journals apart but reading them.
    package func journals() throws(JournalFailure) -> [(run: String, print: Files.Print?)] { try runs().map { ($0, nil) } }
    package func oldestFirst(_ names: [String]) -> [String] { RunOrder.oldestFirst(names) { (try? journal(of: $0)) ?? [] } }
    package func settledRuns() -> SettledRuns { SettledRuns() }
    package func keep(_ settled: SettledRuns, learned: Int) {}

    /// Nobody else is there.
    package func lockForBeginning() throws(JournalFailure) -> (any RunLock)? { NobodyElse() }

    /// Folders are not told apart.
    package func place(of run: String) throws(JournalFailure) -> RunPlace? { nil }

    /// The run that a name, or the beginning of one, means.
    package func run(named prefix: String) throws(JournalFailure) -> String {
        let all = try journals().map(\.run)
        if all.contains(prefix) { return prefix }
        let fitting = oldestFirst(all.filter { $0.hasPrefix(prefix) })
        guard let first = fitting.first else { throw .noSuchRun(prefix) }
        guard fitting.count == 1 else { throw .ambiguous(prefix, fitting) }
        return first
    }

    /// All records of a run, a torn last one dropped.
    package func scan(_ run: String) throws(JournalFailure) -> JournalScan {
        try JournalScan(try journal(of: run), run: run)
    }
}
