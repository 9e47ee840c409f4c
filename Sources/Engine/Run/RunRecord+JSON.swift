import Journal

extension RunRecord {
    /// The word under which a record is written.
    package var kind: String {
        switch self {
        case .began: "run"
        case .resumed: "resumed"
        case .stepBegan: "step"
        case .stepFinished: "step-done"
        case .stepSkipped: "step-skipped"
        case .stepFailed: "step-failed"
        case .finished: "finished"
        case .way: "way"
        case .list: "list"
        case .deadline: "deadline"
        case .answer: "answer"
        case .plan: "plan"
        case .shown: "shown"
        case .intended: "intended"
        case .preparing: "preparing"
        case .sending: "sending"
        case .submitting: "submitting"
        case .submitted: "submitted"
        case .adopted: "adopted"
        case .settled: "settled"
        case .concluded: "concluded"
        case .decided: "decided"
        case .owed: "owed"
        case .paid: "paid"
        case .unpaid: "unpaid"
        case .note: "note"
        case .armed: "armed"
        case .disarmed: "disarmed"
        case .forgot: "forgot"
        case .edited: "edited"
        case .replaced: "replaced"
        case .undone: "undone"
        case .placed: RunOwnership.placeKind
        case .sealed: RunOwnership.sealKind
        case .sampled: "sampled"
        case .undoing: "undoing"
        case .ended: "ended"
        case .other(let kind): kind
        }
    }

    /// True where what follows may not happen before this is on disk, or where it could not be found out again.
    package var mustBeDurable: Bool {
        switch self {
        case .began, .answer, .intended, .preparing, .submitting, .submitted, .adopted, .settled, .decided, .owed, .paid, .forgot: true
        case .edited, .replaced, .undone, .undoing, .ended, .armed, .disarmed: true
        default: false
        }
    }

    package var members: [JSONValue.Member] {
        switch self {
        case .began(let header): header.members
        case .resumed(let who, let host, let bootstrap):
            [.init("who", .string(who)), .init("host", .string(host)), .init("bootstrap", .string(bootstrap))]
        case .stepBegan(let step, let hash): [.init("step", .string(step)), .init("hash", .string(hash))]
        case .stepFinished(let step): [.init("step", .string(step))]
        case .stepSkipped(let step, let why), .stepFailed(let step, let why): [.init("step", .string(step)), .init("why", .string(why))]
        case .finished(let path, let hash, let bound, let shown):
            [.init("path", path.json), .init("hash", .string(hash))]
                + (bound.isEmpty ? [] : [.init("bound", .object(bound.map { .init($0.name, $0.value) }))])
                + (shown.map { [.init("shown", $0)] } ?? [])
        case .way(let path, let way, let detail):
            [.init("path", path.json), .init("way", .string(way))] + (detail == .null ? [] : [.init("detail", detail)])
        case .list(let path, let value): [.init("path", path.json), .init("list", value)]
        case .deadline(let path, let instant): [.init("path", path.json), .init("deadline", .int(instant))]
        case .answer(let path, let question, let targets, let answer, let who):
            [
                .init("path", path.json), .init("question", .string(question)), .init("targets", .string(targets)),
                .init("answer", .string(answer)), .init("who", .string(who)),
            ]
        case .plan(let hash, let value): [.init("hash", .string(hash)), .init("plan", value)]
        case .shown(let path, let plans):
            [
                .init("path", path.json),
                .init("plans", .object(plans.sorted { $0.key.text < $1.key.text }.map { .init($0.key.text, .string($0.value)) })),
            ]
        case .note(let path, let text): [.init("path", path.json), .init("text", .string(text))]
        case .armed(let arming): arming.members
        case .disarmed(let who): [.init("who", .string(who))]
        case .forgot(let paths, let why): [.init("paths", .array(paths.map(\.json))), .init("why", .string(why))]
        case .edited(let differences): [.init("differences", .array(differences.map { .string($0) }))]
        case .replaced(let sources, let paths):
            [
                .init("sources", .string(sources)), .init("forgotten", .array(paths.forgotten.map(\.json))),
                .init("reopened", .array(paths.reopened.map(\.json))), .init("reread", .array(paths.reread.map(\.json))),
            ]
        case .ended(let state, let code, let message):
            [.init("state", .string(state)), .init("code", .int(code)), .init("message", .string(message))]
        case .placed(let place, let who, let takenOver):
            place.members + [.init("who", .string(who))] + (takenOver ? [.init("takenOver", true)] : [])
        case .sealed(let seal): seal.members
        case .sampled(let sample): sample.members
        case .undoing(let step): [.init("step", step.map { .string($0) } ?? .null)]
        case .other: []
        default: effectMembers
        }
    }

    private var effectMembers: [JSONValue.Member] {
        switch self {
        case .intended(let intent): intent.members
        case .preparing(let id, let boot): [.init("effect", id.json)] + (boot.map { [.init("boot", $0.json)] } ?? [])
        case .sending(let id, let brokers, let boot):
            [
                .init("effect", id.json),
                .init("to", .array(brokers.sorted { $0.key < $1.key }.map { ["i": .int($0.key), "broker": .int($0.value)] })),
            ] + (boot.map { [.init("boot", $0.json)] } ?? [])
        case .submitting(let id, let items, let sentBy):
            [.init("effect", id.json), .init("items", .array(items.map { .int($0) })), .init("sentBy", .int(sentBy))]
        case .submitted(let id, let outcomes):
            [.init("effect", id.json), .init("outcomes", .array(outcomes.sorted { $0.key < $1.key }.map { $1.json(index: $0) }))]
        case .adopted(let id, let items): [.init("effect", id.json), .init("items", .array(items.map { .int($0) }))]
        case .settled(let id, let outcomes):
            [
                .init("effect", id.json),
                .init(
                    "outcomes",
                    .array(
                        outcomes.sorted { $0.key < $1.key }.map {
                            $1.outcome.json(index: $0, extra: $1.isRecovered ? [.init("recovered", true)] : [])
                        })),
            ]
        case .concluded(let id, let how): [.init("effect", id.json), .init("how", .string(how))]
        case .decided(let id, let items, let decision, let why):
            [
                .init("effect", id.json), .init("items", .array(items.map { .int($0) })), .init("decision", .string(decision)),
                .init("why", .string(why)),
            ]
        case .owed(let debt): debt.members
        case .paid(let debt, let how): [.init("debt", .string(debt)), .init("how", .string(how))]
        case .unpaid(let debt, let why): [.init("debt", .string(debt)), .init("why", .string(why))]
        case .undone(let id, let items, let by):
            [.init("effect", id.json), .init("items", .array(items.map { .int($0) })), .init("by", by.json)]
        default: []
        }
    }

    /// Why a member that a record of its kind must have is not there, or is none.
    private static let lacks = MemberFault("it lacks a member")

    /// Reads a record.
    /// - Throws: where its members do not fit its kind, or a number among them cannot be: a time in no year, a count below zero.
    package init(json: JSONValue) throws(MemberFault) {
        guard let kind = json["kind"]?.string else { throw Self.lacks }
        switch kind {
        case "run":
            guard let header = RunHeader(json: json) else { throw Self.lacks }
            self = .began(header)
        case "resumed":
            self = .resumed(
                who: json["who"]?.string ?? "", host: json["host"]?.string ?? "", bootstrap: json["bootstrap"]?.string ?? "")
        case "step", "step-done", "step-skipped", "step-failed":
            guard let step = json["step"]?.string else { throw Self.lacks }
            let why = json["why"]?.string ?? ""
            switch kind {
            case "step": self = .stepBegan(step, hash: json["hash"]?.string ?? "")
            case "step-done": self = .stepFinished(step)
            case "step-skipped": self = .stepSkipped(step, why: why)
            default: self = .stepFailed(step, why: why)
            }
        case "plan":
            guard let hash = json["hash"]?.string, let value = json["plan"] else { throw Self.lacks }
            self = .plan(hash: hash, value)
        case "forgot":
            self = .forgot((json["paths"]?.array ?? []).compactMap(StatementPath.init(json:)), why: json["why"]?.string ?? "")
        case "armed":
            guard let arming = try Arming(json: json) else { throw Self.lacks }
            self = .armed(arming)
        case "disarmed": self = .disarmed(who: json["who"]?.string ?? "")
        case "edited": self = .edited(differences: (json["differences"]?.array ?? []).compactMap(\.string))
        case RunOwnership.placeKind:
            guard let place = RunPlace(json: json) else { throw Self.lacks }
            self = .placed(place, who: json["who"]?.string ?? "", takenOver: json["takenOver"]?.bool ?? false)
        case RunOwnership.sealKind:
            _ = try json.number("at", in: JournalRange.moment)
            self = .sealed(RunSeal(json: json))
        // One that cannot be understood costs a point of a chart, not the run.
        case "sampled": self = (try? Sample(json: json)).map { .sampled($0) } ?? .other(kind)
        case "replaced":
            guard let sources = json["sources"]?.string else { throw Self.lacks }
            func paths(_ member: String) -> [StatementPath] { (json[member]?.array ?? []).compactMap(StatementPath.init(json:)) }
            var reopened = ReopenedPaths()
            reopened.forgotten = paths("forgotten")
            reopened.reopened = paths("reopened")
            reopened.reread = paths("reread")
            self = .replaced(sources: sources, reopened)
        case "undoing": self = .undoing(step: json["step"]?.string)
        case "ended":
            guard let state = json["state"]?.string, let code = try json.number("code", in: JournalRange.exitCode) else {
                throw Self.lacks
            }
            self = .ended(state: state, code: code, message: json["message"]?.string ?? "")
        case "finished", "way", "list", "deadline", "answer", "shown", "note": try self.init(statement: json, kind: kind)
        case "intended", "preparing", "sending", "submitting", "submitted", "adopted", "settled", "concluded", "decided", "owed", "paid",
            "unpaid",
            "undone":
            try self.init(effect: json, kind: kind)
        default: self = .other(kind)
        }
    }

    private init(statement json: JSONValue, kind: String) throws(MemberFault) {
        guard let path = json["path"].flatMap(StatementPath.init(json:)) else { throw Self.lacks }
        switch kind {
        case "finished":
            var bound: [Binding] = []
            if case .object(let members)? = json["bound"] { bound = members.map { Binding(name: $0.name, value: $0.value) } }
            self = .finished(path, hash: json["hash"]?.string ?? "", bound: bound, shown: json["shown"])
        case "way":
            guard let way = json["way"]?.string else { throw Self.lacks }
            if let number = Int(way), !JournalRange.count.contains(number) { throw MemberFault("`way` is out of range") }
            self = .way(path, way, detail: json["detail"] ?? .null)
        case "list":
            guard let value = json["list"] else { throw Self.lacks }
            self = .list(path, value)
        case "deadline":
            guard let instant = try json.number("deadline", in: JournalRange.moment) else { throw Self.lacks }
            self = .deadline(path, instant)
        case "answer":
            guard let answer = json["answer"]?.string else { throw Self.lacks }
            self = .answer(
                path, question: json["question"]?.string ?? "", targets: json["targets"]?.string ?? "", answer: answer,
                who: json["who"]?.string ?? "")
        case "shown":
            var plans: [StatementPath: String] = [:]
            if case .object(let members)? = json["plans"] {
                for member in members { plans[StatementPath(text: member.name)] = member.value.string }
            }
            self = .shown(path, plans: plans)
        default: self = .note(path, json["text"]?.string ?? "")
        }
    }

    private init(effect json: JSONValue, kind: String) throws(MemberFault) {
        if kind == "owed" {
            guard let debt = try Debt(json: json) else { throw Self.lacks }
            self = .owed(debt)
            return
        }
        if kind == "paid" {
            guard let debt = json["debt"]?.string else { throw Self.lacks }
            self = .paid(debt: debt, how: json["how"]?.string ?? "paid")
            return
        }
        if kind == "unpaid" {
            guard let debt = json["debt"]?.string else { throw Self.lacks }
            self = .unpaid(debt: debt, why: json["why"]?.string ?? "")
            return
        }
        guard let id = json["effect"]?.string.flatMap(EffectID.init) else { throw MemberFault("`effect` names no attempt of an effect") }
        let items = try json.numbers("items", in: JournalRange.count)
        switch kind {
        case "intended":
            guard let intent = try EffectIntent(id: id, json: json) else { throw Self.lacks }
            self = .intended(intent)
        case "preparing": self = .preparing(id, try BootInstant(member: json))
        case "sending":
            var brokers: [Int: Int] = [:]
            for entry in json["to"]?.array ?? [] {
                guard let item = try entry.number("i", in: JournalRange.count),
                    let broker = try entry.number("broker", in: JournalRange.broker), brokers[item] == nil
                else { continue }
                brokers[item] = broker
            }
            self = .sending(id, to: brokers, try BootInstant(member: json))
        case "submitting": self = .submitting(id, items: items, sentBy: try json.number("sentBy", in: JournalRange.moment) ?? 0)
        case "submitted": self = .submitted(id, try Self.outcomes(json).mapValues(\.outcome))
        case "adopted": self = .adopted(id, items: items)
        case "settled": self = .settled(id, try Self.outcomes(json))
        case "concluded": self = .concluded(id, json["how"]?.string ?? "")
        case "undone":
            guard let by = json["by"]?.string.flatMap(EffectID.init) else { throw MemberFault("`by` names no attempt of an effect") }
            self = .undone(id, items: items, by: by)
        default: self = .decided(id, items: items, decision: json["decision"]?.string ?? "", why: json["why"]?.string ?? "")
        }
    }

    private static func outcomes(_ json: JSONValue) throws(MemberFault) -> [Int: SettledItem] {
        var outcomes: [Int: SettledItem] = [:]
        for entry in json["outcomes"]?.array ?? [] {
            guard let index = try entry.number("i", in: JournalRange.count), let outcome = try ItemOutcome(json: entry) else { continue }
            outcomes[index] = SettledItem(outcome, isRecovered: entry["recovered"]?.bool ?? false)
        }
        return outcomes
    }
}

extension BootInstant {
    var json: JSONValue { ["id": .string(id), "ms": .int(ms)] }

    /// The instant that a record has as its member `boot`; nil: none.
    init?(member record: JSONValue) throws(MemberFault) {
        guard let json = record["boot"], let id = json["id"]?.string,
            let ms = try json["ms"]?.number(in: JournalRange.milliseconds, named: "boot.ms")
        else { return nil }
        self.init(id: id, ms: ms)
    }
}

extension StatementPath {
    var json: JSONValue { .string(text) }

    init?(json: JSONValue) {
        guard let text = json.string else { return nil }
        self.init(text: text)
    }
}

extension EffectID {
    var json: JSONValue { .string(description) }
}
