import Glibc

/// The system's clocks. Only the real loop and the edges of the program ask them; everything else is told the time.
package enum SystemClock {
    /// Monotonic time: never set back, not comparable between two boots.
    package static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }

    /// Wall time in milliseconds since 1970-01-01 UTC.
    package static func wallMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1000 &+ Int64(time.tv_nsec) / 1_000_000
    }

    /// Milliseconds since this machine was started, the time that it slept included; nobody sets this clock.
    package static func sinceBootMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) &* 1000 &+ Int64(time.tv_nsec) / 1_000_000
    }

    /// Tells this start of this machine from every other (`/proc/sys/kernel/random/boot_id`); nil where the system does not say.
    package static func bootID() -> String? {
        guard let bytes = try? Files.read("/proc/sys/kernel/random/boot_id", limit: 256) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
        return text.isEmpty ? nil : text
    }

    /// CPU time this process has used, user and system together.
    package static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
