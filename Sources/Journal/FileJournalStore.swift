import Platform

/// Runs in a folder of this machine: `runs/RUN/{source/,parameters.json,journal,values/,lock}`, for the owner's eyes only.
package final class FileJournalStore: JournalStore {
    /// The folder that holds `runs` and `history`.
    package let folder: String
    /// The folder of the runs: `runs` in it, unless a run was named by its own folder.
    private let runsFolder: String
    /// True where `folder` holds the runs themselves.
    package var isRunsFolder: Bool { runsFolder == folder }
    /// Tells this machine from others; asked for when a run is driven.
    private let machine: () -> String
    /// Opens a journal's file: the disk; in tests one that fails.
    private let openFile: (String) throws(Errno) -> any JournalFile
    private var open: (run: String, file: any JournalFile)?
    /// Journals that this process writes no more, and why: they end in half a record, or what was written may not be on the disk.
    private var given: [String: String] = [:]
    /// As the file says, and what was learned since.
    private var settled: SettledRuns?
    private var unwritten = (runs: 0, bytes: 0)

    /// - Parameter machine: For tests; else what the system tells.
    package init(
        folder: String, machine: @escaping @autoclosure () -> String = SystemProcess.machine,
        openFile: @escaping (String) throws(Errno) -> any JournalFile = { path throws(Errno) in try AppendFile(path: path) }
    ) {
        self.folder = folder
        self.machine = machine
        self.openFile = openFile
        runsFolder = "\(folder)/runs"
    }

    /// The runs that lie side by side in a folder, wherever it is: what a run is in that was unpacked by itself.
    package init(runsIn folder: String, machine: @escaping @autoclosure () -> String = SystemProcess.machine) {
        self.folder = folder
        self.machine = machine
        openFile = { path throws(Errno) in try AppendFile(path: path) }
        runsFolder = folder
    }

    /// Where journals are kept: what was asked for, else `$MEND_JOURNAL`, else `${XDG_STATE_HOME:-~/.local/state}/mend`.
    package static func defaultFolder(asked: String?) -> String {
        if let asked { return asked }
        if let set = SystemProcess.environment("MEND_JOURNAL"), !set.isEmpty { return set }
        if let state = SystemProcess.environment("XDG_STATE_HOME"), !state.isEmpty { return "\(state)/mend" }
        return "\(SystemProcess.environment("HOME") ?? ".")/.local/state/mend"
    }

    /// The file of lines typed on a cluster; its folder is made.
    package func historyPath(cluster: String) throws(JournalFailure) -> String {
        let safe = String(cluster.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "_" })
        try disk { () throws(Errno) in try Files.makeDirectory("\(folder)/history", permissions: 0o700) }
        return "\(folder)/history/\(safe)"
    }

    private func path(_ run: String, _ file: String = "") -> String {
        file.isEmpty ? "\(runsFolder)/\(run)" : "\(runsFolder)/\(run)/\(file)"
    }

    private func disk<T>(_ body: () throws(Errno) -> T) throws(JournalFailure) -> T {
        do throws(Errno) { return try body() } catch { throw JournalFailure(error) }
    }

    package func runs() throws(JournalFailure) -> [String] { oldestFirst(try journals().map(\.run)) }

    package func oldestFirst(_ names: [String]) -> [String] { RunOrder.oldestFirst(names, head: head) }

    package func journals() throws(JournalFailure) -> [(run: String, print: Files.Print?)] {
        guard Files.exists(runsFolder) else { return [] }
        return try disk { () throws(Errno) in try Files.prints(of: "journal", inDirectoriesOf: runsFolder) }.map {
            ($0.directory, $0.print)
        }
    }

    // MARK: - What need not be read again

    /// Only in a journal folder of our own: where runs were unpacked side by side nothing is written beside them.
    private var settledPath: String? { isRunsFolder ? nil : "\(folder)/settled" }

    package func settledRuns() -> SettledRuns {
        if let settled { return settled }
        // Missing, unreadable or damaged: the journals tell.
        let read = settledPath.flatMap { try? Files.read($0) }.flatMap { SettledRuns($0) } ?? SettledRuns()
        settled = read
        return read
    }

    package func keep(_ found: SettledRuns, learned: Int) {
        var found = found
        // A journal that is written within the same tick of the file system's clock may keep its print: it is believed later.
        let limit = SystemClock.wallMilliseconds() &* 1_000_000 &- 2_000_000_000
        found.prints = found.prints.filter { $0.value.changedNs < limit && $0.value.modifiedNs < limit }
        unwritten.runs += max(0, found.prints.count - (settled?.prints.count ?? 0))
        unwritten.bytes = min(unwritten.bytes + min(learned, 1 << 60), 1 << 60)
        settled = found
        guard let settledPath, unwritten.runs >= 16 || (unwritten.runs > 0 && unwritten.bytes >= 256 << 10) else { return }
        // Who may not write here reads the journals each time; nothing depends on it.
        if (try? Files.replace(settledPath, with: found.bytes, permissions: 0o600, isDurable: false)) != nil { unwritten = (0, 0) }
    }

    package func lockForBeginning() throws(JournalFailure) -> (any RunLock)? {
        try disk { () throws(Errno) in
            try Files.makeDirectory(folder, permissions: 0o700)
            return try FileLock.take("\(folder)/beginning").map { HeldFile($0) }
        }
    }

    /// The first bytes of a journal: its first record, and what follows; none where they cannot be read, which who opens it is told.
    private func head(_ run: String) -> [UInt8] {
        guard let file = try? FileDescriptor.open(path(run, "journal"), .read) else { return [] }
        defer { file.close() }
        return (try? file.read()) ?? []
    }

    package func create(_ run: String, files: [RunFile]) throws(JournalFailure) {
        // By one act, so that of two who come upon the same name one is told.
        guard
            try disk({ () throws(Errno) in
                try Files.makeDirectory(runsFolder, permissions: 0o700)
                return try Files.makeNewDirectory(path(run), permissions: 0o700)
            })
        else { throw .exists(run) }
        try disk { () throws(Errno) in
            try Files.makeDirectory(path(run, "source"), permissions: 0o700)
            try Files.makeDirectory(path(run, "values"), permissions: 0o700)
        }
        for file in files { try write(file, of: run) }
        try disk { () throws(Errno) in
            // Last, since a run is what has a journal.
            try Files.replace(path(run, "journal"), with: [], permissions: 0o600)
            try Files.synchronizeDirectory(path(run))
            try Files.synchronizeDirectory(runsFolder)
            try Files.synchronizeDirectory(folder)
        }
    }

    package func journal(of run: String) throws(JournalFailure) -> [UInt8] {
        guard Files.exists(path(run, "journal")) else { throw .noSuchRun(run) }
        return try disk { () throws(Errno) in try Files.read(path(run, "journal")) }
    }

    package func append(_ line: [UInt8], to run: String, durably: Bool) throws(JournalFailure) {
        let file = try appendFile(run)
        let before = file.size
        do throws(Errno) { try file.append(line) } catch {
            // Half a line must not stand before the next one. Where even that fails, this process writes no more to the file: who opens it next
            // finds a torn last record, and cuts it off.
            do throws(Errno) { try file.truncate(to: before) } catch { given[run] = "it ends in half a record after an earlier failure" }
            throw JournalFailure(error)
        }
        guard durably else { return }
        do throws(Errno) { try file.synchronize() } catch {
            // Not even a later fsync that succeeds would tell that what was written before is on the disk: the kernel has given it up.
            do throws(Errno) { try file.truncate(to: before) } catch {}
            given[run] = "an earlier record may not be on the disk (\(error.code))"
            throw JournalFailure(error)
        }
    }

    private func appendFile(_ run: String) throws(JournalFailure) -> any JournalFile {
        if let why = given[run] { throw .disk("\(path(run, "journal")) is written no more by this process: \(why)") }
        if let open, open.run == run { return open.file }
        guard Files.exists(path(run, "journal")) else { throw .noSuchRun(run) }
        let file = try disk { () throws(Errno) in try openFile(path(run, "journal")) }
        open = (run, file)
        return file
    }

    package func truncate(_ run: String, to length: Int) throws(JournalFailure) {
        let file = try appendFile(run)
        try disk { () throws(Errno) in
            try file.truncate(to: Int64(length))
            try file.synchronize()
        }
    }

    package func file(_ name: String, of run: String) throws(JournalFailure) -> [UInt8]? {
        guard Files.exists(path(run, name)) else { return nil }
        return try disk { () throws(Errno) in try Files.read(path(run, name)) }
    }

    package func write(_ file: RunFile, of run: String) throws(JournalFailure) {
        let target = path(run, file.path)
        try disk { () throws(Errno) in
            try Files.makeDirectory(Files.parent(of: target), permissions: 0o700)
            try Files.replace(target, with: file.bytes, permissions: 0o600)
        }
    }

    package func lock(_ run: String, as holder: LockHolder) throws(JournalFailure) -> any RunLock {
        guard let lock = try disk({ () throws(Errno) in try FileLock.take(path(run, "lock")) }) else {
            throw .locked(run: run, by: writtenHolder(run))
        }
        try disk { () throws(Errno) in
            // A copy that was unpacked with other modes is for its owner only again before anything is written to it.
            if let status = try Files.status(of: path(run)), status.permissions & 0o077 != 0 {
                try Files.setPermissions(path(run), 0o700)
            }
            try lock.write(holder.json.utf8)
            try Files.touch(path(run, "journal"))
        }
        return HeldFile(lock)
    }

    package func place(of run: String) throws(JournalFailure) -> RunPlace? {
        try disk { () throws(Errno) in
            guard let status = try Files.status(of: path(run)) else { return nil }
            return RunPlace(
                machine: machine(), host: SystemProcess.hostName, path: try Files.realPath(path(run)), inode: Int(clamping: status.inode))
        }
    }

    package func holder(of run: String) throws(JournalFailure) -> LockHolder? {
        guard Files.exists(path(run, "lock")) else { return nil }
        // The kernel gives a dead process's lock back; what the file says may be old.
        guard try disk({ () throws(Errno) in try FileLock.isTaken(path(run, "lock")) }) else { return nil }
        return writtenHolder(run)
    }

    /// Who the file of a lock that is taken names. What it says may be damaged, or not written yet; that it is taken is known.
    private func writtenHolder(_ run: String) -> LockHolder {
        guard let bytes = try? Files.read(path(run, "lock"), limit: 4096), let json = try? JSONValue.parse(bytes),
            let holder = LockHolder(json: json)
        else { return .unknown(host: SystemProcess.hostName) }
        return holder
    }

    private final class HeldFile: RunLock {
        private let lock: FileLock
        init(_ lock: FileLock) { self.lock = lock }
        func release() {
            // The kernel's lock is what counts; the text is for people.
            try? lock.write([])
            lock.release()
        }
    }
}
