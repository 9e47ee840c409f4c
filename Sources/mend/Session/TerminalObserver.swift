import Engine
import Journal
import Language
import Output
import Terminal

/// Tells what a run does: results on standard output, everything else beside it.
final class TerminalObserver: RunObserver {
    private let screen: Screen
    private let printer: ResultPrinter
    /// The texts that run, so that a result can be told by what it was asked with.
    private let texts: [SourceFile]
    /// What the last line about a wait said, so that a pipe sees each wait once.
    private var waitingFor: String?
    private var lastProgress: EffectProgress?
    /// Debts that came one after the other: a throttle has a dozen, which are one fact for a person.
    private var owed: [Debt] = []
    private var givenBack: [Debt] = []
    /// Debts that stay owed, by what is said of them: in the order in which it came.
    private var unpaid: [(why: String, debts: [Debt])] = []
    /// The plan that was shown last, so that a question and its effect do not show it twice.
    private var shownPlan: String?
    /// `notify` is a note already; its plan and its items would say it twice more.
    private static let saying = "notify"

    /// Where the runs are: command lines that go on with them find it.
    private let store: FileJournalStore

    /// - Parameter texts: The files of a runbook: each result is headed by its expression. Empty where the person has just typed it.
    init(screen: Screen, printer: ResultPrinter, texts: [SourceFile] = [], store: FileJournalStore) {
        self.store = store
        self.screen = screen
        self.printer = printer
        self.texts = texts
    }

    func observe(_ event: RunEvent) {
        if case .waiting = event {} else { waitingFor = nil }
        if case .tick = event {} else { printer.endTicks() }
        switch event {
        case .debtOwed(let debt): return owed.append(debt)
        case .debtEnded(let debt, .paid): return givenBack.append(debt)
        case .debtEnded(let debt, let payment) where payment.why != nil: return keep(debt, payment)
        default: tellDebts()
        }
        switch event {
        case .shown(let value, let expression):
            caption(expression)
            printer.show(value)
        case .described(let description): printer.show(description)
        case .tick(let value, _): printer.tick(value)
        case .note(let text): screen.say(painted("note: ", .cyan) + text)
        case .warning(let text): screen.say(painted("warning: ", .yellow) + text)
        case .planNote(let text, _): screen.say("  \(text)")
        case .explained(let plan):
            for request in plan.requests { screen.show(request) }
        case .planned(let plan, let hash, _) where plan.effect != Self.saying: show(plan, hash: hash)
        case .waiting(let waiting): show(waiting)
        case .progress(let progress): show(progress)
        case .effectEnded(let result) where result.effect != Self.saying: printer.showResult(result)
        case .debtEnded(let debt, .leftAlone(let standing)):
            screen.say(painted("left alone: ", .yellow) + "\(debt.intent.title): somebody set \(standing) since")
        case .doubt(let report):
            screen.say(painted("in doubt: ", .red) + report.effect)
            for line in report.lines { screen.say("  \(line)") }
        case .ended(let end, let standing): show(end, standing)
        default: observeStep(event)
        }
    }

    /// An entry of a session is over: what was held back is told, and the next one shows its plan again.
    func endEntry() {
        printer.endTicks()
        tellDebts()
        shownPlan = nil
    }

    private func observeStep(_ event: RunEvent) {
        switch event {
        case .began(let run): screen.say(painted("run \(run)", .dim))
        case .resumed(let run, let standing):
            screen.say(painted("resuming \(run)", .bold) + (standing.step.map { ", which stands at step \"\($0)\"" } ?? ""))
        case .stepBegan(let name, let number, let count): screen.say(painted("── step \(number)/\(count) ", .dim) + painted(name, .bold))
        case .stepSkipped(let name, let why): screen.say(painted("── skipped ", .dim) + "\(name): \(why)")
        case .stepAlreadyDone(let name): screen.say(painted("── done before ", .dim) + name)
        case .stepFailed(let name, _): screen.say(painted("── failed ", .red) + name)
        default: break
        }
    }

    /// On a terminal a wait is a line that changes; in a pipe it is said once.
    private func show(_ waiting: Waiting) {
        let left = waiting.deadline.map { DisplayForm.duration(milliseconds: max(0, $0 - waiting.nowMs) / 1000 * 1000) }
        if screen.coloursError {
            var lines = [painted("waiting until ", .dim) + waiting.what + (left.map { " · \($0) left" } ?? "")]
            if let showing = waiting.showing { lines += printer.lines(of: showing.value).prefix(15) }
            screen.status(lines)
        } else if waitingFor != waiting.what {
            screen.say("waiting until \(waiting.what)" + (left.map { ", at most \($0)" } ?? ""))
        }
        waitingFor = waiting.what
    }

    private func show(_ progress: EffectProgress) {
        var text: Painted = "\(progress.effect): \(progress.over) of \(progress.items) settled"
        if progress.batches > 1 { text += " · batch \(progress.batch) of \(progress.batches)" }
        if progress.underWay > 0 { text += " · \(progress.underWay) under way" }
        if let share = progress.share { text += " (\(Int(share * 100))%)" }
        if progress.inDoubt > 0 { text += " · \(progress.inDoubt) in doubt" }
        if let holding = progress.holding { text += " · " + painted("holding: \(holding)", .yellow) }
        if screen.coloursError {
            screen.status([text])
        } else if lastProgress?.batch != progress.batch || lastProgress?.holding != progress.holding || lastProgress?.path != progress.path
        {
            screen.say(text)
        }
        lastProgress = progress
    }

    private func show(_ plan: EffectPlan, hash: String) {
        guard shownPlan != hash else { return }
        shownPlan = hash
        if plan.items.isEmpty, plan.blocked.isEmpty, printer.form == .table { return }
        printer.showPlan(plan, hash: hash)
    }

    /// Tells the debts that were gathered: by name where they are few, else by count.
    private func tellDebts() {
        if let first = owed.first {
            screen.say(painted("owed: ", .dim) + "\(Debt.title(of: owed)), until \(first.due.title)")
        }
        if !givenBack.isEmpty { screen.say(painted("given back: ", .green) + Debt.title(of: givenBack)) }
        for (why, debts) in unpaid { screen.say(painted("still owed: ", .yellow) + "\(Debt.title(of: debts)): \(why)") }
        owed = []
        givenBack = []
        unpaid = []
    }

    private func keep(_ debt: Debt, _ payment: DebtPayment) {
        let next: String
        if case .blind = payment {
            next =
                ", and nobody else tells what stands there; `\(store.debtsCommand("pay"))` asks, or takes --yes, to give it back through "
                + "the controller"
        } else {
            switch payment {
            case .notBefore: next = "; `\(store.debtsCommand("pay")) --wait` stays until then"
            // They say themselves what is to be done, and where.
            case .waitsForRun, .needsPerson(_, isDoubt: true), .elsewhere, .otherCluster: next = ""
            case .needsPerson: next = "; once that is mended, `\(store.debtsCommand("pay"))` tries again"
            default: next = "; `\(store.debtsCommand("pay"))` tries again"
            }
        }
        let text = (payment.why ?? "") + next
        if let place = unpaid.firstIndex(where: { $0.why == text }) {
            unpaid[place].debts.append(debt)
        } else {
            unpaid.append((text, [debt]))
        }
    }

    /// What a result answers, on one line.
    private func caption(_ expression: Expression) {
        guard !screen.isQuiet, let file = texts.first(where: { $0.id == expression.span.file }) else { return }
        let range = Int(expression.span.start)..<Int(expression.span.end)
        guard range.lowerBound >= 0, range.upperBound <= file.bytes.count else { return }
        let words = String(decoding: file.bytes[range], as: UTF8.self).split(whereSeparator: \.isWhitespace)
        screen.say(painted(words.joined(separator: " "), .cyan))
    }

    /// Every way out says whether anything changed, what is owed, and how to resume.
    private func show(_ end: RunEnd, _ standing: RunStanding) {
        if printer.form.isForPrograms {
            if end != .done { screen.say(DiagnosticLines.failure(of: end, files: texts).text) }
            if !standing.openDebts.isEmpty {
                for (due, debts) in Debt.byDue(standing.openDebts) {
                    let owed = "\(Debt.title(of: debts)): \(whoGivesBack(debts, due, end))"
                    screen.say(DiagnosticLines.failure(code: "owed", message: owed, span: nil, files: texts).text)
                }
            }
            return
        }
        switch end {
        case .done where standing.underWay > 0:
            let effects = standing.underWay == 1 ? "1 effect goes" : "\(standing.underWay) effects go"
            screen.say(painted("\(effects) on at the cluster", .yellow))
        case .done where !standing.openDebts.isEmpty:
            let settings =
                standing.openDebts.count == 1 ? "1 setting stands that is" : "\(standing.openDebts.count) settings stand that are"
            screen.say(painted("done", .green) + painted(", but \(settings) to be given back", .yellow))
        case .done: screen.say(painted("done", .green))
        case .failed(let failure):
            let head = failure.kind == .gate ? "gate: " : failure.kind == .unreachable ? "out of reach: " : "failed: "
            screen.say(painted(head, .red) + failure.message)
        case .waiting(let question, let hash):
            screen.say(painted("waiting for an answer: ", .yellow) + question + (hash.map { " (--approve \($0))" } ?? ""))
        case .inDoubt(let text): screen.say(painted("in doubt: ", .red) + text)
        case .fileChanged(let text), .locked(let text), .drift(let text), .outOfReach(let text):
            screen.say(painted("stopped: ", .red) + text)
        case .interrupted(let text): screen.say(painted(text, .yellow))
        case .journal(let failure, let inDoubt):
            let isRefused =
                switch failure {
                case .locked, .elsewhere, .handedOver: true
                default: false
                }
            screen.say(painted(isRefused ? "stopped: " : "the journal: ", .red) + "\(failure)" + (inDoubt ? "; an effect is in doubt" : ""))
        }
        // Whoever drives it knows what it has changed.
        if case .locked = end { return }
        if end != .done {
            let commands = standing.hasRunCommands ? "; what the commands that were run have done is not known here" : ""
            screen.say((standing.hasChanged ? "the cluster was changed by this run" : "nothing was changed") + commands)
        }
        if !standing.openDebts.isEmpty {
            for (due, debts) in Debt.byDue(standing.openDebts) {
                screen.say(
                    painted("owed: ", .yellow) + "\(Debt.title(of: debts)), until \(due.title); " + whoGivesBack(debts, due, end))
            }
        }
        if standing.resumeCommand != nil, let run = standing.run {
            screen.say("go on with: " + painted("mend resume \(store.naming(run))", .bold))
        }
    }

    private func whoGivesBack(_ debts: [Debt], _ due: Debt.Due, _ end: RunEnd) -> String {
        due.whoGivesBack(
            hasEnded: end.isForGood, pay: store.debtsCommand("pay"), resume: "mend resume \(store.naming(debts.first?.run ?? ""))")
    }

    private func painted(_ text: String, _ colour: Colour) -> Painted { colour.paint(text, enabled: screen.coloursError) }
}
