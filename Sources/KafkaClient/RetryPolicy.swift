import KafkaWire
import Network
import Platform

/// When a read that was answered with an error is asked again: as long as Kafka calls the error retriable and the deadline has not come.
/// Mutations are never asked again, whatever the policy says.
package struct RetryPolicy<Response> {
    /// The error that decides, out of an answer; `.none` when it is good.
    package var error: (Response) -> ErrorCode
    /// The pause before the second time; it doubles from time to time.
    package var firstPause: Duration
    /// The longest pause.
    package var longestPause: Duration

    /// A policy on an answer's error.
    package init(
        firstPause: Duration = .milliseconds(100), longestPause: Duration = .seconds(1), on error: @escaping (Response) -> ErrorCode
    ) {
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.error = error
    }
}
