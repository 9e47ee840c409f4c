import Engine
import Journal
import Language
import Testing

@Suite("Functions of plans")
struct PlanFunctionTests {
    final class Keeper: PlanKeeper {
        var answers: [ProbeAnswer] = []
        let kept: EffectPlan

        init(_ kept: EffectPlan) { self.kept = kept }

        func plan(_ effect: Effect, in environment: Environment, timing: ReadTiming) throws(EvaluationFailure) -> Table { kept.table }

        func plan(of reference: PlanReference) -> EffectPlan? { reference.hash == "h" ? kept : nil }

        func probe(
            _ reference: PlanReference, timing: ReadTiming
        ) throws(EvaluationFailure) -> [(item: EffectItem, answer: ProbeAnswer)] {
            Array(zip(kept.items, answers)).map { (item: $0, answer: $1) }
        }
    }

    /// `f(moves)` for a plan of two moves and a blocked one, with these answers.
    func value(_ function: String, _ answers: ProbeAnswer...) throws -> Value {
        var table = Table(
            columns: [Column("topic", .topic, .constant(.text("trips"))), Column("partition", .int, .ints([0, 1], [:]))],
            key: ["topic", "partition"], rowCount: 2)
        table.plan = PlanReference(hash: "h", effect: "reassign")
        let items = [0, 1].map { EffectItem(key: ["trips", .int($0)], label: "trips-\($0)", before: .null, target: .null) }
        let plan = EffectPlan(
            effect: "reassign", items: items, blocked: [BlockedItem(key: ["trips", 2], label: "trips-2", why: "no leader")], table: table)
        let keeper = Keeper(plan)
        keeper.answers = answers
        let evaluator = Evaluator(schema: QueryWorld.schema, cluster: FakeCluster([:]), clock: FixedClock())
        evaluator.plans = keeper
        let span = Span(file: 0, start: 0, end: 1)
        let argument = Argument(label: nil, value: Expression(.name("moves"), Span(file: 0, start: 1, end: 2)))
        return try withExtendedLifetime(keeper) {
            try evaluator.evaluate(
                Expression(.call(Name(function, span), [argument]), span), in: Environment(bindings: ["moves": .table(table)]),
                timing: ReadTiming(requestTimeout: 1)
            ).value
        }
    }

    @Test("settled: nothing is under way any more; what cannot be seen leaves it open")
    func settled() throws {
        #expect(try value("settled", .applied, .superseded(now: "x")) == .bool(true))
        #expect(try value("settled", .applied, .notApplied) == .bool(true))
        #expect(try value("settled", .applied, .underWay(0.5)) == .bool(false))
        #expect(try value("settled", .unknowable(Cause("mute")), .underWay(nil)) == .bool(false))
        #expect(try value("settled", .unknowable(Cause("mute")), .applied) == .unknown(Cause("mute")))
    }

    @Test("progress and blocked are tables by the plan's key")
    func tables() throws {
        guard case .table(let progress) = try value("progress", .underWay(0.25), .applied), case .table(let blocked) = try value("blocked")
        else {
            Issue.record("no tables")
            return
        }
        #expect(progress.column("percent").map { [$0.value(at: 0), $0.value(at: 1)] } == [.percent(25), .percent(100)])
        #expect(progress.key == ["topic", "partition"] && progress.rowLabel(at: 1) == "trips-1")
        #expect(blocked.rowLabel(at: 0) == "trips-2" && blocked.column("why")?.value(at: 0) == .text("no leader"))
    }
}
