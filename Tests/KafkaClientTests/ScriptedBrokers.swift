import KafkaClient
import KafkaMessages
import KafkaWire
import Network
import Platform

/// A tiny cluster for tests: answers ApiVersions, Metadata, DescribeCluster, FindCoordinator, ListGroups and a few more, or behaves badly.
final class ScriptedBrokers: Peer {
    enum Behaviour: Equatable {
        case good
        /// Takes everything, answers nothing; from that API on.
        case mute(from: Int16)
        case garbage
        case tls
        /// Closes at the first request after ApiVersions.
        case closesAfterHandshake
        /// Closes once at a request of that API after having taken it.
        case closesOnce(at: Int16)
        /// Answers requests of that API with the right correlation id, and nothing else that is right.
        case garbles(Int16)
        /// Leaves out the second half of each answer of that API: of a whole frame, or of the bytes of one that announces more.
        case cuts(Int16, isWholeFrame: Bool)
        /// A KRaft controller's own port: no Metadata there, nor groups.
        case controller
        /// Knows nothing above ApiVersions v2.
        case oldHandshake
    }

    var endpoints: [BrokerID: Endpoint]
    var behaviour: [BrokerID: Behaviour] = [:]
    var isZooKeeper = false
    var controllerID: BrokerID = 1
    var listed: [BrokerID]
    var coordinatorErrors = 0
    var maxVersions: [Int16: Int16] = [:]
    /// Whom an address really leads to, where that is another.
    var misrouted: [BrokerID: BrokerID] = [:]
    /// The cluster that a broker is of, where that is another.
    var clusters: [BrokerID: String] = [:]
    /// May the client describe the configs of brokers?
    var describesConfigs = true
    /// Every request but ApiVersions and those that ask who answers, as "broker:api", in the order of arrival.
    private(set) var log: [String] = []
    /// The questions who answers, the same way.
    private(set) var proofs: [String] = []
    private(set) var connectionCount = 0
    private var assemblers: [ConnectionID: (broker: BrokerID, frames: FrameAssembler)] = [:]

    init(_ endpoints: [BrokerID: Endpoint]) {
        self.endpoints = endpoints
        listed = endpoints.keys.sorted()
    }

    func accepted(_ connection: ConnectionID, at endpoint: Endpoint, now: Instant) -> [PeerAction] {
        connectionCount += 1
        let asked = endpoints.first { $0.value == endpoint }?.key ?? -1
        let broker = misrouted[asked] ?? asked
        assemblers[connection] = (broker, FrameAssembler())
        return []
    }

    func closed(_ connection: ConnectionID, now: Instant) -> [PeerAction] {
        assemblers[connection] = nil
        return []
    }

    func woken(now: Instant) -> [PeerAction] { [] }

    func received(_ bytes: [UInt8], on connection: ConnectionID, now: Instant) -> [PeerAction] {
        guard var state = assemblers[connection] else { return [] }
        let behaviour = behaviour[state.broker] ?? .good
        if behaviour == .garbage { return [.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), on: connection)] }
        if behaviour == .tls { return [.send([0x15, 3, 3, 0, 2, 2, 0x28], on: connection), .close(connection)] }
        state.frames.append(bytes)
        defer { assemblers[connection] = state }
        var actions: [PeerAction] = []
        while let payload = try? state.frames.next(), let request = try? Frame.receivedRequest(payload) {
            let key = request.header.requestApiKey
            let entry = "\(state.broker):\(MessageIndex.request(for: key)?.name ?? "?")"
            if key == 32 { proofs.append(entry) } else if key != 18 { log.append(entry) }
            if case .mute(let from) = behaviour, key >= from || from == 18 { continue }
            if behaviour == .closesAfterHandshake, key != 18 { return actions + [.close(connection)] }
            if case .closesOnce(let at) = behaviour, at == key {
                self.behaviour[state.broker] = .good
                return actions + [.close(connection)]
            }
            if let answer = try? answer(request, state.broker) {
                actions.append(.send(Self.spoilt(answer, of: key, behaviour), on: connection))
            }
        }
        return actions
    }

    private static func spoilt(_ frame: [UInt8], of key: Int16, _ behaviour: Behaviour) -> [UInt8] {
        switch behaviour {
        case .garbles(key): return [0, 0, 0, 12] + frame[4..<8] + [UInt8](repeating: 0xEE, count: 8)
        case .cuts(key, isWholeFrame: false): return Array(frame.prefix(frame.count / 2))
        case .cuts(key, isWholeFrame: true):
            // The correlation id is left, and half of what follows.
            let kept = 4 + max(0, frame.count - 8) / 2
            return [0, 0, UInt8(kept >> 8), UInt8(kept & 0xFF)] + frame[4..<(4 + kept)]
        default: return frame
        }
    }

    private func answer(_ received: Frame.ReceivedRequest, _ broker: BrokerID) throws -> [UInt8]? {
        let header = received.header
        func reply<R: ServedRequest>(_ type: R.Type, _ response: (R) -> R.Response) throws -> [UInt8] {
            let request = try Frame.body(type, of: received)
            return try Frame.response(
                response(request), to: type, version: header.requestApiVersion, correlationID: header.correlationId)
        }
        switch header.requestApiKey {
        case 18: return try apiVersions(received, broker)
        case 3: return try reply(MetadataRequest.self) { metadata($0, broker) }
        case 32:
            // In Kafka's words (AdminManager.describeConfigs).
            return try reply(DescribeConfigsRequest.self) { request in
                DescribeConfigsResponse(
                    results: request.resources.map { resource in
                        var code = ErrorCode.none
                        var message: String?
                        if resource.resourceName != "\(broker)" {
                            code = .invalidRequest
                            message = "Unexpected broker id, expected \(broker) or empty string, but received \(resource.resourceName)"
                        }
                        if !describesConfigs { (code, message) = (.clusterAuthorizationFailed, nil) }
                        return .init(errorCode: code, errorMessage: message, resourceType: 4, resourceName: resource.resourceName)
                    })
            }
        case 60:
            return try reply(DescribeClusterRequest.self) { _ in
                let brokers = listed.map { id in
                    DescribeClusterResponse.DescribeClusterBroker(
                        brokerId: id, host: endpoints[id]?.host ?? "gone", port: Int32(endpoints[id]?.port ?? 1))
                }
                return DescribeClusterResponse(clusterId: clusters[broker] ?? "scripted", controllerId: controllerID, brokers: brokers)
            }
        case 10: return try reply(FindCoordinatorRequest.self) { coordinators($0) }
        case 16:
            return try reply(ListGroupsRequest.self) { _ in
                ListGroupsResponse(groups: [ListGroupsResponse.ListedGroup(groupId: "group-of-\(broker)")])
            }
        case 44: return try reply(IncrementalAlterConfigsRequest.self) { _ in IncrementalAlterConfigsResponse() }
        case 46: return try reply(ListPartitionReassignmentsRequest.self) { _ in ListPartitionReassignmentsResponse() }
        default: return nil
        }
    }

    private func apiVersions(_ received: Frame.ReceivedRequest, _ broker: BrokerID) throws -> [UInt8] {
        let header = received.header
        var keys = MessageIndex.requests.map { type in
            ApiVersionsResponse.ApiVersion(
                apiKey: type.apiKey, minVersion: type.versions.lowerBound, maxVersion: maxVersions[type.apiKey] ?? type.versions.upperBound)
        }
        if behaviour[broker] == .controller { keys.removeAll { ![18, 19, 20, 32, 44, 45, 46, 55, 60].contains($0.apiKey) } }
        if isZooKeeper { keys += (4...7).map { ApiVersionsResponse.ApiVersion(apiKey: $0, minVersion: 0, maxVersion: 3) } }
        if behaviour[broker] == .oldHandshake, header.requestApiVersion > 2 {
            let own = ApiVersionsResponse.ApiVersion(apiKey: 18, minVersion: 0, maxVersion: 2)
            return try Frame.response(
                ApiVersionsResponse(errorCode: .unsupportedVersion, apiKeys: [own]), to: ApiVersionsRequest.self, version: 0,
                correlationID: header.correlationId)
        }
        return try Frame.response(
            ApiVersionsResponse(apiKeys: keys), to: ApiVersionsRequest.self, version: header.requestApiVersion,
            correlationID: header.correlationId)
    }

    private func metadata(_ request: MetadataRequest, _ broker: BrokerID) -> MetadataResponse {
        let brokers = listed.map { id in
            MetadataResponse.MetadataResponseBroker(
                nodeId: id, host: endpoints[id]?.host ?? "gone", port: Int32(endpoints[id]?.port ?? 1), rack: nil)
        }
        let topics = (request.topics ?? [.init(name: "orders")]).map { topic in
            MetadataResponse.MetadataResponseTopic(
                name: topic.name,
                partitions: [.init(partitionIndex: 0, leaderId: 2), .init(errorCode: .leaderNotAvailable, partitionIndex: 1, leaderId: -1)])
        }
        return MetadataResponse(brokers: brokers, clusterId: clusters[broker] ?? "scripted", controllerId: controllerID, topics: topics)
    }

    private func coordinators(_ request: FindCoordinatorRequest) -> FindCoordinatorResponse {
        let code: ErrorCode = coordinatorErrors > 0 ? .coordinatorNotAvailable : .none
        coordinatorErrors -= 1
        let keys = request.coordinatorKeys.isEmpty ? [request.key] : request.coordinatorKeys
        let endpoint = endpoints[3]
        let entries = keys.map {
            FindCoordinatorResponse.Coordinator(
                key: $0, nodeId: 3, host: endpoint?.host ?? "", port: Int32(endpoint?.port ?? 0), errorCode: code)
        }
        if request.coordinatorKeys.isEmpty, let entry = entries.first {
            return FindCoordinatorResponse(errorCode: code, nodeId: entry.nodeId, host: entry.host, port: entry.port)
        }
        return FindCoordinatorResponse(coordinators: entries)
    }
}

/// A client, three scripted brokers b1 to b3 and the simulated network between them.
struct World {
    let loop: SimulatedLoop
    let peer: ScriptedBrokers
    let client: Client

    init(seed: UInt64 = 1, bootstrap: [String] = ["b1", "b2", "b3"], link: SimulatedLink = SimulatedLink()) {
        loop = SimulatedLoop(seed: seed)
        loop.isTracing = true
        loop.defaultLink = link
        peer = ScriptedBrokers([
            1: Endpoint(host: "b1", port: 9092), 2: Endpoint(host: "b2", port: 9092), 3: Endpoint(host: "b3", port: 9092),
        ])
        loop.add(peer, at: Array(peer.endpoints.values))
        client = Client(loop: loop, bootstrap: bootstrap.map { Endpoint(host: $0, port: 9092) }, softwareVersion: "0.1")
        client.beginEvaluation()
    }

    func deadline(_ seconds: Int = 5) -> Instant { client.deadline(in: .seconds(seconds)) }

    func set(_ state: SimulatedLink.State, _ broker: BrokerID) {
        if let endpoint = peer.endpoints[broker] { loop[link: endpoint].state = state }
    }

    /// Seconds since the start of the world.
    var elapsed: Duration { Instant.zero.duration(to: loop.now) }
}

extension Result {
    var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
    var value: Success? { if case .success(let value) = self { value } else { nil } }
}
