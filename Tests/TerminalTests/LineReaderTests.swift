import Platform
import Testing

@testable import Terminal

@Suite("Lines of a pipe")
struct LineReaderTests {
    private func reader(_ bytes: [UInt8]) throws -> PlainLineReader {
        let (readEnd, writeEnd) = try FileDescriptor.pipe()
        try writeEnd.writeAll(bytes)
        writeEnd.close()
        return PlainLineReader(descriptor: readEnd)
    }

    @Test("come one by one, the last one with or without a newline")
    func lines() throws {
        let reader = try reader(Array("one\r\ntwo\n\nthree".utf8))
        #expect(reader.read(prompt: "") == .entry("one"))
        #expect(reader.read(prompt: "") == .entry("two"))
        #expect(reader.read(prompt: "") == .entry(""))
        #expect(reader.read(prompt: "") == .entry("three"))
        #expect(reader.read(prompt: "") == .ended)
        #expect(reader.read(prompt: "") == .ended)
    }

    @Test("that are no UTF-8 are refused with the byte's offset")
    func invalid() throws {
        let reader = try reader(Array("good\nba".utf8) + [0xFF, 0x64] + Array("\nnext\n".utf8))
        #expect(reader.read(prompt: "") == .entry("good"))
        #expect(reader.read(prompt: "") == .invalid(offset: 7))
        #expect(reader.read(prompt: "") == .entry("next"))
    }
}

@Suite("The history")
struct HistoryFileTests {
    @Test("brings entries back as they were typed, those of several lines too")
    func roundTrip() throws {
        let folder = try Files.makeTemporaryDirectory()
        defer { try? Files.removeTree(folder) }
        let history = HistoryFile(path: folder + "/history/abc")
        #expect(try history.load() == [])
        let entries = ["partitions where offline", "groups\n    where lag > 1k", "show \"a\\nb\"", "日本 🙂"]
        for entry in entries { try history.append(entry) }
        #expect(try history.load() == entries)
        #expect(try HistoryFile(path: folder + "/history/abc").load() == entries)
    }
}
