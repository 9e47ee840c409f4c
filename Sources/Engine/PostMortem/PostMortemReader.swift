import Journal
import Language
import Platform

extension PostMortem {
    /// Reads a run's folder. What cannot be read is in `problems`, and all that can is told nevertheless.
    /// - Parameter program: what the folder's texts mean; nil: not known, and statements are told by their place.
    /// - Throws: only where there is no such run, or nothing of it can be read.
    package static func read(_ run: String, program: CheckedProgram?, in store: any JournalStore) throws(JournalFailure) -> PostMortem {
        let (scan, failure) = JournalScan.readable(try store.journal(of: run), run: run)
        let reader = PostMortemReader(run: run, program: program, store: store)
        for (index, json) in scan.records.enumerated() {
            do throws(MemberFault) {
                reader.take(try RunRecord(json: json), at: try json.number("at", in: JournalRange.moment) ?? 0)
            } catch {
                reader.problems.append(RunState.damage(of: run, at: index, of: scan.records, error).description)
                break
            }
        }
        if let failure { reader.problems.append(failure.description) }
        if scan.isTorn { reader.problems.append("the last record is torn: it was being written when the process or the machine died") }
        return reader.finish(holder: try store.holder(of: run), here: try store.place(of: run))
    }
}

/// Walks the records of a run and puts together what is told of it.
final class PostMortemReader {
    let run: String
    let program: CheckedProgram?
    let store: any JournalStore
    var problems: [String] = []
    var state = RunState()
    private let texts: StatementTexts?
    private let timeline = TimelineBuilder()
    private var drivers: [PostMortem.Driver] = []
    private var answers: [PostMortem.AnswerPart] = []
    private var notes: [PostMortem.NotePart] = []
    private var edits: [PostMortem.EditPart] = []
    private var decisions: [(at: Int, effect: EffectID, items: [Int], decision: String, why: String)] = []
    private var results: [(at: Int, path: StatementPath, kept: JSONValue)] = []
    private var counts: [ClusterCounts] = []
    private var stepTimes: [NameKey: (began: Int, ended: Int?)] = [:]
    private var effectTimes: [EffectID: EffectTimes] = [:]
    private var owedMs: [NameKey: Int] = [:]
    private var paidMs: [NameKey: Int] = [:]

    /// When what became of an effect was written down.
    private struct EffectTimes {
        var planned: Int
        var sent: Int?
        var ended: Int?
        var samples: [PostMortem.Progress] = []
        /// For each moment at which items were over: which, and whether nothing was under way then.
        var settled: [(at: Int, items: [Int], isQuiet: Bool)] = []
    }

    init(run: String, program: CheckedProgram?, store: any JournalStore) {
        self.run = run
        self.program = program
        self.store = store
        texts = program.map { StatementTexts($0) }
    }

    func take(_ record: RunRecord, at wallMs: Int) {
        let now = wallMs.asMoment
        noteDriver(record, now)
        state.apply(record, at: now)
        timeline.take(record, at: now, state) { labels(of: $0) }
        switch record {
        case .stepBegan(let step, _): stepTimes[step] = (stepTimes[step]?.began ?? now, nil)
        case .stepFinished(let step), .stepFailed(let step, _): stepTimes[step]?.ended = now
        case .stepSkipped(let step, _): stepTimes[step] = (stepTimes[step]?.began ?? now, now)
        case .answer(let path, let question, let targets, let answer, let who):
            answers.append(.init(atMs: now, step: path.stepName, question: question, answer: answer, who: who, targets: targets))
        case .armed(let arming):
            answers.append(
                .init(
                    atMs: now, step: "", question: "Effects allowed on this cluster: why?", answer: arming.reason, who: arming.who,
                    targets: ""))
        case .note(let path, let text): notes.append(.init(atMs: now, step: path.stepName, text: text))
        case .edited(let differences): edits.append(.init(atMs: now, differences: differences.map { EditDifference($0) }))
        case .decided(let id, let items, let decision, let why): decisions.append((now, id, items, decision, why))
        case .finished(let path, _, _, let shown?): results.append((now, path, shown))
        case .owed(let debt): owedMs[debt.id] = now
        case .paid(let debt, _): paidMs[debt] = now
        case .sampled(.cluster(var sample)):
            sample.readMs = sample.readMs.asMoment
            counts.append(sample)
        default: takeEffect(record, now)
        }
    }

    private func noteDriver(_ record: RunRecord, _ now: Int) {
        switch record {
        case .began(let header):
            drivers.append(
                .init(who: header.who, host: header.host, bootstrap: header.bootstrap, fromMs: now, untilMs: now, wasCutOff: true))
        case .resumed(let who, let host, let bootstrap):
            drivers.append(.init(who: who, host: host, bootstrap: bootstrap, fromMs: now, untilMs: now, wasCutOff: true))
        case .ended:
            if !drivers.isEmpty {
                drivers[drivers.count - 1].untilMs = now
                drivers[drivers.count - 1].wasCutOff = false
            }
        default: if !drivers.isEmpty { drivers[drivers.count - 1].untilMs = max(drivers[drivers.count - 1].untilMs, now) }
        }
    }

    private func takeEffect(_ record: RunRecord, _ now: Int) {
        switch record {
        case .intended(let intent): effectTimes[intent.id] = EffectTimes(planned: now)
        case .submitting(let id, _, _): if effectTimes[id]?.sent == nil { effectTimes[id]?.sent = now }
        case .settled(let id, let items):
            let isQuiet = state.effects[id].map { !$0.isUnderWay && !$0.hasDoubt } ?? false
            effectTimes[id]?.settled.append((now, items.keys.sorted(), isQuiet))
            effectTimes[id]?.ended = now
        case .concluded(let id, _): effectTimes[id]?.ended = now
        case .sampled(.effect(let sample)):
            effectTimes[sample.effect]?.samples.append(.init(atMs: now, over: sample.over, bytesDone: sample.bytesDone))
        default: break
        }
    }

    // MARK: - The whole

    func finish(holder: LockHolder?, here: RunPlace?) -> PostMortem {
        let summary = RunSummary(run: run, state: state, holder: holder, here: here)
        var whole = PostMortem(run: run, state: summary.state, startedMs: state.startedMs, lastMs: state.lastMs)
        whole.header = state.header
        if state.header == nil { problems.append("the first record is missing: nothing is known of how the run began") }
        whole.exitCode = state.ended?.code
        whole.message = state.ended?.message
        whole.seal = state.ownership.seal
        whole.drivers = drivers
        whole.parameters = parameters()
        whole.steps = steps()
        whole.effects = state.effectOrder.compactMap { effect($0) }
        whole.answers = answers
        whole.notes = notes
        whole.edits = edits
        whole.decisions = decisions.map { entry in
            let labels = self.labels(of: entry.effect)
            return .init(
                atMs: entry.at, effect: entry.effect, name: state.effects[entry.effect]?.intent.effect ?? "",
                labels: entry.items.map { labels.indices.contains($0) ? labels[$0] : "item \($0 + 1)" }, decision: entry.decision,
                why: entry.why)
        }
        whole.debts = state.debts.map {
            .init(
                debt: $0, owedMs: owedMs[$0.id] ?? 0, endedMs: paidMs[$0.id], how: state.paid[$0.id],
                whyUnpaid: state.whyUnpaid[$0.id])
        }
        whole.results = shownResults()
        whole.timeline = timeline.finish { texts?.condition($0, state) }
        whole.counts = counts.sorted { $0.readMs < $1.readMs }
        whole.texts = sources()
        whole.problems = problems
        return whole
    }

    private func steps() -> [PostMortem.StepPart] {
        let explained = Run.why(state, program: program)
        return explained.map {
            .init(
                name: $0.step, state: $0.state, because: $0.because, beganMs: stepTimes[$0.step]?.began, endedMs: stepTimes[$0.step]?.ended)
        }
    }

    private func parameters() -> [PostMortem.Parameter] {
        do throws(JournalFailure) {
            return try RunParameters.read(run, in: store).sorted { $0.key < $1.key }.map { .init(name: $0.key.text, value: $0.value) }
        } catch {
            problems.append(error.description)
            return []
        }
    }

    private func sources() -> [RunSources.Text] {
        do throws(JournalFailure) { return try RunSources.read(run, in: store).texts } catch {
            problems.append(error.description)
            return []
        }
    }

    private func shownResults() -> [PostMortem.ResultPart] {
        var parts: [PostMortem.ResultPart] = []
        for result in results {
            do throws(JournalFailure) {
                let json = try RunJournal.value(of: result.kept, run: run, in: store)
                guard let value = try? Value(json: json) else { throw .disk("what \(result.path) showed cannot be understood") }
                parts.append(
                    .init(atMs: result.at, step: result.path.stepName, text: texts?.text(result.path, state), value: value))
            } catch { problems.append(error.description) }
        }
        return parts
    }

    // MARK: - Effects

    private var plans: [NameKey: EffectPlan] = [:]

    private func plan(_ hash: String) -> EffectPlan? {
        if let plan = plans[hash] { return plan }
        guard let kept = state.plans[hash] else { return nil }
        do throws(JournalFailure) {
            let json = try RunJournal.value(of: kept, run: run, in: store)
            guard let plan = try? EffectPlan(json: json) else { throw .disk("plan \(hash) cannot be understood") }
            plans[hash] = plan
            return plan
        } catch {
            if !problems.contains(error.description) { problems.append(error.description) }
            return nil
        }
    }

    private func labels(of id: EffectID) -> [String] {
        guard let intent = state.effects[id]?.intent, let plan = plan(intent.plan) else { return [] }
        return plan.items.map(\.label)
    }

    private func effect(_ id: EffectID) -> PostMortem.EffectPart? {
        guard let effect = state.effects[id], let times = effectTimes[id] else { return nil }
        let plan = plan(effect.intent.plan)
        let planned = plan?.items ?? []
        let items = effect.items.indices.map { index in
            item(effect, index, planned.indices.contains(index) ? planned[index] : nil)
        }
        return PostMortem.EffectPart(
            id: id, effect: effect.intent.effect, step: effect.intent.step, text: texts?.text(id.path, state),
            isUndo: effect.intent.isUndo, batches: effect.intent.batches.count, plannedMs: times.planned, sentMs: times.sent,
            endedMs: effect.conclusion == nil && !effect.isOver ? nil : times.ended, conclusion: effect.conclusion, items: items,
            blocked: plan?.blocked ?? [], notices: plan?.notices ?? [], planHash: effect.intent.plan,
            bytes: plan?.knownBytes.flatMap { $0 > 0 ? $0 : nil }, progress: progress(effect, times, items))
    }

    private func item(_ effect: EffectState, _ index: Int, _ planned: EffectItem?) -> PostMortem.ItemPart {
        var part = PostMortem.ItemPart(
            label: planned?.label ?? "item \(index + 1)", before: planned?.before ?? .null, wanted: planned?.target ?? .null,
            bytes: planned?.bytes, state: .notSent, isRecovered: false)
        switch effect.items[index] {
        case .pending: part.state = .notSent
        case .doubt: part.state = .inDoubt
        case .accepted(let isRecovered):
            part.state = .underWay
            part.isRecovered = isRecovered
        case .over(let settled):
            part.isRecovered = settled.isRecovered
            part.remark = [settled.outcome.error, settled.outcome.message].compactMap { $0 }.joined(separator: ": ")
            if part.remark?.isEmpty == true { part.remark = nil }
            switch settled.outcome.kind {
            case .done: part.state = .done
            case .alreadySo: part.state = .alreadySo
            case .refused where settled.outcome.error == "SKIPPED":
                part.state = .skipped
                part.remark = settled.outcome.message
            case .refused: part.state = .refused
            case .unknown: part.state = .inDoubt
            }
        }
        if effect.undone[index] != nil { part.state = .takenBack }
        return part
    }

    /// From the first request to the end. Bytes of items under way are known only where they were sampled.
    private func progress(_ effect: EffectState, _ times: EffectTimes, _ items: [PostMortem.ItemPart]) -> [PostMortem.Progress] {
        guard let sent = times.sent else { return [] }
        let movesBytes = items.contains { ($0.bytes ?? 0) > 0 }
        var over: Set<Int> = []
        var points = [PostMortem.Progress(atMs: sent, over: 0, bytesDone: movesBytes ? 0 : nil)]
        for entry in times.settled {
            over.formUnion(entry.items)
            let whole = over.reduce(0) { sum, index in
                guard items.indices.contains(index), items[index].state == .done || items[index].state == .takenBack else { return sum }
                return sum.addingClamped(items[index].bytes ?? 0)
            }
            // While others are under way only whole items are known: such a point would look like a step back.
            let isExact = entry.isQuiet || times.samples.isEmpty
            points.append(.init(atMs: entry.at, over: over.count, bytesDone: movesBytes && isExact ? whole : nil))
        }
        return (points + times.samples).enumerated().sorted { ($0.element.atMs, $0.offset) < ($1.element.atMs, $1.offset) }.map(\.element)
    }
}

extension Int {
    /// Milliseconds since 1970 within the years that have four digits: what a damaged journal says cannot make a sum overflow.
    var asMoment: Int { Swift.min(Swift.max(JournalRange.moment.lowerBound, self), JournalRange.moment.upperBound) }
}
