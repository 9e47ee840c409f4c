import Engine
import Journal

/// A run that a journal tells of.
enum RecordedRun {
    static func summary(profile: String?, commandConfig: String? = nil, bootstrap: String) throws -> RunSummary {
        let store = MemoryJournalStore()
        let holder = LockHolder(who: "ann", host: "h", process: 1, since: 0)
        let journal = try RunJournal.create("20260101T0000-abcd", in: store, files: [], holder: holder)
        let header = RunHeader(
            mode: .file, name: "n", file: "f", cluster: "id", bootstrap: bootstrap, profile: profile, commandConfig: commandConfig,
            who: "ann", host: "h", version: "1")
        try journal.append(kind: RunRecord.began(header).kind, at: 1, RunRecord.began(header).members, durably: true)
        journal.close()
        return try RunSummary(run: journal.run, in: store)
    }
}
