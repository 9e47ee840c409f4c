/// Counts the steps of one process at its seams, and ends the process where the point of its case says so.
///
/// Once it has blown nothing passes any more: what the process still does while it unwinds reaches neither the disk nor the network.
package final class Fuse {
    /// Steps so far, by seam. Events and other answers are counted as requests, refusals of the disk as writes, signals as waits.
    package private(set) var writes = 0
    package private(set) var sends = 0
    package private(set) var answers = 0
    package private(set) var waits = 0
    package let point: CrashPoint?
    package private(set) var isBlown = false
    /// True once the point was reached.
    package private(set) var wasMet = false
    /// The API of the request at which it was reached.
    private(set) var metAPI: Int16?
    /// What the steps were, where somebody wants to know.
    package var trace: SeamTrace?
    /// Ends the process, as far as the world is concerned.
    private let end: () -> Void
    /// True once the disk has refused for good.
    private var diskIsFull = false

    package init(_ point: CrashPoint? = nil, end: @escaping () -> Void) {
        self.point = point
        self.end = end
    }

    /// The process is dead.
    package func blow() {
        guard !isBlown else { return }
        isBlown = true
        end()
    }

    private func meets(_ seam: CrashPoint.Seam, _ number: Int) -> CrashPoint.Manner? {
        guard let point, point.seam == seam, point.number == number else { return nil }
        wasMet = true
        return point.manner
    }

    /// What becomes of a write.
    enum WriteFate {
        case passes
        /// The process dies with so much of it done.
        case dies(CrashPoint.Manner)
        /// The disk says no; true: half of it stays.
        case refused(isTorn: Bool)
    }

    func write(_ step: @autoclosure () -> SeamTrace.Write) -> WriteFate {
        writes += 1
        trace?.writes.append(step())
        if diskIsFull { return .refused(isTorn: false) }
        if let manner = meets(.write, writes) { return .dies(manner) }
        guard let manner = meets(.disk, writes) else { return .passes }
        diskIsFull = manner != .once
        return .refused(isTorn: manner == .torn)
    }

    /// What becomes of a request.
    enum SendFate {
        case passes
        case dies(CrashPoint.Manner)
        /// It passes, beside something that happens to the cluster.
        case meets(CrashPoint.Manner)
    }

    func send(_ step: SeamTrace.Send) -> SendFate {
        sends += 1
        trace?.sends.append(step)
        if let point, point.number == sends, [.send, .event, .served].contains(point.seam) { metAPI = step.api }
        if let manner = meets(.send, sends) { return .dies(manner) }
        return (meets(.event, sends) ?? meets(.served, sends)).map { .meets($0) } ?? .passes
    }

    /// True where the process dies as this answer arrives.
    func answer(_ step: @autoclosure () -> SeamTrace.Step) -> Bool {
        answers += 1
        trace?.answers.append(step())
        return meets(.answer, answers) != nil
    }

    /// What comes into a wait.
    enum WaitFate {
        case passes
        case dies
        case signal(CrashPoint.Manner)
    }

    func wait() -> WaitFate {
        waits += 1
        trace?.waits.append(SeamTrace.Step(writesBefore: writes))
        if meets(.wait, waits) != nil { return .dies }
        return meets(.signal, waits).map { .signal($0) } ?? .passes
    }
}

/// What the steps of a process were: which rows of the matrix its points belong to.
package struct SeamTrace: Sendable {
    /// A write of the journal.
    package struct Write: Sendable {
        package enum Kind: Sendable, Hashable {
            case create, truncate, file
            /// A line, with the kind of its record.
            case line(String)
        }
        package var kind: Kind
        package var bytes: Int
    }

    /// A request.
    package struct Send: Sendable {
        package var api: Int16
        /// Writes that were done before it.
        package var writesBefore: Int
    }

    /// An answer, or a wait.
    package struct Step: Sendable {
        /// Writes that were done before it.
        package var writesBefore: Int
    }

    package var writes: [Write] = []
    package var sends: [Send] = []
    package var answers: [Step] = []
    package var waits: [Step] = []

    package init() {}
}
