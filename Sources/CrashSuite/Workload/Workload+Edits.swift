import Engine
import Language

/// A workload's text, edited while no process is there.
extension Workload {
    /// What the first step is called by whoever renames it.
    static let otherName = "Another name"

    /// The file as somebody has left it; nil where the program has nothing to edit in that way.
    func edited(_ what: CrashCase.Interlude) -> CheckedProgram? {
        let file = program.program.main.file
        let steps = program.steps
        guard let first = steps.first, let last = steps.last else { return nil }
        let note = "\n    note \"put at the end\"\n"
        let text: String
        switch what {
        case .reformatted:
            text = "# Looked at again.\n\n" + Self.commented(String(decoding: file.bytes, as: UTF8.self)) + "\n\n# The end.\n"
        case .extended: text = Self.putting(note, at: Int(last.body.span.end) - 1, into: file.bytes)
        case .touched: text = Self.putting(note, at: Int(first.body.span.end) - 1, into: file.bytes)
        case .inserted, .agreed:
            text = Self.putting("step \"Put before\" {\n    note \"put before\"\n}\n\n", at: Int(first.span.start), into: file.bytes)
        case .renamed:
            let name = "\"\(first.title)\""
            guard first.was == nil else { return nil }
            let place = Int(first.span.start)
            let end = min(file.bytes.count, place + "step ".utf8.count + name.utf8.count)
            guard String(decoding: file.bytes[place..<end], as: UTF8.self) == "step \(name)" else { return nil }
            text = Self.putting("step \"\(Self.otherName)\" was \(name)", at: place, insteadOf: end - place, into: file.bytes)
        case .removed:
            guard steps.count > 1 else { return nil }
            let length = Int(first.span.end) - Int(first.span.start)
            text = Self.putting("", at: Int(first.span.start), insteadOf: length, into: file.bytes)
        default: return nil
        }
        return ProgramText.check(Array(text.utf8), name: file.name)
    }

    private static func putting(_ text: String, at offset: Int, insteadOf length: Int = 0, into bytes: [UInt8]) -> String {
        let place = min(max(0, offset), bytes.count)
        return String(decoding: bytes[..<place] + Array(text.utf8) + bytes[min(bytes.count, place + length)...], as: UTF8.self)
    }

    /// A comment under each line that begins a block.
    private static func commented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasSuffix("{") ? "\(line)\n\n        # Looked at again." : String(line)
        }.joined(separator: "\n")
    }

    /// The recorded text, and the file as it stands now.
    func texts(as current: CheckedProgram) -> ResumeTexts {
        ResumeTexts(
            schema: ProgramText.schema,
            check: { [program] sources in
                // What was recorded may be the edited text by now.
                sources.texts.first?.bytes == current.program.main.file.bytes ? current : program
            }, current: { _ in current })
    }
}
