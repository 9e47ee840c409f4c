import KafkaMessages
import KafkaWire
import Network
import Platform
import Testing

@testable import KafkaLab

/// A client without a network: frames go straight into the brokers.
final class LabConversation {
    let peers: LabPeers
    var now = Instant.zero
    private var connections: [Int32: ConnectionID] = [:]
    private var lastConnection = 0
    private var lastCorrelation: Int32 = 0
    private(set) var arrived: [ConnectionID: [[UInt8]]] = [:]
    private(set) var closed: Set<ConnectionID> = []
    private(set) var shut: Set<Endpoint> = []
    private var wakes: [Instant] = []

    init(_ scenario: Scenario = .brokerLoss, release: KafkaRelease = .newest, seed: UInt64 = 1) {
        peers = LabPeers(cluster: LabCluster(scenario: scenario, seed: seed, version: release))
        perform(peers.begin(now: now))
    }

    var cluster: LabCluster { peers.cluster }

    func perform(_ actions: [PeerAction]) {
        for action in actions {
            switch action {
            case .send(let bytes, let id): arrived[id, default: []].append(bytes)
            case .close(let id): closed.insert(id)
            case .wake(let instant): wakes.append(instant)
            case .shut(let endpoint): shut.insert(endpoint)
            case .open(let endpoint): shut.remove(endpoint)
            }
        }
    }

    /// Lets time pass, wakes included.
    func pass(_ milliseconds: Int64) {
        let end = now.advanced(by: .milliseconds(milliseconds))
        while let next = wakes.min(), next <= end {
            wakes.removeAll { $0 == next }
            now = max(now, next)
            perform(peers.woken(now: now))
        }
        now = end
    }

    func connect(_ broker: Int32) -> ConnectionID {
        lastConnection += 1
        let id = ConnectionID(number: lastConnection)
        if let endpoint = peers.endpoints[broker] { perform(peers.accepted(id, at: endpoint, now: now)) }
        return id
    }

    func send(_ bytes: [UInt8], on id: ConnectionID) { perform(peers.received(bytes, on: id, now: now)) }

    func close(_ id: ConnectionID) { perform(peers.closed(id, now: now)) }

    func frame<R: KafkaRequest>(_ request: R, _ version: Int16? = nil) throws -> [UInt8] {
        lastCorrelation += 1
        return try Frame.request(request, version: version ?? highest(R.self), correlationID: lastCorrelation, clientID: "test")
    }

    /// The highest version that both sides have.
    func highest<R: KafkaRequest>(_ type: R.Type) -> Int16 {
        ServedVersion.of(R.apiKey)?.maximum(in: cluster.release) ?? R.versions.upperBound
    }

    /// Asks and reads the answer; nil where none came.
    func ask<R: KafkaRequest>(_ request: R, of broker: Int32, _ version: Int16? = nil) throws -> R.Response? {
        let version = version ?? highest(R.self)
        let id = connections[broker] ?? connect(broker)
        connections[broker] = closed.contains(id) ? nil : id
        let before = arrived[id]?.count ?? 0
        send(try frame(request, version), on: id)
        guard let frames = arrived[id], frames.count > before, let frame = frames.last else { return nil }
        return try Frame.response(to: R.self, version: version, payload: Array(frame.dropFirst(4)))
    }

    /// The same, where an answer must come.
    func answer<R: KafkaRequest>(_ request: R, of broker: Int32, _ version: Int16? = nil) throws -> R.Response {
        try #require(try ask(request, of: broker, version))
    }
}
