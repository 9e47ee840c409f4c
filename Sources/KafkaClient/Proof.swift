import KafkaMessages
import KafkaWire
import Platform

/// Who must be at the other end of a connection for a request: proved before its answer is believed or, where it changes something, before a
/// byte of it leaves.
package enum Proof: Hashable, Sendable {
    /// Whoever listens there.
    case none
    /// Any member of the cluster.
    case cluster
    /// That very broker.
    case broker(BrokerID, otherwise: Otherwise)

    /// What becomes of a request where it cannot be found out whether it is that broker.
    package enum Otherwise: Hashable, Sendable {
        /// Another member would refuse it, for it is no leader, no coordinator, no controller, or not the broker that is named in it.
        case believe
        /// The answer comes with the doubt (`Arrival.doubt`): what it holds of the cluster is so, whoever gives it.
        case doubt
        /// It is not sent, or its answer is thrown away.
        case refuse
    }
}

/// What a connection has proved of who is at its other end, and how it goes on.
///
/// - The cluster's id: by the first Metadata answer, which is asked for where the first request is none; at a controller's own listener by
///   DescribeCluster (KIP-919).
/// - The broker's id: DescribeConfigs of the broker's own resource, for one key. A broker answers for itself alone, another says
///   INVALID_REQUEST, "Unexpected broker id, expected 1 or empty string, but received 2" (Kafka's `AdminManager`, later `ConfigAdminManager`;
///   the same since 1.1). It needs DESCRIBE_CONFIGS on the cluster; nothing else tells a broker's id before ApiVersions 5 (KIP-1242, 4.4).
struct ProofState {
    /// What is asked to find out.
    enum Step: Equatable {
        case cluster
        case broker
    }

    /// What becomes of a request now.
    enum Verdict: Equatable {
        /// This is asked before it.
        case ask(Step)
        /// It waits for what was asked.
        case wait
        case go
        case fail(IdentityFailure)
    }

    private enum Standing: Equatable {
        case unasked
        case asked
        case proved
        case failed(IdentityFailure)
    }

    /// The cluster's id, where it is known.
    var expectedCluster: String?
    /// The broker whose address it is, where that is known.
    var expectedBroker: BrokerID?
    /// It is a controller's own listener.
    var isController = false
    private var cluster = Standing.unasked
    private var broker = Standing.unasked

    /// The broker that it is proved to be.
    var provedBroker: BrokerID? { broker == .proved ? expectedBroker : nil }

    /// It is another broker than it should be.
    var isOther: Bool {
        if case .failed(let failure) = broker { !failure.isOpen } else { false }
    }

    var isOfKnownCluster: Bool { cluster == .proved }

    /// Whether the broker could be asked for its id, and was not yet.
    var wantsBroker: Bool { expectedBroker != nil && broker == .unasked && !isController }

    /// Whether a request may go, and what must go before it. A broker whose id is known proves it beside the cluster's.
    /// - Parameter asksCluster: its own answer tells the cluster.
    func verdict(_ proof: Proof, changes: Bool, asksCluster: Bool) -> Verdict {
        guard proof != .none else { return .go }
        if cluster == .unasked, !asksCluster { return .ask(.cluster) }
        if wantsBroker { return .ask(.broker) }
        if changes, cluster == .asked { return .wait }
        guard case .broker(let id, let otherwise) = proof else { return .go }
        if changes, broker == .asked { return .wait }
        return refusal(id, otherwise).map { .fail($0) } ?? .go
    }

    /// Why what somebody answered to a request is not believed; nil: it is.
    func refusal(_ proof: Proof) -> IdentityFailure? {
        guard case .broker(let id, let otherwise) = proof else { return nil }
        return refusal(id, otherwise)
    }

    private func refusal(_ id: BrokerID, _ otherwise: Proof.Otherwise) -> IdentityFailure? {
        guard case .failed(let failure) = broker else { return nil }
        return failure.isOpen && otherwise != .refuse ? nil : failure
    }

    /// Why an answer that is believed as far as it goes may lack something; nil: it lacks nothing.
    func doubt(_ proof: Proof) -> IdentityFailure? {
        guard case .broker(_, .doubt) = proof, case .failed(let failure) = broker else { return nil }
        return failure
    }

    /// What could not be found out may be told by now: a right may have been given.
    mutating func askAgain() {
        if case .failed(let failure) = broker, failure.isOpen { broker = .unasked }
    }

    mutating func asked(_ step: Step) {
        switch step {
        case .cluster: cluster = .asked
        case .broker: broker = .asked
        }
    }

    /// A request whose own answer tells the cluster has left.
    mutating func isBeingTold() { if cluster == .unasked { cluster = .asked } }

    /// What is asked cannot be asked of this one.
    mutating func cannotAsk(_ step: Step, _ api: String) throws(IdentityFailure) {
        switch step {
        case .cluster:
            let hint = isController ? "" : ": a controller's port, or no Kafka at all: give the address of a broker"
            throw .noCluster("it does not speak \(api) in a version that tells\(hint)")
        case .broker: broker = .failed(.unproved(expectedBroker ?? -1, "it does not speak \(api)"))
        }
    }

    // MARK: Answers

    /// The cluster's id was told. The first one that is told to anybody is the one expected of all.
    mutating func told(cluster id: String?) throws(IdentityFailure) {
        guard let id, !id.isEmpty else { throw .noCluster("it does not tell the cluster's id") }
        if let expectedCluster, expectedCluster != id { throw .otherCluster(told: id, wanted: expectedCluster) }
        expectedCluster = id
        cluster = .proved
    }

    /// Why a controller tells no cluster.
    mutating func told(_ response: DescribeClusterResponse) throws(IdentityFailure) {
        guard response.errorCode.isSuccess else { throw .noCluster("DescribeCluster was answered with \(response.errorCode.name)") }
        try told(cluster: response.clusterId)
    }

    /// What was said to the question for the broker's own settings.
    mutating func told(_ response: DescribeConfigsResponse) {
        guard let wanted = expectedBroker else { return broker = .unasked }
        guard let result = response.results.first else {
            return broker = .failed(.unproved(wanted, "it left the question out of its answer"))
        }
        switch result.errorCode {
        case .none: broker = .proved
        case .invalidRequest: broker = .failed(.otherBroker(wanted: wanted, told: Self.idToldIn(result.errorMessage)))
        case .clusterAuthorizationFailed: broker = .failed(.notAuthorised(wanted))
        case let code: broker = .failed(.unproved(wanted, "DescribeConfigs was answered with \(code.name)"))
        }
    }

    /// The id that follows "expected" in Kafka's sentence: for people; nothing is decided by it.
    static func idToldIn(_ message: String?) -> BrokerID? {
        guard let words = message?.split(separator: " "), let at = words.firstIndex(of: "expected"), at + 1 < words.count else {
            return nil
        }
        return BrokerID(words[at + 1])
    }

    // MARK: Questions

    /// The question of a step, due when the request that needs it is.
    func question(_ step: Step, deadline: Instant) -> OutgoingRequest {
        let id = RequestID(number: 0)
        switch step {
        case .cluster where isController:
            return OutgoingRequest(
                DescribeClusterRequest(endpointType: 2), id: id, versions: 1...DescribeClusterRequest.versions.upperBound,
                deadline: deadline)
        case .cluster:
            return OutgoingRequest(
                MetadataRequest(topics: [], allowAutoTopicCreation: false), id: id, versions: 4...MetadataRequest.versions.upperBound,
                deadline: deadline)
        case .broker:
            // One key, for none means all; the value is not looked at (an id that ZooKeeper gave is not in the settings).
            let resource = DescribeConfigsRequest.DescribeConfigsResource(
                resourceType: 4, resourceName: String(expectedBroker ?? -1), configurationKeys: ["broker.id"])
            return OutgoingRequest(DescribeConfigsRequest(resources: [resource]), id: id, deadline: deadline)
        }
    }

    /// Reads the answer to the question of a step. Throws what makes the connection useless.
    mutating func answered(_ step: Step, version: Int16, _ payload: [UInt8]) throws(Connection.Cause) {
        switch step {
        case .broker: told(try Self.read(DescribeConfigsRequest.self, version, payload))
        case .cluster where isController:
            let response = try Self.read(DescribeClusterRequest.self, version, payload)
            do throws(IdentityFailure) { try told(response) } catch { throw .identity(error) }
        case .cluster: try answeredMetadata(version: version, payload)
        }
    }

    /// Looks into a Metadata answer, whoever asked for it.
    mutating func answeredMetadata(version: Int16, _ payload: [UInt8]) throws(Connection.Cause) {
        let head: MetadataHead
        do throws(WireFault) {
            var (reader, version) = try Frame.responseBody(to: MetadataRequest.self, version: version, payload: payload)
            head = MetadataHead(from: &reader, version: version)
            if let fault = reader.fault { throw fault.located(apiKey: MetadataRequest.apiKey, version: version, field: "MetadataResponse") }
        } catch { throw .wireFault(error) }
        do throws(IdentityFailure) { try told(cluster: head.clusterID) } catch { throw .identity(error) }
    }

    private static func read<R: KafkaRequest>(
        _ request: R.Type, _ version: Int16, _ payload: [UInt8]
    ) throws(Connection.Cause) -> R.Response {
        do throws(WireFault) { return try Frame.response(to: request, version: version, payload: payload) } catch {
            throw .wireFault(error)
        }
    }
}
