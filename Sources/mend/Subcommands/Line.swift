import Commands
import Engine
import Language
import Platform
import Terminal

extension Subcommands {
    /// `mend`: the REPL on a terminal; statements from a pipe; with `-e` the lines, as one program.
    static func line(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        do throws(UsageError) {
            if invocation.has("execute") { return try execute(invocation, screen) }
            if screen.isInteractive { return try Repl(ClusterSession(invocation, screen)).run() }
            if FileDescriptor.standardInput.isTerminal {
                throw UsageError("the REPL needs a terminal on both sides", hint: "say -e LINE to run a line into a pipe")
            }
            return try readPipe(ClusterSession(invocation, screen))
        } catch { return error.report(on: screen) }
    }

    private static func execute(_ invocation: Invocation, _ screen: Screen) throws(UsageError) -> ExitStatus {
        let session = try ClusterSession(invocation, screen)
        session.tellsWhatIsOwed = true
        let runner = try EntryRunner(session, mode: .line, showsPlace: true)
        SystemProcess.keep(runner)
        let outcome = runner.run(invocation.all("execute").joined(separator: "\n"), named: "-e")
        guard case .ran(let end) = outcome else { return .usage }
        return finish(runner, end, screen)
    }

    /// Runs the statements of standard input until one fails.
    static func readPipe(_ session: ClusterSession) throws(UsageError) -> ExitStatus {
        let screen = session.screen
        session.tellsWhatIsOwed = true
        let runner = try EntryRunner(session, mode: .interactive, showsPlace: true)
        let meta = MetaCommands(session: session, runner: runner)
        let reader = PlainLineReader(descriptor: .standardInput)
        var splitter = EntrySplitter(effects: Vocabulary.schema.effects)
        while true {
            let entries: [EntrySplitter.Entry]
            let isLast: Bool
            switch reader.read(prompt: "") {
            case .entry(let line):
                let ended = splitter.add(line)
                // Lines that came together belong together, as a paste does.
                entries = ended + (reader.hasMore ? [] : splitter.takeLook())
                isLast = false
            case .ended, .cancelled: (entries, isLast) = (splitter.finish(), true)
            case .invalid(let offset):
                screen.say("mend: the input is not UTF-8 at byte \(offset)")
                _ = runner.close(after: .done)
                return .usage
            }
            for entry in entries {
                if let command = MetaCommand.parse(entry.text) {
                    switch meta.run(command) {
                    case .goesOn: continue
                    case .leaves: return finish(runner, .done, screen)
                    case .wrong:
                        _ = runner.close(after: .done)
                        return .usage
                    case .failed(let status):
                        _ = runner.close(after: .done)
                        return status
                    }
                }
                guard case .ran(let end) = runner.run(entry.text, named: "<stdin>", line: entry.line) else {
                    _ = runner.close(after: .done)
                    return .usage
                }
                if end != .done || screen.outputIsBroken { return finish(runner, end, screen) }
            }
            if isLast { return finish(runner, .done, screen) }
        }
    }

    /// Every way out says whether anything changed.
    private static func finish(_ runner: EntryRunner, _ end: RunEnd, _ screen: Screen) -> ExitStatus {
        runner.showGate(end)
        guard runner.run == nil else { return runner.close(after: end) }
        runner.tell(end)
        if runner.isForPrograms { return end.status }
        switch end {
        case .done: break
        case .waiting: screen.say("nothing was changed; there is nobody to ask: --yes answers")
        default: if !screen.isQuiet { screen.say("nothing was changed") }
        }
        return end.status
    }
}
