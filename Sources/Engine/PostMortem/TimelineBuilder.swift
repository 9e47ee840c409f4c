import Journal

/// Tells the records of a run as sentences. What is one fact for a person (a dozen settings of one throttle) is one sentence.
final class TimelineBuilder {
    /// Waits that were over sooner than this, milliseconds, are not worth a line.
    static let shortestWaitMs = 1_000

    private struct Draft {
        var entry: TimelineEntry
        /// For a wait: its statement, whose condition is known at the end.
        var wait: StatementPath?
        var debts: [Debt] = []
    }

    private var drafts: [Draft] = []
    private var step: String?
    private var lastMs = 0
    /// True between a handover and whoever took the run up after it.
    private var isSealed = false
    private var hasLastWord = false
    /// The lines of waits that go on, by their paths.
    private var waits: [StatementPath: Int] = [:]

    /// Takes a record in, which the state has taken in already.
    /// - Parameter labels: what the items of an effect are called; empty where that is not known.
    func take(_ record: RunRecord, at now: Int, _ state: RunState, labels: (EffectID) -> [String]) {
        defer {
            lastMs = max(lastMs, now)
            hasLastWord = if case .ended = record { true } else { false }
        }
        switch record {
        case .stepBegan(let name, _): step = name
        case .sampled, .plan, .shown, .list, .preparing, .other: return
        default: break
        }
        switch record {
        case .owed(let debt): addDebt(debt, now, verb: "owed")
        case .paid(let id, let how): addPayment(id, how, now, state)
        case .unpaid(let id, let why):
            if let debt = state.debts.first(where: { $0.id == id }) { addDebt(debt, now, verb: "still owed", why: why) }
        case .deadline(let path, let instant): beginWait(path, until: instant, now)
        case .finished(let path, _, _, _): endWait(path, now, ranOut: false)
        case .way(let path, let way, _): if way == "otherwise" || Int(way) != nil { endWait(path, now, ranOut: true) }
        default: if let entry = entry(record, now, state, labels) { drafts.append(Draft(entry: entry)) }
        }
        switch record {
        case .stepFinished, .stepSkipped, .stepFailed: step = nil
        default: break
        }
    }

    /// All entries, the conditions of waits filled in.
    func finish(condition: (StatementPath) -> String?) -> [TimelineEntry] {
        drafts.map { draft in
            guard let path = draft.wait else { return draft.entry }
            var entry = draft.entry
            entry.text = "waits until \(condition(path) ?? "the condition of \(path.place) holds")" + entry.text
            return entry
        }
    }

    // MARK: - Waits

    private func beginWait(_ path: StatementPath, until instant: Int, _ now: Int) {
        let text = ", at most \(Self.span(instant.asMoment - now))"
        if let index = waits[path], drafts.indices.contains(index) {
            drafts[index].entry.text = text
            return
        }
        waits[path] = drafts.count
        drafts.append(Draft(entry: TimelineEntry(atMs: now, kind: .wait, step: step, text: text), wait: path))
    }

    private func endWait(_ path: StatementPath, _ now: Int, ranOut: Bool) {
        guard let index = waits.removeValue(forKey: path) else { return }
        let began = drafts[index].entry.atMs
        if now - began < Self.shortestWaitMs, !ranOut {
            drafts.remove(at: index)
            for (path, other) in waits where other > index { waits[path] = other - 1 }
        } else {
            drafts[index].entry.text = ranOut ? ": not so after \(Self.span(now - began))" : ": so after \(Self.span(now - began))"
            drafts[index].entry.isGrave = ranOut
        }
    }

    private static func span(_ milliseconds: Int) -> String { DisplayForm.duration(milliseconds: wholeSeconds(milliseconds)) }

    // MARK: - Debts

    /// Settings of one effect that come one after the other are one entry.
    private func addDebt(_ debt: Debt, _ now: Int, verb: String, why: String = "") {
        if let last = drafts.last, let first = last.debts.first, first.effect == debt.effect, last.entry.text.hasPrefix(verb),
            last.entry.text.hasSuffix(why)
        {
            drafts[drafts.count - 1].debts.append(debt)
        } else {
            let entry = TimelineEntry(atMs: now, kind: .debt, step: step, text: verb, isGrave: !why.isEmpty)
            drafts.append(Draft(entry: entry, debts: [debt]))
        }
        let title = Debt.title(of: drafts[drafts.count - 1].debts)
        drafts[drafts.count - 1].entry.text =
            verb == "owed" ? "owed until \(debt.due.title): \(title)" : "\(verb): \(title)" + (why.isEmpty ? "" : ": \(why)")
    }

    private func addPayment(_ id: String, _ how: String, _ now: Int, _ state: RunState) {
        guard let debt = state.debts.first(where: { $0.id == id }) else { return }
        if how.hasPrefix("paid") { return addDebt(debt, now, verb: "given back" + how.dropFirst("paid".count)) }
        drafts.append(
            Draft(
                entry: TimelineEntry(
                    atMs: now, kind: .debt, step: step, text: "not given back, \(how): \(debt.intent.title)", isGrave: how.hasPrefix("left")
                )))
    }

    // MARK: - Sentences

    private func entry(_ record: RunRecord, _ now: Int, _ state: RunState, _ labels: (EffectID) -> [String]) -> TimelineEntry? {
        switch record {
        case .began(let header):
            return TimelineEntry(
                atMs: now, kind: .run, text: "begun by \(header.who) on \(header.host): \(header.name), cluster \(header.cluster)")
        case .resumed(let who, let host, _):
            var text = "taken up by \(who) on \(host), \(Self.span(now - lastMs)) after the last record"
            if !hasLastWord { text += "; the process before had been cut off" }
            return TimelineEntry(atMs: now, kind: .run, text: text)
        case .sealed(let seal):
            isSealed = true
            let receiver = seal.receiver.map { ", for \($0)" } ?? ""
            return TimelineEntry(atMs: now, kind: .run, text: "handed over by \(seal.who) on \(seal.host)\(receiver)")
        case .placed(let place, let who, let takenOver): return placed(place, who, takenOver, now)
        case .stepBegan(let name, _): return TimelineEntry(atMs: now, kind: .step, step: name, text: "begins")
        case .stepFinished(let name): return TimelineEntry(atMs: now, kind: .step, step: name, text: "done")
        case .stepSkipped(let name, let why): return TimelineEntry(atMs: now, kind: .step, step: name, text: "skipped: \(why)")
        case .stepFailed(let name, let why):
            return TimelineEntry(atMs: now, kind: .step, step: name, text: "failed: \(why)", isGrave: true)
        case .answer(let path, let question, _, let answer, let who):
            return TimelineEntry(
                atMs: now, kind: .question, step: path.stepName, text: "\(question) \(answer) (\(who))", isGrave: answer == "no")
        case .note(let path, let text): return TimelineEntry(atMs: now, kind: .note, step: path.stepName, text: text)
        case .armed(let arming):
            let until = arming.until.map { " until \(TimeText.rfc3339(ms: $0))" } ?? ""
            return TimelineEntry(atMs: now, kind: .question, text: "effects allowed\(until) by \(arming.who): \(arming.reason)")
        case .disarmed(let who): return TimelineEntry(atMs: now, kind: .question, text: "effects no longer allowed, by \(who)")
        case .forgot(let paths, let why):
            let places = paths.prefix(4).map(\.place).joined(separator: ", ") + (paths.count > 4 ? ", …" : "")
            return TimelineEntry(atMs: now, kind: .edit, step: paths.first?.stepName, text: "will be run again (\(why)): \(places)")
        case .edited(let differences):
            // What differs, line by line, is told below.
            let headlines = differences.map { EditDifference($0).headline }
            return TimelineEntry(atMs: now, kind: .edit, text: "the file was edited: \(headlines.joined(separator: "; "))")
        case .undoing(let step):
            return TimelineEntry(
                atMs: now, kind: .run, step: step, text: step == nil ? "all that was done is taken back" : "what it did is taken back")
        case .ended(let word, let code, let message):
            let text = message == word ? "\(word) (exit \(code))" : "\(word) (exit \(code)): \(message)"
            return TimelineEntry(atMs: now, kind: .end, text: text, isGrave: code != 0)
        default: return effectEntry(record, now, state, labels)
        }
    }

    /// The folder in which it is driven changed; that it has one is no news.
    private func placed(_ place: RunPlace, _ who: String, _ takenOver: Bool, _ now: Int) -> TimelineEntry? {
        defer { isSealed = false }
        guard isSealed || takenOver else { return nil }
        let there = "goes on in \(place.path) on \(place.host)"
        let text =
            switch (isSealed, takenOver) {
            case (true, true): "taken back by \(who): \(there)"
            case (true, false): "received by \(who): \(there)"
            default: "a copy, \(there), by \(who), who said that it was stopped where it had been driven"
            }
        return TimelineEntry(atMs: now, kind: .run, text: text, isGrave: takenOver)
    }

    private func effectEntry(
        _ record: RunRecord, _ now: Int, _ state: RunState, _ labels: (EffectID) -> [String]
    ) -> TimelineEntry? {
        guard let id = record.effect, let effect = state.effects[id] else { return nil }
        func made(_ text: String, _ kind: TimelineEntry.Kind = .effect, isGrave: Bool = false) -> TimelineEntry {
            TimelineEntry(atMs: now, kind: kind, step: effect.intent.step, text: "\(effect.intent.effect): \(text)", isGrave: isGrave)
        }
        func named(_ items: [Int]) -> String { Self.named(items, labels(id)) }
        switch record {
        case .intended(let intent):
            let items = intent.batches.flatMap { $0 }
            if items.isEmpty { return made("nothing to do") }
            return made("planned: \(named(items))" + (intent.batches.count > 1 ? ", in \(intent.batches.count) batches" : ""))
        case .submitting(_, let items, _):
            let batches = effect.intent.batches
            let number = batches.count > 1 ? items.first.flatMap { item in batches.firstIndex { $0.contains(item) } } : nil
            return made("asks for \(named(items))" + (number.map { ", batch \($0 + 1) of \(batches.count)" } ?? ""))
        case .submitted(_, let outcomes): return submitted(outcomes, named).map { made($0.text, isGrave: $0.isGrave) }
        case .adopted(_, let items): return made("found under way: \(named(items))", .doubt)
        case .settled(_, let items): return settled(items, effect, named).map { made($0.text, isGrave: $0.isGrave) }
        case .decided(_, let items, let decision, let why):
            return made("in doubt, \(decision): \(named(items)) (\(why))", .doubt, isGrave: true)
        case .undone(_, let items, _): return made("taken back: \(named(items))")
        case .concluded(_, let how):
            if effect.items.isEmpty { return nil }
            let over = effect.items.count { if case .over = $0 { true } else { false } }
            return made(how == "timeout" ? "its time was up: \(over) of \(effect.items.count) over" : how, isGrave: how != "done")
        default: return nil
        }
    }

    /// What an answer said that is worth a line: refusals, and answers that did not come.
    private func submitted(_ outcomes: [Int: ItemOutcome], _ named: ([Int]) -> String) -> (text: String, isGrave: Bool)? {
        var parts: [String] = []
        for kind in [ItemOutcome.Kind.refused, .unknown, .alreadySo] {
            let items = outcomes.filter { $0.value.kind == kind }.keys.sorted()
            guard let first = items.first else { continue }
            let why = [outcomes[first]?.error, outcomes[first]?.message].compactMap { $0 }.joined(separator: ": ")
            let word = kind == .refused ? "refused" : kind == .unknown ? "no answer that tells" : "already so"
            parts.append("\(word): \(named(items))" + (why.isEmpty ? "" : " (\(why))"))
        }
        guard !parts.isEmpty else { return nil }
        return (parts.joined(separator: "; "), outcomes.values.contains { $0.kind == .refused || $0.kind == .unknown })
    }

    private func settled(
        _ items: [Int: SettledItem], _ effect: EffectState, _ named: ([Int]) -> String
    ) -> (text: String, isGrave: Bool)? {
        let all = items.keys.sorted()
        let over = effect.items.count { if case .over = $0 { true } else { false } }
        let count = "\(over) of \(effect.items.count)"
        let found = items.filter { $0.value.isRecovered }.keys.sorted()
        guard found.isEmpty else { return ("found done: \(named(found)) (\(count))", false) }
        return ("settled: \(named(all)) (\(count))", false)
    }

    /// Items by their labels: three of them, and how many more.
    static func named(_ items: [Int], _ labels: [String]) -> String {
        let known = items.prefix(3).compactMap { labels.indices.contains($0) ? labels[$0] : nil }
        guard !known.isEmpty else { return "\(items.count) item\(items.count == 1 ? "" : "s")" }
        return known.joined(separator: ", ") + (items.count > known.count ? " and \(items.count - known.count) more" : "")
    }
}

extension RunRecord {
    /// The effect that it is about; nil: none.
    fileprivate var effect: EffectID? {
        switch self {
        case .intended(let intent): intent.id
        case .submitting(let id, _, _), .submitted(let id, _), .adopted(let id, _), .settled(let id, _), .concluded(let id, _),
            .decided(let id, _, _, _), .undone(let id, _, _):
            id
        default: nil
        }
    }
}

extension StatementPath {
    /// As people name it: `statement 5 of step "Copies"`.
    var place: String {
        let rest = parts.dropFirst().map { part in Int(part).flatMap { JournalRange.count.contains($0) ? String($0 + 1) : nil } ?? part }
        guard !rest.isEmpty else { return "step \"\(stepName)\"" }
        return "step \"\(stepName)\", statement \(rest.joined(separator: "/"))"
    }
}

/// Milliseconds, to the second where they are more than ten.
func wholeSeconds(_ milliseconds: Int) -> Int {
    let bounded = max(0, milliseconds)
    return bounded < 10_000 ? bounded : bounded / 1_000 * 1_000
}
