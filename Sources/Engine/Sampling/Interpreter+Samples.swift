/// What was read anyhow is written down now and then, for the charts of the run's report. It causes no request, and stops no run.
extension Interpreter {
    /// Takes what readings have counted since the last time.
    func noteReadings() {
        guard log.isRecording, !isPlanning, let counts = cluster.takeCounts() else { return }
        if let due = sampler.take(counts, now: clock.wallMs) { write(.cluster(due)) }
    }

    /// What was counted last and is not written yet, at the end.
    func noteLastReadings() {
        guard log.isRecording, let rest = sampler.takeRest(now: clock.wallMs) else { return }
        write(.cluster(rest))
    }

    /// How far an effect is.
    /// - Parameter copied: bytes that are there of items under way.
    func noteProgress(_ run: EffectRun, copied: Int = 0, isLast: Bool = false) {
        guard log.isRecording, let state = log.state.effects[run.id] else { return }
        guard sampler.isDue(run.id, isLast: isLast, now: clock.wallMs) else { return }
        write(.effect(EffectCounts(state, plan: run.plan, copied: copied)))
    }

    private func write(_ sample: Sample) {
        do throws(Stop) { try log.append(.sampled(sample)) } catch {
            // The run goes on: what it does is not known by its charts. The next record that counts meets the same disk.
            sampler.isStopped = true
            tell(.warning("no more points for the report's charts: \(error.end.message)"))
        }
    }
}
