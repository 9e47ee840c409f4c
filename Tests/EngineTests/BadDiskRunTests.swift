import Engine
import Journal
import Language
import Platform
import Testing

/// Runs whose journal is in a file on a disk that refuses.
@Suite("Runs on a bad disk")
struct BadDiskRunTests {
    static let text = "step \"Move\" { place partitions onto 2 staged 3 throttle 5MB/s within 30m }"

    /// The file of a journal that refuses records of one kind.
    final class Picky: JournalFile {
        private let file: AppendFile
        var refused: (kind: String, code: Errno.Code, atFsync: Bool)?
        private var isLast = false

        init(path: String) throws(Errno) { file = try AppendFile(path: path) }

        var size: Int64 { file.size }

        func append(_ bytes: [UInt8]) throws(Errno) {
            isLast = refused.map { String(decoding: bytes, as: UTF8.self).contains("\"kind\":\"\($0.kind)\"") } ?? false
            if let refused, isLast, !refused.atFsync { throw Errno(refused.code, attempt: "append to", subject: file.path) }
            try file.append(bytes)
        }

        func synchronize() throws(Errno) {
            if let refused, isLast { throw Errno(refused.code, attempt: "fsync", subject: file.path) }
            try file.synchronize()
        }

        func truncate(to newSize: Int64) throws(Errno) { try file.truncate(to: newSize) }
    }

    private func withStage(
        refusing refused: (kind: String, code: Errno.Code, atFsync: Bool)?,
        _ body: (Stage, RunReport, FileJournalStore) throws -> Void
    ) throws {
        let folder = try Files.makeTemporaryDirectory()
        defer { try? Files.removeTree(folder) }
        let store = FileJournalStore(folder: folder, machine: "m1") { path throws(Errno) in
            let file = try Picky(path: path)
            file.refused = refused
            return file
        }
        let stage = Stage()
        stage.options.answersYes = true
        var surroundings = stage.surroundings
        surroundings.store = store
        try body(stage, Run.start(stage.request(Self.text), options: stage.options, surroundings: surroundings), store)
    }

    /// Takes the run up on a disk that works again.
    private func resume(_ stage: Stage, _ store: FileJournalStore) throws -> RunReport {
        var surroundings = stage.surroundings
        surroundings.store = FileJournalStore(folder: store.folder, machine: "m1")
        let texts = ResumeTexts(
            schema: Stage.schema,
            check: { Stage.program(String(decoding: $0.texts.first?.bytes ?? [], as: UTF8.self)) }, current: { _ in nil })
        return Run.resume(try #require(try store.runs().first), texts: texts, options: stage.options, surroundings: surroundings)
    }

    @Test(
        "what is to be written before something is sent cannot be: it is not sent, the run stops, and goes on later",
        arguments: ["intended", "owed", "preparing", "submitting"], [false, true])
    func before(kind: String, atFsync: Bool) throws {
        try withStage(refusing: (kind, atFsync ? .inputOutput : .noSpace, atFsync)) { stage, report, store in
            #expect(report.exitCode == 1, "\(report.end)")
            #expect(report.end.message.contains(atFsync ? "Input/output error" : "No space left on device"))
            #expect(stage.world.effectLog.isEmpty && stage.world.settings.isEmpty == (kind != "submitting"))
            let end = try resume(stage, store).end
            #expect(end == .done)
            #expect(stage.world.effectLog.count == 6 && stage.world.settings.isEmpty)
        }
    }

    @Test(
        "what came of it cannot be written: a loud stop in doubt; the resume finds out, and nothing is done twice",
        arguments: ["submitted"], [false, true])
    func after(kind: String, atFsync: Bool) throws {
        try withStage(refusing: (kind, atFsync ? .inputOutput : .noSpace, atFsync)) { stage, report, store in
            #expect(report.exitCode == 5, "\(report.end)")
            #expect(report.end.message.hasSuffix("an effect is in doubt"))
            #expect(stage.world.effectLog.count == 3)
            stage.clock.wallMs += 200_000
            let end = try resume(stage, store).end
            #expect(end == .done)
            #expect(Set(stage.world.effectLog).count == 6 && stage.world.effectLog.count == 6 && stage.world.settings.isEmpty)
        }
    }

    @Test("that it settled cannot be written: the run stops, and the resume sees it again")
    func settled() throws {
        try withStage(refusing: ("settled", .inputOutput, false)) { stage, report, store in
            #expect(report.exitCode != 0)
            let end = try resume(stage, store).end
            #expect(end == .done)
            #expect(stage.world.effectLog.count == 6 && stage.world.settings.isEmpty)
        }
    }

    @Test("a folder in which nothing can be made: nothing is looked at, nothing is sent")
    func noFolder() throws {
        let folder = try Files.makeTemporaryDirectory()
        defer { try? Files.removeTree(folder) }
        try Files.replace("\(folder)/file", with: [])
        let stage = Stage()
        var surroundings = stage.surroundings
        surroundings.store = FileJournalStore(folder: "\(folder)/file/state", machine: "m1")
        let report = Run.start(stage.request(Self.text), options: stage.options, surroundings: surroundings)
        #expect(report.exitCode == 1 && report.end.message.contains("nothing was sent"))
        #expect(stage.world.effectLog.isEmpty)
    }
}
