/// When something was written down, by both clocks.
package struct Moment: Sendable, Hashable {
    /// Milliseconds since 1970.
    package var wallMs: Int
    /// nil: it was not known.
    package var boot: BootInstant?

    package init(wallMs: Int, boot: BootInstant?) {
        self.wallMs = wallMs
        self.boot = boot
    }
}

/// How long ago something was that an earlier process wrote down: by a clock that nobody sets where it is the same machine since the same
/// start; else by the wall clock, unless that was set back meanwhile or may differ from the other machine's by a few minutes.
struct InheritedAge {
    /// Clocks of two machines, or of one before and after its start, may differ by this, milliseconds.
    private static let slackMs = 600_000

    let clock: any EngineClock
    /// When this process took the run up, by its monotonic clock, and what the journal's last record said then.
    private let takenUpMs: Int
    private let lastRecordMs: Int

    init(_ clock: any EngineClock, lastRecordMs: Int) {
        self.clock = clock
        self.lastRecordMs = lastRecordMs
        takenUpMs = clock.monotonicMs
    }

    /// Milliseconds since then, of which is certain that they have passed.
    /// - Parameter wait: how long must have passed for whatever is asked.
    func ms(since moment: Moment, wait: Int) -> Int {
        if let then = moment.boot, let now = clock.boot, then.id == now.id { return now.ms - then.ms }
        let here = clock.monotonicMs - takenUpMs
        // Set back: nothing is known but what this process has seen pass.
        if clock.wallMs - here < lastRecordMs - 1_000 { return here }
        let age = clock.wallMs - moment.wallMs
        let isElsewhere = moment.boot != nil && clock.boot != nil
        return isElsewhere && age < wait + Self.slackMs ? min(age, here) : age
    }
}
