import Language
import Output

/// What the REPL itself is told, beside the language: `:format json`, `:why`, `help elect`.
enum MetaCommand: Equatable {
    case format(OutputForm?)
    case why
    case help(String?)
    case quit
    /// What is wrong with it, in one sentence.
    case wrong(String)

    /// The words that stand behind the colon, as Tab and suggestions know them.
    static let words = ["format", "help", "quit", "why"]
    /// Words of the design that this version refuses by name.
    private static let later = ["save", "arm", "edit", "timing"]

    /// The command that a line is; nil where it belongs to the language.
    static func parse(_ line: String) -> MetaCommand? {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first else { return nil }
        if first.hasPrefix(":") { return command(String(first.dropFirst()), Array(words.dropFirst())) }
        switch first {
        case "help" where words.count <= 3: return .help(words.count > 1 ? words.dropFirst().joined(separator: " ") : nil)
        case "quit", "exit": return words.count == 1 ? .quit : nil
        case "?" where words.count <= 3: return .help(words.count > 1 ? words.dropFirst().joined(separator: " ") : nil)
        default: return nil
        }
    }

    private static func command(_ name: String, _ arguments: [String]) -> MetaCommand {
        switch name {
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
        case "help", "h", "?": return .help(arguments.isEmpty ? nil : arguments.joined(separator: " "))
        case "quit", "q", "exit": return .quit
        default:
            if later.contains(name) { return .wrong("`:\(name)` is not in this version") }
            let near = Suggestion.nearest(name, among: words)
            return .wrong(
                "there is no `:\(name)`: " + (near.map { "did you mean `:\($0)`?" } ?? words.map { ":" + $0 }.joined(separator: " ")))
        }
    }
}
