import Engine
import Journal
import KafkaLab
import KafkaMessages

/// Words of the demo about what the cluster and the journal show.
enum DemoText {
    /// `AlterPartitionReassignments: done`.
    static func title(of effect: LabEffect) -> String {
        let name = MessageIndex.request(for: effect.api)?.name ?? "api \(effect.api)"
        let outcome = effect.outcome == 0 ? (effect.changed ? "accepted" : "nothing to change") : "refused, code \(effect.outcome)"
        return "\(name): \(outcome)"
    }

    /// What a person finds who looks into the journal folder: the run, its records, what is in doubt and owed.
    static func disk(_ store: FileJournalStore) -> [String] {
        do throws(JournalFailure) {
            var lines: [String] = []
            for run in try store.runs() {
                let summary = try RunSummary(run: run, in: store)
                let records = try store.scan(run).records.count
                lines.append("run \(run): \(summary.state) at step \"\(summary.step ?? "–")\", \(records) records, each with its checksum")
                lines.append(
                    "\(summary.effects) effects begun, \(summary.inDoubt) in doubt, \(summary.underWay) under way, \(summary.debts) settings owed"
                )
            }
            return lines
        } catch { return ["\(error)"] }
    }
}
