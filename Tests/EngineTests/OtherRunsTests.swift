import Foundation
import Journal
import Language
import Testing

@testable import Engine

/// What a run reads of others in its journal folder, which serves many clusters.
@Suite("What runs of another cluster, or unreadable ones, mean for this one")
struct OtherRunsTests {
    private static let move = "step \"A\" { place partitions where partition == 0 onto 2 unthrottled within 1m }"

    private func saved(_ stage: Stage, on cluster: String) -> SavedItems {
        SavedItems(store: stage.store, cluster: cluster, effect: "place", span: nil)
    }

    /// Damages the record of that kind in a run's journal, which has a checksum.
    private func damage(_ kind: String, of run: String, in stage: Stage) throws {
        var lines = try #require(stage.store.journals[run]).split(separator: UInt8(ascii: "\n")).map(Array.init)
        let place = try #require(lines.firstIndex { String(decoding: $0, as: UTF8.self).contains("\"kind\":\"\(kind)\"") })
        lines[place][20] ^= 1
        stage.store.overwrite(run, with: Array(lines.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")])
    }

    @Test("what was saved on another cluster is not taken from there, also where it is newer, and a run of it that is named is refused")
    func savedElsewhere() throws {
        let stage = Stage(partitions: 1)
        #expect(stage.start(Self.move).end == .done)
        let here = try #require(try stage.store.runs().first)
        stage.clock.wallMs += 60_000
        stage.world.clusterID = "cluster-B"
        stage.world.partitions["t-0"] = .init(leader: 3)
        #expect(stage.start(Self.move).end == .done)
        let there = try #require(try stage.store.runs().last)
        let ofA = try saved(stage, on: "cluster-A").read(run: nil)
        #expect(ofA.map(\.run) == [here] && ofA.map(\.item.before.int) == [1])
        let ofB = try saved(stage, on: "cluster-B").read(run: nil)
        #expect(ofB.map(\.run) == [there] && ofB.map(\.item.before.int) == [3])
        #expect(try saved(stage, on: "cluster-A").read(run: here).map(\.item.before.int) == [1])
        let refusal = #expect(throws: Stop.self) { try saved(stage, on: "cluster-A").read(run: there) }
        guard case .failure(let failure)? = refusal else { throw Missing() }
        #expect(failure.kind == .refused && failure.message.contains("\(there) belongs to cluster cluster-B"))
    }

    @Test("what cannot be read may have saved newer ones: the one that can be read is taken only where it is named")
    func savedUnread() throws {
        let stage = Stage(partitions: 1)
        #expect(stage.start(Self.move).end == .done)
        let older = try #require(try stage.store.runs().first)
        stage.clock.wallMs += 60_000
        stage.world.partitions["t-0"] = .init(leader: 3)
        #expect(stage.start(Self.move).end == .done)
        let newer = try #require(try stage.store.runs().last)
        try damage("submitted", of: newer, in: stage)
        let refusal = #expect(throws: Stop.self) { try saved(stage, on: "cluster-A").read(run: nil) }
        guard case .failure(let failure)? = refusal else { throw Missing() }
        #expect(failure.message.contains("\(newer) may have saved newer ones than \(older)"))
        #expect(failure.message.contains("`from saved \"\(older)\"`"))
        #expect(try saved(stage, on: "cluster-A").read(run: older).map(\.item.before.int) == [1])
        // Of another cluster it stands in nobody's way.
        stage.world.clusterID = "cluster-B"
        #expect(try saved(stage, on: "cluster-B").read(run: nil).isEmpty)
    }

    @Test("what is owed to another cluster is shown with it, and is not payable here")
    func debtsElsewhere() throws {
        let stage = Stage(partitions: 1)
        stage.world.deadSettings = ["1/rate"]
        #expect(stage.start("step \"A\" { place partitions onto 2 throttle 50MB/s within 1m }").exitCode == 10)
        #expect(stage.start("step \"B\" { require count(debts where payable) == 1 }").exitCode == 0)
        stage.world.clusterID = "cluster-B"
        #expect(stage.start("step \"B\" { require no debts where payable }").exitCode == 0)
        #expect(stage.start("step \"B\" { require count(debts where cluster == \"cluster-A\" and overdue) == 1 }").exitCode == 0)
    }

    private func once(_ stage: Stage, _ file: String = "main.runbook") -> RunReport {
        var request = stage.request(Self.move)
        request.file = file
        request.beginsOnce = true
        return Run.start(request, options: stage.options, surroundings: stage.surroundings)
    }

    /// A stage on which a run stands in doubt: it died before its request had left.
    private func inDoubt() -> Stage {
        let stage = Stage(partitions: 1)
        stage.world.faults = [1: .deathBefore]
        #expect(once(stage).exitCode == 5)
        stage.store.revive()
        return stage
    }

    @Test("an open run of the same file on another cluster stands in nobody's way; on the same it does")
    func openElsewhere() throws {
        let stage = inDoubt()
        #expect(once(stage).exitCode == 7)
        stage.world.clusterID = "cluster-B"
        #expect(once(stage).end == .done)
    }

    @Test("a run of the same file of which nobody can read whether it is open keeps another from beginning, and is named")
    func unreadSameFile() throws {
        let stage = inDoubt()
        let run = try #require(try stage.store.runs().first)
        try damage("intended", of: run, in: stage)
        let second = once(stage)
        #expect(second.exitCode == 7)
        #expect(second.end.message.contains(run) && second.end.message.contains("--anew"))
        // Another file, and another cluster, are not kept from beginning; who begins is told of what is not known of this cluster.
        stage.recorder = Recorder()
        #expect(once(stage, "other.runbook").end == .done)
        #expect(stage.recorder.warnings.contains { $0.contains("what \(run) left in doubt, under way or owed is not known") })
        stage.world.clusterID = "cluster-B"
        stage.recorder = Recorder()
        #expect(once(stage).end == .done)
        #expect(stage.recorder.warnings.isEmpty)
    }

    @Test("a run of which not even the beginning can be read keeps nobody from beginning, and is told by name with the way out")
    func unreadHeader() throws {
        let stage = inDoubt()
        let run = try #require(try stage.store.runs().first)
        try damage("run", of: run, in: stage)
        stage.recorder = Recorder()
        #expect(once(stage).end == .done)
        #expect(stage.recorder.warnings.contains { $0.contains(run) && $0.contains("`mend show \(run)`") && $0.contains("moved away") })
        #expect(try DebtLedger(store: stage.store).open().unreadable.map { $0.mayBe(on: "cluster-B") } == [true])
    }

    @Test("a run that was settled and is being taken up again is seen as long as it is held, also before it has written anything")
    func takenUp() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mend-held-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let stage = Stage(partitions: 1)
        #expect(stage.start("step \"A\" { require any partitions where leader == 9 }").exitCode == 3)
        let run = try #require(try stage.store.runs().first)
        for (path, bytes) in stage.store.contents(of: run) {
            let file = folder.appendingPathComponent("runs/\(run)/\(path)")
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
            // As it was left hours ago: what was written just now is not yet believed to be settled.
            try FileManager.default.setAttributes([.modificationDate: Date().addingTimeInterval(-3_600)], ofItemAtPath: file.path)
        }
        let looker = FileJournalStore(folder: folder.path, machine: "m1")
        func open() throws -> [String] { try RunSummary.open(in: looker).map(\.run) }
        let end = Date().addingTimeInterval(60)
        // The time of the last change of its inode is now, and is believed two seconds later.
        while looker.settledRuns().prints[run] == nil, Date() < end { #expect(try open().isEmpty) }
        #expect(looker.settledRuns().prints[run] != nil)
        let driver = FileJournalStore(folder: folder.path, machine: "m1")
        let lock = try driver.lock(run, as: LockHolder(who: "ann", host: "laptop", process: 1, since: 1_795_403_520_000))
        // However often somebody looks while it is held.
        let held = Date().addingTimeInterval(3)
        while Date() < held {
            let seen = try open()
            #expect(seen == [run])
            if seen.isEmpty { break }
        }
        #expect(looker.settledRuns().prints[run] == nil)
        lock.release()
        #expect(try open().isEmpty)
    }

    private struct Missing: Error {}
}
