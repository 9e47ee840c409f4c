import Journal
import Language

/// `debts` and `runs`: what the journal folder knows. Without one both are empty, and complete.
final class JournalSources: OwnSources {
    private let store: any JournalStore
    private let clock: any EngineClock
    /// The run that asks: its debts are `mine`.
    private let mine: () -> String?
    /// The id of the cluster that is asked; nil: it does not say. What is owed to another is not payable here.
    private let here: () -> String?

    init(store: any JournalStore, clock: any EngineClock, here: @escaping () -> String?, mine: @escaping () -> String?) {
        self.store = store
        self.clock = clock
        self.here = here
        self.mine = mine
    }

    func read(_ request: SourceRequest) -> Table? {
        switch request.source {
        case "debts": debts()
        case "runs": runs()
        default: nil
        }
    }

    private func debts() -> Table {
        let schema = DebtsSource.schema
        let here = here()
        do throws(JournalFailure) {
            let (entries, unreadable) = try DebtLedger(store: store).open()
            let rows = entries.map { entry -> [NameKey: Value] in
                let intent = entry.debt.intent
                let isElsewhere = here.map { $0 != entry.cluster } ?? false
                let moment = entry.moment(atMs: clock.wallMs)
                return [
                    "id": .text(entry.debt.id), "run": .text(entry.debt.run), "mine": .bool(entry.debt.run == mine()),
                    "cluster": .text(entry.cluster), "kind": .text(intent.kind), "resource": .text(intent.resource),
                    "valueNow": .text("\(intent.name)=\(intent.set)"),
                    "valueBefore": intent.before.map { .text("\(intent.name)=\($0)") } ?? .null,
                    "dueWhen": .text(entry.debt.due.words), "overdue": hasCome(moment, entry),
                    "payable": isElsewhere ? .bool(false) : hasCome(moment, entry),
                    "why": .text(isElsewhere ? "it belongs to cluster \(entry.cluster)" : entry.whyUnpaid ?? waits(moment, entry)),
                ]
            }
            return table(schema, rows, missing: unreadable.map { Cause("\($0.why)") })
        } catch { return table(schema, [], missing: [Cause("\(error)")]) }
    }

    /// Whether the moment has come. What the cluster decides is as the driving process saw it last; where there is none it is not known.
    private func hasCome(_ moment: DebtMoment, _ entry: DebtLedger.Entry) -> Value {
        switch moment {
        case .come: .bool(true)
        case .notBefore, .needed, .end: .bool(false)
        case .guarding:
            entry.isDriven
                ? .bool(false)
                : .unknown(Cause("nobody has looked since its run stopped; `mend debts pay` looks, and gives back what is due"))
        case .condition:
            entry.isDriven
                ? .bool(false)
                : .unknown(Cause("nobody has looked since its run stopped; `mend resume \(entry.debt.run)` looks at its condition"))
        }
    }

    private func waits(_ moment: DebtMoment, _ entry: DebtLedger.Entry) -> String {
        switch moment {
        case .come: "not given back yet"
        // What the journal knows of moves that go on is as old as the last look at them.
        case .guarding: "what it guards was under way when that was last looked at"
        case .notBefore, .needed, .end, .condition: "not due before \(entry.debt.due.title)"
        }
    }

    private func runs() -> Table {
        let schema = RunsSource.schema
        do throws(JournalFailure) {
            let (summaries, unreadable) = try RunSummary.all(in: store)
            let rows = summaries.map { summary -> [NameKey: Value] in
                [
                    "id": .text(summary.run), "runbook": .text(summary.runbook), "state": .text(summary.state),
                    "step": summary.step.map { .text($0) } ?? .null, "started": .time(summary.startedMs), "by": .text(summary.who),
                    "host": .text(summary.host), "cluster": .text(summary.cluster), "effects": .int(summary.effects),
                    "inDoubt": .int(summary.inDoubt),
                ]
            }
            return table(schema, rows, missing: unreadable.map { Cause($0) })
        } catch { return table(schema, [], missing: [Cause("\(error)")]) }
    }

    private func table(_ schema: SourceSchema, _ rows: [[NameKey: Value]], missing: [Cause]) -> Table {
        let columns = schema.columns.map { column in
            Column(column.name, column.type, .values(rows.map { $0[column.name] ?? .null }))
        }
        return Table(
            source: schema.name, columns: columns, key: schema.key, rowCount: rows.count, missing: missing, shown: schema.defaultColumns)
    }
}

extension Debt.Due {
    /// As people read it.
    package var words: String {
        switch self {
        case .whenSettled(let effect): "when \(effect) has settled"
        case .atEnd: "at the end of the run"
        case .when(let condition): "when \(condition)"
        case .after(let instant): "after \(CalendarTime(milliseconds: instant).rfc3339)"
        }
    }
}
