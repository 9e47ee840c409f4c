import Journal
import Platform
import Testing

/// A disk that refuses when told: the lowest layer of a journal in a file.
final class BadFile: JournalFile {
    /// What is refused, and how much of a write still arrives.
    struct Plan {
        var append: Errno.Code?
        var bytesKept = 0
        var synchronize: Errno.Code?
        var truncate: Errno.Code?
    }

    private let file: AppendFile
    var plan = Plan()
    private(set) var synchronizations = 0

    init(path: String) throws(Errno) { file = try AppendFile(path: path) }

    var size: Int64 { file.size }

    func append(_ bytes: [UInt8]) throws(Errno) {
        guard let code = plan.append else { return try file.append(bytes) }
        try file.append(Array(bytes.prefix(plan.bytesKept)))
        throw Errno(code, attempt: "append to", subject: file.path)
    }

    func synchronize() throws(Errno) {
        if let code = plan.synchronize { throw Errno(code, attempt: "fsync", subject: file.path) }
        synchronizations += 1
        try file.synchronize()
    }

    func truncate(to newSize: Int64) throws(Errno) {
        if let code = plan.truncate { throw Errno(code, attempt: "truncate", subject: file.path) }
        try file.truncate(to: newSize)
    }
}

@Suite("A journal on a bad disk")
struct BadDiskTests {
    private let holder = LockHolder(who: "ann", host: "laptop", process: 4711, since: 1_795_403_520_000)

    private func withJournal(_ body: (RunJournal, BadFile, FileJournalStore) throws -> Void) throws {
        let folder = try Files.makeTemporaryDirectory()
        defer { try? Files.removeTree(folder) }
        var opened: BadFile?
        let store = FileJournalStore(folder: folder, machine: "m1") { path throws(Errno) in
            let file = try BadFile(path: path)
            opened = file
            return file
        }
        let journal = try RunJournal.create("a", in: store, files: [], holder: holder)
        try journal.append(kind: "run", at: 1, [], durably: true)
        try body(journal, #require(opened), store)
    }

    /// What is said where something fails; empty where it does not.
    private func refusal(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch { return "\(error)" }
    }

    private func kinds(_ store: FileJournalStore) throws -> [String] { try store.scan("a").records.compactMap { $0["kind"]?.string } }

    @Test("no space, or an I/O error, on write: the record is not there, not even in part, and a later one is", arguments: [0, 5, 60])
    func write(kept: Int) throws {
        for code in [Errno.Code.noSpace, .inputOutput, .quotaExceeded] {
            try withJournal { journal, file, store in
                file.plan = .init(append: code, bytesKept: kept)
                #expect(throws: JournalFailure.self) {
                    try journal.append(kind: "intended", at: 2, [.init("x", "yyyyyyyyyyyyy")], durably: true)
                }
                #expect(try kinds(store) == ["run", "place"] && !store.scan("a").isTorn)
                file.plan = .init()
                try journal.append(kind: "ended", at: 3, [], durably: true)
                #expect(try kinds(store) == ["run", "place", "ended"])
            }
        }
    }

    @Test("half a record that cannot be cut off: this process writes no more, the next one drops it and goes on", arguments: [1, 20, 60])
    func cannotTruncate(kept: Int) throws {
        try withJournal { journal, file, store in
            file.plan = .init(append: .noSpace, bytesKept: kept, truncate: .inputOutput)
            #expect(throws: JournalFailure.self) {
                try journal.append(kind: "intended", at: 2, [.init("x", "yyyyyyyyyyyyy")], durably: true)
            }
            file.plan = .init()
            #expect(refusal { try journal.append(kind: "ended", at: 3, [], durably: true) }.contains("written no more"))
            journal.close()
            #expect(try store.scan("a").isTorn)
            let next = FileJournalStore(folder: store.folder, machine: "m1")
            let again = try RunJournal.open("a", in: next, holder: holder)
            try again.append(kind: "resumed", at: 4, [], durably: true)
            #expect(try kinds(next) == ["run", "place", "resumed"])
        }
    }

    @Test("an I/O error on fsync: the record does not count, and nothing more is written by this process, whatever a later fsync says")
    func synchronize() throws {
        try withJournal { journal, file, store in
            file.plan = .init(synchronize: .inputOutput)
            #expect(throws: JournalFailure.self) { try journal.append(kind: "submitting", at: 2, [], durably: true) }
            file.plan = .init()
            let before = file.synchronizations
            #expect(refusal { try journal.append(kind: "note", at: 3, [], durably: false) }.contains("may not be on the disk"))
            #expect(throws: JournalFailure.self) { try journal.append(kind: "ended", at: 3, [], durably: true) }
            #expect(file.synchronizations == before)
            let left = try kinds(store)
            #expect(left == ["run", "place"])
        }
    }

    @Test("a folder that may only be read can be looked at: who drives it, what is in it")
    func readOnly() throws {
        try withJournal { journal, _, store in
            #expect(try store.holder(of: "a")?.who == "ann")
            journal.close()
            #expect(try store.holder(of: "a") == nil)
            let before = try Files.status(of: "\(store.folder)/runs/a/lock")
            _ = try store.holder(of: "a")
            #expect(try Files.status(of: "\(store.folder)/runs/a/lock") == before)
        }
    }

    @Test("one flipped bit anywhere is an error with the offset of its record; never another content, never less without a word")
    func flipped() throws {
        var bytes: [UInt8] = []
        for number in 1...3 { bytes += JournalLine.encode(["v": 1, "at": .int(number), "kind": "note", "text": .string("n\(number)")]) }
        let records = try JournalScan(bytes, run: "r").records
        let starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        for index in bytes.indices {
            for bit in 0..<8 {
                var copy = bytes
                copy[index] ^= 1 << bit
                let (scan, failure) = JournalScan.readable(copy, run: "r")
                #expect(records.starts(with: scan.records))
                guard case .damaged(_, let offset, _)? = failure else {
                    // The case of a digit of a checksum tells nothing.
                    #expect(
                        failure == nil && scan.records == records && (index - (starts.last { $0 <= index } ?? 0)) < 8, "\(index).\(bit)")
                    continue
                }
                #expect(starts.contains(offset) && offset <= index && scan.records.count == starts.firstIndex(of: offset))
            }
        }
    }
}
