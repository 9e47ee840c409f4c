import Testing

@Suite("Style")
struct StyleTests {
    @Test(
        "files stay readable: at most 700 lines, none over 150 columns",
        arguments: (Repository.sources + Repository.tests).filter { !$0.isGenerated })
    func lengths(file: Repository.File) {
        #expect(file.lines.count <= 700, "\(file.path)")
        for (index, line) in file.lines.enumerated() where line.count > 150 {
            Issue.record("\(file.path):\(index + 1) is \(line.count) columns")
        }
    }

    @Test("nothing is forced, stubbed or left for later", arguments: Repository.sources.filter { !$0.isGenerated })
    func nothingForced(file: Repository.File) {
        let forbidden = ["try!", " as! ", "TODO", "FIXME", "XXX ", "@unchecked Sendable", "nonisolated(unsafe)", "fatalError(\""]
        for word in forbidden { #expect(!file.text.contains(word), "\(file.path) has \(word)") }
    }

    @Test(
        "only Terminal and the program itself print",
        arguments: Repository.sources.filter { !["Terminal", "mend", "mend-crash", "kafka-codegen"].contains($0.target) })
    func noPrint(file: Repository.File) {
        for (index, line) in file.lines.enumerated() {
            #expect(!line.trimmed.hasPrefix("print("), "\(file.path):\(index + 1) prints")
        }
    }

    @Test(
        "one thread: no async, no actors, no Dispatch",
        arguments: Repository.sources.filter { $0.target != "kafka-codegen" && !$0.isGenerated })
    func oneThread(file: Repository.File) {
        for line in file.lines where !line.trimmed.hasPrefix("//") {
            for word in [" async ", "await ", "Task {", "DispatchQueue", " actor "] {
                #expect(!line.contains(word), "\(file.path): \(line.trimmed)")
            }
        }
    }

    @Test(
        "what operators read carries no code of a private list, such as a letter and a number in parentheses",
        arguments: Repository.sources.filter { !["CrashSuite", "mend-crash"].contains($0.target) && !$0.isGenerated })
    func noPrivateCodes(file: Repository.File) {
        for (index, line) in file.lines.enumerated() where !line.trimmed.hasPrefix("//") && line.contains("\"") {
            #expect(line.firstMatch(of: #/\([A-Z][0-9]{1,2}\)/#) == nil, "\(file.path):\(index + 1): \(line.trimmed)")
        }
    }

    @Test(
        "comments say a rule in words, and carry no code of a private list either",
        arguments: Repository.sources.filter { !$0.isGenerated })
    func noPrivateCodesInComments(file: Repository.File) {
        for (index, line) in file.lines.enumerated() {
            #expect(line.firstMatch(of: #/\b[HDI][0-9]{1,2}\b/#) == nil, "\(file.path):\(index + 1): \(line.trimmed)")
        }
    }

    @Test("a file says what it holds: no file is empty", arguments: Repository.sources + Repository.tests)
    func noDeadFile(file: Repository.File) {
        #expect(file.lines.contains { !$0.trimmed.isEmpty && !$0.trimmed.hasPrefix("//") }, "\(file.path)")
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        return String(text)
    }
}
