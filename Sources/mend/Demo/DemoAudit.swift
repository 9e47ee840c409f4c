import Engine
import Journal
import KafkaLab

/// The lab's effect log held against the journal: every move asked for once, and each one that was asked for intended.
struct DemoAudit {
    let lines: [String]
    let holds: Bool

    init(moves: [LabEffect], store: FileJournalStore) {
        let asked = moves.map { "\($0.target) \($0.detail)" }
        let twice = Dictionary(grouping: asked) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
        do throws(JournalFailure) {
            var intended = 0
            var settled = 0
            var owed = 0
            var started = 0
            var ended = 0
            for run in try store.runs() {
                let state = try RunState(records: try store.scan(run).records, run: run)
                started = state.startedMs
                ended = state.lastMs
                owed += state.openDebts.count
                for effect in state.effects.values where effect.intent.effect == "reassign" {
                    intended += effect.items.count
                    settled += effect.items.count { if case .over = $0 { true } else { false } }
                }
            }
            holds = twice.isEmpty && asked.count == intended && settled == intended && owed == 0
            let again = twice.isEmpty ? "none of them twice" : "twice: \(twice.joined(separator: ", "))"
            lines = [
                "the journal intended \(intended) moves; the cluster was asked for \(asked.count), \(again)",
                "\(settled) settled, \(owed) settings still owed, \((ended - started) / 1000) s from the first record to the last",
            ]
        } catch {
            holds = false
            lines = ["\(error)"]
        }
    }
}
