import Language
import Testing

/// Programs with what must be said of them on their lines: `#! code text`. Chunks are parted by `---`.
///
/// The name of the file tells how its chunks are read: `entry-…` as entries of a session, `step-…` as the inside of a step, `file-…` whole.
@Suite("The checker, by programs")
struct CheckerProgramTests {
    static let folder = "\(Shipped.root)/Tests/LanguageTests/Programs/Checker"
    static let files = TestFiles.list(folder)

    @Test("each line of a program gets the diagnostics that stand beside it, and no others", arguments: files)
    func lines(file: String) throws {
        let bytes = try #require(TestFiles.read("\(Self.folder)/\(file)"))
        let chunks = Self.chunks(String(decoding: bytes, as: UTF8.self))
        #expect(!chunks.isEmpty)
        for chunk in chunks {
            let checked = Self.check(chunk.text, file)
            let lines = LineTable(checked.program.main.file)
            var said: [Int: [String]] = [:]
            for diagnostic in checked.diagnostics {
                let line = diagnostic.span.file == 0 ? lines.location(of: diagnostic.span).line : 0
                said[line, default: []].append(Checking.line(diagnostic, checked.program))
            }
            for (line, wanted) in chunk.expectations {
                let found = said.removeValue(forKey: line) ?? []
                let isMet =
                    found.count == wanted.count
                    && wanted.allSatisfy { want in found.contains { $0.contains(" \(want.code): ") && $0.contains(want.text) } }
                if !isMet { Issue.record("\(file):\(chunk.firstLine + line): wanted \(wanted), found \(found)") }
            }
            for (line, found) in said { Issue.record("\(file):\(chunk.firstLine + line): not expected: \(found)") }
        }
    }

    struct Wanted {
        var code: String
        var text: String
    }

    struct Chunk {
        var text = ""
        /// How many lines of the file stand before it.
        var firstLine: Int
        var expectations: [Int: [Wanted]] = [:]
    }

    static func chunks(_ text: String) -> [Chunk] {
        var chunks: [Chunk] = []
        var chunk = Chunk(firstLine: 0)
        var number = 0
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line == "---" {
                chunks.append(chunk)
                chunk = Chunk(firstLine: index + 1)
                number = 0
                continue
            }
            number += 1
            chunk.text += line + "\n"
            let pieces = String(line).pieces(between: "#!")
            guard pieces.count > 1 else { continue }
            chunk.expectations[number] = pieces.dropFirst().map { piece in
                let words = piece.split(separator: " ", maxSplits: 1)
                return Wanted(code: String(words.first ?? ""), text: words.count > 1 ? String(words[1]).trimmed : "")
            }
        }
        return chunks + [chunk]
    }

    static func check(_ text: String, _ file: String) -> CheckedProgram {
        if file.hasPrefix("entry") { return Checking.entry(text) }
        if file.hasPrefix("file") { return Checking.file(text) }
        let header = "runbook \"t\" { permits elect, reassign, cancel, set, unset, reset, remove, run, notify; limits { duration 3h } }; "
        return Checking.file("\(header)step \"s\" { \(text)\n}\n")
    }
}

extension String {
    /// The parts of a text between separators.
    func pieces(between separator: String) -> [String] {
        var pieces = [""]
        var rest = Substring(self)
        while !rest.isEmpty {
            if rest.hasPrefix(separator) {
                pieces.append("")
                rest = rest.dropFirst(separator.count)
            } else {
                pieces[pieces.count - 1].append(rest.removeFirst())
            }
        }
        return pieces
    }

    /// Without spaces at its ends.
    var trimmed: String {
        var text = Substring(self)
        while text.last == " " { text = text.dropLast() }
        while text.first == " " { text = text.dropFirst() }
        return String(text)
    }
}
