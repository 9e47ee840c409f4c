import KafkaMessages
import KafkaWire

/// The cluster at large: topics, brokers, moves, the quorum.
extension FactReader {
    func askMetadata(withRights: Bool = true) {
        var request = MetadataRequest(topics: [], allowAutoTopicCreation: false)
        switch needs.topics {
        case .none: break
        case .all: request.topics = nil
        case .named(let names): request.topics = names.sorted().map { .init(name: $0) }
        }
        // Whoever may do everything to the cluster needs no further question. From version 11 on only DescribeCluster tells.
        let asksCluster = withRights && (needs.clusterRights || needs.asksHidden)
        request.includeClusterAuthorizedOperations = asksCluster
        request.includeTopicAuthorizedOperations = withRights && needs.topicRights
        let asksRights = asksCluster || request.includeTopicAuthorizedOperations
        questions.ask(request, of: .any, atLeast: asksRights ? 8 : 4, atMost: asksCluster ? 10 : .max, as: MetadataColumns.self) {
            [self] answer in
            switch answer {
            case .unknown(let why) where asksRights && why.isTooOld:
                facts.clusterRights = .unknown(Unread("its brokers do not tell rights"))
                askMetadata(withRights: false)
            case .unknown(let why):
                facts.partitions = .unknown(why)
                if facts.brokers.value == nil { facts.brokers = .unknown(why) }
            case .known(let answer): take(answer)
            }
        }
    }

    private func take(_ answer: Answer<MetadataColumns>) {
        let response = answer.response
        questions.learn(response)
        if let rights = AclOperation.set(ofBits: response.clusterAuthorizedOperations) {
            // Whoever may not describe the cluster is told nothing, not even what else it may.
            facts.clusterRights = rights.isEmpty ? .unknown(.lacking(Right(.describe, .cluster))) : .known(rights)
        }
        if response.errorCode.isSuccess {
            var table = PartitionTable(response.partitions)
            table.asOf = answer.arrivedMs
            if questions.isZooKeeper { table.doubtListenerErrors(listed: Set(response.brokers.map(\.nodeId))) }
            facts.partitions = .known(table)
            note(answer) { [self] id in
                facts.partitions = facts.partitions.map {
                    var table = $0
                    table.answeredBy = id
                    return table
                }
            }
        } else {
            facts.partitions = .unknown(Unread(broker: answer.broker, response.errorCode))
        }
        let brokers = response.brokers.map { BrokerListing(id: Int($0.nodeId), host: $0.host, port: Int($0.port), rack: $0.rack) }
        let list = BrokerList(
            brokers: brokers.sorted { $0.id < $1.id }, tellsFenced: false, clusterID: response.clusterID,
            controller: response.controllerID < 0 ? nil : Int(response.controllerID), answeredBy: answer.broker, asOf: answer.arrivedMs)
        facts.metadataController = list.controller
        // DescribeCluster knows more, and was asked later.
        if facts.brokers.value?.tellsFenced != true {
            facts.brokers = .known(withCause(list))
            noteAnswererOfBrokers(answer)
        }
    }

    /// DescribeCluster with fenced brokers; without, where brokers are older; Metadata's list stands where they know neither.
    func askBrokers(fenced: Bool) {
        let request = DescribeClusterRequest(includeFencedBrokers: fenced)
        questions.ask(request, of: .any, atLeast: fenced ? 2 : 0, from: fenced ? "4.0" : "2.8") { [self] answer in
            let why: Unread
            switch answer {
            case .unknown(let reason) where fenced && reason.isTooOld: return askBrokers(fenced: false)
            case .unknown(let reason): why = reason
            case .known(let answer) where answer.response.errorCode.isSuccess: return take(answer, fenced: fenced)
            case .known(let answer): why = Unread(broker: answer.broker, answer.response.errorCode, answer.response.errorMessage)
            }
            guard fenced else { return }
            whyFencedIsUntold = why
            facts.brokers = facts.brokers.map { withCause($0) }
        }
    }

    /// Why fenced brokers are not told stands with whichever list there is.
    private func withCause(_ list: BrokerList) -> BrokerList {
        var list = list
        list.whyFencedIsUntold = whyFencedIsUntold
        return list
    }

    private func take(_ answer: Answer<DescribeClusterResponse>, fenced: Bool) {
        let brokers = answer.response.brokers.map {
            BrokerListing(id: Int($0.brokerId), host: $0.host, port: Int($0.port), rack: $0.rack, isFenced: $0.isFenced)
        }
        let controller = Int(answer.response.controllerId)
        facts.brokers = .known(
            BrokerList(
                brokers: brokers.sorted { $0.id < $1.id }, tellsFenced: fenced, clusterID: answer.response.clusterId,
                controller: controller < 0 ? nil : controller, answeredBy: answer.broker, asOf: answer.arrivedMs))
        noteAnswererOfBrokers(answer)
    }

    private func noteAnswererOfBrokers<Response>(_ answer: Answer<Response>) {
        note(answer) { [self] id in
            facts.brokers = facts.brokers.map {
                var list = $0
                if list.asOf == answer.arrivedMs { list.answeredBy = id }
                return list
            }
        }
    }

    func askMoves() {
        questions.ask(ListPartitionReassignmentsRequest(timeoutMs: questions.timeoutMs), of: .controller) { [self] answer in
            facts.movesByName = answer.flatMap { answer in
                guard answer.response.errorCode.isSuccess else {
                    return .unknown(
                        Unread(
                            broker: answer.broker, answer.response.errorCode, answer.response.errorMessage,
                            lacking: Right(.describe, .cluster)))
                }
                facts.movesReading = (answer.broker, answer.arrivedMs)
                note(answer) { [self] id in facts.movesReading.answeredBy = id }
                return .known(answer.response.moves)
            }
        }
    }

    func askQuorum() {
        let request = DescribeQuorumRequest(topics: [.init(topicName: "__cluster_metadata", partitions: [.init(partitionIndex: 0)])])
        questions.ask(request, of: .controller) { [self] answer in
            facts.quorum = answer.flatMap(Self.quorum)
            if case .known(let answer) = answer {
                note(answer) { [self] id in
                    facts.quorum = facts.quorum.map {
                        var quorum = $0
                        quorum.answeredBy = id
                        return quorum
                    }
                }
            }
            if case .unknown(var why) = facts.quorum, why.isTooOld {
                why.text = "needs KRaft (DescribeQuorum, Kafka 3.3)"
                facts.quorum = .unknown(why)
            }
        }
    }

    private static func quorum(_ answer: Answer<DescribeQuorumResponse>) -> Fact<QuorumFacts> {
        let response = answer.response
        guard response.errorCode.isSuccess else {
            return .unknown(Unread(broker: answer.broker, response.errorCode, response.errorMessage, lacking: Right(.describe, .cluster)))
        }
        guard let partition = response.topics.first?.partitions.first else {
            return .unknown(Unread(broker: answer.broker, "told nothing of the quorum"))
        }
        guard partition.errorCode.isSuccess else {
            return .unknown(Unread(broker: answer.broker, partition.errorCode, partition.errorMessage))
        }
        func node(_ state: DescribeQuorumResponse.ReplicaState, isVoter: Bool) -> QuorumFacts.Node {
            QuorumFacts.Node(
                id: Int(state.replicaId), directory: state.replicaDirectoryId.isZero ? nil : state.replicaDirectoryId.description,
                isVoter: isVoter, logEnd: Int(state.logEndOffset), lastFetch: Int(state.lastFetchTimestamp),
                lastCaughtUp: Int(state.lastCaughtUpTimestamp))
        }
        let nodes = partition.currentVoters.map { node($0, isVoter: true) } + partition.observers.map { node($0, isVoter: false) }
        let endpoints = response.nodes.map { node in
            (Int(node.nodeId), node.listeners.map { "\($0.name) \($0.host):\($0.port)" })
        }
        return .known(
            QuorumFacts(
                leader: partition.leaderId < 0 ? nil : Int(partition.leaderId), epoch: Int(partition.leaderEpoch),
                highWatermark: Int(partition.highWatermark),
                nodes: nodes.sorted { ($0.id, $0.directory ?? "") < ($1.id, $1.directory ?? "") },
                endpoints: Dictionary(endpoints, uniquingKeysWith: { first, _ in first }), answeredBy: answer.broker, asOf: answer.arrivedMs
            ))
    }

    /// What the active controller speaks, where it is a broker that has not told yet.
    func askControllersVersions() {
        guard let leader = facts.quorum.value?.leader, reachable.contains(leader), !needs.answers, !needs.versions,
            !questions.hasTold(leader)
        else { return }
        // The client keeps what it says when it shakes hands.
        questions.ask(ApiVersionsRequest(clientSoftwareName: "mend", clientSoftwareVersion: "0"), of: .broker(leader)) { [self] answer in
            if let why = answer.why { note(why, of: leader) }
        }
    }

    func askVersions(of broker: Int) {
        questions.ask(ApiVersionsRequest(clientSoftwareName: "mend", clientSoftwareVersion: "0"), of: .broker(broker)) { [self] answer in
            switch answer {
            case .unknown(let why):
                note(why, of: broker)
                facts.answers[broker] = questions.answerOf(broker, roundTrip: nil, why: why)
            case .known(let answer):
                let response = answer.response
                facts.answers[broker] = questions.answerOf(broker, roundTrip: answer.roundTrip, why: nil)
                guard response.errorCode.isSuccess else { return }
                let ranges = response.apiKeys.compactMap { api in
                    api.minVersion <= api.maxVersion ? (api.apiKey, api.minVersion...api.maxVersion) : nil
                }
                let features = response.finalizedFeatures.map { ($0.name, $0.maxVersionLevel) }
                facts.versions[broker] = NodeVersions(
                    ranges: Dictionary(ranges, uniquingKeysWith: { first, _ in first }),
                    features: Dictionary(features, uniquingKeysWith: { first, _ in first }),
                    featuresEpoch: response.finalizedFeaturesEpoch, isReadyForMigration: response.zkMigrationReady)
            }
        }
    }
}
