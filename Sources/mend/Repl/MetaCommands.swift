import Commands
import Engine
import Journal
import Language
import Output
import Platform
import Terminal

/// Does what the REPL is told beside the language.
struct MetaCommands {
    enum Next: Equatable {
        case goesOn, leaves, wrong
        /// A runbook was driven and did not end well: a person goes on, statements from a pipe do not.
        case failed(ExitStatus)
    }

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
        case .expand:
            session.printer.isExpanded.toggle()
            screen.say(session.printer.isExpanded ? "each row as a list of its own; `:x` again: as tables" : "rows as tables")
            session.printer.showAgain()
        case .all: if !session.printer.showAgain(isWhole: true) { return noLast() }
        case .save(let file): return save(to: file)
        case .pipe(let command): return pipe(to: OutputCommand(text: command))
        case .arm(let milliseconds, let reason): return arm(forMs: milliseconds, reason)
        case .armState: return tellArming()
        case .disarm: return disarm()
        case .help(let word): return help(word)
        case .runbook(let path, let assignments, let plansOnly): return drive(path, assignments, plansOnly: plansOnly)
        }
        return .goesOn
    }

    /// A run of its own, on this session's cluster and journal.
    private func drive(_ path: String, _ assignments: [String], plansOnly: Bool) -> Next {
        do throws(UsageError) {
            let body = plansOnly ? Subcommands.planned : Subcommands.started
            let status = try Subcommands.drive(path, assignments: assignments, session, body)
            return status == .done ? .goesOn : .failed(status)
        } catch {
            _ = error.report(on: screen)
            return .wrong
        }
    }

    // MARK: - The last result

    private func noLast() -> Next {
        screen.say("there is no last result")
        return .wrong
    }

    private func save(to file: SavedFile) -> Next {
        guard let result = session.printer.lastResult(as: file.form, isWhole: true) else { return noLast() }
        do throws(Errno) {
            if let standing = try file.standing() {
                guard session.person.isPresent else {
                    screen.say("\(standing): nothing was written; there is nobody to ask whether it may be replaced")
                    return .wrong
                }
                guard session.person.confirm("\(standing): replace it?", details: []) == true else {
                    screen.say("nothing was written")
                    return .goesOn
                }
            }
            try file.write(result.bytes)
        } catch {
            screen.say("\(error): nothing was written")
            return .wrong
        }
        screen.say("written: \(file.path), \(DisplayForm.size(result.bytes.count))" + (result.footer.map { " · \($0)" } ?? ""))
        return .goesOn
    }

    private func pipe(to command: OutputCommand) -> Next {
        guard let result = session.printer.lastResult(as: session.printer.form, isWhole: false) else { return noLast() }
        do throws(Errno) {
            switch try command.run(result.bytes, session.inbox) {
            case nil: screen.say("the shell did not find it: \(command.text)")
            case .exited(0)?: return .goesOn
            case let ending?: screen.say("\(command.text): \(ending)")
            }
        } catch { screen.say("\(error)") }
        return screen.isInteractive ? .goesOn : .wrong
    }

    // MARK: - Arming

    /// Why nothing can be armed here; nil: it can.
    private var notArmable: String? {
        if session.invocation.has("read-only") { return "--read-only was given: nothing arms this session" }
        guard session.settings.protectedBy != nil else { return "this cluster is not read-only by its profile: effects are allowed" }
        return screen.isInteractive ? nil : "`:arm` is for a person at the terminal: say --arm REASON"
    }

    private func arm(forMs milliseconds: Int, _ reason: String) -> Next {
        if let notArmable {
            screen.say(notArmable)
            return .wrong
        }
        let arming = Arming(reason: reason, who: SystemProcess.userName, until: session.inbox.wallMs + milliseconds)
        guard change(to: arming) else { return .wrong }
        return tellArming()
    }

    private func disarm() -> Next {
        guard runner.arming != nil else {
            screen.say("nothing is armed")
            return .goesOn
        }
        guard change(to: nil) else { return .wrong }
        screen.say("effects are refused again; what has begun goes on")
        return .goesOn
    }

    private func change(to arming: Arming?) -> Bool {
        do throws(JournalFailure) { try runner.arm(arming) } catch {
            screen.say("nothing was changed, for it cannot be written down: \(error)")
            return false
        }
        return true
    }

    private func tellArming() -> Next {
        let place = session.label?.text(coloured: screen.coloursError) ?? "this cluster"
        guard let arming = runner.arming, let until = arming.until else {
            screen.say(notArmable ?? "effects are refused on \(place): `:arm 15m reason \"INC-123\"` allows them for a time")
            return .goesOn
        }
        screen.say("effects are allowed on \(place) until \(TimeText.rfc3339(ms: until)): \(arming.reason)")
        return .goesOn
    }

    private func help(_ word: String?) -> Next {
        let reference = Reference(schema: Vocabulary.schema)
        guard let word else {
            screen.showText(reference.overview())
            return .goesOn
        }
        if word == "keys" {
            screen.showText(KeyHelp.text)
            return .goesOn
        }
        if let text = reference.help(for: word) {
            screen.showText(text)
            return .goesOn
        }
        if let found = reference.search(word) {
            screen.showText(found)
            return .goesOn
        }
        let near = Suggestion.nearest(word, among: reference.words)
        screen.say("there is no help for `\(word)`" + (near.map { ": did you mean `\($0)`?" } ?? "; `help` lists the words"))
        return .wrong
    }

    private func explainLast() {
        guard let last = runner.last else { return screen.say("there is no last result") }
        let causes = UnknownCauses.of(last, because: runner.lastBecause)
        if causes.isEmpty { return screen.say("nothing of the last result is unknown") }
        for line in causes { screen.say(line) }
    }
}
