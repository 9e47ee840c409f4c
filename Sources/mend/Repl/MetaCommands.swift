import Commands
import Engine
import Language
import Output
import Terminal

/// Does what the REPL is told beside the language.
struct MetaCommands {
    enum Next: Equatable { case goesOn, leaves, wrong }

    let session: ClusterSession
    let runner: EntryRunner
    private var screen: Screen { session.screen }

    init(session: ClusterSession, runner: EntryRunner) {
        self.session = session
        self.runner = runner
    }

    func run(_ command: MetaCommand) -> Next {
        switch command {
        case .quit: return .leaves
        case .wrong(let text):
            screen.say(text)
            return .wrong
        case .format(nil): screen.say("format \(session.printer.form.rawValue)")
        case .format(let form?): session.printer.form = form
        case .why: explainLast()
        case .help(let word): return help(word)
        }
        return .goesOn
    }

    private func help(_ word: String?) -> Next {
        let reference = Reference(schema: Vocabulary.schema)
        guard let word else {
            screen.showText(reference.overview() + ":why     why cells of the last result are unknown\n")
            return .goesOn
        }
        if let text = reference.help(for: word) {
            screen.showText(text)
            return .goesOn
        }
        // `help groups.lag`: the source that has it.
        let near = Suggestion.nearest(word, among: reference.words)
        screen.say("there is no help for `\(word)`" + (near.map { ": did you mean `\($0)`?" } ?? "; `help` lists the words"))
        return .wrong
    }

    private func explainLast() {
        guard let last = runner.last else { return screen.say("there is no last result") }
        let causes = UnknownCauses.of(last)
        if causes.isEmpty { return screen.say("nothing of the last result is unknown") }
        for line in causes { screen.say(line) }
    }
}
