import Journal
import Language

extension Interpreter {
    /// The primitive behind an effect as written.
    func primitive(_ id: String, _ span: Span?) throws(Stop) -> any EffectPrimitive {
        guard let primitive = cluster.effects[id] else {
            throw .failure(RunFailure(.refused, "`\(id)` is not in this version", span: span))
        }
        return primitive
    }

    /// An effect with its slots and options evaluated, all from one fetch.
    func call(of effect: Effect, _ primitive: any EffectPrimitive) throws(Stop) -> EffectCall {
        var arguments: [NameKey: EffectCall.Argument] = [:]
        for (slot, value) in effect.slots.sorted(by: { $0.key < $1.key }) {
            if effect.id == CommandEffect.id, slot == CommandEffect.conditionSlot { continue }
            if effect.id == NotifyEffect.id, case .expression(let message) = value {
                // Read by people, as a `note` is: display form, `≥ 2.3M`.
                arguments[slot] = .value(try evaluate(message).value)
                continue
            }
            arguments[slot] = try argument(value, effect.span)
            if isUndoing, effect.id == "cancel", case .expression(let target) = value, case .name("reassignments") = target.kind,
                case .value(.table(let table))? = arguments[slot]
            {
                // In an `undo` block, without a plan or a `where`: the moves of this run, nobody else's.
                arguments[slot] = .value(.table(table.keeping(keysAskedFor("reassign"))))
            }
        }
        for (slot, standard) in primitive.signature.phrase.keywordDefaults where arguments[slot] == nil {
            arguments[slot] = .word(standard)
        }
        if let slot = primitive.signature.phrase.targetSlot, arguments[slot] == nil, let last = environment.last {
            arguments[slot] = try argument(of: last, effect.span)
        }
        var call = EffectCall(id: effect.id, arguments: arguments, options: try evaluatedOptions(of: effect))
        if effect.id == "cancel" { call.ours = keysAskedFor("reassign") }
        if case .position(.saved(let run))? = arguments.values.first(where: { if case .position(.saved) = $0 { true } else { false } }) {
            let cluster = try Run.identify(surroundings).id
            call.saved = try SavedItems(store: surroundings.store, cluster: cluster, effect: effect.id, span: effect.span).read(run: run)
        }
        return call
    }

    private func argument(_ slot: SlotValue, _ span: Span) throws(Stop) -> EffectCall.Argument {
        switch slot {
        case .expression(let expression): return try argument(of: try exact(expression), expression.span)
        case .word(let name): return .word(name.text)
        case .keys(let names): return .keys(names.map(\.text))
        case .entries(let entries):
            var values: [(key: String, value: Value)] = []
            for entry in entries { values.append((entry.key.text, try exact(entry.value))) }
            return .entries(values)
        case .position(let position): return .position(try self.position(position))
        }
    }

    private func argument(of value: Value, _ span: Span) throws(Stop) -> EffectCall.Argument {
        switch value {
        case .unknown(let cause):
            throw .failure(RunFailure(.gate, "what to act on is not known (\(cause))", isUndecided: true, span: span))
        case .table(let table):
            if !table.undecided.isEmpty || !table.missing.isEmpty {
                let labels = table.undecided.prefix(20).map { table.rowLabel(at: $0) }.joined(separator: ", ")
                let causes = table.causes.map(\.description).joined(separator: "; ")
                tell(.warning("not touched, since undecided: \(labels.isEmpty ? "rows that may be missing" : labels) (\(causes))"))
            }
            guard let reference = table.plan, let plan = try keptPlan(reference.hash) else { return .value(value) }
            let rows = table.decided.map { Int($0) }
            // A plan of which only some rows are meant: `moves where topic == "trips"`.
            if rows.count == plan.items.count { return .plan(plan) }
            guard let chosen = plan.indexes(of: table) else {
                throw .failure(RunFailure(.fail, "these rows cannot be told apart as items of the plan: keep its key columns", span: span))
            }
            return .plan(plan.restricted(to: chosen))
        case .list(let list), .set(let list):
            if !list.missing.isEmpty {
                let causes = list.missing.map(\.description).joined(separator: "; ")
                tell(.warning("not touched, since undecided: what may be missing from the list (\(causes))"))
            }
            return .value(value)
        default: return .value(value)
        }
    }

    /// A value for a target, a name or a word: texts with all their digits.
    ///
    /// A name that is written and does not exist is a slip, not nothing to do: where nothing else is left to act on, the effect is refused.
    private func exact(_ expression: Expression) throws(Stop) -> Value {
        let evaluated: Evaluated
        do throws(EvaluationFailure) {
            evaluated = try evaluator.evaluate(expression, in: environment, timing: timing, texts: .exact)
        } catch { throw stop(error) }
        let hasRows = if case .table(let table) = evaluated.value { !table.decided.isEmpty } else { false }
        let absent = try absentNames(of: evaluated, isDecisive: !hasRows, says: hasRows, expression.span)
        if !hasRows, let name = absent.first { throw .failure(RunFailure(.refused, name.message, span: expression.span)) }
        return evaluated.value
    }

    private func position(_ position: SlotValue.Position) throws(Stop) -> EffectCall.Position {
        switch position {
        case .latest: return .latest
        case .earliest: return .earliest
        case .offset(let expression): return .offset(try count(expression))
        case .by(let expression): return .by(try count(expression))
        case .saved(let run): return .saved(run: try run.map { (literal) throws(Stop) in try text(literal) })
        case .time(let expression):
            switch try evaluate(expression).value {
            case .time(let instant): return .time(instant)
            case .duration(let nanoseconds): return .time(clock.wallMs - nanoseconds / 1_000_000)
            default: throw .failure(RunFailure(.fail, "a reset needs a time that is known", span: expression.span))
            }
        }
    }

    private func evaluatedOptions(of effect: Effect) throws(Stop) -> EffectCall.Options {
        var options = EffectCall.Options()
        for option in effect.options {
            switch option.kind {
            case .staged(let size, let every):
                options.staged = try count(size)
                options.stagedEvery = try every.map { (expression) throws(Stop) in try nanoseconds(expression) }
            case .throttle(let rate):
                guard case .byteRate(let bytes) = try evaluate(rate).value, let whole = Int(exactly: bytes.rounded()) else {
                    throw .failure(RunFailure(.fail, "a throttle needs a rate such as 50MB/s", span: rate.span))
                }
                options.throttle = whole
            case .unthrottled: options.isUnthrottled = true
            case .within(let time): options.within = try nanoseconds(time)
            case .hold, .into, .giveBackAtEnd, .giveBackWhen, .giveBackAfter, .forGood: break
            }
        }
        if let staged = options.staged, staged < 1 { throw .failure(RunFailure(.fail, "`staged` needs at least 1", span: effect.span)) }
        return options
    }

    private func nanoseconds(_ expression: Expression) throws(Stop) -> Int {
        guard case .duration(let nanoseconds) = try evaluate(expression).value else {
            throw .failure(RunFailure(.fail, "this must be a duration", span: expression.span))
        }
        return nanoseconds
    }
}

extension [PhraseElement] {
    /// The words that keyword slots have where none is written.
    fileprivate var keywordDefaults: [(String, String)] {
        flatMap { element -> [(String, String)] in
            switch element {
            case .keyword(let slot, _, let standard): standard.map { [(slot, $0)] } ?? []
            case .word, .slot, .optional, .choice: []
            }
        }
    }

    /// The slot of the first query: what `_` fills in the REPL.
    fileprivate var targetSlot: String? {
        for element in self {
            switch element {
            case .slot(let name, .query): return name
            case .optional(let inner): if let slot = inner.targetSlot { return slot }
            case .word, .slot, .keyword, .choice: break
            }
        }
        return nil
    }
}

extension EffectPlan {
    /// The items that rows of a table cut out of this plan's stand for; nil where they cannot be told.
    func indexes(of rows: Table) -> [Int]? {
        let names = rows.key.isEmpty ? table.key : rows.key
        guard !names.isEmpty else { return nil }
        let mine = names.compactMap { table.column($0) }
        let theirs = names.compactMap { rows.column($0) }
        guard mine.count == names.count, theirs.count == names.count, table.decided.count == items.count else { return nil }
        var places: [[Value]: Int] = [:]
        for (index, row) in table.decided.enumerated() { places[mine.map { $0.value(at: row) }] = index }
        var chosen: [Int] = []
        for row in rows.decided {
            guard let index = places[theirs.map { $0.value(at: row) }] else { return nil }
            chosen.append(index)
        }
        return chosen.sorted()
    }
}

extension Table {
    /// The decided rows whose key is one of these.
    fileprivate func keeping(_ keys: Set<[JSONValue]>) -> Table {
        var copy = self
        let columns = ["topic", "partition"].compactMap { column($0) }
        copy.decided = decided.filter { row in
            keys.contains(
                columns.map { column in
                    switch column.value(at: row) {
                    case .text(let text): .string(text)
                    case .int(let number): .int(number)
                    default: .null
                    }
                })
        }
        return copy
    }
}
