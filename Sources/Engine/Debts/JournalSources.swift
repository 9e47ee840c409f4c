import Journal
import Language

/// `debts` and `runs`: what the journal folder knows. Without one both are empty, and complete.
final class JournalSources: OwnSources {
    private let store: any JournalStore
    private let clock: any EngineClock
    /// The run that asks: its debts are `mine`.
    private let mine: () -> String?

    init(store: any JournalStore, clock: any EngineClock, mine: @escaping () -> String?) {
        self.store = store
        self.clock = clock
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
        do throws(JournalFailure) {
            let (entries, unreadable) = try DebtLedger(store: store).open()
            let rows = entries.map { entry -> [NameKey: Value] in
                let intent = entry.debt.intent
                let overdue = overdue(entry)
                let isDue = entry.isDue(atMs: clock.wallMs)
                // What the journal knows of moves that go on is as old as the last look at them.
                let waits =
                    entry.isGuarding
                    ? "what it guards was under way when that was last looked at" : "not due before \(entry.debt.due.title)"
                return [
                    "id": .text(entry.debt.id), "run": .text(entry.debt.run), "mine": .bool(entry.debt.run == mine()),
                    "kind": .text(intent.kind), "resource": .text(intent.resource), "valueNow": .text("\(intent.name)=\(intent.set)"),
                    "valueBefore": intent.before.map { .text("\(intent.name)=\($0)") } ?? .null,
                    "dueWhen": .text(entry.debt.due.words), "overdue": overdue,
                    "payable": entry.isGuarding && !entry.isDriven ? .unknown(Self.unwatched) : .bool(isDue),
                    "why": .text(entry.whyUnpaid ?? (isDue ? "not given back yet" : waits)),
                ]
            }
            return table(schema, rows, missing: unreadable.map { Cause($0) })
        } catch { return table(schema, [], missing: [Cause("\(error)")]) }
    }

    /// Nobody drives the run: what the journal says of the cluster is as old as its last record.
    private static let unwatched = Cause("nobody has looked since its run stopped; `mend debts pay` looks, and gives back what is due")

    /// Whether the moment has passed. What the cluster decides is as the driving process saw it last; where there is none it is not known.
    private func overdue(_ entry: DebtLedger.Entry) -> Value {
        switch entry.debt.due {
        case .whenSettled:
            if !entry.isGuarding { return .bool(true) }
            return entry.isDriven ? .bool(false) : .unknown(Self.unwatched)
        case .atEnd: return .bool(entry.runHasEnded)
        case .after(let instant): return .bool(clock.wallMs >= instant)
        case .when:
            if entry.runHasEnded { return .bool(true) }
            return entry.isDriven ? .bool(false) : .unknown(Self.unwatched)
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
