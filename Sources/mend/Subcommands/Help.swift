import Commands
import Language
import Terminal

extension Subcommands {
    /// `mend help [WORD]`: a command first, then the words of the language.
    static func help(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        if invocation.has("reference") {
            screen.showText(Manual.text(schema: Vocabulary.schema))
            return .done
        }
        guard let word = invocation.arguments.first else {
            screen.showText(HelpText.overview())
            return .done
        }
        let reference = Reference(schema: Vocabulary.schema)
        var texts: [String] = []
        if let command = CommandTable.command(word), !word.isEmpty { texts.append(HelpText.help(for: command, lists: NameLists.described)) }
        if let outline = RunbookOutline(word) { texts.append(outline.help) }
        if let text = reference.help(for: word) { texts.append(text) }
        if texts.isEmpty, let found = reference.search(word) { texts.append(found) }
        guard !texts.isEmpty else {
            let near = Suggestion.nearest(
                word, among: CommandTable.all.map(\.name) + NameLists.names(.runbooks, invocation) + reference.words)
            return UsageError("there is no help for `\(word)`", hint: near.map { "did you mean `\($0)`?" }).report(on: screen)
        }
        screen.showText(texts.joined(separator: "\n"))
        return .done
    }
}
