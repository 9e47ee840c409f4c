import Foundation
import Journal
import Testing

@testable import Engine

/// The expectation of every look is what reading all journals says.
@Suite("The look for what is open and owed")
struct RunsAtHandTests {
    private static let folder = FileManager.default.temporaryDirectory

    private func put(_ contents: [String: [UInt8]], _ run: String, in folder: URL) throws {
        for (path, bytes) in contents {
            let file = folder.appendingPathComponent("runs/\(run)/\(path)")
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
    }

    /// What every journal says, read one by one.
    private func open(_ folder: URL) throws -> Set<String> {
        Set(try RunSummary.all(in: FileJournalStore(folder: folder.path)).runs.filter(\.isOpen).map(\.run))
    }

    /// What a process that begins now finds.
    private func found(_ folder: URL) throws -> Set<String> {
        Set(try RunSummary.open(in: FileJournalStore(folder: folder.path)).map(\.run))
    }

    @Test("it finds what reading every journal finds, before and after the list of settled runs is there, and with a damaged one")
    func sameAsAll() throws {
        let folder = Self.folder.appendingPathComponent("mend-look-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let done = Stage(partitions: 2)
        #expect(done.start("step \"A\" { place partitions onto 2 unthrottled within 1m }").end == .done)
        let owing = Stage(partitions: 2)
        owing.world.deadSettings = ["1/rate"]
        #expect(owing.start("step \"A\" { place partitions onto 2 throttle 50MB/s within 1m }").exitCode == 10)
        func contents(_ stage: Stage) throws -> [String: [UInt8]] { stage.store.contents(of: try #require(try stage.store.runs().first)) }
        let (settled, owed) = (try contents(done), try contents(owing))
        for number in 0..<40 { try put(settled, "20261123T03\(10 + number)-done", in: folder) }
        try put(owed, "20261123T0401-owes", in: folder)
        let list = folder.appendingPathComponent("settled")
        let end = Date().addingTimeInterval(60)
        // Journals that were written just now are believed a little later.
        while !FileManager.default.fileExists(atPath: list.path), Date() < end { #expect(try found(folder) == ["20261123T0401-owes"]) }
        #expect(FileManager.default.fileExists(atPath: list.path))
        #expect(try found(folder) == open(folder))
        let ledger = DebtLedger(store: FileJournalStore(folder: folder.path))
        #expect(try ledger.open().entries.map(\.debt.run) == ["20261123T0401-owes"].map { _ in try #require(try owing.store.runs().first) })

        // A run that was settled is taken up again, another is replaced by one that owes, a third is new, a fourth is gone.
        let journal = try FileHandle(forWritingTo: folder.appendingPathComponent("runs/20261123T0312-done/journal"))
        try journal.seekToEnd()
        let resumed: JSONValue = ["v": 1, "at": 1_795_403_600_000, "kind": "resumed", "who": "ann", "host": "laptop", "bootstrap": "b:1"]
        try journal.write(contentsOf: Data(JournalLine.encode(resumed)))
        try journal.close()
        try put(owed, "20261123T0320-done", in: folder)
        try put(owed, "20261123T0402-owes", in: folder)
        try FileManager.default.removeItem(at: folder.appendingPathComponent("runs/20261123T0330-done"))
        let expected: Set = ["20261123T0312-done", "20261123T0320-done", "20261123T0401-owes", "20261123T0402-owes"]
        #expect(try open(folder) == expected)
        #expect(try found(folder) == expected)

        // Whatever the list says.
        let whole = try Data(contentsOf: list)
        for length in [0, 1, whole.count / 2, whole.count - 1] {
            try whole.prefix(length).write(to: list)
            #expect(try found(folder) == expected)
        }
        try FileManager.default.removeItem(at: list)
        #expect(try found(folder) == expected)
    }

    @Test("of two that begin the same one after the other the second is refused, also where its own look came before")
    func once() throws {
        let stage = Stage(partitions: 2)
        var request = stage.request("step \"A\" { place partitions onto 2 unthrottled within 1m }")
        request.beginsOnce = true
        stage.world.faults = [1: .deathBefore]
        #expect(Run.start(request, options: stage.options, surroundings: stage.surroundings).exitCode == 5)
        stage.store.revive()
        let second = Run.start(request, options: stage.options, surroundings: stage.surroundings)
        #expect(second.exitCode == 7)
        #expect(second.end.message.contains("is open: in doubt"))
        #expect(try stage.store.runs().count == 1)
        // Of another file, or with another parameter, nothing stands in the way.
        request.file = "other.runbook"
        #expect(Run.start(request, options: stage.options, surroundings: stage.surroundings).exitCode != 7)
    }

    private func begin(_ stage: Stage) -> RunReport {
        var request = stage.request("step \"A\" { note \"begun\" }")
        request.beginsOnce = true
        return Run.start(request, options: stage.options, surroundings: stage.surroundings)
    }

    @Test("who begins while another does waits for that, and begins once it is through")
    func waits() throws {
        let stage = Stage(partitions: 1)
        let began = stage.clock.wallMs
        stage.store.isBeginning = true
        stage.clock.atWait = { [unowned stage] in
            if stage.clock.wallMs >= began + 5_000 { stage.store.isBeginning = false }
        }
        #expect(begin(stage).end == .done)
        #expect(stage.clock.wallMs >= began + 5_000 && stage.clock.wallMs < began + 10_000)
        #expect(stage.recorder.notes == ["begun"])
        // The lock was given back.
        #expect(!stage.store.isBeginning)
    }

    @Test("who waits for another's beginning for a minute is refused, and leaves no folder; Ctrl-C ends the wait")
    func longBeginning() throws {
        let stage = Stage(partitions: 1)
        let began = stage.clock.wallMs
        stage.store.isBeginning = true
        let refused = begin(stage)
        #expect(refused.exitCode == 7)
        #expect(refused.end.message.contains("has been beginning a run in this journal folder for a minute"))
        #expect(stage.clock.wallMs >= began + 60_000)
        stage.clock.interruptAt = [stage.clock.wallMs + 1_000]
        #expect(begin(stage).exitCode == 130)
        #expect(try stage.store.runs().isEmpty)
        #expect(stage.recorder.notes.isEmpty)
    }

    @Test("the look for an open run and the making of the folder are one act: who looks between them does not get in")
    func oneAct() throws {
        let stage = Stage(partitions: 1)
        var other: RunReport?
        stage.store.atCreate = { [unowned stage] in
            stage.store.atCreate = nil
            other = begin(stage)
        }
        #expect(begin(stage).end == .done)
        #expect(other?.exitCode == 7)
        #expect(try stage.store.runs().count == 1)
        #expect(stage.recorder.notes == ["begun"])
    }
}
