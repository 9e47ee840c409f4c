import Journal

extension EffectIntent {
    var members: [JSONValue.Member] {
        [
            .init("effect", id.json), .init("id", .string(effect)), .init("plan", .string(plan)),
            .init("batches", .array(batches.map { .array($0.map { .int($0) }) })), .init("deadline", deadline.map { .int($0) } ?? .null),
            .init("counted", .array(counted.map { .string($0) })), .init("step", .string(step)), .init("undo", .bool(isUndo)),
            .init("convergent", .bool(isConvergent)), .init("baseline", baseline?.json ?? .null), .init("every", .int(everyMs)),
        ] + (hold.map { [.init("hold", .string($0))] } ?? [])
    }

    init?(id: EffectID, json: JSONValue) throws(MemberFault) {
        guard let effect = json["id"]?.string, let plan = json["plan"]?.string, let listed = json["batches"]?.array else { return nil }
        var batches: [[Int]] = []
        for batch in listed {
            var items: [Int] = []
            for item in batch.array ?? [] { items.append(try item.number(in: JournalRange.count, named: "batches")) }
            batches.append(items)
        }
        // Each item once: who reads on counts on it.
        let items = batches.flatMap { $0 }.sorted()
        guard items == Array(items.indices) else { return nil }
        self.init(
            id: id, effect: effect, plan: plan, batches: batches,
            deadline: try json.number("deadline", in: JournalRange.moment), counted: (json["counted"]?.array ?? []).compactMap(\.string),
            step: json["step"]?.string ?? "", isUndo: json["undo"]?.bool ?? false,
            isConvergent: json["convergent"]?.bool ?? true,
            baseline: try json["baseline"].flatMap { (json) throws(MemberFault) in try HealthBaseline(json: json) },
            everyMs: try json.number("every", in: JournalRange.milliseconds) ?? 0,
            hold: json["hold"]?.string)
    }
}

extension HealthBaseline {
    var json: JSONValue {
        ["offline": .int(offline), "underMinIsr": .int(underMinISR), "up": .array(brokersUp.map { .int($0) })]
    }

    init?(json: JSONValue) throws(MemberFault) {
        guard let offline = try json.number("offline", in: JournalRange.count),
            let under = try json.number("underMinIsr", in: JournalRange.count), json["up"]?.array != nil
        else { return nil }
        self.init(offline: offline, underMinISR: under, brokersUp: try json.numbers("up", in: JournalRange.broker))
    }
}

extension ItemOutcome {
    func json(index: Int, extra: [JSONValue.Member] = []) -> JSONValue {
        var members: [JSONValue.Member] = [.init("i", .int(index)), .init("outcome", .string(kind.rawValue))]
        if let error { members.append(.init("error", .string(error))) }
        if let message { members.append(.init("message", .string(message))) }
        if let lastByteLeft { members.append(.init("left", .int(lastByteLeft))) }
        return .object(members + extra)
    }

    init?(json: JSONValue) throws(MemberFault) {
        guard let kind = json["outcome"]?.string.flatMap(Kind.init) else { return nil }
        self.init(
            kind, error: json["error"]?.string, message: json["message"]?.string,
            lastByteLeft: try json.number("left", in: JournalRange.moment))
    }
}

extension Debt {
    var members: [JSONValue.Member] {
        let dueJSON: JSONValue =
            switch due {
            case .whenSettled(let effect): ["settled": .string(effect)]
            case .atEnd: "end"
            case .when(let text): ["when": .string(text)]
            case .after(let instant): ["after": .int(instant)]
            }
        return [
            .init("debt", .string(id)), .init("run", .string(run)), .init("due", dueJSON), .init("what", .string(intent.kind)),
            .init("resource", .string(intent.resource)), .init("name", .string(intent.name)),
            .init("before", intent.before.map { .string($0) } ?? .null), .init("set", .string(intent.set)),
            .init("entries", .bool(intent.isListEntries)), .init("by", .string(effect)),
        ]
    }

    init?(json: JSONValue) throws(MemberFault) {
        guard let id = json["debt"]?.string, let run = json["run"]?.string, let dueJSON = json["due"], let kind = json["what"]?.string,
            let resource = json["resource"]?.string, let name = json["name"]?.string, let set = json["set"]?.string
        else { return nil }
        let due: Due
        if let effect = dueJSON["settled"]?.string {
            due = .whenSettled(effect: effect)
        } else if let text = dueJSON["when"]?.string {
            due = .when(text)
        } else if let instant = try dueJSON.number("after", in: JournalRange.moment) {
            due = .after(instant)
        } else {
            due = .atEnd
        }
        self.init(
            id: id, run: run,
            intent: DebtIntent(
                kind: kind, resource: resource, name: name, before: json["before"]?.string, set: set,
                isListEntries: json["entries"]?.bool ?? false), due: due, effect: json["by"]?.string ?? "")
    }
}
