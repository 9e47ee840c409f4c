import Language

/// A cluster, and beside its effects those that know no Kafka: `run`, `notify`.
final class ClusterWithOwnEffects: Cluster {
    let base: any Cluster
    private let own: [any EffectPrimitive]

    init(_ base: any Cluster, own: [any EffectPrimitive]) {
        self.base = base
        self.own = own
    }

    private(set) lazy var effects: [NameKey: any EffectPrimitive] = {
        var all = base.effects
        for effect in own { all[effect.signature.id] = effect }
        return all
    }()

    func identity() throws(ClusterFailure) -> ClusterIdentity { try base.identity() }

    func read(_ requests: [SourceRequest], timing: ReadTiming) throws(ClusterFailure) -> [Table] { try base.read(requests, timing: timing) }

    func beginChange(shieldedSignals: Int) { base.beginChange(shieldedSignals: shieldedSignals) }

    func endChange() { base.endChange() }

    func pay(_ debt: Debt, timing: ReadTiming) -> DebtPayment { base.pay(debt, timing: timing) }

    func payThroughController(_ debt: Debt, timing: ReadTiming) -> DebtPayment { base.payThroughController(debt, timing: timing) }

    func remember(_ owed: @escaping () -> [DebtIntent]) { base.remember(owed) }

    func countReadings() { base.countReadings() }

    func takeCounts() -> ClusterCounts? { base.takeCounts() }
}

extension Interpreter {
    /// Gives `run` its `done when`, evaluated where the statement stands.
    func prepareCondition(of effect: Effect, _ primitive: any EffectPrimitive) {
        guard let command = primitive as? CommandEffect else { return }
        guard !surroundings.processes.onlyRecords, case .expression(let condition)? = effect.slots[CommandEffect.conditionSlot] else {
            command.condition = nil
            return
        }
        let environment = environment
        command.condition = { [weak self] () throws(Stop) in
            guard let self else { return .unknown("the run has ended") }
            let outer = self.environment
            self.environment = environment
            defer { self.environment = outer }
            return try self.patientTruth(of: condition)
        }
    }

    /// True for what is done when it was asked for: there is nothing at the cluster to look at.
    func settlesWithoutProbe(_ run: EffectRun) -> Bool {
        if run.primitive is NotifyEffect { return true }
        guard let command = run.primitive as? CommandEffect else { return false }
        return command.condition == nil
    }
}
