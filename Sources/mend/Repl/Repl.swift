import Commands
import Engine
import Journal
import KafkaLab
import Language
import Platform
import Runbooks
import StandardLibrary
import Terminal

/// The session at the terminal: reads an entry, runs it, shows what came of it; nothing but the person's wish ends it.
final class Repl: LineEditing {
    private let session: ClusterSession
    private let runner: EntryRunner
    private let names: NameCache
    private let isReadOnly: Bool
    private var history: HistoryFile?

    init(_ session: ClusterSession) throws(UsageError) {
        if session.invocation.has("arm") {
            throw UsageError("`--arm` is for -e, a pipe and runs", hint: "in the REPL type `:arm 15m reason \"INC-123\"`")
        }
        self.session = session
        runner = try EntryRunner(session, mode: .interactive, showsPlace: false)
        names = NameCache(client: session.client, inbox: session.inbox, requestTimeout: session.requestTimeout)
        isReadOnly = session.invocation.has("read-only")
        page()
    }

    /// What has more lines than the screen goes through the pager.
    private func page() {
        let pager = OutputCommand.pager(SystemProcess.environment)
        session.printer.paging = .init(
            pager: pager.map { pager in
                { [unowned session] lines in
                    let bytes = session.printer.bytes(of: lines, coloured: session.screen.coloursOutput && pager.takesColours)
                    session.screen.clearStatus()
                    do throws(Errno) {
                        if try pager.run(bytes, session.inbox) != nil { return true }
                        session.screen.say("the shell did not find the pager: \(pager.text)")
                    } catch { session.screen.say("no pager: \(error)") }
                    return false
                }
            })
    }

    /// Runs until the person leaves.
    func run() -> ExitStatus {
        let identity: ClusterIdentity
        switch Banner(session: session).show(readOnly: isReadOnly || session.settings.protectedBy != nil) {
        case .failure(let failure):
            runner.tell(failure.end)
            return failure.end.status
        case .success(let found): identity = found
        }
        session.screen.say(Colour.dim.paint("help · Tab completes · Ctrl-D leaves", enabled: session.screen.coloursError))
        let reader: any LineReader =
            LineEditor(serving: self, coloured: session.screen.coloursOutput) ?? PlainLineReader(descriptor: .standardInput)
        remember(on: identity, reader)
        loop: while !session.inbox.isHungUp, !session.screen.outputIsBroken {
            session.inbox.forgetInterruptions()
            switch reader.read(prompt: prompt) {
            case .entry(let text):
                guard run(text, reader) else { break loop }
            case .cancelled: continue
            case .invalid(let offset): session.screen.say("the input is not UTF-8 at byte \(offset)")
            case .ended: break loop
            }
        }
        return runner.close()
    }

    /// `prod-eu1 4hL2xK armed 14m> `: which cluster, and whether it can be touched.
    private var prompt: String {
        let coloured = session.screen.coloursOutput
        let name = session.label?.prompt(coloured: coloured) ?? ""
        if isReadOnly { return "\(name) read-only> " }
        guard session.settings.protectedBy != nil else { return "\(name)> " }
        guard let until = runner.arming?.until else { return "\(name) read-only> " }
        let minutes = max(1, (until - session.inbox.wallMs + 59_999) / 60_000)
        return "\(name) \(Colour.red.prompt("armed \(minutes)m", enabled: coloured))> "
    }

    /// Brings back what was typed on this cluster before.
    private func remember(on identity: ClusterIdentity, _ reader: any LineReader) {
        do throws(JournalFailure) {
            let file = HistoryFile(path: try session.store.historyPath(cluster: identity.id))
            do throws(Errno) { for entry in try file.load() { reader.remember(Recall.form(of: entry)) } } catch {
                session.screen.say("no history: \(error)")
            }
            history = file
        } catch { session.screen.say("no history: \(error)") }
    }

    /// Runs an entry; false: the person wants to leave.
    private func run(_ text: String, _ reader: any LineReader) -> Bool {
        guard text.contains(where: { !$0.isWhitespace }) else { return true }
        defer { session.screen.clearStatus() }
        if let history {
            do throws(Errno) { try history.append(text) } catch {
                session.screen.say("no history: \(error)")
                self.history = nil
            }
        }
        if let command = MetaCommand.parse(text) {
            reader.remember(Recall.form(of: text))
            return MetaCommands(session: session, runner: runner).run(command) != .leaves
        }
        switch runner.run(text, named: "<input>") {
        // As it was typed, to be mended.
        case .wrong: reader.remember(text)
        case .ran(let end):
            reader.remember(Recall.form(of: text))
            session.screen.clearStatus()
            runner.tell(end)
        }
        return true
    }

    // MARK: - What the editor asks

    func waitForKey() -> KeyWait {
        names.refresh()
        return switch session.inbox.waitForInput() {
        case .readable: .readable
        case .interrupted: .cancelled
        case .resized: .resized
        case .stopped: .stopped
        case .continued: .continued
        case .hungUp: .ended
        }
    }

    func isComplete(_ text: String) -> Bool {
        if MetaCommand.parse(text) != nil { return true }
        return !Parser.needsMoreInput(SourceFile(id: 0, name: "", text: text), effects: Vocabulary.schema.effects)
    }

    func open(at text: String) -> String { Parser.innermostOpen(SourceFile(id: 0, name: "", text: text)) ?? "" }

    func completions(of text: String, at cursor: Int) -> Completions {
        Completer(
            schema: Vocabulary.schema, names: names.names(), environment: runner.environment,
            libraries: StandardLibrary.files.keys.sorted(),
            scenarios: Scenario.all.map(\.name), runbooks: Runbooks.files.keys.sorted()
        ).completions(of: text, at: cursor)
    }
}
