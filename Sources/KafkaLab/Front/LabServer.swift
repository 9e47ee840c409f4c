import Network
import Platform

/// A lab on real sockets of 127.0.0.1: one port for each broker, inside a loop that others may share.
package final class LabServer {
    /// The brokers.
    package let peers: LabPeers
    private let loop: any Loop
    private let server: PeerServer

    /// Listens for every broker and begins the story. `ports`: by broker, in the order of ids; 0, or too few of them: the system chooses.
    /// The cluster's calendar becomes the loop's.
    package init(cluster: LabCluster, loop: any Loop, ports: [UInt16] = [], speed: LabSpeed = .real) throws(Errno) {
        cluster.epoch = loop.wallMilliseconds - cluster.now
        peers = LabPeers(cluster: cluster, endpoints: [:], speed: speed)
        self.loop = loop
        server = PeerServer(peers, loop: loop)
        for (index, id) in cluster.brokerIDs.enumerated() {
            peers.endpoints[id] = try server.listen(port: index < ports.count ? ports[index] : 0)
        }
        for id in peers.controllerIDs { peers.controllers[id] = try server.listen(port: 0) }
        server.perform(peers.begin(now: loop.now))
    }

    /// The cluster.
    package var cluster: LabCluster { peers.cluster }

    /// "127.0.0.1:PORT,127.0.0.1:PORT", in the order of broker ids.
    package var bootstrap: String { peers.bootstrap }

    /// Takes the events that are the lab's, and gives back the others.
    package func handle(_ events: [LoopEvent]) -> [LoopEvent] { server.handle(events) }

    /// Turns the loop once, until something happens or the deadline has come; gives back what was not the lab's.
    package func step(until deadline: Instant?) -> [LoopEvent] { server.turn(until: deadline) }

    /// Serves until `isDone` says so, which is asked after each turn with what was not the lab's.
    package func run(until isDone: ([LoopEvent]) -> Bool) {
        while !isDone(step(until: loop.now.advanced(by: .milliseconds(500)))) {}
    }

    /// Does something to the cluster, now.
    package func apply(_ fault: LabFault) { server.perform(peers.apply(fault, now: loop.now)) }
}

extension LabPeers {
    /// Puts the brokers into a simulated network, and begins the story there. The cluster's calendar becomes the loop's.
    package func join(_ loop: SimulatedLoop) {
        cluster.epoch = loop.wallMilliseconds - cluster.now
        for id in controllerIDs { controllers[id] = endpoints[id].map { Endpoint(host: $0.host, port: 9093) } }
        loop.add(self, at: sortedEndpoints + controllerIDs.compactMap { controllers[$0] })
        loop.perform(begin(now: loop.now), of: self)
    }
}
