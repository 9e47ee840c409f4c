/// How the program ends: one table for the code, the help and the man page.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    case done = 0
    case failed = 1
    case usage = 2
    case gate = 3
    case waiting = 4
    case inDoubt = 5
    case fileChanged = 6
    case locked = 7
    case drift = 8
    case outOfReach = 9
    case owing = 10
    case interrupted = 130

    package var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "a step failed"
        case .usage: "usage, parse or check error"
        case .gate: "a gate said no; the last line says whether anything changed"
        case .waiting: "waiting for an answer; resumable"
        case .inDoubt: "an effect is in doubt; resumable"
        case .fileChanged: "the runbook's file changed"
        case .locked: "locked by another, or an open run of the same file"
        case .drift: "the cluster drifted, or the plan is stale"
        case .outOfReach: "the cluster is out of reach"
        case .owing: "done, and a temporary setting still stands that must be given back: `mend debts` lists it"
        case .interrupted: "interrupted; resumable"
        }
    }

    static var meanings: [(Int32, String)] { allCases.map { ($0.rawValue, $0.meaning) } }
}
