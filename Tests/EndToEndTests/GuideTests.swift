import Foundation
import Testing

@testable import Commands

/// What is written for people runs as it stands: at a prompt on the lab, or as a file.
@Suite("The guide and the help")
struct GuideTests {
    /// The indented blocks of the guide; a blank line inside of a file belongs to it.
    private static var blocks: [String] {
        var blocks: [[String]] = []
        var blanks = 0
        var isOpen = false
        for line in LanguageGuide.text.components(separatedBy: "\n") {
            if line.hasPrefix("    ") {
                if !isOpen { blocks.append([]) } else { blocks[blocks.count - 1] += Array(repeating: "", count: blanks) }
                blocks[blocks.count - 1].append(String(line.dropFirst(4)))
                (isOpen, blanks) = (true, 0)
            } else if line.isEmpty {
                blanks += 1
            } else {
                isOpen = false
            }
        }
        return blocks.map { $0.joined(separator: "\n") + "\n" }
    }

    @Test("every line of the guide runs on the lab")
    func guide() throws {
        let lab = try LabProcess("healthy")
        let blocks = Self.blocks
        #expect(blocks.count > 10)
        for block in blocks where !block.hasPrefix("runbook") {
            let result = try lab.mend("--yes", input: block)
            #expect(result.code == 0, "\(block)\n\(result.errors)")
        }
        let folder = try Binary.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("guide.runbook")
        for block in blocks where block.hasPrefix("runbook") {
            try Data(block.utf8).write(to: file)
            let formatted = try Binary.run(["fmt", "--check", file.path], journal: folder)
            #expect(formatted.code == 0, "\(block)\n\(formatted.errors)")
            let run = try lab.mend("run", file.path, "--yes", "--anew")
            #expect(run.code == 0, "\(block)\n\(run.errors)")
            if block.contains("\ntest ") {
                let tested = try Binary.run(["test", file.path], journal: folder)
                #expect(tested.code == 0, "\(tested.output)")
            }
        }
    }

    @Test("every example of a word's help runs on the lab; those that touch are checked only")
    func words() throws {
        let lab = try LabProcess("healthy")
        for entry in StatementHelp.all where !entry.example.isEmpty {
            let isTouch = ["elect", "reassign", "set", "confirm", "approve", "retry"].contains { entry.example.hasPrefix($0) }
            // What asks for a typed word or moves data is checked, and not done.
            let line = isTouch ? "if false { \(entry.example) }" : entry.example
            guard !["fail", "skip", "pause"].contains(entry.word) else { continue }
            let result = try lab.mend("--yes", "-e", line)
            #expect(result.code == 0, "\(entry.word): \(entry.example)\n\(result.errors)")
        }
    }
}
