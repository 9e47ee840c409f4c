import Language

/// What an effect does: the five things of the design. The engine journals around them; the primitive never writes.
package protocol EffectPrimitive: AnyObject {
    var signature: EffectSignature { get }

    /// What it would do, absolute and fixed. Reads what it needs; changes nothing.
    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan

    /// Throws where what the effect goes through is not there: an active controller and a fresh view, or the coordinator (`signature.gate`).
    /// The engine asks just before it plans, before each batch and on resume. The cluster's id is the engine's to compare.
    func checkGate(timing: ReadTiming) throws(EffectFailure)

    /// The temporary settings of the plan as they are to be made now: what stood before is read again, since a person may have thought for long.
    /// - Parameter owed: Those that this effect has made already: where one of them cannot be read, it is left as it is.
    func settings(of plan: EffectPlan, owed: [DebtIntent], timing: ReadTiming) throws(EffectFailure) -> [DebtIntent]

    /// Makes the temporary settings of the plan (`debts`), after they are journaled. On resume it is called again: setting what stands does
    /// no harm.
    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure)

    /// For each item the broker that the next submission will send it to, and to no other: fixed before the first byte leaves. nil: it cannot
    /// be told.
    func recipients(of items: [EffectItem], timing: ReadTiming) -> [Int?]

    /// Whether a broker has, by now, read all that was sent to it before: it has answered something since on the same way, or its process is
    /// gone. A broker that stood still may read a request from its socket long after we closed it.
    func hasRead(broker: Int, timing: ReadTiming) -> Bool

    /// Asks the cluster for these items, once, and says what it answered for each, in the same order. Never repeats a request whose
    /// outcome is unknown.
    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome]

    /// What the cluster shows of these items now, in the same order.
    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer]

    /// The call that takes these items back to the state before, as a plan of some effect; nil where there is no way back.
    func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan?
}

extension EffectPrimitive {
    /// It cannot be told.
    package func recipients(of items: [EffectItem], timing: ReadTiming) -> [Int?] { items.map { _ in nil } }

    /// Nobody needs to be asked.
    package func hasRead(broker: Int, timing: ReadTiming) -> Bool { true }

    /// As they were planned.
    package func settings(of plan: EffectPlan, owed: [DebtIntent], timing: ReadTiming) throws(EffectFailure) -> [DebtIntent] { plan.debts }
}
