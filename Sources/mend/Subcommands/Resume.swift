import Commands
import Engine
import Journal
import Language
import Network
import Platform
import Terminal

extension Subcommands {
    /// `mend resume [RUN]`: goes on with a run. What the command line leaves open of the cluster is as it was.
    static func resume(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        withRun(invocation, screen) { (run, session) throws(UsageError) in
            Run.resume(
                run, texts: .of(session), options: try session.runOptions(),
                surroundings: session.surroundings(texts: texts(of: run, session)))
        }
    }

    /// `mend undo [RUN]`: takes back what it did, newest first.
    static func undo(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        withRun(invocation, screen) { (run, session) throws(UsageError) in
            Run.undo(
                run, step: nil, texts: .of(session), options: try session.runOptions(),
                surroundings: session.surroundings(texts: texts(of: run, session)))
        }
    }

    /// The files that the run recorded, by which its results are headed; none where they cannot be read, which the engine says itself.
    private static func texts(of run: String, _ session: ClusterSession) -> [SourceFile] {
        guard let sources = try? RunSources.read(run, in: session.store) else { return [] }
        return ResumeTexts.recorded(sources).program.trees.map(\.file)
    }

    private static func withRun(
        _ invocation: Invocation, _ screen: Screen, _ body: (String, ClusterSession) throws(UsageError) -> RunReport
    ) -> ExitStatus {
        do throws(UsageError) {
            let (run, store) = try invocation.chosenRun()
            let summary: RunSummary
            do throws(JournalFailure) { summary = try RunSummary(run: run, in: store) } catch { throw UsageError("\(error)") }
            let settings = try ClusterSettings(invocation, recorded: summary)
            let session = try ClusterSession(invocation, screen, settings: settings, store: store)
            session.tellsWhatIsOwed = true
            return try body(run, session).status
        } catch {
            return error.report(on: screen)
        }
    }
}

extension ResumeTexts {
    /// Texts as the command line reads them: what the run recorded, and the file as it stands now.
    static func of(_ session: ClusterSession) -> ResumeTexts {
        ResumeTexts(
            schema: Vocabulary.schema,
            check: recorded,
            current: { header in
                guard !header.file.isEmpty, case .success(let loaded) = ProgramFile.load(header.file) else { return nil }
                let checked = loaded.check()
                if checked.hasErrors {
                    DiagnosticPrinter(files: loaded.files, invocation: session.invocation, screen: session.screen).report(
                        checked.diagnostics)
                }
                return checked
            })
    }

    /// The program that a run recorded.
    static func recorded(_ sources: RunSources) -> CheckedProgram {
        let main = sources.texts.first ?? RunSources.Text(name: "<recorded>", bytes: [])
        let file = SourceFile(id: 0, name: main.name, bytes: main.bytes)
        return ProgramFile(file, mode: .file, imports: sources.text).check()
    }
}
