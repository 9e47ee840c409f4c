/// Runs in memory, with a plan of when to fail: what crash tests and `mend test` write to.
package final class MemoryJournalStore: JournalStore {
    /// Where the process dies, or the disk refuses.
    package struct FaultPlan: Sendable, Hashable {
        /// The number of the append, counted from 1 since the plan was set, at which it happens; nil: never.
        package var atAppend: Int?
        /// How many bytes of that line still reach the disk.
        package var bytesKept: Int
        /// True: the process dies there and nothing more can be written. False: the disk refuses this one write (it is full).
        package var isDeath: Bool

        package init(atAppend: Int? = nil, bytesKept: Int = 0, isDeath: Bool = true) {
            self.atAppend = atAppend
            self.bytesKept = bytesKept
            self.isDeath = isDeath
        }
    }

    /// The bytes of each run's journal.
    package private(set) var journals: [String: [UInt8]] = [:]
    private var files: [String: [String: [UInt8]]] = [:]
    /// Every file of every run, its journal aside.
    package var allFiles: [RunFile] {
        files.flatMap { run, files in files.map { RunFile(path: "\(run)/\($0.key)", bytes: $0.value) } }
    }
    private var holders: [String: LockHolder] = [:]
    /// Appends since the fault plan was set.
    package private(set) var appends = 0
    /// True once the fault plan has stopped the process.
    package private(set) var isStopped = false
    /// Where its runs are; nil: they are not told apart.
    package var place: RunPlace?
    /// True while somebody is about to begin a run.
    package var isBeginning = false
    /// What happens while a run's folder is made.
    package var atCreate: (() -> Void)?
    /// Setting it begins the count anew.
    package var faults = FaultPlan() { didSet { appends = 0 } }

    package init() {}

    /// Starts the process again after it was stopped: the files are as they were left, its locks are gone.
    package func revive(faults: FaultPlan = FaultPlan()) {
        isStopped = false
        isBeginning = false
        holders = [:]
        self.faults = faults
    }

    /// Stops the process here: for crashes elsewhere than at an append.
    package func stop() { isStopped = true }

    private func alive() throws(JournalFailure) {
        if isStopped { throw .stopped }
    }

    package func runs() throws(JournalFailure) -> [String] {
        try alive()
        return RunOrder.oldestFirst(Array(journals.keys)) { journals[$0] ?? [] }
    }

    package func lockForBeginning() throws(JournalFailure) -> (any RunLock)? {
        try alive()
        guard !isBeginning else { return nil }
        isBeginning = true
        return Beginning(self)
    }

    package func create(_ run: String, files new: [RunFile]) throws(JournalFailure) {
        try alive()
        atCreate?()
        guard journals[run] == nil else { throw .exists(run) }
        journals[run] = []
        files[run] = [:]
        for file in new { files[run]?[file.path] = file.bytes }
    }

    package func journal(of run: String) throws(JournalFailure) -> [UInt8] {
        try alive()
        guard let bytes = journals[run] else { throw .noSuchRun(run) }
        return bytes
    }

    package func append(_ line: [UInt8], to run: String, durably: Bool) throws(JournalFailure) {
        try alive()
        guard journals[run] != nil else { throw .noSuchRun(run) }
        appends += 1
        if appends == faults.atAppend {
            guard faults.isDeath else { throw .disk("cannot append to \(run)/journal: No space left on device (ENOSPC)") }
            journals[run]?.append(contentsOf: line.prefix(faults.bytesKept))
            isStopped = true
            throw .stopped
        }
        journals[run]?.append(contentsOf: line)
    }

    package func truncate(_ run: String, to length: Int) throws(JournalFailure) {
        try alive()
        guard let bytes = journals[run] else { throw .noSuchRun(run) }
        journals[run] = Array(bytes.prefix(length))
    }

    package func file(_ path: String, of run: String) throws(JournalFailure) -> [UInt8]? {
        try alive()
        return files[run]?[path]
    }

    package func write(_ file: RunFile, of run: String) throws(JournalFailure) {
        try alive()
        guard files[run] != nil else { throw .noSuchRun(run) }
        files[run]?[file.path] = file.bytes
    }

    package func lock(_ run: String, as holder: LockHolder) throws(JournalFailure) -> any RunLock {
        try alive()
        if let other = holders[run] { throw .locked(run: run, by: other) }
        holders[run] = holder
        return Held(self, run)
    }

    package func holder(of run: String) throws(JournalFailure) -> LockHolder? {
        try alive()
        return holders[run]
    }

    package func place(of run: String) throws(JournalFailure) -> RunPlace? {
        try alive()
        return place
    }

    /// All files of a run by their paths, its journal too.
    package func contents(of run: String) -> [String: [UInt8]] {
        (files[run] ?? [:]).merging(["journal": journals[run] ?? []]) { $1 }
    }

    /// Puts a run there as another store kept it.
    package func load(_ run: String, _ contents: [String: [UInt8]]) {
        journals[run] = contents["journal"] ?? []
        files[run] = contents.filter { $0.key != "journal" }
    }

    /// Replaces the bytes of a journal: for tests of torn and damaged ones.
    package func overwrite(_ run: String, with bytes: [UInt8]) {
        journals[run] = bytes
        if files[run] == nil { files[run] = [:] }
    }

    private final class Beginning: RunLock {
        private var store: MemoryJournalStore?
        init(_ store: MemoryJournalStore) { self.store = store }
        func release() {
            if let store, !store.isStopped { store.isBeginning = false }
            store = nil
        }
    }

    private final class Held: RunLock {
        private let store: MemoryJournalStore
        private let run: String
        init(_ store: MemoryJournalStore, _ run: String) {
            self.store = store
            self.run = run
        }
        func release() { if !store.isStopped { store.holders[run] = nil } }
    }
}
