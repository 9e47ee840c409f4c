import Engine
import Platform
import Terminal

/// The person at the terminal. Nothing is ever asked of a pipe, and no answer is taken from keys that came before the question.
final class TerminalOperator: Operator {
    private let inbox: Inbox
    private let screen: Screen
    /// How the cluster is called that the questions are about; nil before it has answered.
    private let label: () -> ClusterLabel?

    init(inbox: Inbox, screen: Screen, label: @escaping () -> ClusterLabel? = { nil }) {
        self.inbox = inbox
        self.screen = screen
        self.label = label
    }

    var isPresent: Bool { screen.isInteractive }

    func confirm(_ question: String, details: [String]) -> Bool? {
        say(details)
        while let answer = line(after: "\(place)\(question) [y/N] ") {
            guard answer.filter({ !$0.isWhitespace }) == "?" else { return ["y", "yes"].contains(answer.lowercased()) }
            // What is asked is told once more, and asked again.
            say(details)
            screen.say("y or yes: it is done; anything else, also Enter alone: it is not, and nothing is sent; Ctrl-C: this command ends")
        }
        return nil
    }

    func ask(_ question: String, details: [String]) -> String? {
        say(details)
        return line(after: "\(place)\(question) ")
    }

    func choose(_ question: String, among answers: [String]) -> Int? {
        screen.say(place + question)
        for (index, answer) in answers.enumerated() { screen.say("  \(index + 1)  \(answer)") }
        while let typed = line(after: "1–\(answers.count)? ") {
            if let number = Int(typed), number > 0, answers.indices.contains(number - 1) { return number - 1 }
            if let index = answers.firstIndex(where: { $0.lowercased() == typed.lowercased() }) { return index }
            if typed.isEmpty { continue }
            screen.say("type a number from 1 to \(answers.count)")
        }
        return nil
    }

    /// `[prod-eu1 4hL2xK] `.
    private var place: Painted { label().map { "[\($0.text(coloured: screen.coloursError))] " } ?? "" }

    private func say(_ details: [String]) {
        for detail in details { screen.say("  \(detail)") }
    }

    /// A line typed after the prompt; nil where there is none any more, or after Ctrl-C.
    private func line(after prompt: Painted) -> String? {
        guard isPresent else { return nil }
        screen.prompt(prompt)
        FileDescriptor.standardInput.discardInput()
        var typed: [UInt8] = []
        while true {
            switch inbox.waitForInput() {
            case .resized, .stopped, .continued: continue
            case .interrupted, .hungUp:
                screen.say("")
                return nil
            case .readable: break
            }
            guard let bytes = try? FileDescriptor.standardInput.read(limit: 4096), !bytes.isEmpty else { return nil }
            typed += bytes
            if let end = typed.firstIndex(of: UInt8(ascii: "\n")) {
                return String(decoding: typed[..<end], as: UTF8.self).filter { $0 != "\r" }
            }
        }
    }
}
