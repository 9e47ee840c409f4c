import Journal
import Language

/// Why a statement failed.
package struct RunFailure: Error, Sendable, Hashable {
    /// What `e.kind` says.
    package enum Kind: String, Sendable {
        /// A wait ran out.
        case timeout
        /// No broker, or not the one that is needed, could be reached.
        case unreachable
        /// The cluster, or a rule of ours, refused.
        case refused
        /// A gate said no, or what it asks could not be decided.
        case gate
        /// `fail`, or a program that is at fault: an overflow, an unknown where a value must be.
        case fail
        /// A limit was reached. Never caught.
        case limit

        /// What `catch` may name.
        package var canBeCaught: Bool { self != .fail && self != .limit }
    }

    package var kind: Kind
    package var message: String
    /// True where a gate met an unknown.
    package var isUndecided: Bool
    package var span: Span?

    package init(_ kind: Kind, _ message: String, isUndecided: Bool = false, span: Span? = nil) {
        self.kind = kind
        self.message = message
        self.isUndecided = isUndecided
        self.span = span
    }
}

/// How a run, or a part of it that this process drove, ended.
package enum RunEnd: Sendable, Hashable {
    case done
    case failed(RunFailure)
    /// Waits for an answer that nobody is there to give: what is asked, and the hash that `--approve` would take.
    case waiting(String, approve: String?)
    /// It is not known whether an effect took place.
    case inDoubt(String)
    case fileChanged(String)
    case locked(String)
    /// The cluster is another one, or no longer as it was reviewed.
    case drift(String)
    case outOfReach(String)
    /// Ctrl-C, SIGTERM, SIGHUP; what goes on at the cluster, if anything does.
    case interrupted(String)
    /// The journal could not be written; true where that leaves an effect in doubt.
    case journal(JournalFailure, inDoubt: Bool)

    /// How the process ends.
    package var exit: RunExit {
        switch self {
        case .done: .done
        case .failed(let failure):
            switch failure.kind {
            case .gate, .limit: .gate
            case .unreachable: .outOfReach
            case .timeout, .refused, .fail: .failed
            }
        case .waiting: .waiting
        case .inDoubt: .inDoubt
        case .fileChanged: .fileChanged
        case .locked: .locked
        case .drift: .drift
        case .outOfReach: .outOfReach
        case .interrupted: .interrupted
        case .journal(.locked, _), .journal(.elsewhere, _), .journal(.handedOver, _): .locked
        case .journal(_, let inDoubt): inDoubt ? .inDoubt : .failed
        }
    }

    /// The exit code of the process.
    package var exitCode: Int { exit.rawValue }

    /// True where the run has come to its end, well or badly, and not only stopped on the way.
    package var isForGood: Bool {
        switch self {
        case .done, .failed: true
        default: false
        }
    }

    /// What happened, in one sentence.
    package var message: String {
        switch self {
        case .done: "done"
        case .failed(let failure): failure.message
        case .waiting(let text, let hash): hash.map { "\(text) (answered by --approve \($0))" } ?? text
        case .inDoubt(let text), .fileChanged(let text), .locked(let text), .drift(let text), .outOfReach(let text), .interrupted(let text):
            text
        case .journal(let failure, let inDoubt): inDoubt ? "\(failure); an effect is in doubt" : "\(failure); nothing was sent"
        }
    }

    /// The word that the journal and `mend runs` use.
    package var state: String {
        switch self {
        case .done: "done"
        case .failed: "failed"
        case .waiting: "waiting"
        case .inDoubt: "in doubt"
        case .fileChanged: "file changed"
        case .locked: "locked"
        case .drift: "drift"
        case .outOfReach: "out of reach"
        case .interrupted: "interrupted"
        case .journal(.locked, _), .journal(.elsewhere, _), .journal(.handedOver, _): "locked"
        case .journal(_, let inDoubt): inDoubt ? "in doubt" : "failed"
        }
    }
}

/// What leaves a statement without finishing it.
enum Stop: Error {
    /// May be caught by `try`.
    case failure(RunFailure)
    /// `skip`: ends the step.
    case skip(String)
    /// Ends what this process does with the run.
    case end(RunEnd)
}
