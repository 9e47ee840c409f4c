import Network
import Platform

/// What our own connections have seen of a broker.
package struct BrokerHealth: Equatable, Sendable {
    /// How it answers us: the column `brokers.answers`.
    package enum Verdict: String, Sendable {
        /// It answers.
        case yes
        /// It answers, but the last answer took more than ten times the median, or more than a second.
        case late
        /// It cannot be reached, or did not answer in time.
        case no
        /// The host lives, nobody listens.
        case refused
        /// It sends what is no answer of Kafka's.
        case garbage
        /// TLS or SASL failed, or the listener wants another security than ours.
        case authFailed
        /// Who answers at its address is another, or is not proved to be it.
        case unproved
        /// Nothing was asked of it.
        case untried
    }

    /// The verdict.
    package internal(set) var verdict = Verdict.untried
    /// When the last answer came.
    package internal(set) var lastAnswer: Instant?
    /// Why the last request failed; `nil` after an answer.
    package internal(set) var lastFailure: RequestFailure?
    /// When it failed.
    package internal(set) var lastFailureAt: Instant?
    private var roundTrips: [Duration] = []
    private var next = 0
    private static let kept = 100

    /// A broker that nothing was asked of.
    package init() {}

    /// The median round trip of the last 100 answers.
    package var median: Duration? { quantile(50) }

    /// The 99th percentile of the round trips of the last 100 answers.
    package var p99: Duration? { quantile(99) }

    private func quantile(_ percent: Int) -> Duration? {
        guard !roundTrips.isEmpty else { return nil }
        let sorted = roundTrips.sorted()
        return sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }

    mutating func answered(roundTrip: Duration, at instant: Instant) {
        let usual = median
        verdict = roundTrip > .seconds(1) || usual.map { roundTrip > $0 * 10 && roundTrip > .milliseconds(50) } == true ? .late : .yes
        lastAnswer = instant
        lastFailure = nil
        lastFailureAt = nil
        if roundTrips.count < Self.kept { roundTrips.append(roundTrip) } else { roundTrips[next] = roundTrip }
        next = (next + 1) % Self.kept
    }

    mutating func failed(_ failure: RequestFailure, _ verdict: Verdict, at instant: Instant) {
        self.verdict = verdict
        lastFailure = failure
        lastFailureAt = instant
    }
}
