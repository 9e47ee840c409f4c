import Journal
import Language

/// `mend plan`: looks are run, effects are only planned, waits look once; past a gate that says no it goes on and says so.
extension Interpreter {
    /// A statement, planned: what cannot be said is noted, and what it would bind is unknown.
    func planStatement(_ statement: Statement, at path: StatementPath) throws(Stop) {
        var result = StatementResult()
        do throws(Stop) {
            try perform(statement, at: path, result: &result)
            for (name, value) in result.bound { environment.bindings[name] = value }
        } catch {
            guard case .failure(let failure) = error else { throw error }
            tell(.planNote(failure.message, path: path))
            for name in statement.bindings { environment.bindings[name] = .unknown(Cause("unknown until step \"\(step)\" has run")) }
        }
    }

    func planBody(of step: Step, at path: StatementPath) throws(Stop) {
        do throws(Stop) {
            try runInScope(step.body, at: path)
            if let verify = step.verify { try run(verify, at: path.child("verify")) }
        } catch {
            guard case .skip(let why) = error else { throw error }
            tell(.planNote("would be skipped: \(why)", path: path))
            bindUnknown(step)
        }
    }
}

/// What a run would do, as far as that can be said before it does anything.
package struct PlanReport: Sendable {
    /// An effect that would be applied, with its place in the program.
    package struct Effect: Sendable, Hashable {
        package var path: StatementPath
        package var plan: EffectPlan
        package var hash: String
    }

    package var effects: [Effect]
    package var notes: [(path: StatementPath, text: String)]
    package var end: RunEnd
    /// The cluster that it was made for; empty where that could not be asked.
    package var cluster: String

    /// What `run --plan` holds the cluster against.
    package var reviewed: ReviewedPlan {
        ReviewedPlan(
            cluster: cluster, effects: effects.map { .init(path: $0.path, plan: $0.plan) },
            notes: notes.map { .init(path: $0.path, text: $0.text) })
    }
}

extension Run {
    /// Plans a program: looks, and lists the effects. Nothing is changed, nothing is written.
    package static func plan(_ request: RunRequest, options: RunOptions, surroundings: RunSurroundings) -> PlanReport {
        let collector = PlanCollector(surroundings.observer)
        var surroundings = surroundings
        surroundings.observer = collector
        let log = RunLog(state: RunState(), journal: nil, clock: surroundings.clock) { () throws(JournalFailure) in
            throw .disk("a plan has no folder")
        }
        var cluster = ""
        do throws(Stop) {
            cluster = try identify(surroundings).id
            let interpreter = make(request, options, surroundings, log, isPlanning: true)
            interpreter.environment.runStarted = surroundings.clock.wallMs
            interpreter.environment.parameters = try interpreter.resolve(request.parameters)
            try interpreter.runSteps()
            return PlanReport(effects: collector.effects, notes: collector.notes, end: .done, cluster: cluster)
        } catch {
            return PlanReport(effects: collector.effects, notes: collector.notes, end: error.end, cluster: cluster)
        }
    }
}

/// Hands every event on, and keeps what a plan consists of.
private final class PlanCollector: RunObserver {
    private let next: any RunObserver
    private(set) var effects: [PlanReport.Effect] = []
    private(set) var notes: [(path: StatementPath, text: String)] = []

    init(_ next: any RunObserver) { self.next = next }

    func observe(_ event: RunEvent) {
        switch event {
        case .planned(let plan, let hash, let path): effects.append(.init(path: path, plan: plan, hash: hash))
        case .planNote(let text, let path): notes.append((path, text))
        default: break
        }
        next.observe(event)
    }
}
