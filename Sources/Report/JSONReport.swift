import Engine
import Journal
import Output

/// A run as one JSON document: times in RFC 3339, sizes in bytes, values as `--output json` writes them.
enum JSONReport {
    static func json(_ told: PostMortem) -> JSONValue {
        let summary = ReportSummary(told)
        let header = told.header
        return [
            "run": .string(told.run), "runbook": text(header?.name), "file": text(header?.file), "mode": text(header?.mode.rawValue),
            "cluster": text(header?.cluster), "profile": text(header?.profile), "version": text(header?.version),
            "state": .string(told.state), "exitCode": told.exitCode.map { .int($0) } ?? .null, "message": text(told.message),
            "handedOver": told.seal.map { .object($0.members + [.init("at", time($0.atMs))]) } ?? .null, "startedAt": time(told.startedMs),
            "lastRecordAt": time(told.lastMs),
            "summary": [
                "verdict": .string(summary.verdict), "course": texts(summary.course), "changes": texts(summary.changes),
                "debts": texts(summary.debts), "doubts": texts(summary.doubts), "next": text(summary.next),
            ],
            "problems": texts(told.problems), "drivers": .array(told.drivers.map(driver)),
            "parameters": .object(told.parameters.map { .init($0.name, JSONForm.value($0.value)) }),
            "steps": .array(told.steps.map(step)), "effects": .array(told.effects.map(effect)),
            "answers": .array(told.answers.map(answer)),
            "notes": .array(told.notes.map { ["at": time($0.atMs), "step": .string($0.step), "text": .string($0.text)] }),
            "edits": .array(told.edits.map { ["at": time($0.atMs), "differences": texts($0.differences.map(\.text))] }),
            "decisions": .array(told.decisions.map(decision)), "debts": .array(told.debts.map(debt)),
            "results": .array(told.results.map(result)), "readings": .array(told.counts.map(reading)),
            "timeline": .array(told.timeline.map(entry)),
        ]
    }

    private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    private static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    private static func time(_ milliseconds: Int?) -> JSONValue { milliseconds.map { .string(TimeText.rfc3339(ms: $0)) } ?? .null }

    private static func driver(_ driver: PostMortem.Driver) -> JSONValue {
        [
            "who": .string(driver.who), "host": .string(driver.host), "bootstrap": .string(driver.bootstrap), "from": time(driver.fromMs),
            "until": time(driver.untilMs), "cutOff": .bool(driver.wasCutOff),
        ]
    }

    private static func step(_ step: PostMortem.StepPart) -> JSONValue {
        [
            "step": .string(step.name), "state": .string(step.state.rawValue), "because": .string(step.because),
            "began": time(step.beganMs),
            "ended": time(step.endedMs),
        ]
    }

    private static func effect(_ effect: PostMortem.EffectPart) -> JSONValue {
        [
            "id": .string(effect.id.description), "effect": .string(effect.effect), "step": .string(effect.step), "text": text(effect.text),
            "undo": .bool(effect.isUndo), "batches": .int(effect.batches), "plan": .string(effect.planHash),
            "planned": time(effect.plannedMs),
            "sent": time(effect.sentMs), "ended": time(effect.endedMs), "conclusion": text(effect.conclusion),
            "bytes": effect.bytes.map { .int($0) } ?? .null, "notices": texts(effect.notices),
            "items": .array(
                effect.items.map { item in
                    [
                        "item": .string(item.label), "before": item.before, "wanted": item.wanted, "state": .string(item.state.rawValue),
                        "recovered": .bool(item.isRecovered), "remark": text(item.remark), "bytes": item.bytes.map { .int($0) } ?? .null,
                    ]
                }),
            "blocked": .array(effect.blocked.map { ["item": .string($0.label), "why": .string($0.why)] }),
            "progress": .array(
                effect.progress.map {
                    ["at": time($0.atMs), "over": .int($0.over), "bytesDone": $0.bytesDone.map { .int($0) } ?? .null]
                }),
        ]
    }

    private static func answer(_ answer: PostMortem.AnswerPart) -> JSONValue {
        [
            "at": time(answer.atMs), "step": .string(answer.step), "question": .string(answer.question), "answer": .string(answer.answer),
            "who": .string(answer.who), "targets": .string(answer.targets),
        ]
    }

    private static func decision(_ decision: PostMortem.DecisionPart) -> JSONValue {
        [
            "at": time(decision.atMs), "effect": .string(decision.effect.description), "name": .string(decision.name),
            "items": texts(decision.labels), "decision": .string(decision.decision), "why": .string(decision.why),
        ]
    }

    private static func debt(_ part: PostMortem.DebtPart) -> JSONValue {
        [
            "id": .string(part.debt.id), "what": .string(part.debt.intent.title), "set": .string(part.debt.intent.set),
            "before": text(part.debt.intent.before), "due": .string(part.debt.due.title), "owed": time(part.owedMs),
            "ended": time(part.endedMs), "how": text(part.how), "whyUnpaid": text(part.whyUnpaid),
        ]
    }

    private static func result(_ result: PostMortem.ResultPart) -> JSONValue {
        ["at": time(result.atMs), "step": .string(result.step), "text": text(result.text), "value": JSONForm.value(result.value)]
    }

    /// `read` becomes a time; the other members are those of the journal.
    private static func reading(_ counts: ClusterCounts) -> JSONValue {
        .object([.init("at", time(counts.readMs))] + counts.members.filter { $0.name != "read" })
    }

    private static func entry(_ entry: TimelineEntry) -> JSONValue {
        [
            "at": time(entry.atMs), "kind": .string(entry.kind.rawValue), "step": text(entry.step), "text": .string(entry.text),
            "grave": .bool(entry.isGrave),
        ]
    }
}
