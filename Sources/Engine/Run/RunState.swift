import Journal

/// What the records of a run add up to: where it stands, what it has bound, what it did and what it owes.
package struct RunState: Sendable {
    /// What a finished statement left behind.
    package struct Finished: Sendable {
        package var hash: String
        package var bound: [RunRecord.Binding]
        package var shown: JSONValue?
    }

    /// How far a step is.
    package enum StepStatus: Sendable, Hashable {
        case begun, done
        case skipped(String)
        case failed(String)
    }

    /// A step that has begun or was skipped.
    package struct StepState: Sendable, Hashable {
        package var status: StepStatus
        /// Of its text when it began.
        package var hash: String
    }

    /// What was answered, and the hash of what it was shown for.
    package struct Answer: Sendable, Hashable {
        package var targets: String
        package var answer: String
    }

    /// When the first record was written, milliseconds since 1970.
    package var startedMs = 0
    package var lastMs = 0
    package var header: RunHeader?
    package var bootstrap = ""
    /// Who drove it last, where, and whether it was handed over.
    package var ownership = RunOwnership()
    /// The list of the files of the program as it was edited last; nil: as it was begun.
    package var sources: String?
    /// How often it was edited.
    package var edits = 0
    package var finished: [StatementPath: Finished] = [:]
    package var ways: [StatementPath: (way: String, detail: JSONValue)] = [:]
    package var lists: [StatementPath: JSONValue] = [:]
    package var deadlines: [StatementPath: Int] = [:]
    package var answers: [StatementPath: Answer] = [:]
    package var shownPlans: [StatementPath: [StatementPath: String]] = [:]
    /// Plans by hash, as `RunJournal.kept` gives them.
    package var plans: [NameKey: JSONValue] = [:]
    package var steps: [NameKey: StepState] = [:]
    /// Step names in the order in which they began.
    package var stepOrder: [String] = []
    package var effects: [EffectID: EffectState] = [:]
    /// Effects whose temporary settings are being made, and since when.
    package var preparing: [EffectID: Moment] = [:]
    /// In the order in which they were intended.
    package var effectOrder: [EffectID] = []
    /// The newest attempt of an effect's statement.
    package var attempts: [StatementPath: Int] = [:]
    package var debts: [Debt] = []
    /// When each debt was written down, milliseconds since 1970.
    package var owedMs: [NameKey: Int] = [:]
    /// How each debt that is no more was given back.
    package var paid: [NameKey: String] = [:]
    /// Why debts could not be given back when that was tried last.
    package var whyUnpaid: [NameKey: String] = [:]
    package var notes: [String] = []
    /// Why, and by whom, effects were allowed on a cluster that is read-only by default.
    package var armings: [Arming] = []
    /// True while the run is being taken back; the step, where it is one only.
    package var isUndoing = false
    package var undoingStep: String?
    /// True once all that it did has been taken back.
    package var isUndone = false
    /// What became of items in doubt by somebody's word, or by a look late enough: effect, decision, why.
    package var decisions: [(effect: EffectID, decision: String, why: String)] = []
    /// Finished statements in the order in which they finished.
    package var finishedOrder: [StatementPath] = []
    /// How this run ended the last time; nil while it is driven, or where it was killed.
    package var ended: (state: String, code: Int, message: String)?

    package init() {}

    /// The state after these records. A record that cannot be understood is passed over only where its kind is not known.
    package init(records: [JSONValue], run: String) throws(JournalFailure) {
        for (index, json) in records.enumerated() {
            do throws(MemberFault) {
                apply(try RunRecord(json: json), at: try json.number("at", in: JournalRange.moment) ?? 0)
            } catch { throw Self.damage(of: run, at: index, of: records, error) }
        }
    }

    /// That a record is whole, and its members cannot be.
    static func damage(of run: String, at index: Int, of records: [JSONValue], _ fault: MemberFault) -> JournalFailure {
        // Written as they were read, the lines before it are as long as they were.
        let offset = records.prefix(index).reduce(0) { $0 + JournalLine.encode($1).count }
        return .damaged(run: run, offset: offset, why: "record \(index + 1): \(fault)")
    }

    /// Takes a record in.
    package mutating func apply(_ record: RunRecord, at wallMs: Int) {
        if startedMs == 0 { startedMs = wallMs }
        lastMs = max(lastMs, wallMs)
        ownership.pass(to: wallMs)
        switch record {
        case .began(let header):
            self.header = header
            bootstrap = header.bootstrap
            ownership.drive(who: header.who, host: header.host)
        case .resumed(let who, let host, let bootstrap):
            self.bootstrap = bootstrap
            ended = nil
            ownership.drive(who: who, host: host)
        case .placed(let place, _, _): ownership.settle(at: place)
        case .sealed(let seal): ownership.hand(over: seal)
        case .stepBegan(let step, let hash): setStep(step, StepState(status: .begun, hash: hash))
        case .stepFinished(let step): steps[step]?.status = .done
        case .stepSkipped(let step, let why): setStep(step, StepState(status: .skipped(why), hash: steps[step]?.hash ?? ""))
        case .stepFailed(let step, let why): steps[step]?.status = .failed(why)
        case .finished(let path, let hash, let bound, let shown):
            finished[path] = Finished(hash: hash, bound: bound, shown: shown)
            finishedOrder.append(path)
        case .way(let path, let way, let detail): ways[path] = (way, detail)
        case .list(let path, let value): lists[path] = value
        case .deadline(let path, let instant): deadlines[path] = instant
        case .answer(let path, _, let targets, let answer, _): answers[path] = Answer(targets: targets, answer: answer)
        case .plan(let hash, let value): plans[hash] = value
        case .shown(let path, let plans): shownPlans[path] = plans
        case .note(_, let text): notes.append(text)
        case .forgot(let paths, _):
            isUndone = false
            for path in paths { forget(path) }
        case .ended(let state, let code, let message):
            ended = (state, code, message)
            if isUndoing, state == "done" {
                isUndoing = false
                isUndone = isUndone || undoingStep == nil
            }
        case .undoing(let step):
            isUndoing = true
            undoingStep = step
        case .owed(let debt):
            debts.append(debt)
            owedMs[debt.id] = wallMs
        case .paid(let debt, let how):
            paid[debt] = how
            whyUnpaid[debt] = nil
        case .unpaid(let debt, let why): whyUnpaid[debt] = why
        case .armed(let arming): armings.append(arming)
        case .edited, .disarmed, .sampled, .other: break
        case .preparing(let id, let boot): preparing[id] = Moment(wallMs: wallMs, boot: boot)
        case .replaced(let sources, let paths):
            self.sources = sources
            edits += 1
            for path in paths.forgotten { forget(path) }
            for path in paths.reopened { reopen(path) }
            for path in paths.reread { lists[path] = nil }
        default: applyEffect(record, at: wallMs)
        }
    }

    private mutating func applyEffect(_ record: RunRecord, at wallMs: Int) {
        switch record {
        case .sending(let id, let brokers, let boot): effects[id]?.sends(to: brokers, at: boot)
        case .intended(let intent):
            effects[intent.id] = EffectState(intent: intent, intendedMs: wallMs)
            effectOrder.append(intent.id)
            attempts[intent.id.path] = intent.id.attempt
        case .submitting(let id, let items, let sentBy):
            preparing[id] = nil
            effects[id]?.sent(until: sentBy, writtenMs: wallMs)
            for item in items { effects[id]?.put(.doubt(sentBy: sentBy), at: item) }
        case .submitted(let id, let outcomes): effects[id]?.take(answers: outcomes)
        case .adopted(let id, let items): for item in items { effects[id]?.put(.accepted(isRecovered: true), at: item) }
        case .settled(let id, let outcomes): for (item, outcome) in outcomes { effects[id]?.put(.over(outcome), at: item) }
        case .concluded(let id, let how): effects[id]?.conclusion = how
        case .decided(let id, let items, let decision, let why):
            effects[id]?.take(decision: decision, why: why, items: items)
            decisions.append((id, decision, why))
        case .undone(let id, let items, let by): for item in items { effects[id]?.undone[item] = by }
        default: break
        }
    }

    private mutating func setStep(_ step: String, _ state: StepState) {
        if steps[step] == nil { stepOrder.append(step) }
        steps[step] = state
    }

    /// Drops what was kept of a statement and those below it. Effects stay: their next attempt gets a new number.
    private mutating func forget(_ path: StatementPath) {
        finished = finished.filter { !path.holds($0.key) }
        ways = ways.filter { !path.holds($0.key) }
        lists = lists.filter { !path.holds($0.key) }
        deadlines = deadlines.filter { !path.holds($0.key) }
        answers = answers.filter { !path.holds($0.key) }
        shownPlans = shownPlans.filter { !path.holds($0.key) }
        for id in effectOrder where path.holds(id.path) { effects[id]?.isForgotten = true }
        for name in stepOrder where path.text == StatementPath(step: name).text { steps[name]?.status = .begun }
    }

    /// A statement is not finished any more, and what was answered for it does not count; what is below it stays.
    private mutating func reopen(_ path: StatementPath) {
        finished[path] = nil
        answers[path] = nil
        shownPlans[path] = nil
    }

    /// Every statement that the journal knows something of.
    package var knownPaths: Set<StatementPath> {
        var paths = Set(finished.keys)
        paths.formUnion(ways.keys)
        paths.formUnion(lists.keys)
        paths.formUnion(deadlines.keys)
        paths.formUnion(answers.keys)
        paths.formUnion(shownPlans.keys)
        paths.formUnion(effectOrder.filter { effects[$0]?.isForgotten == false }.map(\.path))
        return paths
    }

    /// The debts that are still owed.
    package var openDebts: [Debt] { debts.filter { paid[$0.id] == nil } }

    /// Effects of which it is unknown whether they took place.
    package var effectsInDoubt: [EffectID] { effectOrder.filter { effects[$0]?.hasDoubt == true } }

    /// Effects that the cluster has accepted and that go on.
    package var effectsUnderWay: [EffectID] { effectOrder.filter { effects[$0]?.isUnderWay == true } }

    /// True once anything may have changed at the cluster by what this program asked of it.
    package var hasChanged: Bool {
        effects.values.contains { $0.mayHaveChanged && $0.intent.effect != NotifyEffect.id && $0.intent.effect != CommandEffect.id }
    }

    /// True once a command of the operator's own was run, which may have done anything.
    package var hasRunCommands: Bool { effects.values.contains { $0.mayHaveChanged && $0.intent.effect == CommandEffect.id } }

    /// The newest attempt of an effect's statement, unless it is to be run again.
    package func effect(at path: StatementPath) -> EffectState? {
        guard let attempt = attempts[path], let state = effects[EffectID(path: path, attempt: attempt)], !state.isForgotten else {
            return nil
        }
        return state
    }
}
