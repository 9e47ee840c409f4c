/// Until when something that was sent can still be done by the cluster, although nobody waits for its answer any more. Only a look that began
/// later shows that it was not done.
package enum LateArrival {
    /// How long a broker may hold a request for the controller after its last byte came, whatever our deadline was: the channel on which it
    /// forwards tries for so long (`BrokerServer`: `retryTimeoutMs = 60000`; seen on 4.3.1).
    private static let forwardingMs = 60_000
    /// How long bytes of a connection that was given up, or whose process died, may still leave: two seconds while it flushes, ten while
    /// the system sends again what nobody has acknowledged (`Socket.unacknowledgedMs`), and one for the clocks.
    private static let lingeringMs = 13_000

    /// Milliseconds after the last byte was handed to the system.
    /// - Parameters:
    ///   - isForwarded: it goes through the controller, to which a broker passes it on.
    ///   - requestTimeout: nanoseconds that one request may take.
    package static func limitMs(isForwarded: Bool, requestTimeout: Int) -> Int {
        lingeringMs + requestTimeout / 1_000_000 + (isForwarded ? forwardingMs : 0)
    }
}
