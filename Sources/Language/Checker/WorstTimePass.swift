/// How long a program may take at most: the sum of its bounded waits.
final class WorstTimePass {
    let header: RunbookHeader?
    let actions: [String: CheckedAction]
    /// Of each action once: actions that call others twice would double with each.
    private var known: [String: WorstTime] = [:]

    init(header: RunbookHeader?, actions: [String: CheckedAction]) {
        self.header = header
        self.actions = actions
    }

    func time(of program: Program) -> WorstTime {
        var total = WorstTime()
        for item in program.main.items {
            switch item {
            case .step(let step): total = total + time(of: step)
            case .statement(let statement): total = total + time(of: statement, [])
            default: break
            }
        }
        if let limit = header?.limits.first(where: { $0.name.text == "duration" })?.value { total.limit = nanoseconds(limit) }
        return total
    }

    /// A step with its `verify`; its `undo` is no part of a run.
    private func time(of step: Step) -> WorstTime {
        time(of: step.body, []) + (step.verify.map { time(of: $0, []) } ?? WorstTime())
    }

    private func time(of block: Block, _ open: Set<String>) -> WorstTime {
        block.statements.reduce(WorstTime()) { $0 + time(of: $1, open) }
    }

    private func time(of statement: Statement, _ open: Set<String>) -> WorstTime {
        switch statement.kind {
        case .require(let require): bound(require.within)
        case .wait(let wait): bound(wait.within) + otherwise(wait.otherwise, open)
        case .watch(let watch): watch.within == nil ? WorstTime(isPartial: true) : bound(watch.within)
        case .confirm(_, let inner): WorstTime(waitsForPeople: true) + (inner.map { time(of: $0, open) } ?? WorstTime())
        case .approve(_, _, let inner): WorstTime(waitsForPeople: true) + time(of: inner, open)
        case .branch(let branch): time(of: branch, open)
        case .loop(_, _, let body):
            repeated(time(of: body, open))
        case .retry(let times, let every, let body): retried(times, every, time(of: body, open))
        case .attempt(let body, _, _, let handler): time(of: body, open) + time(of: handler, open)
        case .pause: WorstTime(waitsForPeople: true)
        case .effect(let effect): time(of: effect)
        case .perform(let name, _): time(ofAction: name.text, open)
        case .bind, .show, .explain, .note, .fail, .skip, .expression, .invalid: WorstTime()
        }
    }

    private func time(ofAction name: String, _ open: Set<String>) -> WorstTime {
        if let time = known[name] { return time }
        guard let action = actions[name], !open.contains(name) else { return WorstTime() }
        let time = time(of: action.definition.body, open.union([name]))
        known[name] = time
        return time
    }

    private func repeated(_ once: WorstTime) -> WorstTime {
        var time = once
        if once.bounded > 0 || once.isPartial { time.perItem = true }
        return time
    }

    private func retried(_ times: Expression, _ every: Expression, _ once: WorstTime) -> WorstTime {
        guard case .literal(.int(let count)) = times.kind, let pause = nanoseconds(every) else { return once + WorstTime(isPartial: true) }
        var time = once
        let (sum, tooLong) = once.bounded.addingReportingOverflow(pause)
        let (product, overflow) = sum.multipliedReportingOverflow(by: max(count, 0))
        time.bounded = tooLong || overflow ? .max : product
        return time
    }

    private func time(of branch: Statement.Branch, _ open: Set<String>) -> WorstTime {
        let one = time(of: branch.then, open)
        let other =
            switch branch.otherwise {
            case .branch(let next, _)?: time(of: next, open)
            case .block(let inner)?: time(of: inner, open)
            case nil: WorstTime()
            }
        return one.longer(other)
    }

    private func otherwise(_ otherwise: Statement.Otherwise?, _ open: Set<String>) -> WorstTime {
        switch otherwise {
        case .block(let inner)?: return time(of: inner, open)
        case .ask(_, let arms)?:
            var longest = WorstTime()
            for arm in arms {
                switch arm.action {
                case .again(let more): longest = longest.longer(bound(more))
                case .block(let inner): longest = longest.longer(time(of: inner, open))
                }
            }
            longest.waitsForPeople = true
            return longest
        case nil: return WorstTime()
        }
    }

    private func time(of effect: Effect) -> WorstTime {
        for option in effect.options {
            if case .within(let limit) = option.kind { return bound(limit) }
        }
        let waits = effect.options.contains { option in
            switch option.kind {
            case .staged, .hold, .throttle, .unthrottled: true
            default: false
            }
        }
        return WorstTime(isPartial: waits)
    }

    private func bound(_ duration: Expression?) -> WorstTime {
        guard let duration else { return WorstTime() }
        guard let length = nanoseconds(duration) else { return WorstTime(isPartial: true) }
        return WorstTime(bounded: length)
    }

    /// A constant, or a parameter's default.
    private func nanoseconds(_ expression: Expression) -> Int? {
        switch expression.kind {
        case .literal(.duration(let length)): length
        case .name(let name): header?.parameters.first { $0.name.text == name }?.defaultValue.flatMap(nanoseconds)
        case .field(let base, let name):
            if case .name("params") = base.kind {
                header?.parameters.first { $0.name.text == name.text }?.defaultValue.flatMap(nanoseconds)
            } else {
                nil
            }
        default: nil
        }
    }
}

extension WorstTime {
    static func + (one: WorstTime, other: WorstTime) -> WorstTime {
        let (sum, overflow) = one.bounded.addingReportingOverflow(other.bounded)
        return WorstTime(
            bounded: overflow ? .max : sum, waitsForPeople: one.waitsForPeople || other.waitsForPeople,
            perItem: one.perItem || other.perItem, isPartial: one.isPartial || other.isPartial, limit: one.limit ?? other.limit)
    }

    /// One of two ways is gone: the longer, and what either may need.
    func longer(_ other: WorstTime) -> WorstTime {
        var both = self + other
        both.bounded = max(bounded, other.bounded)
        return both
    }
}
