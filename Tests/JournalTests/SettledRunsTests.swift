import Foundation
import Platform
import Testing

@testable import Journal

@Suite("Runs that need not be read again")
struct SettledRunsTests {
    private static func print(_ seed: Int) -> Files.Print {
        Files.Print(
            inode: UInt64(seed), size: Int64(seed * 7), modifiedNs: Int64(seed) * 1_000_000_007, changedNs: Int64(seed) * 1_000_000_009)
    }

    private static let list: SettledRuns = {
        var list = SettledRuns()
        for seed in 0..<50 { list.prints["20261123T03\(10 + seed)-kq\(seed)"] = print(seed) }
        list.prints["largest"] = Files.Print(inode: .max, size: .max, modifiedNs: .max, changedNs: -5)
        return list
    }()

    @Test("a list comes back from its file as it was")
    func roundTrip() { #expect(SettledRuns(Self.list.bytes) == Self.list) }

    @Test("a list that is cut at any place, or of which any one bit is flipped, is none")
    func damaged() {
        let bytes = Self.list.bytes
        for length in 0..<bytes.count { #expect(SettledRuns(Array(bytes.prefix(length))) == nil, "cut at \(length)") }
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= UInt8(1 << (place % 8))
            #expect(SettledRuns(changed) == nil, "bit of byte \(place)")
        }
    }

    @Test("a run whose name a line cannot hold is left out, and the others stay")
    func oddNames() {
        var list = Self.list
        list.prints["a b"] = Self.print(1)
        list.prints["a\nb"] = Self.print(1)
        list.prints[""] = Self.print(1)
        #expect(SettledRuns(list.bytes) == Self.list)
    }

    @Test("the print of a journal changes with every write to it, and when another file takes its place")
    func prints() throws {
        let folder = try Files.makeTemporaryDirectory()
        defer { try? Files.removeTree(folder) }
        let store = FileJournalStore(folder: folder)
        let holder = LockHolder(who: "ann", host: "laptop", process: 1, since: 0)
        let journal = try RunJournal.create("20261123T0312-kqvd", in: store, files: [], holder: holder)
        var seen: Set<Files.Print> = []
        func look() throws { seen.insert(try #require(try store.journals().first?.print)) }
        try look()
        for number in 1...5 {
            try journal.append(kind: "note", at: number, [.init("text", .string("x"))], durably: false)
            try look()
        }
        #expect(seen.count == 6)
        // A copy with the same bytes and the same time of change, as a restored backup has.
        let path = "\(folder)/runs/20261123T0312-kqvd/journal"
        let bytes = try Files.read(path)
        let status = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        try Files.replace(path, with: bytes)
        if let status { try FileManager.default.setAttributes([.modificationDate: status], ofItemAtPath: path) }
        try look()
        #expect(seen.count == 7)
    }

    @Test("who begins a run has the folder alone until it gives it back")
    func beginning() throws {
        let folder = try Files.makeTemporaryDirectory()
        defer { try? Files.removeTree(folder) }
        let (one, other) = (FileJournalStore(folder: folder), FileJournalStore(folder: folder))
        let lock = try #require(try one.lockForBeginning())
        #expect(try other.lockForBeginning() == nil)
        lock.release()
        #expect(try other.lockForBeginning() != nil)
    }

    @Test("of two that come upon one name one makes the run, and the other is told")
    func sameName() throws {
        let folder = try Files.makeTemporaryDirectory()
        defer { try? Files.removeTree(folder) }
        let store = FileJournalStore(folder: folder)
        try store.create("20261123T0312-kqvd", files: [])
        #expect(throws: JournalFailure.exists("20261123T0312-kqvd")) { try store.create("20261123T0312-kqvd", files: []) }
    }
}
