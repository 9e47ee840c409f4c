import Commands
import Engine
import Foundation
import Journal
import Platform
import Testing

@testable import mend

@Suite("Where the runs are")
struct JournalFolderTests {
    private func store(_ folder: String) throws -> FileJournalStore {
        try ArgumentParser.parse(["debts", "--journal", folder]).journalStore
    }

    /// A run that owes something, unpacked into a folder.
    private func unpacked(into folder: TemporaryFolder) throws {
        let kept = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("EngineTests/Journals/1/staged-in-doubt-lost/20261123T0312-qhxk")
        try FileManager.default.copyItem(at: kept, to: URL(fileURLWithPath: "\(folder.path)/20261123T0312-qhxk"))
    }

    @Test("what a run owes that was unpacked by itself is found by the folder that it was unpacked into, and so it is said")
    func unpacked() throws {
        let folder = try TemporaryFolder()
        try unpacked(into: folder)
        let store = try store(folder.path)
        #expect(store.isRunsFolder)
        #expect(try DebtLedger(store: store).open().entries.count == 1)
        #expect(store.debtsCommand() == "mend debts --journal \(folder.path)")
        #expect(store.debtsCommand("pay") == "mend debts pay --journal \(folder.path)")
    }

    @Test("a journal's folder holds its runs in `runs`, whatever lies beside that")
    func journal() throws {
        let folder = try TemporaryFolder()
        #expect(try !store(folder.path).isRunsFolder)
        #expect(try !store("\(folder.path)/none").isRunsFolder)
        try unpacked(into: folder)
        try Files.makeDirectory("\(folder.path)/runs", permissions: 0o700)
        #expect(try !store(folder.path).isRunsFolder)
        let usual = FileJournalStore(folder: FileJournalStore.defaultFolder(asked: nil))
        #expect(usual.debtsCommand("pay") == "mend debts pay")
    }
}
