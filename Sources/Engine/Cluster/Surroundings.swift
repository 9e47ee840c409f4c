/// Time as the engine needs it; the loop implements it, in real or virtual time.
package protocol EngineClock: AnyObject {
    /// Milliseconds since 1970-01-01T00:00Z.
    var wallMs: Int { get }

    /// Milliseconds of a clock that nobody sets: only differences within this process mean something.
    var monotonicMs: Int { get }

    /// An instant that processes of one machine can compare, whoever sets the clock meanwhile; nil: not known.
    var boot: BootInstant? { get }

    /// Lets time pass until that instant, while the loop serves sockets and signals. The only place where the engine waits.
    /// Ends early only for an interruption that arrives while it waits, or that nobody has been told of yet.
    func wait(untilWallMs: Int) -> WaitEnd

    /// How often the run was interrupted (Ctrl-C, SIGTERM, SIGHUP) since it began or was taken up. Looked at between statements.
    var interruptions: Int { get }

    /// A new statement begins at the prompt: interruptions of earlier ones are over.
    func forgetInterruptions()
}

extension EngineClock {
    /// Nobody interrupts.
    package var interruptions: Int { 0 }

    package func forgetInterruptions() {}

    /// Nobody sets the clock.
    package var monotonicMs: Int { wallMs }

    /// Not known.
    package var boot: BootInstant? { nil }
}

/// An instant since a machine was started.
package struct BootInstant: Sendable, Hashable {
    /// Which start of which machine.
    package var id: String
    package var ms: Int

    package init(id: String, ms: Int) {
        self.id = id
        self.ms = ms
    }
}

package enum WaitEnd: Sendable, Hashable {
    case elapsed
    /// Ctrl-C, SIGTERM, SIGHUP: how many times since the statement began.
    case interrupted(times: Int)
}

/// Randomness for names of runs; a seed in tests.
package protocol EngineRandom: AnyObject {
    func next(below bound: Int) -> Int
}

/// The person, if there is one.
package protocol Operator: AnyObject {
    /// False in a pipe: nothing is asked there.
    var isPresent: Bool { get }

    /// Yes or no; Enter is no. nil: no answer (end of input, hang-up).
    func confirm(_ question: String, details: [String]) -> Bool?

    /// The text typed in answer; nil: no answer.
    func ask(_ question: String, details: [String]) -> String?

    /// One of several answers, by index; nil: no answer.
    func choose(_ question: String, among answers: [String]) -> Int?
}
