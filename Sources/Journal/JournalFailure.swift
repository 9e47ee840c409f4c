import Platform

/// Why a journal could not be written or read.
package enum JournalFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The disk refused: what was attempted, on which file, and why.
    case disk(String)
    /// A record that is not the last one is damaged: its offset in bytes from the start of the file.
    case damaged(run: String, offset: Int, why: String)
    /// Written by a newer version of the program, in a form that this one does not know.
    /// `writtenBy`: the version of the program that the journal names last; nil: none.
    case newer(run: String, version: Int, writtenBy: String?)
    /// Somebody drives this run.
    case locked(run: String, by: LockHolder)
    /// This folder is not where the run was driven last: it may still be driven there.
    case elsewhere(run: String, LastDriver)
    /// The run was handed over from here.
    case handedOver(run: String, RunSeal)
    /// No run has this name, or a name that begins so.
    case noSuchRun(String)
    /// Several runs' names begin so.
    case ambiguous(String, [String])
    /// There is a run of this name already.
    case exists(String)
    /// The fault plan of a test stopped the process here.
    case stopped

    package init(_ failure: Errno) { self = .disk(failure.description) }

    package var description: String {
        switch self {
        case .disk(let what): "the journal cannot be kept: \(what)"
        case .damaged(let run, let offset, let why):
            "the journal of \(run) is damaged at byte \(offset): \(why); what stands before it is intact (copy the folder before anything else)"
        case .newer(let run, let version, let writtenBy):
            "the journal of \(run) has records of format \(version), and this program knows up to format \(JournalLine.version): go on with "
                + (writtenBy.map { "mend \($0), which wrote it, or a newer one" } ?? "a newer mend")
        case .locked(let run, let holder): "\(run) is driven by \(holder)"
        case .elsewhere(let run, let last):
            "\(run) was last driven by \(last.words): whether it is stopped there is not known here; "
                + "a terminal asks, --take-over says that it is"
        case .handedOver(let run, let seal):
            "\(run) was handed over by \(seal.words): it goes on where it went; --take-over takes it back"
        case .noSuchRun(let name): "no run is named \"\(name)\", nor begins so: `mend runs` lists them"
        case .ambiguous(let name, let runs): "\"\(name)\" may be any of \(runs.joined(separator: ", "))"
        case .exists(let run): "there is a run named \(run) already"
        case .stopped: "stopped by the fault plan"
        }
    }
}

extension LastDriver {
    /// `ann on laptop at 2026-11-23T03:12:40Z, in /home/ann/.local/state/mend/runs/20261123T0312-kqvd`.
    package var words: String {
        "\(who.isEmpty ? "somebody" : who) on \(host.isEmpty ? "an unknown host" : host) at \(CalendarTime(milliseconds: atMs).rfc3339)"
            + (path.map { ", in \($0)" } ?? "")
    }
}

extension RunSeal {
    /// `ann on laptop at 2026-11-23T03:12:40Z, for bob`.
    package var words: String {
        "\(who) on \(host) at \(CalendarTime(milliseconds: atMs).rfc3339)" + (receiver.map { ", for \($0)" } ?? "")
    }
}
