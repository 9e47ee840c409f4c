import Engine
import KafkaClient
import KafkaMessages
import KafkaWire
import Network
import Platform

/// Names of topics, groups and brokers for Tab: asked for while the person types, at most every half minute; never waited for longer than a
/// tenth of a second.
final class NameCache {
    private static let lifetime = Duration.seconds(30)
    private static let patienceMs = 100

    private let client: Client
    private let inbox: Inbox
    /// For one request, nanoseconds.
    private let requestTimeout: Int
    private var known = ClusterNames()
    private var askedAt: Instant?
    private var topics: Ticket<MetadataResponse>?
    private var groups: [Ticket<ListGroupsResponse>] = []
    private var settings: Ticket<DescribeConfigsResponse>?

    init(client: Client, inbox: Inbox, requestTimeout: Int) {
        self.client = client
        self.inbox = inbox
        self.requestTimeout = requestTimeout
    }

    /// Asks anew where what is known is old. Returns at once.
    func refresh() {
        harvest()
        guard topics == nil, groups.isEmpty else { return }
        if let askedAt, askedAt.advanced(by: Self.lifetime) > client.loop.now { return }
        askedAt = client.loop.now
        client.beginEvaluation()
        let deadline = client.deadline(in: .nanoseconds(requestTimeout))
        topics = client.send(
            MetadataRequest(topics: nil, allowAutoTopicCreation: false), deadline: deadline,
            versions: 4...MetadataRequest.versions.upperBound)
        groups = client.view.brokerIDs.map { client.send(ListGroupsRequest(), to: .broker($0), deadline: deadline) }
    }

    /// What is known now; the first time a little is waited for it.
    func names() -> ClusterNames {
        refresh()
        let end = inbox.wallMs + Self.patienceMs
        while known.topics.isEmpty, topics != nil, inbox.wallMs < end {
            _ = inbox.wait(untilWallMs: min(end, inbox.wallMs + 5))
            harvest()
        }
        return known
    }

    /// Kafka's ConfigResource.Type.
    private static let topicType: Int8 = 2, brokerType: Int8 = 4

    /// The settings of one topic and of one broker, once: those of this cluster's release.
    private func askForSettings() {
        guard known.topicKeys.isEmpty, settings == nil, let broker = known.brokers.first else { return }
        var resources = [
            DescribeConfigsRequest.DescribeConfigsResource(resourceType: Self.brokerType, resourceName: "\(broker)", configurationKeys: nil)
        ]
        if let topic = known.topics.first {
            resources.append(.init(resourceType: Self.topicType, resourceName: topic, configurationKeys: nil))
        }
        settings = client.send(
            DescribeConfigsRequest(resources: resources, includeSynonyms: false, includeDocumentation: false),
            to: .broker(Int32(clamping: broker)), deadline: client.deadline(in: .nanoseconds(requestTimeout)))
    }

    private func harvest() {
        if let ticket = topics, let result = ticket.result {
            topics = nil
            if case .success(let response) = result {
                known.topics = response.topics.compactMap { $0.errorCode.isSuccess ? $0.name : nil }.sorted()
                known.brokers = client.view.brokerIDs.map { Int($0) }
                let holders = Set(response.topics.flatMap(\.partitions).flatMap(\.replicaNodes).map { Int($0) })
                known.deadBrokers = holders.subtracting(known.brokers).sorted()
                askForSettings()
            }
        }
        if let ticket = settings, let result = ticket.result {
            settings = nil
            // Whoever may not see them is not offered any.
            if case .success(let response) = result {
                for result in response.results where result.errorCode.isSuccess {
                    let keys = result.configs.map(\.name).sorted()
                    if result.resourceType == Self.topicType { known.topicKeys = keys } else { known.brokerKeys = keys }
                }
            }
        }
        guard !groups.isEmpty, groups.allSatisfy(\.isSettled) else { return }
        var found: Set<NameKey> = []
        for ticket in groups {
            if case .success(let response)? = ticket.result { found.formUnion(response.groups.map(\.groupId)) }
        }
        groups = []
        // A broker that does not answer now does not make its groups unknown names.
        found.formUnion(known.groups)
        known.groups = found.sorted()
    }
}
