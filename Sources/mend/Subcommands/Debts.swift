import Commands
import Engine
import Journal
import KafkaPrimitives
import Language
import Network
import Platform
import Terminal

extension Subcommands {
    /// `mend debts`: what is owed; `mend debts pay`: gives back what can be given back, without the runbook.
    static func debts(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        if let word = invocation.arguments.first, word != "pay" {
            return UsageError("`mend debts` takes `pay`, not `\(word)`").report(on: screen)
        }
        do throws(UsageError) {
            let entries: [DebtLedger.Entry]
            let unreadable: [UnreadableRun]
            do throws(JournalFailure) { (entries, unreadable) = try DebtLedger(store: invocation.journalStore).open() } catch {
                throw UsageError("\(error)")
            }
            for run in unreadable { screen.say("warning: \(run.words)") }
            let isPaying = invocation.arguments.first == "pay"
            for option in ["wait", "early"] where invocation.has(option) && !isPaying {
                throw UsageError("--\(option) goes with `mend debts pay`")
            }
            guard isPaying, !entries.isEmpty || !unreadable.isEmpty else {
                show(entries, invocation, screen)
                return .done
            }
            return try pay(invocation, screen, unreadable: unreadable)
        } catch {
            return error.report(on: screen)
        }
    }

    private static func show(_ entries: [DebtLedger.Entry], _ invocation: Invocation, _ screen: Screen) {
        let now = Int(SystemClock.wallMilliseconds())
        let table = Table(
            columns: [
                Column("id", .string, .values(entries.map { .text($0.debt.id) })),
                Column("run", .string, .values(entries.map { .text($0.debt.run) })),
                Column("cluster", .string, .values(entries.map { .text($0.cluster) })),
                Column("what", .string, .values(entries.map { .text($0.debt.intent.title) })),
                Column("set", .string, .values(entries.map { .text($0.debt.intent.set) })),
                Column("before", .string, .values(entries.map { $0.debt.intent.before.map { .text($0) } ?? .null })),
                Column("due", .string, .values(entries.map { .text($0.dueWords(atMs: now)) })),
                Column("why", .string, .values(entries.map { $0.whyUnpaid.map { .text($0) } ?? .null })),
            ], key: ["id"], rowCount: entries.count)
        ResultPrinter(screen: screen, form: ResultPrinter.form(of: invocation)).show(Evaluated(value: .table(table), reading: nil))
    }

    /// Ends 0 where nothing stays owed on this cluster, 5 where what became of an effect must be said first, 4 where only an answer is missing,
    /// 10 where only the time has not come, else 1.
    private static func pay(
        _ invocation: Invocation, _ screen: Screen, unreadable: [UnreadableRun]
    ) throws(UsageError) -> ExitStatus {
        let session = try ClusterSession(invocation, screen)
        if let text = invocation.value("bootstrap-controller") {
            session.cluster.controllerListener = try ClusterSettings.endpoints(text).first
        }
        let observer = TerminalObserver(screen: screen, printer: session.printer, store: session.store)
        let surroundings = session.surroundings()
        if let end = try session.refusalToTouch() {
            screen.say(end.message)
            return end.status
        }
        let arming = session.settings.protectedBy == nil ? nil : try session.arming()
        var open: [DebtPayment] = []
        func tell(_ results: [(debt: Debt, payment: DebtPayment)]) {
            for (debt, payment) in results { observer.observe(.debtEnded(debt, payment)) }
            observer.endEntry()
            open = results.map(\.payment).filter { $0.why != nil }
        }
        do throws(DebtFailure) {
            let collector = DebtCollector(
                surroundings: surroundings, timing: session.timing, arming: arming, isEarly: invocation.has("early")
            ) { debts in mayPayBlindly(debts, isYes: invocation.has("yes"), surroundings.person) }
            if invocation.has("wait") {
                var said: Set<String> = []
                try collector.payUntilNothingIsOwed { results, next in
                    // What still waits is said once for each reason.
                    tell(results.filter { $0.payment.why.map { said.insert($0).inserted } ?? true })
                    open = results.map(\.payment).filter { $0.why != nil }
                    if next != nil, screen.coloursError { screen.status(["waiting until nothing is owed · \(open.count) left"]) }
                }
            } else {
                tell(try collector.payAll())
            }
        } catch {
            screen.say("mend: \(error)")
            switch error {
            case .journal: return .failed
            case .cluster(.interrupted): return .interrupted
            case .cluster(.otherCluster): return .drift
            case .cluster: return .outOfReach
            }
        }
        if !open.isEmpty, surroundings.clock.interruptions > 0 { return .interrupted }
        let isUnread = unreadable.contains { run in session.cluster.known.map { run.mayBe(on: $0.id) } ?? true }
        return status(of: open, isUnread: isUnread)
    }

    /// How the command ends by what stays owed on this cluster.
    static func status(of open: [DebtPayment], isUnread: Bool) -> ExitStatus {
        func any(_ fits: (DebtPayment) -> Bool) -> Bool { open.contains(where: fits) }
        if any({ if case .needsPerson(_, isDoubt: true) = $0 { true } else { false } }) { return .inDoubt }
        let goesOn = any {
            switch $0 {
            case .notNow, .needsPerson, .elsewhere: true
            case .paid, .leftAlone, .notBefore, .waitsForRun, .otherCluster, .blind: false
            }
        }
        // Of what cannot be read nobody knows that nothing is owed.
        if goesOn || isUnread { return .failed }
        if any({ if case .blind = $0 { true } else { false } }) { return .waiting }
        // Nothing went wrong where all that is left has its time, or its run, still to come.
        return any({ if case .otherCluster = $0 { false } else { true } }) ? .owing : .done
    }

    /// What stands on a dead broker nobody can tell: whether to give it back without having seen it is a person's to say, or `--yes`.
    private static func mayPayBlindly(_ debts: [Debt], isYes: Bool, _ person: any Operator) -> Bool {
        if isYes { return true }
        let brokers = Set(debts.map(\.intent.resource)).sorted().joined(separator: ", ")
        guard person.isPresent else { return false }
        return person.confirm(
            "What stands on broker \(brokers) cannot be read while it does not answer. Give back what was set, through the controller?",
            details: debts.map { "\($0.intent.title): \($0.intent.set) was set, \($0.intent.before ?? "nothing") stood before" }) == true
    }
}
