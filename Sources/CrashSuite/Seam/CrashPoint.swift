/// What happens to one process of a case, and at which of its steps: what a case is replayed from.
///
/// Steps are counted from 1 within the process. As text: a letter for the seam, the number, and how: `w12:half`, `s7:after`, `a3`.
package struct CrashPoint: Hashable, Sendable, CustomStringConvertible {
    /// Where steps are counted.
    package enum Seam: Character, Sendable, CaseIterable {
        /// Writes of the journal: a folder made, a line added, a file written, a torn end cut off.
        case write = "w"
        /// Requests that leave.
        case send = "s"
        /// Answers that arrive.
        case answer = "a"
        /// Waits: between looks, between stages, before another try.
        case wait = "t"
        /// Requests that the lab answers otherwise.
        case served = "f"
        /// Writes that the disk refuses.
        case disk = "d"
        /// Waits into which a signal comes.
        case signal = "i"
        /// Requests beside which something happens to the cluster.
        case event = "e"
    }

    /// What happens there.
    package enum Manner: String, Sendable, CaseIterable {
        // The process dies at a write.
        /// Nothing of it is there.
        case none
        /// A part of it is there: of a line some bytes, of a folder some files.
        case half
        /// All but the last byte.
        case most
        /// All of it.
        case whole
        /// Power is lost: nothing is there of what was written since the last write that had to last.
        case power
        // The process dies at a request.
        /// No byte leaves.
        case before
        /// The bytes leave; nobody is there for the answer.
        case after
        /// The bytes leave, and reach the broker 40 s later.
        case late
        /// The process dies as an answer arrives, or in the middle of a wait.
        case stop
        // The lab answers otherwise.
        /// Served, then the connection is closed without an answer.
        case closeAfter
        /// Closed before it is served.
        case closeBefore
        /// Served, and the answer never leaves.
        case drop
        /// Refused: NOT_CONTROLLER, NOT_COORDINATOR.
        case moved
        /// Served, and the answer says REQUEST_TIMED_OUT.
        case timedOut
        /// Served, and the answer says UNKNOWN_SERVER_ERROR.
        case unknownError
        /// The first item is served, the others are answered REQUEST_TIMED_OUT without being done.
        case firstOnly
        /// All items but the first are served, the first is answered REQUEST_TIMED_OUT.
        case notFirst
        /// Served and answered; what brokers tell of topics and settings stays as it was before for three seconds.
        case staleReads
        // The disk refuses.
        /// This one write, with nothing of it there.
        case once
        /// This one and all that follow.
        case full
        /// Half a line stays, and all that follows is refused.
        case torn
        // A signal comes while the process waits.
        /// Ctrl-C.
        case interrupt
        /// Ctrl-C twice.
        case interruptTwice
        /// Ctrl-C three times.
        case interruptThrice
        case terminate
        case hangup
        // Something happens to the cluster.
        /// The controller is lost, and back 20 s later.
        case controllerLost
        /// The process dies, and the controller is lost for 20 s: what it sent may be done after it.
        case diesWithController
        /// The broker that is asked dies, and is back 30 s later.
        case brokerDies
    }

    package var seam: Seam
    /// Counted from 1.
    package var number: Int
    package var manner: Manner

    package init(_ seam: Seam, _ number: Int, _ manner: Manner) {
        self.seam = seam
        self.number = number
        self.manner = manner
    }

    package var description: String { "\(seam.rawValue)\(number):\(manner.rawValue)" }

    /// Reads what `description` writes; nil where it is none.
    package init?(_ text: Substring) {
        guard let letter = text.first, let seam = Seam(rawValue: letter), let colon = text.firstIndex(of: ":"),
            let number = Int(text[text.index(after: text.startIndex)..<colon]), number > 0,
            let manner = Manner(rawValue: String(text[text.index(after: colon)...]))
        else { return nil }
        self.init(seam, number, manner)
    }

    /// True where the process goes on after it.
    package var isSurvived: Bool {
        switch seam {
        case .served, .disk, .signal: true
        case .event: manner != .diesWithController
        case .write, .send, .answer, .wait: false
        }
    }
}
