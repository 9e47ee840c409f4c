import Network
import Platform

/// The seam at which requests leave and answers arrive: counts them, and lets through what the fuse says.
package final class WatchedLoop: Loop {
    private let base: any Loop
    private let fuse: Fuse
    /// Lets the next chunk of bytes come to its broker so much later, where the network can.
    var delayNextSend: (Duration) -> Void = { _ in }
    /// Lets something happen to the cluster, beside a request of an API to the endpoint of a connection.
    var happen: (CrashPoint.Manner, Int16, Endpoint?) -> Void = { _, _, _ in }
    /// How far the wall clock of this process's host is ahead of the others', milliseconds.
    var wallIsAheadBy: Int64 = 0
    private var endpoints: [ConnectionID: Endpoint] = [:]

    /// How much later a `late` request comes: after the next process has begun, and before what a broker forwards to the controller is given up.
    static let lateness = Duration.seconds(40)

    package init(_ base: any Loop, fuse: Fuse) {
        self.base = base
        self.fuse = fuse
    }

    package func send(_ bytes: [UInt8], on connection: ConnectionID) {
        guard !fuse.isBlown else { return }
        let api = Self.api(of: bytes)
        switch fuse.send(SeamTrace.Send(api: api, writesBefore: fuse.writes)) {
        case .passes: base.send(bytes, on: connection)
        case .meets(let manner):
            happen(manner, api, endpoints[connection])
            base.send(bytes, on: connection)
            if manner == .diesWithController { fuse.blow() }
        case .dies(.before): fuse.blow()
        case .dies(let manner):
            if manner == .late { delayNextSend(Self.lateness) }
            base.send(bytes, on: connection)
            // A real loop queues: the bytes leave at its next turn.
            _ = base.poll(until: base.now)
            fuse.blow()
        }
    }

    package func poll(until deadline: Instant?) -> [LoopEvent] {
        guard !fuse.isBlown else { return [.stopped] }
        let events = base.poll(until: deadline)
        for case .received in events where fuse.answer(SeamTrace.Step(writesBefore: fuse.writes)) {
            fuse.blow()
            return [.stopped]
        }
        return events
    }

    /// The api key of a framed request.
    private static func api(of bytes: [UInt8]) -> Int16 {
        bytes.count >= 6 ? Int16(truncatingIfNeeded: Int(bytes[4]) << 8 | Int(bytes[5])) : -1
    }

    // MARK: What only passes

    package var now: Instant { base.now }
    package var wallMilliseconds: Int64 { base.wallMilliseconds + wallIsAheadBy }

    package func connect(host: String, port: UInt16) -> ConnectionID {
        let id = base.connect(host: host, port: port)
        endpoints[id] = Endpoint(host: host, port: port)
        return id
    }

    package func close(_ connection: ConnectionID) { if !fuse.isBlown { base.close(connection) } }
    package func listen(port: UInt16) throws(Errno) -> Listener { try base.listen(port: port) }
    package func stopListening(_ listener: Listener) { base.stopListening(listener) }
    package func watch(_ descriptor: FileDescriptor) { base.watch(descriptor) }
    package func unwatch(_ descriptor: FileDescriptor) { base.unwatch(descriptor) }
    package func wake(at instant: Instant) -> TimerID { base.wake(at: instant) }
    package func cancel(_ timer: TimerID) { base.cancel(timer) }
}
