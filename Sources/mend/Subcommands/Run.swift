import Commands
import Engine
import Journal
import KafkaPrimitives
import Language
import Platform
import Terminal

extension Subcommands {
    /// `mend run FILE`: checks it, resolves its parameters, and drives a run of it.
    static func run(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        drive(invocation, screen, started)
    }

    /// A checked runbook with its parameters, on its way to a run or a plan.
    struct ReadyRunbook {
        let program: CheckedProgram
        let parameters: [NameKey: Value]
        /// Where a resume finds it.
        let path: String

        func request(beginsOnce: Bool = false, resumeName: ((String) -> String)? = nil) -> RunRequest {
            var request = RunRequest(program: program, schema: Vocabulary.schema, parameters: parameters, mode: .file, file: path)
            request.beginsOnce = beginsOnce
            if let resumeName { request.resumeName = resumeName }
            return request
        }
        var texts: [SourceFile] { program.program.trees.map(\.file) }
    }

    /// Begins a run of a runbook, or goes on with an open one of the same file and parameters.
    static func started(_ session: ClusterSession, _ runbook: ReadyRunbook) throws(UsageError) -> ExitStatus {
        let begins = try beginning(of: runbook.path, parameters: runbook.parameters, session)
        let options = try session.runOptions()
        let surroundings = session.surroundings(texts: runbook.texts)
        switch begins {
        case .resume(let run): return Run.resume(run, texts: .of(session), options: options, surroundings: surroundings).status
        case .refused(let why):
            session.screen.say(why)
            return .locked
        case .once, .anew: break
        }
        let request = runbook.request(beginsOnce: begins == .once, resumeName: session.store.naming)
        return Run.start(request, options: options, surroundings: surroundings).status
    }

    /// Reads, checks and parametrises a runbook, then hands it to a body.
    static func drive(
        _ invocation: Invocation, _ screen: Screen, _ body: (ClusterSession, ReadyRunbook) throws(UsageError) -> ExitStatus
    ) -> ExitStatus {
        do throws(UsageError) {
            // Before a cluster is asked: a runbook that does not check needs none.
            guard let program = try checked(invocation.arguments[0], invocation, screen) else { return .usage }
            let session = try ClusterSession(invocation, screen)
            return try body(session, try ready(program, invocation.arguments[0], assignments: invocation.all("set"), session))
        } catch {
            return error.report(on: screen)
        }
    }

    /// The same on a session that there is already.
    static func drive(
        _ path: String, assignments: [String], _ session: ClusterSession,
        _ body: (ClusterSession, ReadyRunbook) throws(UsageError) -> ExitStatus
    ) throws(UsageError) -> ExitStatus {
        guard let program = try checked(path, session.invocation, session.screen) else { return .usage }
        return try body(session, try ready(program, path, assignments: assignments, session))
    }

    /// The checked program of a runbook; nil where it has errors, which have been told.
    private static func checked(_ path: String, _ invocation: Invocation, _ screen: Screen) throws(UsageError) -> CheckedProgram? {
        let loaded = try ProgramFile.load(path).get()
        let checked = loaded.check()
        DiagnosticPrinter(files: loaded.files, invocation: invocation, screen: screen).report(checked.diagnostics)
        guard !checked.hasErrors else { return nil }
        guard checked.header != nil else { throw UsageError("\(path) is not a runbook: it has no `runbook \"…\" { … }`") }
        return checked
    }

    private static func ready(
        _ program: CheckedProgram, _ path: String, assignments: [String], _ session: ClusterSession
    ) throws(UsageError) -> ReadyRunbook {
        let values = ParameterValues(
            program: program, invocation: session.invocation, assignments: assignments, person: session.person, secrets: session.secrets,
            say: { session.screen.say($0) })
        return ReadyRunbook(program: program, parameters: try values.resolve(), path: recordedPath(path))
    }

    /// A file's path from the root, so that a resume from another folder finds the same file; a runbook that ships keeps its name.
    private static func recordedPath(_ path: String) -> String {
        guard !path.hasPrefix("/"), Files.exists(path), let folder = try? Files.currentDirectory() else { return path }
        let plain = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return "\(folder)/\(plain)"
    }

    private enum Beginning: Equatable {
        /// Unless another process begins the same meanwhile.
        case once
        case anew
        case resume(String)
        case refused(String)
    }

    /// An open run of the same file and parameters: a person is asked, elsewhere the command ends 7; `--anew` begins another.
    private static func beginning(
        of path: String, parameters: [NameKey: Value], _ session: ClusterSession
    ) throws(UsageError) -> Beginning {
        guard !session.invocation.has("anew") else { return .anew }
        // Without anybody to ask, the look that comes with the beginning is enough.
        guard session.person.isPresent else { return .once }
        // A cluster that cannot be asked who it is ends the run by itself.
        guard let cluster = try? session.cluster.identity().id else { return .once }
        let open: Run.Open?
        do throws(JournalFailure) {
            open = try Run.openRun(of: path, parameters: parameters, on: cluster, in: session.store)
        } catch { throw UsageError("\(error)") }
        guard let open else { return .once }
        let person = session.person
        guard case .run(let run) = open, run.holder == nil, person.isPresent else {
            return .refused(open.refusal(named: session.store.naming))
        }
        switch person.choose("\(open.words).", among: ["resume it", "begin anew", "neither"]) {
        case 0: return .resume(run.run)
        case 1: return .anew
        default: return .refused(open.words)
        }
    }
}

extension RunReport {
    /// How the process ends.
    var status: ExitStatus { ExitStatus(exit) }
}

extension ExitStatus {
    /// How the process ends after a run that ended so.
    init(_ exit: RunExit) {
        self =
            switch exit {
            case .done: .done
            case .failed: .failed
            case .gate: .gate
            case .waiting: .waiting
            case .inDoubt: .inDoubt
            case .fileChanged: .fileChanged
            case .locked: .locked
            case .drift: .drift
            case .outOfReach: .outOfReach
            case .owing: .owing
            case .interrupted: .interrupted
            }
    }
}
