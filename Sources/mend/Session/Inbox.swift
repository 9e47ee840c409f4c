import Engine
import KafkaClient
import Network
import Platform

/// What the loop brings that is not the client's: signals and the terminal. One place takes it, so that nothing is lost between waits; and
/// the engine's clock, since waiting is turning the loop.
final class Inbox: EngineClock {
    private let client: Client
    private var counted = 0
    /// Interruptions that some wait has ended for.
    private var told = 0
    /// True once the terminal went away or the process was asked to end.
    private(set) var isHungUp = false
    private var isResized = false
    private var isStopped = false
    private var goesOn = false
    private var hasInput = false
    private var watchesInput = false

    init(client: Client) { self.client = client }

    var wallMs: Int { Int(client.loop.wallMilliseconds) }
    var monotonicMs: Int { Int(client.loop.now.nanoseconds / 1_000_000) }
    var boot: BootInstant? { bootID.map { BootInstant(id: $0, ms: Int(SystemClock.sinceBootMilliseconds())) } }
    private lazy var bootID = SystemClock.bootID()

    /// Those included that came while the client waited for something else.
    var interruptions: Int {
        collect(client.takeUnclaimed())
        return counted
    }

    func wait(untilWallMs end: Int) -> WaitEnd {
        while true {
            collect(client.takeUnclaimed())
            if counted > told {
                told = counted
                return .interrupted(times: counted)
            }
            let left = end - wallMs
            guard left > 0 else { return .elapsed }
            collect(client.turn(until: client.loop.now.advanced(by: .milliseconds(left))))
        }
    }

    func forgetInterruptions() {
        collect(client.takeUnclaimed())
        counted = 0
        told = 0
    }

    /// What ended a wait for the terminal.
    enum InputWait { case readable, interrupted, resized, hungUp, stopped, continued }

    /// Waits until the terminal has bytes, or a signal came.
    func waitForInput() -> InputWait {
        while true {
            if isHungUp { return .hungUp }
            if isStopped {
                isStopped = false
                return .stopped
            }
            if goesOn {
                goesOn = false
                return .continued
            }
            if isResized {
                isResized = false
                return .resized
            }
            if counted > told {
                told = counted
                return .interrupted
            }
            if hasInput {
                hasInput = false
                return .readable
            }
            if !watchesInput {
                client.loop.watch(.standardInput)
                watchesInput = true
            }
            collect(client.turn(until: nil))
        }
    }

    private func collect(_ events: [LoopEvent]) {
        for event in events {
            switch event {
            case .signal(.interrupt): counted += 1
            case .signal(.terminate), .signal(.hangup):
                counted += 1
                isHungUp = true
            case .signal(.windowChange): isResized = true
            case .signal(.stop): isStopped = true
            case .signal(.goOn): goesOn = true
            case .readable(.standardInput):
                hasInput = true
                watchesInput = false
            default: break
            }
        }
    }
}

/// Names of runs, from the system's randomness.
final class SystemRandom: EngineRandom {
    private var generator = SystemRandomNumberGenerator()

    func next(below bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &generator) }
}
