import KafkaMessages
import KafkaWire
import Network
import Platform

/// The map of the cluster: learned from what passes by, and asked for.
extension Client {
    /// Asks for brokers, controller and the leaders of those topics (`nil`: all; empty: none), and puts them into `view`.
    @discardableResult
    package func refreshMetadata(topics: [String]? = [], deadline: Instant) -> Result<MetadataResponse, RequestFailure> {
        let request = MetadataRequest(
            topics: topics?.map { MetadataRequest.MetadataRequestTopic(name: $0) }, allowAutoTopicCreation: false)
        return take(send(request, deadline: deadline, versions: 4...MetadataRequest.versions.upperBound))
    }

    /// Tells the client of brokers it has not seen itself: for those who decode Metadata on their own.
    package func learn(_ nodes: [ClusterView.Node], clusterID: String?, controllerID: BrokerID) {
        view.learn(nodes, clusterID: clusterID, controllerID: controllerID, at: loop.now)
        adoptBrokers()
    }

    /// Looks into answers that tell about the cluster's shape.
    func learn(_ answer: Any) {
        if let response = answer as? MetadataResponse {
            view.learn(response, at: loop.now)
        } else if let response = answer as? DescribeClusterResponse {
            view.learn(response, at: loop.now)
        } else {
            return
        }
        adoptBrokers()
    }

    /// Brings the brokers we hold in line with those the cluster lists. One reached by a bootstrap address that is also its own keeps its
    /// connection; one that moved loses it.
    func adoptBrokers() {
        for id in view.brokerIDs {
            guard let node = view.brokers[id] else { continue }
            if let known = brokers.first(where: { $0.id == id }) {
                if known.endpoint != node.endpoint { move(known, to: node.endpoint) }
            } else if let unnamed = brokers.first(where: { $0.id == nil && !$0.isPrivate && $0.endpoint == node.endpoint }) {
                unnamed.id = id
            } else {
                _ = nextBroker(id: id, at: node.endpoint)
            }
        }
    }

    private func move(_ broker: Broker, to endpoint: Endpoint) {
        broker.endpoint = endpoint
        broker.bad = PerLane(nil)
        broker.versions = nil
        for lane in Lane.allCases {
            if let link = broker.links[lane] { perform(link.connection.end(.lost(.byPeer), now: loop.now), broker, link) }
        }
    }

    // MARK: Questions about brokers

    /// The brokers the client knows a place of, sorted: those listed now, and those listed, or met as coordinators, before.
    package var knownBrokerIDs: [BrokerID] { brokers.compactMap(\.id).sorted() }

    /// Where a broker is, or was last, reached.
    package func endpoint(of id: BrokerID) -> Endpoint? { brokers.first { $0.id == id }?.endpoint }

    /// Asks brokers (`nil`: all known) whether they are there, all at once, at most once each in an evaluation; what came of it is in
    /// `health(of:)`. It asks for ApiVersions, which every broker answers without looking at anything.
    package func probe(_ ids: [BrokerID]? = nil, deadline: Instant) {
        let request = ApiVersionsRequest(clientSoftwareName: settings.softwareName, clientSoftwareVersion: settings.softwareVersion)
        let fresh = (ids ?? knownBrokerIDs).filter { id in
            guard let broker = brokers.first(where: { $0.id == id }) else { return false }
            return broker.probedIn != evaluation || evaluation == 0
        }
        for broker in brokers { if let id = broker.id, fresh.contains(id) { broker.probedIn = evaluation } }
        wait(for: fresh.map { send(request, to: .broker($0), deadline: deadline) })
    }

    /// Asks those at the other end of connections for their ids, where these are known and were not proved yet.
    package func prove(_ numbers: Set<Int>, deadline: Instant) {
        let links = numbers.sorted().compactMap { number in
            wires[number].flatMap { entry in entry.broker.links[entry.lane].map { (entry.broker, $0) } }
        }
        for (broker, link) in links {
            expect(broker, link)
            perform(link.connection.prove(deadline: deadline, now: loop.now), broker, link)
        }
        wait(atMost: deadline) { loop.now >= deadline || !links.contains { $0.1.connection.isProving } }
    }

    /// The broker that is proved to be at the other end of a connection that stands.
    package func provedBroker(on number: Int) -> BrokerID? {
        wires[number].flatMap { $0.broker.links[$0.lane]?.connection.provedBroker }
    }

    /// What our connections have seen of a broker; untried for one that nobody knows.
    package func health(of id: BrokerID) -> BrokerHealth {
        brokers.first { $0.id == id }?.health ?? BrokerHealth()
    }

    /// The versions of an API that a broker offers; `nil` when it has not been asked yet or does not know the API.
    package func offered(_ apiKey: Int16, by id: BrokerID) -> ClosedRange<Int16>? {
        brokers.first { $0.id == id }?.versions?[apiKey]
    }

    /// What a broker speaks, as it said last; `nil` when it has not been asked yet.
    package func versions(of id: BrokerID) -> APIVersionTable? { brokers.first { $0.id == id }?.versions }

    /// What each of the brokers that have been asked speaks.
    package var toldVersions: [APIVersionTable] { brokers.compactMap { $0.isPrivate ? nil : $0.versions } }

    /// Whether a broker offers an API in a version or above; with `nil`, whether the first broker that has told us anything does.
    package func supports(_ apiKey: Int16, version: Int16 = 0, by id: BrokerID? = nil) -> Bool {
        let broker = id.map { id in brokers.first { $0.id == id } } ?? brokers.first { $0.versions != nil && !$0.isPrivate }
        guard let range = broker?.versions?[apiKey] else { return false }
        return version <= range.upperBound
    }
}
