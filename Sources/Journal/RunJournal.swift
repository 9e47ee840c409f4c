import Platform

/// The journal of a run that this process drives: it appends, and keeps what was read when it was opened.
package final class RunJournal {
    /// Values whose JSON is longer than this go to files named by their hash.
    package static let inlineLimit = 64 * 1024

    package let run: String
    package let store: any JournalStore
    /// The records that stood in the journal when it was opened; empty for a new run.
    package private(set) var records: [JSONValue]
    private let lock: any RunLock
    /// Where the run is driven from now on, to be written after the first record; nil: it is written.
    private var unwrittenPlace: RunPlace?

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
        let journal = RunJournal(run: run, store: store, records: [], lock: try store.lock(run, as: holder))
        do throws(JournalFailure) { journal.unwrittenPlace = try store.place(of: run) } catch {
            journal.close()
            throw error
        }
        return journal
    }

    /// Takes up a run: locks it, reads it, cuts a torn last record off.
    /// - Parameter takesOver: somebody has said that it is stopped wherever it was driven, or takes back what was handed over.
    /// - Throws: `elsewhere`, `handedOver` where that was not said and must be.
    package static func open(
        _ run: String, in store: any JournalStore, holder: LockHolder, takesOver: Bool = false
    ) throws(JournalFailure) -> RunJournal {
        let lock = try store.lock(run, as: holder)
        do throws(JournalFailure) {
            let scan = try store.scan(run)
            let here = try store.place(of: run)
            let ownership = RunOwnership(records: scan.records)
            let standing = ownership.standing(at: here)
            switch standing {
            case .elsewhere where !takesOver: throw .elsewhere(run: run, ownership.last)
            case .handedOver where !takesOver: if let seal = ownership.seal { throw .handedOver(run: run, seal) }
            default: break
            }
            if scan.isTorn { try store.truncate(run, to: scan.validLength) }
            let journal = RunJournal(run: run, store: store, records: scan.records, lock: lock)
            if standing != .here { try journal.settle(at: here, takesOver: takesOver, by: holder) }
            return journal
        } catch {
            lock.release()
            throw error
        }
    }

    /// From now on the run is driven here.
    private func settle(at here: RunPlace?, takesOver: Bool, by holder: LockHolder) throws(JournalFailure) {
        let place = here ?? RunPlace(machine: "", host: holder.host, path: "", inode: 0)
        let said: [JSONValue.Member] = takesOver ? [.init("takenOver", true)] : []
        let members = place.members + [.init("who", .string(holder.who))] + said
        let record = Self.record(kind: RunOwnership.placeKind, at: holder.since, members)
        try store.append(JournalLine.encode(record), to: run, durably: true)
        records.append(record)
    }

    /// Hands the run over: it is driven no more from this folder, and a copy of it may be taken up elsewhere.
    package func seal(by holder: LockHolder, for receiver: String?) throws(JournalFailure) {
        let seal = RunSeal(who: holder.who, host: holder.host, receiver: receiver, atMs: holder.since)
        try append(kind: RunOwnership.sealKind, at: holder.since, seal.members, durably: true)
    }

    private static func record(kind: String, at wallMs: Int, _ members: [JSONValue.Member]) -> JSONValue {
        .object([.init("v", .int(JournalLine.version)), .init("at", .int(wallMs)), .init("kind", .string(kind))] + members)
    }

    /// Appends a record: version, time and kind are put before its members.
    package func append(kind: String, at wallMs: Int, _ members: [JSONValue.Member], durably: Bool) throws(JournalFailure) {
        try store.append(JournalLine.encode(Self.record(kind: kind, at: wallMs, members)), to: run, durably: durably)
        // The first record says what the run is; the second where. It needs no disk of its own: the next durable one takes it along.
        guard let place = unwrittenPlace else { return }
        unwrittenPlace = nil
        try store.append(
            JournalLine.encode(Self.record(kind: RunOwnership.placeKind, at: wallMs, place.members)), to: run, durably: false)
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
