/// What a process that drove a run ends with, by its code.
package enum RunExit: Int, Sendable, CaseIterable {
    case done = 0
    case failed = 1
    case gate = 3
    case waiting = 4
    case inDoubt = 5
    case fileChanged = 6
    case locked = 7
    case drift = 8
    case outOfReach = 9
    /// Done, and temporary settings stand that must be given back.
    case owing = 10
    case interrupted = 130
}
