import Journal
import Platform
import Testing

private let holder = LockHolder(who: "ann", host: "laptop", process: 4711, since: 1_795_000_000_000)

/// A store with one run of three records.
private func sample() throws -> MemoryJournalStore {
    let store = MemoryJournalStore()
    let journal = try RunJournal.create("20261123T0312-kqvd", in: store, files: [], holder: holder)
    for number in 1...3 { try journal.append(kind: "note", at: 1000 + number, [.init("text", .string("n\(number) é"))], durably: true) }
    journal.close()
    return store
}

@Suite("Journal lines")
struct JournalLineTests {
    @Test("a line is a checksum, a blank and JSON")
    func shape() {
        let line = String(decoding: JournalLine.encode(["v": 1, "kind": "x"]), as: UTF8.self)
        #expect(line.hasSuffix(" {\"v\":1,\"kind\":\"x\"}\n"))
        #expect(line.prefix(8).allSatisfy { $0.isHexDigit })
    }

    @Test("every prefix of a journal loads: a torn last record is dropped, those before it stay")
    func everyPrefix() throws {
        let store = try sample()
        let bytes = try store.journal(of: "20261123T0312-kqvd")
        let whole = try JournalScan(bytes, run: "r")
        #expect(whole.records.count == 3 && !whole.isTorn && whole.validLength == bytes.count)
        for length in 0...bytes.count {
            let scan = try JournalScan(Array(bytes.prefix(length)), run: "r")
            let lines = bytes.prefix(length).count { $0 == UInt8(ascii: "\n") }
            #expect(scan.records.count == lines)
            #expect(scan.records == Array(whole.records.prefix(lines)))
            #expect(scan.isTorn == (scan.validLength != length))
        }
    }

    @Test("a damaged record before the last is an error with its offset")
    func damaged() throws {
        let store = try sample()
        var bytes = try store.journal(of: "20261123T0312-kqvd")
        let second = try #require(bytes.firstIndex(of: UInt8(ascii: "\n"))) + 1
        bytes[second + 20] ^= 1
        #expect(throws: JournalFailure.damaged(run: "r", offset: second, why: "record 2: the checksum does not fit")) {
            try JournalScan(bytes, run: "r")
        }
    }

    @Test("a last record with a hole of zeros is torn: a sector of it did not arrive")
    func hole() throws {
        let bytes = JournalLine.encode(["v": 1, "kind": "a"]) + JournalLine.encode(["v": 1, "kind": "b"])
        let second = bytes.count / 2
        // The blank after the checksum aside: what fits its checksum came whole, and is damaged.
        for index in second..<bytes.count - 1 where index != second + 8 {
            var copy = bytes
            copy[index] = 0
            let scan = try JournalScan(copy, run: "r")
            #expect(scan.records.count == 1 && scan.isTorn)
        }
    }

    @Test("a last record that is whole and does not fit its checksum is damaged, not torn: it may have taken effect")
    func damagedLast() throws {
        let bytes = JournalLine.encode(["v": 1, "kind": "a"]) + JournalLine.encode(["v": 1, "kind": "b"])
        let second = bytes.count / 2
        for index in second..<bytes.count {
            var copy = bytes
            copy[index] = copy[index] == UInt8(ascii: "z") ? UInt8(ascii: "y") : UInt8(ascii: "z")
            let (scan, failure) = JournalScan.readable(copy, run: "r")
            guard case .damaged(_, second, _)? = failure else {
                Issue.record("byte \(index): \(String(describing: failure))")
                continue
            }
            #expect(scan.records.count == 1 && !scan.isTorn)
        }
    }

    @Test("records of a newer version are refused politely")
    func newer() {
        let bytes = JournalLine.encode(["v": 1, "kind": "a"]) + JournalLine.encode(["v": 2, "kind": "b"])
        #expect(throws: JournalFailure.newer(run: "r", version: 2, writtenBy: nil)) { try JournalScan(bytes, run: "r") }
        let named = JournalLine.encode(["v": 1, "kind": "run", "version": "0.1.0"]) + JournalLine.encode(["v": 2, "version": "0.9.0"])
        do { _ = try JournalScan(named, run: "r") } catch {
            #expect("\(error)".contains("go on with mend 0.9.0, which wrote it, or a newer one"))
        }
    }
}

@Suite("Journals in files")
struct FileJournalTests {
    private func withStore(_ body: (FileJournalStore) throws -> Void) throws {
        let folder = try Files.makeTemporaryDirectory()
        defer { try? Files.removeTree(folder) }
        try body(FileJournalStore(folder: "\(folder)/state"))
    }

    @Test("a run is a folder for its owner only, with its sources, parameters and journal")
    func layout() throws {
        try withStore { store in
            let files = [
                RunFile(path: "source/main.runbook", bytes: Array("step".utf8)), RunFile(path: "parameters.json", bytes: Array("{}".utf8)),
            ]
            let journal = try RunJournal.create("20261123T0312-kqvd", in: store, files: files, holder: holder)
            try journal.append(kind: "note", at: 5, [], durably: true)
            let folder = "\(store.folder)/runs/20261123T0312-kqvd"
            #expect(try Files.status(of: folder)?.permissions == 0o700)
            #expect(try Files.status(of: "\(folder)/journal")?.permissions == 0o600)
            #expect(try Files.status(of: "\(folder)/source/main.runbook")?.permissions == 0o600)
            #expect(try Files.status(of: "\(folder)/lock")?.permissions == 0o600)
            journal.close()
            let again = try RunJournal.open("20261123T0312-kqvd", in: store, holder: holder)
            #expect(again.records.compactMap { $0["kind"]?.string } == ["note", "place"])
            #expect(try store.file("source/main.runbook", of: again.run) == Array("step".utf8))
        }
    }

    @Test("a second driver is told who has the run, where and since when; a lock given back is free")
    func locks() throws {
        try withStore { store in
            let journal = try RunJournal.create("a", in: store, files: [], holder: holder)
            #expect(throws: JournalFailure.locked(run: "a", by: holder)) { try RunJournal.open("a", in: store, holder: holder) }
            #expect(try store.holder(of: "a") == holder)
            #expect("\(JournalFailure.locked(run: "a", by: holder))".contains("ann on laptop"))
            journal.close()
            #expect(try store.holder(of: "a") == nil)
            try RunJournal.open("a", in: store, holder: holder).close()
        }
    }

    @Test("what a dead process left in the lock file does not keep others out")
    func deadHolder() throws {
        try withStore { store in
            try RunJournal.create("a", in: store, files: [], holder: holder).close()
            try store.write(RunFile(path: "lock", bytes: holder.json.utf8), of: "a")
            #expect(try store.holder(of: "a") == nil)
            try RunJournal.open("a", in: store, holder: holder).close()
        }
    }

    @Test("opening a run cuts its torn last record off, so that the next one stands on its own line")
    func torn() throws {
        try withStore { store in
            let journal = try RunJournal.create("a", in: store, files: [], holder: holder)
            try journal.append(kind: "note", at: 1, [], durably: true)
            try store.append(Array("0011".utf8), to: "a", durably: false)
            journal.close()
            let again = try RunJournal.open("a", in: store, holder: holder)
            try again.append(kind: "note", at: 2, [], durably: true)
            let times = try store.scan("a").records.compactMap { $0["at"]?.int }
            #expect(times == [1, 1, 2])
        }
    }

    @Test("big values go to a file named by their hash and come back")
    func bigValues() throws {
        try withStore { store in
            let journal = try RunJournal.create("a", in: store, files: [], holder: holder)
            let big = JSONValue.string(String(repeating: "x", count: RunJournal.inlineLimit))
            let kept = try journal.kept(big)
            #expect(kept["file"]?.string?.hasPrefix("values/") == true)
            #expect(try RunJournal.value(of: kept, run: "a", in: store) == big)
            #expect(try journal.kept("small") == ["value": "small"])
        }
    }

    @Test("a run is named by its name or any beginning that no other has")
    func names() throws {
        try withStore { store in
            for name in ["20261123T0312-kqvd", "20261123T0312-kxxx", "20261124T0000-bbbb"] { try store.create(name, files: []) }
            #expect(try store.run(named: "20261124") == "20261124T0000-bbbb")
            #expect(try store.run(named: "20261123T0312-kqvd") == "20261123T0312-kqvd")
            #expect(throws: JournalFailure.ambiguous("20261123", ["20261123T0312-kqvd", "20261123T0312-kxxx"])) {
                try store.run(named: "20261123")
            }
            #expect(throws: JournalFailure.noSuchRun("x")) { try store.run(named: "x") }
        }
    }

    @Test("runs come oldest first, also those that began in the same minute")
    func order() throws {
        try withStore { store in
            for (name, at) in [
                ("20261123T0312-zzzz", 10), ("20261123T0312-bbbb", 30), ("20261123T0312-kkkk", 20), ("20261122T0000-xxxx", 99),
            ] {
                let journal = try RunJournal.create(name, in: store, files: [], holder: holder)
                try journal.append(kind: "run", at: at, [], durably: false)
                journal.close()
            }
            try store.create("20261123T0312-cccc", files: [])
            #expect(
                try store.runs().map { $0.suffix(9) } == ["0000-xxxx", "0312-zzzz", "0312-kkkk", "0312-bbbb", "0312-cccc"],
                "what has no first record has not begun, and comes last")
        }
    }

    @Test("a disk that refuses is a typed failure that names the file")
    func diskFailure() throws {
        try withStore { store in
            try Files.makeDirectory(store.folder)
            try Files.replace("\(store.folder)/runs", with: [])
            #expect(throws: JournalFailure.self) { try store.create("a", files: []) }
        }
    }
}

@Suite("Names and faults")
struct JournalFaultTests {
    @Test("a run is named by its minute and four letters")
    func runName() {
        #expect(RunName.make(startedMs: 1_795_403_520_000) { _ in 0 } == "20261123T0312-bbbb")
        #expect(CalendarTime(milliseconds: 951_782_400_000).rfc3339 == "2000-02-29T00:00:00Z")
        #expect(CalendarTime(milliseconds: -1).rfc3339 == "1969-12-31T23:59:59Z")
    }

    @Test("a plan stops the process at the k-th append, and what was written before stays")
    func stops() throws {
        let store = MemoryJournalStore()
        store.faults = .init(atAppend: 2, bytesKept: 4)
        let journal = try RunJournal.create("a", in: store, files: [], holder: holder)
        try journal.append(kind: "note", at: 1, [], durably: true)
        #expect(throws: JournalFailure.stopped) { try journal.append(kind: "note", at: 2, [], durably: true) }
        #expect(throws: JournalFailure.stopped) { try journal.append(kind: "note", at: 3, [], durably: true) }
        store.revive()
        let again = try RunJournal.open("a", in: store, holder: holder)
        #expect(again.records.count == 1)
    }

    @Test("a full disk refuses one write and lets the next through")
    func full() throws {
        let store = MemoryJournalStore()
        store.faults = .init(atAppend: 1, isDeath: false)
        let journal = try RunJournal.create("a", in: store, files: [], holder: holder)
        #expect(throws: JournalFailure.self) { try journal.append(kind: "note", at: 1, [], durably: true) }
        try journal.append(kind: "note", at: 2, [], durably: true)
        #expect(try store.scan("a").records.count == 1)
    }
}
