import Engine
import Journal

/// What a reader must know first: how it ended, what was changed, what is still owed, what is in doubt.
package struct ReportSummary: Sendable, Hashable {
    package enum Tone: String, Sendable { case good, warning, bad }

    /// How to feel about the whole.
    package var tone: Tone
    /// One sentence.
    package var verdict: String
    /// How it went, in sentences.
    package var course: [String]
    /// What was changed at the cluster.
    package var changes: [String]
    /// Settings that were made for a while.
    package var debts: [String]
    /// What is not known.
    package var doubts: [String]
    /// What to do next; nil: nothing.
    package var next: String?

    package init(_ told: PostMortem) {
        verdict = Self.verdict(told)
        course = Self.course(told)
        changes = Self.changes(told)
        debts = Self.debts(told)
        doubts = Self.doubts(told)
        next = Self.next(told)
        tone = Self.tone(told)
    }

    private static func tone(_ told: PostMortem) -> Tone {
        if !told.doubtfulItems.isEmpty || !told.problems.isEmpty || told.state == "failed" || told.state == "in doubt" { return .bad }
        return told.state == "done" && told.openDebts.isEmpty && told.itemsUnderWay == 0 ? .good : .warning
    }

    private static func verdict(_ told: PostMortem) -> String {
        let step = told.stoppedAt.map { " at step “\($0)”" } ?? ""
        let why = told.message.flatMap { $0.isEmpty || $0 == told.state ? nil : ": \($0)" } ?? ""
        if let seal = told.seal {
            if told.state == "handed over" { return "Handed over by \(seal.words): it goes on there." }
            return "Handed over by \(seal.words), and not taken up here yet\(told.stoppedAt.map { "; it stands at step “\($0)”" } ?? "")."
        }
        switch told.state {
        case "done":
            let moving = told.itemsUnderWay
            return moving == 0 ? "Done." : "Done, with \(ReportText.counted(moving, "item")) still under way at the cluster."
        case "failed": return "Failed\(step)\(why)"
        case "running": return "Still being driven\(step)."
        case "stopped": return "Cut off\(step): its process was killed, or its machine died. Nobody has taken it up since."
        case "interrupted": return "Interrupted\(step)\(why)"
        case "waiting": return "Waiting for an answer\(step)\(why)"
        case "in doubt": return "In doubt\(step)\(why)"
        default: return "Stopped, \(told.state)\(step)\(why)"
        }
    }

    private static func course(_ told: PostMortem) -> [String] {
        var lines: [String] = []
        if let first = told.drivers.first {
            lines.append(
                "Begun by \(first.who) on \(first.host) at \(ReportText.time(told.startedMs)); the last record is "
                    + "\(ReportText.span(told.lastMs - told.startedMs)) later.")
        }
        for (earlier, later) in zip(told.drivers, told.drivers.dropFirst()).prefix(8) {
            let left = earlier.wasCutOff ? "Cut off (killed, or its machine died)" : "Stopped"
            lines.append(
                "\(left) after \(ReportText.span(earlier.untilMs - told.startedMs)), taken up by \(later.who) on \(later.host) "
                    + "\(ReportText.span(later.fromMs - earlier.untilMs)) later.")
        }
        if told.drivers.count > 9 { lines.append("Taken up \(told.drivers.count - 9) times more.") }
        if !told.steps.isEmpty {
            let done = told.steps.count { $0.state == .done }
            let skipped = told.steps.count { $0.state == .skipped }
            lines.append(
                "\(done) of \(ReportText.counted(told.steps.count, "step")) done" + (skipped > 0 ? ", \(skipped) skipped." : "."))
        }
        lines += readings(told)
        return lines
    }

    /// How the cluster stood at the first and at the last reading.
    private static func readings(_ told: PostMortem) -> [String] {
        func line(_ name: String, _ amount: (ClusterCounts) -> ClusterCounts.Amount?) -> String? {
            func text(_ amount: ClusterCounts.Amount) -> String {
                "\(amount.isLowerBound ? "≥ " : "")\(DisplayForm.count(amount.value))"
            }
            let amounts = told.counts.compactMap(amount)
            guard let first = amounts.first, let last = amounts.last else { return nil }
            if amounts.allSatisfy({ $0.value == 0 && !$0.isLowerBound }) { return nil }
            if amounts.count == 1 { return "\(name): \(text(first)), read once." }
            // Of several of the same size the one that says least stands for all.
            let most = amounts.max { ($0.value, $0.isLowerBound ? 1 : 0) < ($1.value, $1.isLowerBound ? 1 : 0) } ?? last
            let isPeak = most.value > first.value && most.value > last.value
            let peak = isPeak ? amounts.contains(where: \.isLowerBound) ? " (\(text(most)) in between)" : " (at most \(text(most)))" : ""
            return "\(name): \(text(first)) at the first reading, \(text(last)) at the last\(peak)."
        }
        return [
            line("Offline partitions") { $0.offline.map { .init($0) } },
            line("Under-replicated partitions") { $0.underReplicated.map { .init($0) } }, line("Lag of all groups") { $0.lag },
        ].compactMap { $0 }
    }

    private static func changes(_ told: PostMortem) -> [String] {
        var lines: [String] = []
        for effect in told.effects {
            let done = effect.items.filter { $0.state == .done }
            let moving = effect.items.count { $0.state == .underWay }
            let back = effect.items.count { $0.state == .takenBack }
            let refused = effect.items.count { $0.state == .refused }
            let skipped = effect.items.count { $0.state == .skipped }
            guard !done.isEmpty || moving > 0 || back > 0 || refused > 0 || skipped > 0 else { continue }
            var text = "\(effect.effect) (\(effect.step)): "
            var parts: [String] = []
            if !done.isEmpty {
                let bytes = effect.bytes(.done)
                var part = "\(done.count) of \(ReportText.counted(effect.items.count, "item"))"
                if done.count <= 3 { part = ReportText.named(done.map(\.label)) }
                if bytes > 0 { part += ", \(DisplayForm.size(bytes))" }
                parts.append(part)
            }
            if moving > 0 { parts.append("\(moving) still under way at the cluster") }
            if back > 0 { parts.append("\(back) taken back") }
            if refused > 0 { parts.append("\(refused) refused") }
            if skipped > 0 { parts.append("\(skipped) skipped by decision") }
            text += parts.joined(separator: "; ") + "."
            lines.append(text)
        }
        if lines.isEmpty {
            lines.append(told.doubtfulItems.isEmpty ? "Nothing was changed." : "Nothing is known to have been changed.")
        }
        return lines
    }

    private static func debts(_ told: PostMortem) -> [String] {
        if told.debts.isEmpty { return ["Nothing was set for a while, nothing is owed."] }
        let open = told.openDebts
        var lines: [String] = []
        if !open.isEmpty {
            lines.append("Still to be given back: \(Debt.title(of: open.map(\.debt))).")
        }
        let paid = told.debts.count(where: \.isPaid)
        if paid > 0 { lines.append("\(ReportText.counted(paid, "setting")) given back" + (open.isEmpty ? "; nothing is owed." : ".")) }
        let left = told.debts.count { ($0.how ?? "").hasPrefix("left alone") }
        if left > 0 { lines.append("\(left) left alone, since somebody had set something else.") }
        let handed = told.debts.count { ($0.how ?? "").hasPrefix("handed down") }
        if handed > 0 { lines.append("\(handed) handed down to another effect that needs the same.") }
        return lines
    }

    private static func doubts(_ told: PostMortem) -> [String] {
        let items = told.doubtfulItems
        var lines = items.isEmpty ? ["Nothing is in doubt."] : []
        for (effect, labels) in items { lines.append("\(effect.effect) (\(effect.step)): \(ReportText.named(labels, most: 5)).") }
        let recovered = told.effects.reduce(0) { $0 + $1.items.count { $0.isRecovered && $0.state == .done } }
        if recovered > 0 {
            lines.append("Of \(ReportText.counted(recovered, "item")) no answer had told; a later look at the cluster did.")
        }
        if !told.decisions.isEmpty { lines.append("\(ReportText.counted(told.decisions.count, "decision")) recorded, see below.") }
        return lines
    }

    private static func next(_ told: PostMortem) -> String? {
        switch told.state {
        case "running", "handed over": return nil
        case "done" where told.openDebts.isEmpty && told.itemsUnderWay == 0: return nil
        case "done" where told.itemsUnderWay == 0: return "mend debts pay"
        default: return "mend resume \(told.run)"
        }
    }
}

extension PostMortem {
    package var openDebts: [DebtPart] { debts.filter { $0.how == nil } }

    /// Items of which it is not known whether they took place, by effect.
    var doubtfulItems: [(effect: EffectPart, labels: [String])] {
        effects.compactMap { effect in
            let labels = effect.items.filter { $0.state == .inDoubt }.map(\.label)
            return labels.isEmpty ? nil : (effect, labels)
        }
    }

    var itemsUnderWay: Int { effects.reduce(0) { $0 + $1.items.count { $0.state == .underWay } } }

    /// The step at which it stands; nil where it is over.
    var stoppedAt: String? {
        guard state != "done" else { return nil }
        return steps.first { $0.state == .failed || $0.state == .inDoubt || $0.state == .begun || $0.state == .next }?.name
    }
}
