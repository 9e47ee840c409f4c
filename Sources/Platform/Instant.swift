/// A point of monotonic time, in nanoseconds since an origin that only the loop knows. Real and virtual time share it.
package struct Instant: InstantProtocol, Hashable, Sendable, CustomStringConvertible {
    /// Nanoseconds since the origin.
    package let nanoseconds: Int64

    /// The instant that many nanoseconds after the origin.
    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The origin.
    package static let zero = Instant(nanoseconds: 0)
    /// Later than anything that happens.
    package static let distantFuture = Instant(nanoseconds: .max)

    /// The instant that much later; it stops at the ends of time instead of overflowing.
    package func advanced(by duration: Duration) -> Instant {
        Instant(nanoseconds: nanoseconds.addingClamped(duration.wholeNanoseconds))
    }

    /// The time from here to there.
    package func duration(to other: Instant) -> Duration {
        .nanoseconds(other.nanoseconds.subtractingClamped(nanoseconds))
    }

    /// Earlier instants come first.
    package static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Seconds since the origin, with milliseconds: "12.034s".
    package var description: String {
        let milliseconds = nanoseconds / 1_000_000
        let fraction = String(milliseconds.magnitude % 1000)
        return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)s"
    }
}

extension Duration {
    /// The duration in nanoseconds, held at the ends of an Int64.
    package var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.multipliedClamped(by: 1_000_000_000).addingClamped(attoseconds / 1_000_000_000)
    }

    /// The duration in whole milliseconds, held at the ends of an Int64.
    package var wholeMilliseconds: Int64 { wholeNanoseconds / 1_000_000 }
}
