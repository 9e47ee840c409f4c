import KafkaMessages
import KafkaWire
import Network
import Platform
import Testing

@testable import KafkaLab

@Suite("The front: what brokers answer") struct FrontTests {
    static let releases = ["2.4", "2.6", "2.8", "3.0", "3.3", "3.7", "3.9", "4.0", "4.1", "4.3"].compactMap { KafkaRelease($0) }

    @Test("every API in every version that a release advertises is answered, and the answer can be read", arguments: releases)
    func everyVersion(release: KafkaRelease) throws {
        for served in ServedVersion.all {
            guard let maximum = served.maximum(in: release) else { continue }
            for version in max(served.minimum, served.type.versions.lowerBound)...maximum {
                let talk = LabConversation(.healthy, release: release)
                try ask(served.type, version, talk)
            }
        }
    }

    /// One request of each API, with something in it where every version can say it.
    static let samples: [any LabRequest] = [
        ProduceRequest(acks: 1), FetchRequest(), ListOffsetsRequest(replicaId: -1), MetadataRequest(topics: []),
        OffsetCommitRequest(groupId: "analytics"), OffsetFetchRequest(), FindCoordinatorRequest(), LeaveGroupRequest(),
        DescribeGroupsRequest(groups: ["analytics", "nobody"]), ListGroupsRequest(), ApiVersionsRequest(), InitProducerIdRequest(),
        DescribeConfigsRequest(resources: [.init(resourceType: 2, resourceName: "trip-events"), .init(resourceType: 9)]),
        DescribeLogDirsRequest(topics: nil), ElectLeadersRequest(topicPartitions: [.init(topic: "user-events", partitions: [0, 99])]),
        IncrementalAlterConfigsRequest(resources: [.init(resourceType: 2, resourceName: "trip-events")]),
        AlterPartitionReassignmentsRequest(topics: [.init(name: "trip-events", partitions: [.init(partitionIndex: 1, replicas: [1, 2])])]),
        ListPartitionReassignmentsRequest(topics: nil),
        DescribeQuorumRequest(topics: [.init(topicName: "__cluster_metadata", partitions: [.init(partitionIndex: 0)])]),
        DescribeClusterRequest(), ConsumerGroupDescribeRequest(groupIds: ["analytics"]), ListConfigResourcesRequest(),
        DescribeTopicPartitionsRequest(topics: [.init(name: "trip-events"), .init(name: "nothing")]),
    ]

    private func ask(_ type: any LabRequest.Type, _ version: Int16, _ talk: LabConversation) throws {
        guard let sample = Self.samples.first(where: { Swift.type(of: $0).apiKey == type.apiKey }) else {
            Issue.record("no sample of \(type.name)")
            return
        }
        try ask(sample, version, talk)
    }

    private func ask<R: LabRequest>(_ sample: R, _ version: Int16, _ talk: LabConversation) throws {
        let id = talk.connect(1)
        talk.send(try talk.frame(sample, version), on: id)
        // A fetch of nothing waits its time.
        talk.pass(1_000)
        let frame = try #require(talk.arrived[id]?.first, "\(R.name) v\(version) was never answered")
        _ = try Frame.response(to: R.self, version: version, payload: Array(frame.dropFirst(4)))
    }

    @Test("an answer that only says a code can be made for every API in every version", arguments: releases)
    func everyRefusal(release: KafkaRelease) throws {
        for served in ServedVersion.all {
            guard let maximum = served.maximum(in: release) else { continue }
            for version in max(served.minimum, served.type.versions.lowerBound)...maximum {
                let talk = LabConversation(.healthy, release: release)
                talk.peers.add(AnswerFault(.refuse(.requestTimedOut)))
                try ask(served.type, version, talk)
                #expect(talk.cluster.effectLog.isEmpty)
            }
        }
    }

    @Test("an API that the release has not, or a version, closes the connection; ApiVersions says 35 in version 0")
    func unknownVersions() throws {
        let talk = LabConversation(.healthy, release: KafkaRelease(2, 4))
        #expect(try talk.ask(DescribeClusterRequest(), of: 1, 0) == nil)
        #expect(talk.closed.count == 1)
        #expect(try talk.ask(MetadataRequest(), of: 2, 12) == nil)
        #expect(talk.closed.count == 2)
        let versions = try talk.answer(ApiVersionsRequest(clientSoftwareName: "t", clientSoftwareVersion: "1"), of: 3, 4)
        #expect(versions.errorCode == .unsupportedVersion)
        #expect(versions.apiKeys.map(\.maxVersion) == [3])
    }

    @Test("ApiVersions: modes and features by release")
    func apiVersions() throws {
        let request = ApiVersionsRequest(clientSoftwareName: "mend", clientSoftwareVersion: "0.1")
        let new = try LabConversation(.healthy).answer(request, of: 1)
        #expect(new.apiKeys.contains { $0.apiKey == 55 })
        #expect(new.finalizedFeatures.contains { $0.name == "eligible.leader.replicas.version" && $0.maxVersionLevel == 1 })
        let old = try LabConversation(.healthy, release: KafkaRelease(2, 8)).answer(request, of: 1)
        #expect(!old.apiKeys.contains { [55, 75].contains($0.apiKey) })
        #expect(old.finalizedFeatures.isEmpty)
        let nameless = try LabConversation(.healthy).answer(ApiVersionsRequest(clientSoftwareName: "", clientSoftwareVersion: "1"), of: 1)
        #expect(nameless.errorCode == .invalidRequest)
    }

    @Test("Metadata of the incident: two brokers, six partitions without a leader, seventeen short of replicas", arguments: releases)
    func metadata(release: KafkaRelease) throws {
        let talk = LabConversation(.brokerLoss, release: release)
        let answer = try talk.answer(MetadataRequest(topics: nil, allowAutoTopicCreation: false), of: 1)
        #expect(answer.brokers.map(\.nodeId) == [1, 3])
        #expect(answer.brokers.map(\.rack) == ["a", "c"])
        let partitions = answer.topics.flatMap(\.partitions)
        #expect(partitions.filter { $0.leaderId == -1 }.count == 6)
        #expect(partitions.filter { Set($0.replicaNodes) != Set($0.isrNodes) || $0.leaderId == -1 }.count == 17)
        #expect(
            partitions.filter { $0.leaderId == -1 }.allSatisfy { $0.errorCode == .leaderNotAvailable && $0.offlineReplicas.contains(2) })
        let missing = try talk.answer(MetadataRequest(topics: [.init(name: "nothing")], allowAutoTopicCreation: false), of: 3)
        #expect(missing.topics.map(\.errorCode) == [.unknownTopicOrPartition])
        #expect(talk.cluster.topics["nothing"] == nil)
    }

    @Test("the controller in Metadata is true with ZooKeeper, and any live broker with KRaft")
    func controllers() throws {
        let old = LabConversation(.brokerLoss, release: KafkaRelease(2, 8))
        #expect(try old.answer(MetadataRequest(), of: 3).controllerId == old.cluster.controller)
        let new = LabConversation(.healthy)
        var seen: Set<Int32> = []
        for _ in 0..<12 { seen.insert(try new.answer(MetadataRequest(), of: 1).controllerId) }
        #expect(seen == [1, 2, 3])
        let quorum = try new.answer(
            DescribeQuorumRequest(topics: [.init(topicName: "__cluster_metadata", partitions: [.init(partitionIndex: 0)])]), of: 2)
        #expect(quorum.topics.first?.partitions.first?.leaderId == new.cluster.controller)
        #expect(quorum.topics.first?.partitions.first?.currentVoters.count == 3)
    }

    @Test("DescribeCluster names fenced brokers from version 2 on, when asked")
    func fencedBrokers() throws {
        let talk = LabConversation()
        let all = try talk.answer(DescribeClusterRequest(includeFencedBrokers: true), of: 1)
        #expect(all.brokers.map(\.brokerId) == [1, 2, 3])
        #expect(all.brokers.map(\.isFenced) == [false, true, false])
        #expect(try talk.answer(DescribeClusterRequest(), of: 1).brokers.map(\.brokerId) == [1, 3])
        #expect(try talk.answer(DescribeClusterRequest(endpointType: 2), of: 1).errorCode == .mismatchedEndpointType)
    }

    @Test("DescribeTopicPartitions pages, and shows who is eligible")
    func pages() throws {
        let talk = LabConversation()
        var cursor: DescribeTopicPartitionsRequest.Cursor?
        var rows: [DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition] = []
        var pages = 0
        repeat {
            let page = try talk.answer(DescribeTopicPartitionsRequest(responsePartitionLimit: 7, cursor: cursor), of: 1)
            rows += page.topics.flatMap(\.partitions)
            cursor = page.nextCursor.map { .init(topicName: $0.topicName, partitionIndex: $0.partitionIndex) }
            pages += 1
        } while cursor != nil && pages < 100
        #expect(rows.count == 86)
        #expect(pages == 13)
        #expect(rows.filter { $0.leaderId < 0 }.allSatisfy { $0.isrNodes == [] && $0.eligibleLeaderReplicas == [2] })
    }

    @Test("a broker's configs are that broker's: another one says INVALID_REQUEST")
    func brokerConfigs() throws {
        let talk = LabConversation(.healthy)
        func set(_ broker: String, at: Int32, _ key: String, _ value: String?) throws -> ErrorCode {
            let config = IncrementalAlterConfigsRequest.AlterableConfig(name: key, configOperation: value == nil ? 1 : 0, value: value)
            let request = IncrementalAlterConfigsRequest(resources: [.init(resourceType: 4, resourceName: broker, configs: [config])])
            return try #require(try talk.answer(request, of: at).responses.first).errorCode
        }
        let key = "leader.replication.throttled.rate"
        #expect(try set("2", at: 1, key, "5") == .invalidRequest)
        #expect(try set("2", at: 2, key, "5") == .none)
        #expect(try set("", at: 1, key, "7") == .none)
        #expect(try set("2", at: 2, "broker.rack", "z") == .invalidRequest)
        func rate(_ name: String, at: Int32) throws -> (String?, Int8)? {
            let request = DescribeConfigsRequest(
                resources: [.init(resourceType: 4, resourceName: name, configurationKeys: [key])], includeSynonyms: true)
            return try talk.answer(request, of: at).results.first?.configs.first.map { ($0.value, $0.configSource) }
        }
        #expect(try rate("2", at: 2)?.0 == "5")
        #expect(try rate("2", at: 2)?.1 == 2)
        #expect(try rate("1", at: 1)?.0 == "7")
        #expect(try rate("1", at: 1)?.1 == 3)
        #expect(try rate("2", at: 1) == nil)
        #expect(try set("2", at: 2, key, nil) == .none)
        #expect(try rate("2", at: 2)?.0 == "7")
        #expect(talk.cluster.effectLog.map(\.outcome) == [42, 0, 0, 42, 0])
    }

    @Test("with ZooKeeper a broker alone takes its own configs (seen on 2.8.2 and 3.9.2), and only the controller moves partitions")
    func zooKeeper() throws {
        let talk = LabConversation(.healthy, release: KafkaRelease(2, 8))
        let config = IncrementalAlterConfigsRequest.AlterableConfig(
            name: "leader.replication.throttled.rate", configOperation: 0, value: "5")
        let request = IncrementalAlterConfigsRequest(resources: [.init(resourceType: 4, resourceName: "2", configs: [config])])
        #expect(try talk.answer(request, of: 3).responses.map(\.errorCode) == [.invalidRequest])
        #expect(try talk.answer(request, of: 2).responses.map(\.errorCode) == [.none])
        let list = ListPartitionReassignmentsRequest(topics: nil)
        let controller = try #require(talk.cluster.controller)
        #expect(try talk.answer(list, of: controller).errorCode == .none)
        #expect(try talk.answer(list, of: controller % 3 + 1).errorCode == .notController)
    }

    @Test("a topic's configs: set, append, subtract, delete, sources")
    func topicConfigs() throws {
        let talk = LabConversation(.healthy)
        func alter(_ operation: Int8, _ value: String?, key: String = "leader.replication.throttled.replicas") throws -> ErrorCode {
            let config = IncrementalAlterConfigsRequest.AlterableConfig(name: key, configOperation: operation, value: value)
            let request = IncrementalAlterConfigsRequest(resources: [.init(resourceType: 2, resourceName: "trip-events", configs: [config])]
            )
            return try #require(try talk.answer(request, of: 1).responses.first).errorCode
        }
        #expect(try alter(0, "0:1") == .none)
        #expect(try alter(2, "0:2,0:1") == .none)
        #expect(talk.cluster.topics["trip-events"]?.configs["leader.replication.throttled.replicas"] == "0:1,0:2")
        #expect(try alter(3, "0:1") == .none)
        #expect(talk.cluster.topics["trip-events"]?.configs["leader.replication.throttled.replicas"] == "0:2")
        #expect(try alter(0, "0-1") == .invalidConfig)
        #expect(try alter(2, "5", key: "retention.ms") == .invalidConfig)
        #expect(try alter(0, nil) == .invalidRequest)
        let request = DescribeConfigsRequest(
            resources: [.init(resourceType: 2, resourceName: "trip-events", configurationKeys: ["min.insync.replicas", "retention.ms"])],
            includeSynonyms: true)
        let rows = try #require(try talk.answer(request, of: 1).results.first).configs
        #expect(rows.map(\.value) == ["2", "604800000"])
        #expect(rows.map(\.configSource) == [1, 5])
        #expect(rows[0].synonyms.map(\.source) == [1, 3, 5])
    }

    @Test("groups: found at their coordinators, described there, and nowhere else")
    func groups() throws {
        let talk = LabConversation()
        var found: [String: Int32] = [:]
        for broker in [1, 3] as [Int32] {
            for group in try talk.answer(ListGroupsRequest(), of: broker).groups {
                found[group.groupId] = broker
                #expect(group.groupState == "Stable" && group.groupType == "classic")
            }
        }
        #expect(found.keys.sorted() == ["analytics", "payment-processing", "trip-processing"])
        for (id, broker) in found {
            let coordinator = try talk.answer(FindCoordinatorRequest(coordinatorKeys: [id]), of: 1).coordinators.first
            #expect(coordinator?.nodeId == broker)
            let described = try #require(try talk.answer(DescribeGroupsRequest(groups: [id]), of: broker).groups.first)
            #expect(described.members.count == talk.cluster.groups[id]?.members.count)
            var reader = WireReader(try #require(described.members.first).memberAssignment)
            let version = reader.int16()
            #expect(!ConsumerProtocolAssignment(from: &reader, version: version).assignedPartitions.isEmpty)
            #expect(reader.fault == nil)
            #expect(try talk.answer(DescribeGroupsRequest(groups: [id]), of: 4 - broker).groups.map(\.errorCode) == [.notCoordinator])
            #expect(try talk.answer(ConsumerGroupDescribeRequest(groupIds: [id]), of: broker).groups.map(\.errorCode) == [.groupIDNotFound])
        }
    }

    @Test("offsets and ends add up to the lags of the incident", arguments: [KafkaRelease(2, 8), KafkaRelease(4, 0)])
    func lags(release: KafkaRelease) throws {
        let talk = LabConversation(.brokerLoss, release: release)
        for (group, topic, total) in [("trip-processing", "trip-events", Int64(2_300_000)), ("analytics", "user-events", 890_000)] {
            let coordinator = try #require(talk.cluster.coordinatorPartition(of: group)).leader
            var committed: [Int32: Int64] = [:]
            if release >= KafkaRelease(3, 0) {
                let answer = try talk.answer(OffsetFetchRequest(groups: [.init(groupId: group, topics: nil)]), of: coordinator)
                for row in answer.groups.flatMap(\.topics).flatMap(\.partitions) { committed[row.partitionIndex] = row.committedOffset }
            } else {
                let answer = try talk.answer(OffsetFetchRequest(groupId: group, topics: nil), of: coordinator)
                for row in answer.topics.flatMap(\.partitions) { committed[row.partitionIndex] = row.committedOffset }
            }
            var sum: Int64 = 0
            for partition in talk.cluster.topics[topic]?.partitions ?? [] {
                let request = ListOffsetsRequest(
                    replicaId: -1, topics: [.init(name: topic, partitions: [.init(partitionIndex: partition.id, timestamp: -1)])])
                let row = try #require(
                    try talk.answer(request, of: partition.leader < 0 ? 1 : partition.leader).topics.first?.partitions.first)
                #expect((row.errorCode == .none) == (partition.leader >= 0))
                if row.errorCode == .none { sum += row.offset - (committed[partition.id] ?? 0) }
            }
            #expect(sum == total)
        }
    }

    @Test("an offset is committed from outside only into a group without members")
    func commits() throws {
        let talk = LabConversation(.consumerLag)
        func commit(_ group: String, _ topic: String, _ offset: Int64) throws -> ErrorCode {
            let coordinator = try #require(talk.cluster.coordinatorPartition(of: group)).leader
            let id = try #require(talk.cluster.topics[topic]).id
            let rows = [OffsetCommitRequest.OffsetCommitRequestPartition(partitionIndex: 0, committedOffset: offset)]
            let request = OffsetCommitRequest(
                groupId: group, generationIdOrMemberEpoch: -1, memberId: "", topics: [.init(topicId: id, partitions: rows)])
            return try #require(try talk.answer(request, of: coordinator).topics.first?.partitions.first).errorCode
        }
        #expect(try commit("abandoned", "audit", 17) == .none)
        #expect(talk.cluster.groups["abandoned"]?.offsets[LabTopicPartition("audit", 0)]?.offset == 17)
        #expect(try commit("draining", "metrics", 17) == .unknownMemberID)
        #expect(talk.cluster.effectLog.map(\.changed) == [true, false])
    }

    @Test("members are removed by id; the stalled ones come back reading")
    func leaves() throws {
        let talk = LabConversation(.consumerLag)
        let coordinator = try #require(talk.cluster.coordinatorPartition(of: "stalled")).leader
        let ids = try #require(talk.cluster.groups["stalled"]).members.map(\.id)
        let request = LeaveGroupRequest(groupId: "stalled", members: ids.map { .init(memberId: $0) } + [.init(memberId: "nobody")])
        let rows = try talk.answer(request, of: coordinator).members
        #expect(rows.map(\.errorCode) == Array(repeating: ErrorCode.none, count: 6) + [.unknownMemberID])
        talk.pass(10_000)
        #expect(talk.cluster.groups["stalled"]?.members.count == 6)
    }

    @Test("reassigning, listing, electing over the wire, each in the effect log")
    func effects() throws {
        let talk = LabConversation(.healthy)
        let wanted = AlterPartitionReassignmentsRequest(
            topics: [.init(name: "trip-events", partitions: [.init(partitionIndex: 0, replicas: [3, 2]), .init(partitionIndex: 99)])])
        let rows = try talk.answer(wanted, of: 2).responses.flatMap(\.partitions)
        #expect(rows.map(\.errorCode) == [.none, .unknownTopicOrPartition])
        #expect(try talk.answer(ListPartitionReassignmentsRequest(topics: nil), of: 1).topics.isEmpty)
        let leader = talk.cluster.partition("trip-events", 0)?.leader
        #expect(leader == 3)
        let elected = try talk.answer(
            ElectLeadersRequest(electionType: 0, topicPartitions: [.init(topic: "trip-events", partitions: [0])]), of: 1)
        #expect(elected.replicaElectionResults.first?.partitionResult.map(\.errorCode) == [.electionNotNeeded])
        #expect(talk.cluster.effectLog.map(\.api) == [45, 45, 43])
        #expect(talk.cluster.effectLog.map(\.target) == ["trip-events-0", "trip-events-99", "trip-events-0"])
    }

    @Test("log dirs: two a broker, sizes of what lives there")
    func logDirs() throws {
        let talk = LabConversation(.healthy)
        let dirs = try talk.answer(DescribeLogDirsRequest(topics: nil), of: 2).results
        #expect(dirs.map(\.logDir) == ["/var/lib/kafka/2/d1", "/var/lib/kafka/2/d2"])
        #expect(dirs.allSatisfy { $0.usableBytes > 0 && $0.usableBytes < $0.totalBytes })
        let partition = try #require(talk.cluster.partition("trip-events", 1))
        let row = dirs[1].topics.first { $0.name == "trip-events" }?.partitions.first { $0.partitionIndex == 1 }
        #expect(row?.partitionSize == partition.size(of: 2))
        talk.cluster.failLogDir(broker: 2, dir: 0)
        let broken = try talk.answer(DescribeLogDirsRequest(topics: nil), of: 2).results
        #expect(broken.map(\.errorCode) == [.kafkaStorageError, .none])
    }
}
