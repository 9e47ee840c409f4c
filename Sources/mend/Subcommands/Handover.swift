import Commands
import Engine
import Journal
import KafkaClient
import Network
import Platform
import Terminal

extension Subcommands {
    /// `mend handover [RUN]`: seals a run's folder for the next person, and says what to do with it.
    static func handover(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        do throws(UsageError) {
            let (run, store) = try invocation.chosenRun()
            let summary: RunSummary
            do throws(JournalFailure) { summary = try RunSummary(run: run, in: store) } catch { throw UsageError("\(error)") }
            guard summary.state != "done" || summary.isOpen else {
                throw UsageError("\(run) is done: there is nothing to hand over", hint: "`mend report \(run)` tells of it")
            }
            let signals: SignalPipe
            do throws(Errno) { signals = try SignalPipe.install() } catch { throw UsageError("\(error)") }
            let inbox = Inbox(client: Client(loop: PollLoop(signals: signals), bootstrap: [], softwareVersion: Mend.version))
            let identity = RunnerIdentity(
                who: SystemProcess.userName, host: SystemProcess.hostName, process: Int(SystemProcess.identifier), version: Mend.version)
            let handed: Handover
            do throws(JournalFailure) {
                handed = try Run.handOver(
                    run, for: invocation.value("for"), takesOver: invocation.has("take-over"), identity: identity, nowMs: inbox.wallMs,
                    person: TerminalOperator(inbox: inbox, screen: screen), in: store)
            } catch {
                screen.say("mend: \(error)")
                return RunEnd.journal(error, inDoubt: false).status
            }
            tell(handed, screen)
            return .done
        } catch {
            return error.report(on: screen)
        }
    }

    private static func tell(_ handed: Handover, _ screen: Screen) {
        let run = handed.summary.run
        screen.say("\(run) was handed over by \(handed.seal.words); it is not driven from here any more")
        if handed.summary.inDoubt > 0 || handed.summary.underWay > 0 || handed.summary.debts > 0 {
            screen.say(
                "  in doubt \(handed.summary.inDoubt) · under way \(handed.summary.underWay) · settings owed \(handed.summary.debts)")
        }
        guard let path = handed.place?.path else { return }
        screen.show("tar -C \(ShellText.quoted(Files.parent(of: path))) -cf \(run).tar \(run)")
        screen.say("pack it with that; whoever takes it over unpacks it anywhere and goes on with")
        screen.show("tar -xf \(run).tar && mend resume ./\(run)")
    }
}
