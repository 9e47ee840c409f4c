import Journal

/// A run that was handed over.
package struct Handover: Sendable {
    package var summary: RunSummary
    package var seal: RunSeal
    /// Where its folder is.
    package var place: RunPlace?
}

extension Run {
    /// Hands a run over: nobody drives it from this folder any more, and a copy of the folder may be taken up elsewhere without a question.
    /// - Parameter receiver: For whom; for the record.
    /// - Throws: `locked` while somebody drives it; `handedOver` where it has been already.
    package static func handOver(
        _ run: String, for receiver: String?, takesOver: Bool, identity: RunnerIdentity, nowMs: Int, person: any Operator,
        in store: any JournalStore
    ) throws(JournalFailure) -> Handover {
        let holder = identity.holder(since: nowMs)
        let journal = try RunJournal.takeUp(run, in: store, holder: holder, takesOver: takesOver, person: person)
        defer { journal.close() }
        try journal.seal(by: holder, for: receiver)
        return Handover(
            summary: try RunSummary(run: run, in: store),
            seal: RunSeal(who: identity.who, host: identity.host, receiver: receiver, atMs: nowMs), place: try store.place(of: run))
    }
}
