import Journal
import Platform
import Testing

/// Which folder of a run may be driven: the one in which it was driven last, or a copy that was sealed.
@Suite("Who may drive a run")
struct OwnershipTests {
    private let run = "20261123T0312-kqvd"
    private let ann = LockHolder(who: "ann", host: "laptop", process: 4711, since: 1_795_403_520_000)
    private let bob = LockHolder(who: "bob", host: "desk", process: 12, since: 1_795_403_999_000)

    /// A journal folder with one run that ann drove, in a folder of its own.
    private func withFolder(_ body: (String, FileJournalStore) throws -> Void) throws {
        let folder = try Files.realPath(try Files.makeTemporaryDirectory())
        defer { try? Files.removeTree(folder) }
        let store = FileJournalStore(folder: "\(folder)/state", machine: "m1")
        let journal = try RunJournal.create(run, in: store, files: [RunFile(path: "parameters.json", bytes: Array("{}".utf8))], holder: ann)
        try journal.append(kind: "run", at: 1_795_403_520_000, [.init("who", "ann"), .init("host", "laptop")], durably: true)
        try journal.append(kind: "note", at: 1_795_403_600_000, [], durably: true)
        journal.close()
        try body(folder, store)
    }

    private func copy(_ from: String, to target: String) throws {
        try Files.makeDirectory(target)
        for name in try Files.list(from) {
            if try Files.status(of: "\(from)/\(name)")?.isDirectory == true {
                try copy("\(from)/\(name)", to: "\(target)/\(name)")
            } else {
                try Files.replace("\(target)/\(name)", with: Files.read("\(from)/\(name)"))
            }
        }
    }

    private func copied(_ folder: String, _ store: FileJournalStore, machine: String = "m1") throws -> FileJournalStore {
        try copy("\(store.folder)/runs/\(run)", to: "\(folder)/other/runs/\(run)")
        return FileJournalStore(folder: "\(folder)/other", machine: machine)
    }

    private func open(_ store: FileJournalStore, _ holder: LockHolder, takesOver: Bool = false) throws {
        try RunJournal.open(run, in: store, holder: holder, takesOver: takesOver).close()
    }

    private func isElsewhere(_ store: FileJournalStore) -> Bool {
        do { try open(store, bob) } catch {
            guard case JournalFailure.elsewhere(run, let last) = error else { return false }
            return last.who == "ann" && last.host == "laptop" && last.atMs == 1_795_403_600_000 && last.path != nil
        }
        return false
    }

    private func isHandedOver(_ store: FileJournalStore) -> Bool {
        do { try open(store, ann) } catch { if case JournalFailure.handedOver = error { return true } }
        return false
    }

    @Test("the second record says where it is driven; nothing more is written while that stays so")
    func place() throws {
        try withFolder { _, store in
            try open(store, ann)
            try open(store, ann)
            let records = try store.scan(run).records
            #expect(records.map { $0["kind"]?.string } == ["run", "place", "note"])
            #expect(records[1]["path"]?.string == "\(store.folder)/runs/\(run)")
        }
    }

    @Test("the same folder is taken up by itself: after a crash, after the machine was started anew, under another name of the host")
    func same() throws {
        try withFolder { folder, store in
            var crashed: RunJournal? = try RunJournal.open(run, in: store, holder: ann)
            #expect(throws: JournalFailure.self) { try open(store, bob) }
            withExtendedLifetime(crashed) {}
            crashed = nil
            #expect(try store.file("lock", of: run)?.isEmpty == false)
            try open(store, bob)
            try open(FileJournalStore(folder: "\(folder)/state/../state", machine: "m1"), bob)
        }
    }

    @Test("a copy, a moved folder, another machine: who drove it last, and when, must have stopped")
    func elsewhere() throws {
        try withFolder { folder, store in
            #expect(isElsewhere(try copied(folder, store)))
            #expect(isElsewhere(FileJournalStore(folder: store.folder, machine: "m2")))
            try Files.rename("\(folder)/state", to: "\(folder)/moved")
            let moved = FileJournalStore(folder: "\(folder)/moved", machine: "m1")
            #expect(isElsewhere(moved))
            // Somebody says that it is: from then on it is driven here, and asked about no more.
            try open(moved, bob, takesOver: true)
            try open(moved, bob)
            #expect(try moved.scan(run).records.last?["takenOver"] == true)
        }
    }

    @Test(
        "a sealed copy is taken up without a question; from the folder that was sealed the run is driven no more, unless somebody says so")
    func sealed() throws {
        try withFolder { folder, store in
            let journal = try RunJournal.open(run, in: store, holder: ann)
            try journal.seal(by: ann, for: "bob")
            journal.close()
            #expect(isHandedOver(store))
            let copy = try copied(folder, store, machine: "m2")
            try open(copy, bob)
            try open(copy, bob)
            #expect(try copy.scan(run).records.map { $0["kind"]?.string } == ["run", "place", "note", "sealed", "place"])
            #expect(isHandedOver(store))
            // A second copy of the copy is a copy like any other.
            try Files.rename("\(folder)/other", to: "\(folder)/third")
            #expect(throws: JournalFailure.self) { try open(FileJournalStore(folder: "\(folder)/third", machine: "m2"), bob) }
            try open(store, ann, takesOver: true)
            try open(store, ann)
        }
    }

    @Test("what is said of it names who, where, when and what to do")
    func words() throws {
        try withFolder { folder, store in
            let copy = try copied(folder, store)
            do { try open(copy, bob) } catch {
                #expect(
                    "\(error)".contains("\(run) was last driven by ann on laptop at 2026-11-23T03:13:20Z, in \(store.folder)/runs/\(run)"))
                #expect("\(error)".contains("--take-over"))
            }
            let journal = try RunJournal.open(run, in: store, holder: ann)
            try journal.seal(by: ann, for: "bob")
            journal.close()
            do { try open(store, ann) } catch {
                #expect("\(error)".contains("was handed over by ann on laptop at 2026-11-23T03:12:00Z, for bob"))
            }
        }
    }

    @Test("a seal that was torn is none: the run is still driven here, and a copy of it is asked about")
    func tornSeal() throws {
        try withFolder { folder, store in
            let journal = try RunJournal.open(run, in: store, holder: ann)
            let before = try store.journal(of: run).count
            try journal.seal(by: ann, for: nil)
            journal.close()
            let bytes = try store.journal(of: run)
            for length in stride(from: before, to: bytes.count, by: 9) {
                try store.write(RunFile(path: "journal", bytes: Array(bytes.prefix(length))), of: run)
                let copy = try copied(folder, store)
                #expect(throws: JournalFailure.self) { try open(copy, bob) }
                try Files.removeTree("\(folder)/other")
                try open(store, ann)
            }
        }
    }

    @Test("a journal from before places were written down is known by the name of its host")
    func withoutPlace() throws {
        for (host, isHere) in [(SystemProcess.hostName, true), ("another", false)] {
            let folder = try Files.makeTemporaryDirectory()
            defer { try? Files.removeTree(folder) }
            let store = FileJournalStore(folder: folder, machine: "m1")
            try store.create(run, files: [])
            let header: JSONValue = ["v": 1, "at": 5, "kind": "run", "who": "ann", "host": .string(host)]
            try store.append(JournalLine.encode(header), to: run, durably: true)
            if isHere { try open(store, bob) } else { #expect(throws: JournalFailure.self) { try open(store, bob) } }
            try open(store, bob, takesOver: true)
        }
    }

    @Test("a copy that was unpacked for others to read is for its owner only again once it is driven")
    func modes() throws {
        try withFolder { folder, store in
            try Files.setPermissions("\(store.folder)/runs/\(run)", 0o755)
            try open(store, ann)
            #expect(try Files.status(of: "\(store.folder)/runs/\(run)")?.permissions == 0o700)
        }
    }

    @Test("runs that lie in a folder by themselves are found there")
    func byItself() throws {
        try withFolder { folder, store in
            try copy("\(store.folder)/runs/\(run)", to: "\(folder)/inbox/\(run)")
            let inbox = FileJournalStore(runsIn: "\(folder)/inbox", machine: "m1")
            #expect(try inbox.runs() == [run])
            #expect(isElsewhere(inbox))
            try open(inbox, bob, takesOver: true)
        }
    }

    @Test("a machine that tells itself apart does so with a digest, not with its id")
    func machine() throws {
        let machine = SystemProcess.machine
        #expect(machine.isEmpty || machine.count == 16)
        if let id = try? Files.read("/etc/machine-id") {
            #expect(machine.isEmpty || !String(decoding: id, as: UTF8.self).contains(machine))
        }
    }
}
