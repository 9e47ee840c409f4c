import KafkaMessages
import KafkaWire

/// Groups: listed by every broker, described and asked for commits at their coordinators, many in one request.
extension FactReader {
    static let groupsPerRequest = 500

    func askGroups(of broker: Int) {
        questions.ask(ListGroupsRequest(), of: .broker(broker)) { [self] answer in
            switch answer {
            case .unknown(let why):
                note(why, of: broker)
                facts.listings[broker] = .unknown(why)
            case .known(let answer):
                guard answer.response.errorCode.isSuccess else {
                    facts.listings[broker] = .unknown(
                        Unread(broker: broker, answer.response.errorCode, lacking: Right(.describe, .cluster)))
                    return
                }
                // Only a group's coordinator lists it: where it is not certain who did, the leader of its partition is gone to.
                let leaders = answer.response.groups.map { answer.doubt == nil ? broker : facts.coordinator(of: $0.groupId) ?? -1 }
                facts.listings[broker] = .known(
                    zip(answer.response.groups, leaders).map { group, leader in
                        GroupListing(
                            id: group.groupId, protocolType: group.protocolType, state: group.groupState,
                            type: group.groupType.lowercased(),
                            coordinator: leader < 0 ? broker : leader, asOf: answer.arrivedMs)
                    })
                // Whoever lists groups, and none but those of this broker, is it. Nobody is known by having none.
                if let doubt = answer.doubt, leaders.isEmpty || leaders.contains(where: { $0 != broker }) {
                    facts.doubtedListings[broker] =
                        doubt.isNotAuthorised
                        ? .lacking(Right(.describeConfigs, .cluster), "whether each broker listed its own groups is not proved") : doubt
                }
            }
        }
    }

    /// The groups that are needed, by the broker that coordinates them.
    private func neededGroups() -> [(broker: Int, groups: [GroupListing])] {
        var byBroker: [Int: [GroupListing]] = [:]
        for group in facts.groups where needs.groupNames?.contains(group.id) ?? true {
            byBroker[group.coordinator, default: []].append(group)
        }
        return byBroker.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func batches<Element>(of all: [Element]) -> [[Element]] {
        stride(from: 0, to: all.count, by: Self.groupsPerRequest).map { Array(all[$0..<min($0 + Self.groupsPerRequest, all.count)]) }
    }

    // MARK: describe

    func describeGroups() {
        for (broker, listed) in neededGroups() {
            let groups = needs.describesGroups ? listed : listed.filter(\.state.isEmpty)
            let younger = groups.filter { $0.type == "consumer" }
            for group in groups where group.type == "share" || group.type == "streams" {
                facts.descriptions[group.id] = .unknown(Unread("\(group.type) groups are not described in this version"))
            }
            for batch in batches(of: younger.map(\.id)) { describeConsumerGroups(batch, at: broker) }
            let classic = groups.filter { $0.type == "classic" || $0.type.isEmpty }
            for batch in batches(of: classic.map(\.id)) { describeClassicGroups(batch, at: broker) }
        }
    }

    private func describeClassicGroups(_ ids: [String], at broker: Int) {
        questions.ask(
            DescribeGroupsRequest(groups: ids, includeAuthorizedOperations: needs.groupRights), of: .broker(broker),
            atLeast: needs.groupRights ? 3 : 0
        ) { [self] answer in
            switch answer {
            case .unknown(let why):
                note(why, of: broker)
                for id in ids { facts.descriptions[id] = .unknown(why) }
            case .known(let answer):
                for id in ids { facts.descriptions[id] = .unknown(Unread(broker: broker, "left it out of its answer")) }
                for group in answer.response.groups {
                    facts.descriptions[group.groupId] =
                        group.errorCode.isSuccess
                        ? .known(Self.description(of: group))
                        : .unknown(
                            Unread(
                                broker: broker, group.errorCode, group.errorMessage, lacking: Right(.describe, .group(group.groupId))))
                }
            }
        }
    }

    static func description(of group: DescribeGroupsResponse.DescribedGroup) -> GroupDescription {
        let isStable = group.groupState == "Stable"
        let members = group.members.map { member in
            let subscription = ConsumerProtocolBlob.subscription(member.memberMetadata, protocolType: group.protocolType)
            return GroupMember(
                id: member.memberId, instanceID: member.groupInstanceId, clientID: member.clientId, host: member.clientHost,
                rack: subscription.map(\.rack), type: .known("classic"), subscription: subscription.map(\.topics),
                assigned: isStable
                    ? ConsumerProtocolBlob.assignment(member.memberAssignment, protocolType: group.protocolType)
                    : .unknown(Unread("group is rebalancing")))
        }
        return GroupDescription(
            state: group.groupState, type: "classic", protocolType: group.protocolType,
            assignor: group.protocolData.isEmpty ? nil : group.protocolData, members: members,
            rights: AclOperation.set(ofBits: group.authorizedOperations))
    }

    private func describeConsumerGroups(_ ids: [String], at broker: Int) {
        let request = ConsumerGroupDescribeRequest(groupIds: ids, includeAuthorizedOperations: needs.groupRights)
        questions.ask(request, of: .broker(broker)) { [self] answer in
            switch answer {
            case .unknown(let why):
                note(why, of: broker)
                for id in ids { facts.descriptions[id] = .unknown(why) }
            case .known(let answer):
                for id in ids { facts.descriptions[id] = .unknown(Unread(broker: broker, "left it out of its answer")) }
                for group in answer.response.groups {
                    facts.descriptions[group.groupId] =
                        group.errorCode.isSuccess
                        ? .known(Self.description(of: group, version: answer.version))
                        : .unknown(Self.refused(group, by: broker))
                }
            }
        }
    }

    private static func refused(_ group: ConsumerGroupDescribeResponse.DescribedGroup, by broker: Int) -> Unread {
        // From 4.0 on a group is kept back whole where one of its topics may not be described; which one is not told.
        guard group.errorCode != .topicAuthorizationFailed else {
            return .lacking(Right(.describe, .everyTopic), error: group.errorCode, "a topic that it reads is hidden")
        }
        return Unread(broker: broker, group.errorCode, group.errorMessage, lacking: Right(.describe, .group(group.groupId)))
    }

    private static func description(of group: ConsumerGroupDescribeResponse.DescribedGroup, version: Int16) -> GroupDescription {
        func partitions(_ assignment: ConsumerGroupDescribeResponse.Assignment) -> [TopicPartition] {
            assignment.topicPartitions.flatMap { topic in topic.partitions.map { TopicPartition(topic.topicName, Int($0)) } }.sorted()
        }
        let members = group.members.map { member in
            GroupMember(
                id: member.memberId, instanceID: member.instanceId, clientID: member.clientId, host: member.clientHost,
                rack: .known(member.rackId), type: memberType(member.memberType, version), epoch: Int(member.memberEpoch),
                subscription: .known(member.subscribedTopicNames.sorted()),
                subscriptionRegex: member.subscribedTopicRegex.flatMap { $0.isEmpty ? nil : $0 },
                assigned: .known(partitions(member.assignment)),
                target: partitions(member.targetAssignment))
        }
        return GroupDescription(
            state: group.groupState, type: "consumer", protocolType: "consumer",
            assignor: group.assignorName.isEmpty ? nil : group.assignorName, epoch: Int(group.groupEpoch),
            assignmentEpoch: Int(group.assignmentEpoch), members: members, rights: AclOperation.set(ofBits: group.authorizedOperations))
    }

    private static func memberType(_ number: Int8, _ version: Int16) -> Fact<String> {
        guard version >= 1 else { return .unknown(Unread("needs Kafka 4.0")) }
        switch number {
        case 0: return .known("classic")
        case 1: return .known("consumer")
        default: return .unknown(Unread("its coordinator does not know"))
        }
    }

    // MARK: commits

    func fetchCommits() {
        for (broker, groups) in neededGroups() {
            for group in groups where group.type == "share" {
                facts.commits[group.id] = .unknown(Unread("share groups commit no offsets"))
            }
            let committing = groups.filter { $0.type != "share" }.map(\.id)
            for batch in batches(of: committing) { fetchCommits(of: batch, at: broker) }
        }
    }

    private func fetchCommits(of ids: [String], at broker: Int) {
        // Not only stable ones: beside an open transaction the last commit holds all the same, until that one's takes its place. Whoever
        // commits over it needs to know (`CommittedOffsets`); who looks needs the number.
        let request = OffsetFetchRequest(
            topics: [], groups: ids.map { .init(groupId: $0, topics: nil) }, requireStable: false)
        // Version 10 names topics by id, and what was committed on one that is gone, or was not read, would be lost.
        questions.ask(request, of: .broker(broker), atLeast: 8, atMost: 9, from: "3.0") { [self] answer in
            switch answer {
            case .unknown(let why) where why.isTooOld:
                for id in ids { fetchCommits(ofOne: id, at: broker) }
            case .unknown(let why):
                note(why, of: broker)
                for id in ids { facts.commits[id] = .unknown(why) }
            case .known(let answer):
                let answered = Dictionary(grouping: answer.response.groups) { NameKey($0.groupId) }
                for id in ids {
                    var own = answer.response
                    own.groups = answered[NameKey(id)] ?? []
                    facts.commits[id] = own.commits(of: id, isBatched: true, by: broker)
                }
            }
        }
    }

    /// Before 3.0 a request holds one group.
    private func fetchCommits(ofOne id: String, at broker: Int) {
        let request = OffsetFetchRequest(groupId: id, topics: nil, requireStable: false)
        questions.ask(request, of: .broker(broker), atLeast: 2, atMost: 7) { [self] answer in
            switch answer {
            case .unknown(let why):
                note(why, of: broker)
                facts.commits[id] = .unknown(why)
            case .known(let answer):
                facts.commits[id] = answer.response.commits(of: id, isBatched: false, by: broker)
            }
        }
    }
}

extension CommittedOffset {
    /// What a coordinator answered for a partition.
    init(_ name: TopicPartition, _ offset: Int64, epoch: Int32, _ metadata: String?, _ error: ErrorCode, toldBy broker: Int) {
        let known: Fact<Int?> =
            error.isSuccess
            ? .known(offset < 0 ? nil : Int(offset))
            : .unknown(Unread(broker: broker, error, lacking: Right(.describe, .topic(name.topic))))
        self.init(offset: known, leaderEpoch: Int(epoch), metadata: metadata)
    }
}
