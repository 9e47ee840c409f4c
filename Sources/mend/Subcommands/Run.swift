import Commands
import Engine
import Journal
import Language
import Platform
import Terminal

extension Subcommands {
    /// `mend run FILE`: checks it, resolves its parameters, and drives a run of it.
    static func run(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        drive(invocation, screen) { (session, program, parameters, path) throws(UsageError) in
            if let open = try openRun(of: path, parameters: parameters, session) {
                switch open {
                case .resume(let run):
                    let options = try session.runOptions()
                    let surroundings = session.surroundings(texts: program.program.trees.map(\.file))
                    return Run.resume(run, texts: .of(session), options: options, surroundings: surroundings).status
                case .refused(let why):
                    screen.say(why)
                    return .locked
                }
            }
            let texts = program.program.trees.map(\.file)
            let request = RunRequest(program: program, schema: Vocabulary.schema, parameters: parameters, mode: .file, file: path)
            return Run.start(request, options: try session.runOptions(), surroundings: session.surroundings(texts: texts)).status
        }
    }

    /// Reads, checks and parametrises a runbook, then hands it to a body.
    static func drive(
        _ invocation: Invocation, _ screen: Screen,
        _ body: (ClusterSession, CheckedProgram, [NameKey: Value], String) throws(UsageError) -> ExitStatus
    ) -> ExitStatus {
        let path = invocation.arguments[0]
        let loaded: ProgramFile
        switch ProgramFile.load(path) {
        case .failure(let failure):
            screen.say("mend: \(failure)")
            return .usage
        case .success(let file): loaded = file
        }
        let checked = loaded.check()
        DiagnosticPrinter(files: loaded.files, invocation: invocation, screen: screen).report(checked.diagnostics)
        guard !checked.hasErrors else { return .usage }
        guard checked.header != nil else {
            return UsageError("\(path) is no runbook: it has no `runbook \"…\" { … }`").report(on: screen)
        }
        do throws(UsageError) {
            let session = try ClusterSession(invocation, screen)
            let parameters = try ParameterValues(
                program: checked, invocation: invocation, person: session.person, secrets: session.secrets, say: { screen.say($0) }
            ).resolve()
            return try body(session, checked, parameters, recordedPath(path))
        } catch {
            return error.report(on: screen)
        }
    }

    /// A file's path from the root, so that a resume from another folder finds the same file; a runbook that ships keeps its name.
    private static func recordedPath(_ path: String) -> String {
        guard !path.hasPrefix("/"), Files.exists(path), let folder = try? Files.currentDirectory() else { return path }
        let plain = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return "\(folder)/\(plain)"
    }

    private enum OpenRun {
        case resume(String)
        case refused(String)
    }

    /// An open run of the same file and parameters: a person is asked, elsewhere the command ends 7; `--anew` begins another.
    private static func openRun(
        of path: String, parameters: [NameKey: Value], _ session: ClusterSession
    ) throws(UsageError) -> OpenRun? {
        guard !session.invocation.has("anew") else { return nil }
        var open: [RunSummary] = []
        do throws(JournalFailure) {
            for summary in try RunSummary.open(in: session.store) where summary.file == path {
                let recorded = try RunParameters.read(summary.run, in: session.store)
                if parameters.allSatisfy({ recorded[$0.key] == $0.value }) { open.append(summary) }
            }
        } catch { throw UsageError("\(error)") }
        guard let run = open.last else { return nil }
        let text = "\(run.run) of \(path) is open: \(run.state)" + (run.step.map { " at step \"\($0)\"" } ?? "")
        let person = session.person
        guard run.holder == nil, person.isPresent else {
            return .refused("\(text); `mend resume \(session.store.naming(run.run))` goes on, --anew begins another")
        }
        switch person.choose("\(text).", among: ["resume it", "begin anew", "neither"]) {
        case 0: return .resume(run.run)
        case 1: return nil
        default: return .refused(text)
        }
    }
}

extension RunReport {
    /// How the process ends.
    var status: ExitStatus { ExitStatus(rawValue: Int32(truncatingIfNeeded: exitCode)) ?? .failed }
}
