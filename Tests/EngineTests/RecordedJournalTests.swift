import Engine
import Foundation
import Journal
import Language
import Testing

/// Journals of every format that was ever written must resume. To add a format: write the runs anew with `MEND_UPDATE_JOURNALS=1`, which makes
/// the folder of today's format and leaves the older ones as they are; they are never written again.
@Suite("Recorded journals")
struct RecordedJournalTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Journals")

    struct Recorded: Sendable, CustomTestStringConvertible {
        var format: Int
        var known: RecordedCase
        var testDescription: String { "\(format)/\(known.name)" }
    }

    static let recorded: [Recorded] = (1...JournalLine.version).flatMap { format in
        RecordedCase.all.map { Recorded(format: format, known: $0) }
    }

    private func load(_ recorded: Recorded) throws -> (run: String, contents: [String: [UInt8]]) {
        let folder = Self.folder.appendingPathComponent("\(recorded.format)/\(recorded.known.name)")
        let run = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path).first)
        let root = folder.appendingPathComponent(run)
        var contents: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
            guard let data = try? Data(contentsOf: root.appendingPathComponent(path)) else { continue }
            contents[path] = [UInt8](data)
        }
        return (run, contents)
    }

    @Test(
        "are written once for each format", .enabled(if: ProcessInfo.processInfo.environment["MEND_UPDATE_JOURNALS"] != nil),
        arguments: RecordedCase.all)
    func write(known: RecordedCase) throws {
        let folder = Self.folder.appendingPathComponent("\(JournalLine.version)/\(known.name)")
        try? FileManager.default.removeItem(at: folder)
        let (run, contents) = try known.record()
        for (path, bytes) in contents {
            let file = folder.appendingPathComponent("\(run)/\(path)")
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
    }

    @Test("every format that was written is there, and every run of it")
    func complete() throws {
        for format in 1...JournalLine.version {
            let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.appendingPathComponent("\(format)").path)
            #expect(Set(names) == Set(RecordedCase.all.map(\.name)))
        }
    }

    @Test("go on to their end: what was done stays, what was not is done, nothing twice, no setting left", arguments: recorded)
    func resume(recorded: Recorded) throws {
        let (run, contents) = try load(recorded)
        let stage = try recorded.known.stage(run, contents)
        let report = recorded.known.resume(stage)
        #expect(report.end == .done, "\(report.end)")
        #expect(stage.world.effectLog.sorted() == recorded.known.asked)
        #expect(stage.world.settings.isEmpty)
        let state = try RunState(records: stage.store.scan(run).records, run: run)
        #expect(state.openDebts.isEmpty && state.effectsInDoubt.isEmpty)
        #expect(try RunSummary(run: run, in: stage.store).state == "done")
    }

    @Test("can be told as they were left, at every length that they had", arguments: recorded)
    func told(recorded: Recorded) throws {
        let (run, contents) = try load(recorded)
        let stage = try recorded.known.stage(run, contents)
        let program = Stage.program(recorded.known.text, mode: recorded.known.isSession ? .entry : .file)
        let whole = try PostMortem.read(run, program: program, in: stage.store)
        #expect(whole.problems.isEmpty && whole.timeline.count > 2)
        let bytes = try #require(contents["journal"])
        let step = max(1, bytes.count / 60)
        for length in stride(from: 0, through: bytes.count, by: step) {
            stage.store.overwrite(run, with: Array(bytes.prefix(length)))
            #expect(try PostMortem.read(run, program: program, in: stage.store).timeline.count <= whole.timeline.count + 1)
        }
    }

    @Test(
        "torn at every byte of their last records they resume, or have not begun", arguments: recorded.filter { $0.known.partitions == 6 })
    func torn(recorded: Recorded) throws {
        let (run, contents) = try load(recorded)
        let bytes = try #require(contents["journal"])
        let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
        // What stands before the request of the last record: cutting further back would forget what the cluster has seen.
        let records = try JournalScan(bytes, run: run).records
        let last = try #require(records.lastIndex { ["submitting", "sealed", "ended", "step-failed"].contains($0["kind"]?.string) })
        let from = ends[last] + 1
        for length in Set([from, bytes.count]).union(stride(from: from, to: bytes.count, by: 11)) {
            var shorter = contents
            shorter["journal"] = Array(bytes.prefix(length))
            let stage = try recorded.known.stage(run, shorter)
            #expect(recorded.known.resume(stage).end == .done, "\(length) of \(bytes.count)")
            #expect(stage.world.effectLog.sorted() == recorded.known.asked)
        }
    }

    /// A run beside the one that is damaged, which owes something: it goes on being listed and paid.
    private static let neighbour = "20261123T0312-bbbb"

    @Test(
        "a number that cannot be, in any place of any record, ends in a value or in an error that names the run, and is that run's alone",
        arguments: recorded.filter { $0.known.partitions == 6 })
    func oddNumbers(recorded: Recorded) throws {
        let (run, contents) = try load(recorded)
        let program = Stage.program(recorded.known.text, mode: recorded.known.isSession ? .entry : .file)
        let (_, healthy) = try load(try #require(Self.recorded.first { $0.known.name == "staged-in-doubt-lost" }))
        let owed = try debts(of: healthy)
        #expect(owed > 0)
        for variant in OddJournals.variants(of: try JournalScan(try #require(contents["journal"]), run: run).records) {
            var changed = contents
            changed["journal"] = variant.bytes
            let stage = Stage()
            stage.options.answersYes = true
            stage.store.load(run, changed)
            stage.store.load(Self.neighbour, healthy)
            stage.store.place = RecordedCase.place
            recorded.known.world(stage.world)
            // What cannot be understood is named by its run; its neighbour is there, with what it owes.
            let (runs, unreadable) = try RunSummary.all(in: stage.store)
            #expect(runs.contains { $0.run == Self.neighbour && $0.debts == owed }, "\(variant)")
            let isNamed = unreadable.contains { $0.contains(run) && $0.contains("record \(variant.record + 1):") }
            #expect(runs.contains { $0.run == run } || isNamed, "\(variant)")
            let ledger = try DebtLedger(store: stage.store).open()
            #expect(ledger.entries.count >= owed, "\(variant)")
            _ = try? RunSummary.open(in: stage.store)
            _ = try? Run.why(run, program: program, in: stage.store)
            _ = try PostMortem.read(run, program: program, in: stage.store)
            guard [.int(.min), .int(.max)].contains(variant.number) else { continue }
            let alone = Stage()
            alone.options.answersYes = true
            alone.store.load(run, changed)
            alone.store.place = RecordedCase.place
            alone.clock.wallMs += 300_000
            recorded.known.world(alone.world)
            _ = recorded.known.resume(alone)
        }
    }

    private func debts(of contents: [String: [UInt8]]) throws -> Int {
        let store = MemoryJournalStore()
        store.load(Self.neighbour, contents)
        return try RunSummary(run: Self.neighbour, in: store).debts
    }

    @Test("one record that cannot be is told by its number, its member and its run, and nothing behind it is believed")
    func oddMember() throws {
        let recorded = try #require(Self.recorded.first { $0.known.name == "staged-in-doubt-lost" })
        let (run, contents) = try load(recorded)
        let records = try JournalScan(try #require(contents["journal"]), run: run).records
        let place = try #require(records.firstIndex { $0["kind"] == "submitting" })
        for (member, number) in [("at", JSONValue.int(.max)), ("sentBy", .int(.min)), ("sentBy", .double(1e300))] {
            guard case .object(var members) = records[place] else { continue }
            for index in members.indices where members[index].name == member { members[index].value = number }
            var changed = contents
            var others = records
            others[place] = .object(members)
            changed["journal"] = others.flatMap { JournalLine.encode($0) }
            let stage = try recorded.known.stage(run, contents)
            stage.store.overwrite(run, with: changed["journal"] ?? [])
            let report = recorded.known.resume(stage)
            #expect(report.exitCode == 1)
            #expect(report.end.message.contains(run) && report.end.message.contains("record \(place + 1): `\(member)` is out of range"))
            #expect(stage.world.effectLog.isEmpty)
            let told = try PostMortem.read(run, program: nil, in: stage.store)
            #expect(told.problems.contains { $0.contains("record \(place + 1)") })
            // What stands before it is told.
            #expect(told.effects.count == 1 && told.effects.first?.sentMs == nil)
        }
    }

    @Test("products in a row, which were grouped to the right: nothing counts as edited, what is finished stays, the rest is computed anew")
    func products() throws {
        let recorded = try #require(Self.recorded.first { $0.known.name == "products-in-a-row" })
        let (run, contents) = try load(recorded)
        let stage = try recorded.known.stage(run, contents)
        #expect(recorded.known.resume(stage).end == .done)
        #expect(!stage.recorder.warnings.contains { $0.contains("changed") || $0.contains("edited") })
        #expect(stage.recorder.notes == ["1 of 4, 5"])
        let told = try PostMortem.read(run, program: Stage.program(recorded.known.text, mode: .file), in: stage.store)
        #expect(told.problems.isEmpty)
    }

    @Test("one of a newer format is refused, with what wrote it, and nothing is done")
    func newer() throws {
        let (run, contents) = try load(Self.recorded[0])
        let stage = try Self.recorded[0].known.stage(run, contents)
        let newer: JSONValue = ["v": .int(JournalLine.version + 1), "at": 1, "kind": "resumed", "version": "9.1.0"]
        try stage.store.append(JournalLine.encode(newer), to: run, durably: true)
        let report = Self.recorded[0].known.resume(stage)
        #expect(report.exitCode == 1)
        #expect(report.end.message.contains("format \(JournalLine.version + 1)") && report.end.message.contains("mend 9.1.0"))
        #expect(stage.world.effectLog.isEmpty && !stage.world.settings.isEmpty)
    }
}
