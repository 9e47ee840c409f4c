import Commands
import Engine
import Language
import Output

/// What the REPL itself is told, beside the language: `:format json`, `:why`, `help elect`.
enum MetaCommand: Equatable {
    case format(OutputForm?)
    case why
    /// Lists rows downwards from now on, or no more.
    case expand
    /// Shows the last result whole.
    case all
    /// Writes the last result to a file.
    case save(SavedFile)
    /// Hands the last result to a command of the shell.
    case pipe(String)
    case help(String?)
    case quit
    /// Allows effects on a read-only cluster for a time, in milliseconds, and says why.
    case arm(forMs: Int, reason: String)
    case armState
    case disarm
    /// Runs a runbook, or shows what it would do: a file or a name that ships, and `name=value` for its parameters.
    case runbook(String, assignments: [String], plansOnly: Bool)
    /// What is wrong with it, in one sentence.
    case wrong(String)

    /// The words that stand behind the colon, as Tab and suggestions know them.
    static let words = Reference.metaWords
    /// Words of the design that this version refuses by name.
    private static let later = ["edit", "timing"]

    /// The command that a line is; nil where it belongs to the language.
    static func parse(_ line: String) -> MetaCommand? {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first else { return nil }
        if first.hasPrefix(":") {
            let rest = line.drop { $0.isWhitespace }.dropFirst(first.count)
            return command(String(first.dropFirst()), Array(words.dropFirst()), rest: trimmed(rest))
        }
        switch first {
        case "help" where words.count <= 3: return .help(words.count > 1 ? words.dropFirst().joined(separator: " ") : nil)
        case "quit", "exit": return words.count == 1 ? .quit : nil
        case "?" where words.count <= 3: return .help(words.count > 1 ? words.dropFirst().joined(separator: " ") : nil)
        default: return nil
        }
    }

    /// An incident may last, a session that may touch production should not.
    static let longestArming = 4 * 3_600_000

    /// `:arm 15m reason "INC-123"`.
    private static func arm(_ words: [String]) -> MetaCommand {
        let usage = "write `:arm 15m reason \"INC-123\"`"
        guard case .duration(let nanoseconds)? = LiteralText.value(of: words[0]), nanoseconds > 0 else {
            return .wrong("`\(words[0])` is no time: \(usage)")
        }
        let milliseconds = nanoseconds / 1_000_000
        guard milliseconds <= longestArming else { return .wrong("at most 4h at once: `:arm` again is a decision of its own") }
        guard words.count > 2, words[1] == "reason" else { return .wrong("say why: \(usage)") }
        var reason = words.dropFirst(2).joined(separator: " ")
        if reason.count > 1, let quote = reason.first, quote == "\"" || quote == "'", reason.last == quote {
            reason = String(reason.dropFirst().dropLast())
        }
        guard reason.contains(where: { !$0.isWhitespace }) else { return .wrong("say why: \(usage)") }
        return .arm(forMs: milliseconds, reason: reason)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    private static func save(_ name: String) -> MetaCommand {
        let endings = SavedFile.endings.map { ".\($0.ending)" }.joined(separator: " ")
        guard !name.isEmpty else { return .wrong("name a file: `:save rows.csv`; its ending tells the form: \(endings)") }
        return SavedFile(name).map { .save($0) } ?? .wrong("the ending of \(name) tells no form: \(endings)")
    }

    /// - Parameter rest: what stands behind the name, as it was typed.
    private static func command(_ name: String, _ arguments: [String], rest: String) -> MetaCommand {
        switch name {
        case "x" where arguments.isEmpty: return .expand
        case "all" where arguments.isEmpty: return .all
        case "x", "all": return .wrong("`:\(name)` is about the last result, and takes nothing")
        case "save": return save(rest)
        case "pipe": return rest.isEmpty ? .wrong("name a command: `:pipe grep trips`") : .pipe(rest)
        case "format":
            guard let word = arguments.first else { return .format(nil) }
            guard let form = OutputForm(rawValue: word) else {
                let near = Suggestion.nearest(word, among: OutputForm.allCases.map(\.rawValue))
                return .wrong(
                    "there is no format `\(word)`: "
                        + (near.map { "did you mean `:format \($0)`?" } ?? OutputForm.allCases.map(\.rawValue).joined(separator: " ")))
            }
            return .format(form)
        case "why": return .why
        case "arm": return arguments.isEmpty ? .armState : arm(arguments)
        case "disarm": return .disarm
        case "help", "h", "?": return .help(arguments.isEmpty ? nil : arguments.joined(separator: " "))
        case "quit", "q", "exit": return .quit
        case "run", "plan":
            guard let path = arguments.first else { return .wrong("name a runbook: `:\(name) triage`; `mend runbooks` lists what ships") }
            return .runbook(path, assignments: Array(arguments.dropFirst()), plansOnly: name == "plan")
        default:
            if later.contains(name) { return .wrong("`:\(name)` is not in this version") }
            let near = Suggestion.nearest(name, among: words)
            return .wrong(
                "there is no `:\(name)`: " + (near.map { "did you mean `:\($0)`?" } ?? words.map { ":" + $0 }.joined(separator: " ")))
        }
    }
}
