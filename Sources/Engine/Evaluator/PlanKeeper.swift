import Language

/// What expressions need of plans and effects: the run engine keeps these, the evaluator only asks.
package protocol PlanKeeper: AnyObject {
    /// `plan EFFECT`: the plan, kept under its hash, as the table of its rows (`Table.plan` names it).
    func plan(_ effect: Effect, in environment: Environment, timing: ReadTiming) throws(EvaluationFailure) -> Table

    /// The plan behind a table of plan rows or of an effect's items; nil where it is not kept any more.
    func plan(of reference: PlanReference) -> EffectPlan?

    /// What the cluster shows now of each item of that plan which was, or may have been, submitted.
    func probe(_ reference: PlanReference, timing: ReadTiming) throws(EvaluationFailure) -> [(item: EffectItem, answer: ProbeAnswer)]
}

/// Sources that the engine answers itself: `debts`, `runs`.
package protocol OwnSources: AnyObject {
    /// The table of an engine source; nil where the name is none of them.
    func read(_ request: SourceRequest) -> Table?
}
