import Journal

/// A run of which not every record can be read: what is outstanding there is not known.
package struct UnreadableRun: Sendable, Hashable {
    package var run: String
    package var why: JournalFailure
    /// Its first record; nil: that cannot be read either.
    package var header: RunHeader?
    /// Its folder; nil where folders have no paths.
    package var path: String?

    init(_ run: String, _ why: JournalFailure, in store: any JournalStore) {
        self.run = run
        self.why = why
        path = (try? store.place(of: run))?.path
        guard let bytes = try? store.journal(of: run) else { return }
        guard let first = JournalScan.readable(bytes, run: run).scan.records.first, first["kind"]?.string == "run" else { return }
        header = RunHeader(json: first)
    }

    /// False where it is known to belong to another cluster.
    package func mayBe(on cluster: String) -> Bool { header.map { $0.cluster == cluster } ?? true }

    /// What is known of it, and the way out: nobody can say what it left behind but who looks at the cluster.
    package var words: String {
        let place = path.map { "the folder \($0)" } ?? "its folder"
        return "\(why); what \(run) left in doubt, under way or owed is not known: `mend show \(run)` shows what can be read, "
            + "and once nothing of it is outstanding \(place) can be moved away"
    }
}
