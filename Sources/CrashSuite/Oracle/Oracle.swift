import Journal
import KafkaLab

/// The effect log of a cluster held against the bytes of a journal.
package enum Oracle {
    /// What was asked for and not intended, asked for more often than the journal knows, or answered and never asked for.
    package static func breaches(of lab: LabCluster, commands: Commands, journal: [UInt8]) -> [String] {
        guard let scan = try? JournalScan(journal, run: "run") else { return ["unreadable: the journal cannot be read"] }
        let store = MemoryJournalStore()
        store.overwrite("run", with: journal)
        return Bijection.breaches(Reached(lab, commands), Claims(scan.records, run: "run", in: store))
    }
}
