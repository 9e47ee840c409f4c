import Journal

/// What earlier effects of this journal folder found before them: `reset offsets … from saved`.
enum SavedItems {
    /// The items that settled effects of that id changed, newest first. Effects that were themselves given back are left out.
    static func read(store: any JournalStore, run wanted: String?, like id: String) throws(Stop) -> [EffectCall.SavedItem] {
        do throws(JournalFailure) {
            let names = if let wanted { [try store.run(named: wanted)] } else { Array(try store.runs().reversed()) }
            var saved: [EffectCall.SavedItem] = []
            for name in names {
                // A run that cannot be read is no reason to lose what others saved, unless it is the one that was asked for.
                let state: RunState
                do throws(JournalFailure) {
                    state = try RunState(records: try store.scan(name).records, run: name)
                } catch {
                    if wanted != nil { throw error }
                    continue
                }
                for effect in state.effectOrder.reversed() {
                    guard let done = state.effects[effect], done.intent.effect == id, !done.intent.isUndo,
                        let kept = state.plans[done.intent.plan],
                        let json = try? RunJournal.value(of: kept, run: name, in: store), let plan = try? EffectPlan(json: json),
                        plan.parameters["position"]?.string != "saved"
                    else { continue }
                    saved += done.changedItems.filter { plan.items.indices.contains($0) }.map {
                        .init(run: name, effect: effect.description, item: plan.items[$0])
                    }
                }
            }
            return saved
        } catch { throw .end(.journal(error, inDoubt: false)) }
    }
}
