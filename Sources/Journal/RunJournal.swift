import Platform

/// The journal of a run that this process drives: it appends, and keeps what was read when it was opened.
package final class RunJournal {
    /// Values whose JSON is longer than this go to files named by their hash.
    package static let inlineLimit = 64 * 1024

    package let run: String
    package let store: any JournalStore
    /// The records that stood in the journal when it was opened; empty for a new run.
    package let records: [JSONValue]
    private let lock: any RunLock

    private init(run: String, store: any JournalStore, records: [JSONValue], lock: any RunLock) {
        self.run = run
        self.store = store
        self.records = records
        self.lock = lock
    }

    /// Makes a new run, locked by this process.
    package static func create(_ run: String, in store: any JournalStore, files: [RunFile], holder: LockHolder) throws(JournalFailure)
        -> RunJournal
    {
        try store.create(run, files: files)
        return RunJournal(run: run, store: store, records: [], lock: try store.lock(run, as: holder))
    }

    /// Takes up a run: locks it, reads it, cuts a torn last record off.
    package static func open(_ run: String, in store: any JournalStore, holder: LockHolder) throws(JournalFailure) -> RunJournal {
        let lock = try store.lock(run, as: holder)
        do throws(JournalFailure) {
            let scan = try store.scan(run)
            if scan.isTorn { try store.truncate(run, to: scan.validLength) }
            return RunJournal(run: run, store: store, records: scan.records, lock: lock)
        } catch {
            lock.release()
            throw error
        }
    }

    /// Appends a record: version, time and kind are put before its members.
    package func append(kind: String, at wallMs: Int, _ members: [JSONValue.Member], durably: Bool) throws(JournalFailure) {
        let head: [JSONValue.Member] = [
            .init("v", .int(JournalLine.version)), .init("at", .int(wallMs)), .init("kind", .string(kind)),
        ]
        try store.append(JournalLine.encode(.object(head + members)), to: run, durably: durably)
    }

    /// A value as it may stand in a record: itself, or where it is big a reference `{"file":"values/HASH"}` to the file it was put in.
    package func kept(_ value: JSONValue) throws(JournalFailure) -> JSONValue {
        let bytes = value.utf8
        guard bytes.count > Self.inlineLimit else { return ["value": value] }
        let path = "values/\(Digest.sha256Hex(bytes))"
        if try store.file(path, of: run) == nil { try store.write(RunFile(path: path, bytes: bytes), of: run) }
        return ["file": .string(path)]
    }

    /// The value that `kept` put away.
    package static func value(of kept: JSONValue, run: String, in store: any JournalStore) throws(JournalFailure) -> JSONValue {
        if let value = kept["value"] { return value }
        guard let path = kept["file"]?.string else { throw .damaged(run: run, offset: 0, why: "a record lacks its value") }
        guard let bytes = try store.file(path, of: run) else { throw .disk("\(run)/\(path) is missing") }
        guard path == "values/\(Digest.sha256Hex(bytes))" else { throw .disk("\(run)/\(path) does not hold what its name says") }
        do throws(JSONFault) { return try JSONValue.parse(bytes) } catch { throw .disk("\(run)/\(path): \(error)") }
    }

    /// Gives the run back to whoever wants to drive it.
    package func close() { lock.release() }
}
