import Engine
import KafkaClient
import Network
import Platform

/// The clock of a process: a wait turns the loop, and is where signals and the end come in between.
final class ProcessClock: EngineClock {
    private let client: Client
    private let fuse: Fuse
    /// Which machine it runs on; nil: that is not known.
    private let machine: String?
    /// Lets a signal come at an instant, where the loop can.
    private let schedule: (Signal, Instant) -> Void
    private var received = 0
    private var told = 0

    init(client: Client, fuse: Fuse, machine: String?, schedule: @escaping (Signal, Instant) -> Void) {
        self.client = client
        self.fuse = fuse
        self.machine = machine
        self.schedule = schedule
    }

    var wallMs: Int { Int(client.loop.wallMilliseconds) }

    var monotonicMs: Int { Int(Instant.zero.duration(to: client.loop.now) / .milliseconds(1)) }
    var boot: BootInstant? { machine.map { BootInstant(id: $0, ms: monotonicMs) } }

    /// A dead process is one that nobody can make wait any more.
    var interruptions: Int { fuse.isBlown ? 3 : received }

    func forgetInterruptions() {
        collect(client.takeUnclaimed())
        received = 0
        told = 0
    }

    func wait(untilWallMs end: Int) -> WaitEnd {
        var end = end
        var dies = false
        switch fuse.wait() {
        case .passes: break
        case .dies:
            // In the middle of it.
            end = wallMs + max(0, (end - wallMs) / 2)
            dies = true
        case .signal(let manner): send(manner)
        }
        while !fuse.isBlown {
            collect(client.takeUnclaimed())
            if received > told {
                told = received
                return .interrupted(times: received)
            }
            let left = end - wallMs
            guard left > 0 else {
                if dies { break }
                return .elapsed
            }
            collect(client.turn(until: client.loop.now.advanced(by: .milliseconds(left))))
        }
        fuse.blow()
        return .interrupted(times: 3)
    }

    private func send(_ manner: CrashPoint.Manner) {
        let now = client.loop.now
        let (signal, times): (Signal, Int) =
            switch manner {
            case .terminate: (.terminate, 1)
            case .hangup: (.hangup, 1)
            case .interruptTwice: (.interrupt, 2)
            case .interruptThrice: (.interrupt, 3)
            default: (.interrupt, 1)
            }
        for number in 1...times { schedule(signal, now.advanced(by: .milliseconds(number))) }
    }

    private func collect(_ events: [LoopEvent]) {
        for event in events {
            switch event {
            case .signal(.interrupt), .signal(.terminate), .signal(.hangup): received += 1
            case .stopped: fuse.blow()
            default: break
            }
        }
    }
}
