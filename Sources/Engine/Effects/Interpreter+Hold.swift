import Journal
import Language

/// A staged effect holds by itself when the cluster gets worse outside of what it does.
extension Interpreter {
    /// How the cluster is outside the plan, read from the cluster.
    func baseline(outside plan: EffectPlan) throws(Stop) -> HealthBaseline? {
        switch readHealth(outside: plan) {
        case .success(let health): return health
        case .failure(let failure): throw Self.stop(failure, span: nil)
        }
    }

    private func readHealth(outside plan: EffectPlan) -> Result<HealthBaseline, ClusterFailure> {
        let requests = [
            SourceRequest(source: "partitions", columns: ["topic", "partition", "offline", "underMinIsr"]),
            SourceRequest(source: "brokers", columns: ["id", "up"]),
        ]
        do throws(ClusterFailure) {
            let tables = try cluster.read(requests, timing: timing)
            guard tables.count == 2 else { return .failure(.outOfReach("the cluster's health could not be read")) }
            let ours = Set(plan.items.map { $0.key.map { Value(key: $0) } })
            guard let topic = tables[0].column("topic"), let partition = tables[0].column("partition"),
                let offline = tables[0].column("offline"), let underMinISR = tables[0].column("underMinIsr")
            else { return .failure(.outOfReach("the cluster's health could not be read")) }
            // What cannot be read is not known to be well: it counts like what is not.
            func count(_ column: Column) -> Int {
                tables[0].decided.count { row in
                    column.value(at: row) != .bool(false) && !ours.contains([topic.value(at: row), partition.value(at: row)])
                }
            }
            var up: [Int] = []
            if let id = tables[1].column("id"), let isUp = tables[1].column("up") {
                for row in tables[1].decided where isUp.value(at: row) == .bool(true) {
                    if case .int(let number) = id.value(at: row) { up.append(number) }
                }
            }
            return .success(HealthBaseline(offline: count(offline), underMinISR: count(underMinISR), brokersUp: up.sorted()))
        } catch { return .failure(error) }
    }

    /// Waits while the next batch may not be sent: `hold while`, or a cluster that is worse than at the start.
    func holdWhileNeeded(_ run: EffectRun, batch: Int) throws(Stop) {
        let deadline = run.deadline ?? (clock.wallMs + Self.longestMs)
        while let why = try reasonToHold(run) {
            noteReadings()
            tellProgress(run, batch: batch, share: nil, holding: why)
            if clock.wallMs >= deadline {
                try log.append(.concluded(run.id, "timeout"))
                throw .failure(RunFailure(.timeout, "\(run.plan.effect) held until its time was up: \(why)", span: run.effect?.span))
            }
            if case .interrupted = clock.wait(untilWallMs: min(deadline, clock.wallMs + 5_000)) {
                throw .end(.interrupted(interruptionText()))
            }
        }
        noteReadings()
    }

    private func reasonToHold(_ run: EffectRun) throws(Stop) -> String? {
        if case .some(nil) = run.recalledHold {
            throw .failure(
                RunFailure(.gate, "`hold while \(run.intent.hold ?? "")` cannot be understood here: nothing more is sent", span: nil))
        }
        if let hold = run.hold {
            let condition = run.effect == nil ? run.intent.hold ?? "" : texts.text(hold.span)
            switch try patientTruth(of: hold) {
            case .yes: return condition
            case .unknown(let causes): return "\(condition) cannot be decided (\(causes))"
            case .no: break
            }
        }
        guard let start = run.intent.baseline else { return nil }
        let now: HealthBaseline
        switch readHealth(outside: run.plan) {
        case .failure(.interrupted): throw .end(.interrupted(interruptionText()))
        case .failure(let failure): return "the cluster cannot be read (\(failure))"
        case .success(let health): now = health
        }
        if now.offline > start.offline {
            return "\(now.offline) partitions outside the plan are offline or not readable, \(start.offline) at the start"
        }
        if now.underMinISR > start.underMinISR {
            return "\(now.underMinISR) partitions outside the plan are under min ISR or not readable, \(start.underMinISR) at the start"
        }
        let gone = start.brokersUp.filter { !now.brokersUp.contains($0) }
        return gone.isEmpty ? nil : "broker \(gone.map(String.init).joined(separator: ", ")) has disappeared"
    }
}
