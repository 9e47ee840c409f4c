import Journal
import Language

/// What earlier effects of this journal folder found before them: `reset offsets … from saved`.
struct SavedItems {
    let store: any JournalStore
    /// The id of the cluster at hand. A folder serves many, and names of groups repeat from one to the next.
    let cluster: String
    /// The effect that saved them.
    let effect: String
    let span: Span?

    /// The items that settled effects changed, newest first. Effects that were themselves given back are left out.
    /// - Parameter wanted: the only run that is meant, by its name or the beginning of it; nil: all that are of this cluster.
    /// - Throws: a failure where the run that was named is of another cluster, or where one that cannot be read may have saved newer ones.
    func read(run wanted: String?) throws(Stop) -> [EffectCall.SavedItem] {
        guard let wanted else { return try readAll() }
        let name: String
        let header: RunHeader?
        let found: [EffectCall.SavedItem]
        do throws(JournalFailure) {
            name = try store.run(named: wanted)
            let state = try RunState(records: try store.scan(name).records, run: name)
            header = state.header
            found = try items(of: state, name)
        } catch { throw .end(.journal(error, inDoubt: false)) }
        guard header?.cluster == cluster else {
            throw refusal("\(name) belongs to \(header.map { "cluster \($0.cluster)" } ?? "no known cluster"); this is cluster \(cluster)")
        }
        return found
    }

    private func readAll() throws(Stop) -> [EffectCall.SavedItem] {
        var saved: [EffectCall.SavedItem] = []
        var unread: UnreadableRun?
        let names: [String]
        do throws(JournalFailure) { names = try store.runs() } catch { throw .end(.journal(error, inDoubt: false)) }
        for name in names.reversed() {
            let found: [EffectCall.SavedItem]
            do throws(JournalFailure) {
                let state = try RunState(records: try store.scan(name).records, run: name)
                found = state.header?.cluster == cluster ? try items(of: state, name) : []
            } catch {
                let run = UnreadableRun(name, error, in: store)
                if unread == nil, run.mayBe(on: cluster) { unread = run }
                continue
            }
            if let unread, !found.isEmpty {
                throw refusal(
                    "\(unread.run) may have saved newer ones than \(name), and cannot be read (\(unread.why)); "
                        + "`from saved \"\(name)\"` takes those of \(name)")
            }
            saved += found
        }
        return saved
    }

    private func refusal(_ why: String) -> Stop { .failure(RunFailure(.refused, "`from saved`: \(why)", span: span)) }

    private func items(of state: RunState, _ run: String) throws(JournalFailure) -> [EffectCall.SavedItem] {
        var saved: [EffectCall.SavedItem] = []
        for id in state.effectOrder.reversed() {
            guard let done = state.effects[id], done.intent.effect == effect, !done.intent.isUndo, !done.changedItems.isEmpty else {
                continue
            }
            guard let kept = state.plans[done.intent.plan] else { throw .damaged(run: run, offset: 0, why: "\(id) lacks its plan") }
            let json = try RunJournal.value(of: kept, run: run, in: store)
            let plan: EffectPlan
            do throws(ValueFault) { plan = try EffectPlan(json: json) } catch {
                throw .damaged(run: run, offset: 0, why: "the plan of \(id) cannot be understood: \(error)")
            }
            guard plan.parameters["position"]?.string != "saved" else { continue }
            saved += done.changedItems.filter { plan.items.indices.contains($0) }.map {
                .init(run: run, effect: id.description, item: plan.items[$0])
            }
        }
        return saved
    }
}
