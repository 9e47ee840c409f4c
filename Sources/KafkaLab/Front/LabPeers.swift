import KafkaMessages
import KafkaWire
import Network
import Platform

/// The brokers of a lab as one peer of a loop: on sockets through `LabServer`, or in virtual time inside a `SimulatedLoop`.
///
/// Whatever happens, the core's time is brought up to now first; then each connection that can go on does.
package final class LabPeers: Peer {
    /// The cluster behind.
    package let cluster: LabCluster
    /// Where clients find the brokers.
    package var endpoints: [Int32: Endpoint]
    /// Where the controllers of a KRaft cluster listen for themselves.
    package var controllers: [Int32: Endpoint] = [:]
    /// Addresses that lead to another broker than the one that gives them out: one port-forward for several, a proxy gone astray.
    private var misleading: [Endpoint: Int32] = [:]
    /// How fast the story goes.
    package let speed: LabSpeed
    /// The loop's instant at which the story began.
    private var origin = Instant.zero
    private var connections: [ConnectionID: LabConnection] = [:]
    private var orphans: [HeldRequest] = []
    private var faults = AnswerFaults()
    private var isOpen: [Int32: Bool] = [:]
    private var nextWake: Instant?
    private var turn = 0
    /// What brokers tell of metadata, and until when, while they lag.
    private var staleView: (cluster: LabCluster, until: Int64)?
    /// What is answered of metadata that a broker has read: Metadata, DescribeConfigs, DescribeTopicPartitions.
    private static let metadataReads: Set<Int16> = [3, 32, 75]
    /// How many requests of each API were served, for tests of what a client asks.
    package private(set) var requestCounts: [Int16: Int] = [:]

    /// Brokers at "lab-1:9092" and so on, unless other endpoints are given.
    package init(cluster: LabCluster, endpoints: [Int32: Endpoint]? = nil, speed: LabSpeed = .real) {
        self.cluster = cluster
        self.speed = speed
        self.endpoints =
            endpoints ?? Dictionary(uniqueKeysWithValues: cluster.brokerIDs.map { ($0, Endpoint(host: "lab-\($0)", port: 9092)) })
    }

    /// The voters that have a listener of their own: those of a KRaft cluster.
    package var controllerIDs: [Int32] { cluster.release.isKRaft ? cluster.voters : [] }

    /// The endpoints, by broker id.
    package var sortedEndpoints: [Endpoint] { cluster.brokerIDs.compactMap { endpoints[$0] } }

    /// "host:port,host:port", dead brokers included.
    package var bootstrap: String { sortedEndpoints.map(\.description).joined(separator: ",") }

    /// The story begins now: dead brokers refuse, time runs.
    package func begin(now: Instant) -> [PeerAction] {
        origin = now
        nextWake = nil
        for id in cluster.brokerIDs { isOpen[id] = true }
        return turnOver(now)
    }

    /// Does something to the cluster, now.
    package func apply(_ fault: LabFault, now: Instant) -> [PeerAction] {
        cluster.advance(to: virtual(now))
        cluster.apply(fault)
        return turnOver(now)
    }

    /// Lets an address lead to a broker from now on (nil: to its own); the connections that came by it break.
    package func lead(_ endpoint: Endpoint, to broker: Int32?, now: Instant) -> [PeerAction] {
        misleading[endpoint] = broker
        let broken = connections.keys.sorted().filter { connections[$0]?.endpoint == endpoint }
        for id in broken { if let known = connections.removeValue(forKey: id) { orphan(known) } }
        return broken.map { .close($0) } + turnOver(now)
    }

    /// Plans a fault of single answers.
    package func add(_ fault: AnswerFault) { faults.add(fault) }

    /// The story's time at an instant of the loop, in virtual milliseconds.
    package func virtual(_ instant: Instant) -> Int64 {
        speed.virtual(max(0, instant.nanoseconds - origin.nanoseconds)) / 1_000_000
    }

    private func instant(ofVirtual time: Int64) -> Instant {
        let (scaled, tooFar) = time.multipliedReportingOverflow(by: 1_000_000)
        return tooFar ? .distantFuture : Instant(nanoseconds: origin.nanoseconds &+ speed.real(scaled) &+ 1)
    }

    // MARK: Peer

    package func accepted(_ connection: ConnectionID, at endpoint: Endpoint, now: Instant) -> [PeerAction] {
        if let broker = misleading[endpoint] ?? endpoints.first(where: { $0.value == endpoint })?.key {
            connections[connection] = LabConnection(broker: broker, endpoint: endpoint)
        } else if let controller = controllers.first(where: { $0.value == endpoint })?.key {
            connections[connection] = LabConnection(broker: controller, endpoint: endpoint, cameToController: true)
        } else {
            return [.close(connection)]
        }
        let actions = turnOver(now)
        return connections[connection] == nil && !actions.contains(.close(connection)) ? actions + [.close(connection)] : actions
    }

    package func received(_ bytes: [UInt8], on connection: ConnectionID, now: Instant) -> [PeerAction] {
        guard let known = connections[connection] else { return [.close(connection)] }
        known.assembler.append(bytes)
        return turnOver(now)
    }

    package func closed(_ connection: ConnectionID, now: Instant) -> [PeerAction] {
        if let known = connections.removeValue(forKey: connection) { orphan(known) }
        return turnOver(now)
    }

    package func woken(now: Instant) -> [PeerAction] {
        if let wake = nextWake, wake <= now { nextWake = nil }
        return turnOver(now)
    }

    // MARK: One turn

    private func turnOver(_ now: Instant) -> [PeerAction] {
        cluster.advance(to: virtual(now))
        var actions = followProcesses()
        for id in connections.keys.sorted() {
            guard let connection = connections[id] else { continue }
            actions += goOn(connection, id)
        }
        serveOrphans()
        actions += followProcesses()
        actions += askForWake(now)
        return actions
    }

    /// Ports of dead brokers refuse and their connections end; those of the living take.
    private func followProcesses() -> [PeerAction] {
        var actions: [PeerAction] = []
        for id in cluster.brokerIDs {
            guard let broker = cluster.brokers[id], let endpoint = endpoints[id] else { continue }
            let opens = broker.process == .running || broker.process == .frozen
            guard isOpen[id] != opens else { continue }
            isOpen[id] = opens
            let listeners = [endpoint, controllers[id]].compactMap { $0 }
            if opens {
                actions += listeners.map { .open($0) }
                continue
            }
            for connection in connections.keys.sorted() where connections[connection]?.broker == id {
                connections[connection] = nil
                actions.append(.close(connection))
            }
            orphans.removeAll { $0.broker == id }
            actions += listeners.map { .shut($0) }
        }
        return actions
    }

    private func askForWake(_ now: Instant) -> [PeerAction] {
        // A tick of the story, but no more than fifty times a second.
        var due = max(
            instant(ofVirtual: (cluster.now / LabCluster.tick + 1) * LabCluster.tick),
            now.advanced(by: .milliseconds(speed > .real ? 20 : 1)))
        for connection in connections.values {
            if let held = connection.held, held.until < .max { due = min(due, max(instant(ofVirtual: held.until), now)) }
        }
        if let wake = nextWake, wake <= due { return [] }
        nextWake = due
        return [.wake(at: due)]
    }

    // MARK: Connections

    /// Serves what a connection holds and what has come, in order, until something has to wait.
    private func goOn(_ connection: LabConnection, _ id: ConnectionID) -> [PeerAction] {
        guard let broker = cluster.brokers[connection.broker], broker.isServing, !connection.isMute else { return [] }
        var actions: [PeerAction] = []
        while true {
            if let held = connection.held {
                guard let step = resolve(held, at: broker, cameToController: connection.cameToController) else { return actions }
                connection.held = nil
                connection.isMute = held.isLost
                if perform(step, connection, id, &actions) { return actions }
                continue
            }
            let received: Frame.ReceivedRequest
            switch nextRequest(connection) {
            case .request(let next): received = next
            case .nothing: return actions
            case .noKafka:
                connections[id] = nil
                return actions + [.close(id)]
            }
            let fault = faults.take(broker: broker.id, api: received.header.requestApiKey)
            if fault == .closeBefore {
                connections[id] = nil
                return actions + [.close(id)]
            }
            connection.held = HeldRequest(request: received, broker: broker.id, arrived: cluster.now, until: cluster.now, fault: fault)
        }
    }

    /// The next request, if it is there and is one.
    private func nextRequest(_ connection: LabConnection) -> Arrival {
        do throws(WireFault) {
            guard let payload = try connection.assembler.next() else { return .nothing }
            return .request(try Frame.receivedRequest(payload))
        } catch {
            return .noKafka
        }
    }

    private enum Arrival {
        case request(Frame.ReceivedRequest)
        case nothing
        case noKafka
    }

    /// Tries what is held; nil while it has to wait on.
    private func resolve(_ held: HeldRequest, at broker: LabBroker, cameToController: Bool = false) -> Served? {
        if let ready = held.ready {
            return cluster.now >= held.until ? .answer(ready) : nil
        }
        turn += 1
        if case .staleReads(let time) = held.fault { staleView = (cluster.copy(), cluster.now + time) }
        let seen = seenCluster(held.request.header.requestApiKey)
        let asked = Asked(
            cluster: seen, broker: broker, version: held.request.header.requestApiVersion, endpoints: endpoints,
            controllers: controllers, cameToController: cameToController, arrived: held.arrived, turn: turn,
            itemFault: ItemFault(held.fault))
        var refusal: ErrorCode?
        if case .refuse(let code) = held.fault { refusal = code }
        let served = Dispatch.serve(held.request, asked, refusal: refusal)
        if case .later(let until) = served {
            held.until = until
            return nil
        }
        requestCounts[held.request.header.requestApiKey, default: 0] += 1
        guard case .answer(let bytes) = served, let fault = held.fault else { return served }
        switch fault {
        case .delay(let time):
            held.ready = bytes
            held.until = cluster.now + time
            return time <= 0 ? served : nil
        case .garble: return .answer([0, 0, 0, 12] + bytes.dropFirst(4).prefix(4) + [UInt8](repeating: 0xEE, count: 8))
        case .drop:
            held.isLost = true
            return .silent
        case .closeAfter: return .hangUp
        case .answerInstead(let code): return Dispatch.serve(held.request, asked, refusal: code)
        case .refuse, .closeBefore, .onlyFirst, .allButFirst, .staleReads: return served
        }
    }

    /// The cluster of which a request tells: as it is, or as it was while brokers lag.
    private func seenCluster(_ api: Int16) -> LabCluster {
        guard let view = staleView, Self.metadataReads.contains(api) else { return cluster }
        if cluster.now < view.until { return view.cluster }
        staleView = nil
        return cluster
    }

    /// Does what a request came to. True when the connection is done with for now.
    private func perform(_ step: Served, _ connection: LabConnection, _ id: ConnectionID, _ actions: inout [PeerAction]) -> Bool {
        switch step {
        case .answer(let bytes): actions.append(.send(bytes, on: id))
        case .silent: break
        case .later: return true
        case .hangUp:
            connections[id] = nil
            actions.append(.close(id))
            return true
        }
        return connection.isMute
    }

    // MARK: Requests without a client

    /// What was passed on to the controller goes on without the connection that asked.
    private func orphan(_ connection: LabConnection) {
        guard let held = connection.held, held.ready == nil, Dispatch.isForwarded(held.request.header.requestApiKey) else { return }
        orphans.append(held)
    }

    private func serveOrphans() {
        guard !orphans.isEmpty else { return }
        orphans.removeAll { held in
            guard let broker = cluster.brokers[held.broker], broker.isServing else { return false }
            return resolve(held, at: broker) != nil
        }
    }
}

/// One connection of a client to a broker.
final class LabConnection {
    let broker: Int32
    /// Where it came to.
    let endpoint: Endpoint
    var assembler = FrameAssembler()
    /// The request that is served; the next one waits until it is done.
    var held: HeldRequest?
    /// Whether an answer was swallowed: nothing can follow it.
    var isMute = false
    /// It came by the listener of a controller.
    let cameToController: Bool

    init(broker: Int32, endpoint: Endpoint, cameToController: Bool = false) {
        self.broker = broker
        self.endpoint = endpoint
        self.cameToController = cameToController
    }
}

/// A request between its arrival and its answer.
final class HeldRequest {
    let request: Frame.ReceivedRequest
    let broker: Int32
    let arrived: Int64
    let fault: AnswerFault.Kind?
    /// When it is done at the latest, in virtual milliseconds.
    var until: Int64
    /// The answer, where only its delay is left.
    var ready: [UInt8]?
    var isLost = false

    init(request: Frame.ReceivedRequest, broker: Int32, arrived: Int64, until: Int64, fault: AnswerFault.Kind?) {
        self.request = request
        self.broker = broker
        self.arrived = arrived
        self.until = until
        self.fault = fault
    }
}
