import Journal

extension RunJournal {
    /// Opens a run to drive it. Where it may still be driven elsewhere a person is asked; without one it is refused.
    static func takeUp(
        _ run: String, in store: any JournalStore, holder: LockHolder, takesOver: Bool, person: any Operator
    ) throws(JournalFailure) -> RunJournal {
        do throws(JournalFailure) {
            return try open(run, in: store, holder: holder, takesOver: takesOver)
        } catch {
            guard case .elsewhere(_, let last) = error, person.isPresent,
                person.confirm("\(run) was last driven by \(last.words). Is it stopped there?", details: details) == true
            else { throw error }
            return try open(run, in: store, holder: holder, takesOver: true)
        }
    }

    private static var details: [String] {
        ["this folder is a copy: two who drive the same run do things twice; `mend handover` there would have sealed it"]
    }
}
