import Network
import Platform

/// The real loop behind look-ups that lie: an address leads to another one. What a port-forward, a proxy or a changed name does to a client.
final class RedirectedLoop: Loop {
    private let inner = PollLoop()
    /// Where addresses really lead; others lead to themselves.
    private var leads: [Endpoint: Endpoint] = [:]
    private var made: [ConnectionID: Endpoint] = [:]
    private var broken: [ConnectionID] = []

    var now: Instant { inner.now }
    var wallMilliseconds: Int64 { inner.wallMilliseconds }

    /// Lets an address lead elsewhere from now on (nil: to itself). Connections that were made by it break.
    func lead(_ endpoint: Endpoint, to target: Endpoint?) {
        leads[endpoint] = target
        for (id, made) in made where made == endpoint {
            inner.close(id)
            broken.append(id)
        }
        made = made.filter { $0.value != endpoint }
    }

    func connect(host: String, port: UInt16) -> ConnectionID {
        let asked = Endpoint(host: host, port: port)
        let target = leads[asked] ?? asked
        let id = inner.connect(host: target.host, port: target.port)
        made[id] = asked
        return id
    }

    func poll(until deadline: Instant?) -> [LoopEvent] {
        defer { broken = [] }
        let ends = broken.sorted().map { LoopEvent.closed($0, .byPeer) }
        return ends + inner.poll(until: ends.isEmpty ? deadline : now)
    }

    func send(_ bytes: [UInt8], on connection: ConnectionID) { inner.send(bytes, on: connection) }
    func close(_ connection: ConnectionID) { inner.close(connection) }
    func listen(port: UInt16) throws(Errno) -> Listener { try inner.listen(port: port) }
    func stopListening(_ listener: Listener) { inner.stopListening(listener) }
    func watch(_ descriptor: FileDescriptor) { inner.watch(descriptor) }
    func unwatch(_ descriptor: FileDescriptor) { inner.unwatch(descriptor) }
    func wake(at instant: Instant) -> TimerID { inner.wake(at: instant) }
    func cancel(_ timer: TimerID) { inner.cancel(timer) }
}
