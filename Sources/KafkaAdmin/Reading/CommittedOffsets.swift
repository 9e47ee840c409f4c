import KafkaClient
import KafkaMessages
import KafkaWire

/// What groups have committed, asked of their coordinators by name: small enough to look again and again.
package enum CommittedOffsets {
    /// The commits of each group that was asked for. A group that nobody knows has none.
    /// - Parameters:
    ///   - partitions: only those of these partitions, by group; nil: all. Of named ones it is told where the identity may not see them,
    ///     of all of them they are left out in silence.
    ///   - timeout: nanoseconds that one request may take.
    package static func read(
        _ groups: [String], of partitions: [NameKey: Set<TopicPartition>]? = nil, by client: Client, timeout: Int
    ) -> [NameKey: Fact<[TopicPartition: CommittedOffset]>] {
        guard !groups.isEmpty else { return [:] }
        let reading = CommitReading(Questions(client: client, timeout: timeout), partitions)
        let coordinators = client.findCoordinators(groups, deadline: client.deadline(in: .nanoseconds(timeout)))
        for group in groups {
            switch coordinators[group] {
            case .success(let broker)?: reading.ask(group, of: Int(broker), form: .many)
            case .failure(let why)?: reading.found[group] = .unknown(Unread(why, group: group))
            case nil: reading.found[group] = .unknown(.notRead)
            }
        }
        reading.questions.settle()
        return reading.found
    }
}

/// One reading of commits.
private final class CommitReading {
    let questions: Questions
    private let partitions: [NameKey: Set<TopicPartition>]?
    var found: [NameKey: Fact<[TopicPartition: CommittedOffset]>] = [:]

    /// OffsetFetch by age: many groups (3.0), stable offsets (2.5), before.
    enum Form {
        case many, stable, old
    }

    init(_ questions: Questions, _ partitions: [NameKey: Set<TopicPartition>]?) {
        self.questions = questions
        self.partitions = partitions
    }

    func ask(_ group: String, of broker: Int, form: Form) {
        let request: OffsetFetchRequest
        let byTopic = partitions.map { ($0[group] ?? []).grouped(byName: \.topic) }
        let topics = byTopic?.map { topic, partitions in
            OffsetFetchRequest.OffsetFetchRequestTopic(
                name: topic, partitionIndexes: partitions.map { Int32(truncatingIfNeeded: $0.partition) }.sorted())
        }
        let versions: (least: Int16, most: Int16)
        switch form {
        // Version 10 tells topics by id only.
        case .many:
            let named = topics.map { topics in
                topics.map { OffsetFetchRequest.OffsetFetchRequestTopics(name: $0.name, partitionIndexes: $0.partitionIndexes) }
            }
            request = OffsetFetchRequest(topics: [], groups: [.init(groupId: group, topics: named)], requireStable: true)
            versions = (8, 9)
        case .stable:
            request = OffsetFetchRequest(groupId: group, topics: topics, requireStable: true)
            versions = (7, 7)
        case .old:
            request = OffsetFetchRequest(groupId: group, topics: topics, requireStable: false)
            versions = (2, 6)
        }
        questions.ask(request, of: .broker(broker), atLeast: versions.least, atMost: versions.most) { [self] answer in
            switch answer {
            case .unknown(let why) where why.isTooOld && form != .old: ask(group, of: broker, form: form == .many ? .stable : .old)
            case .unknown(let why): found[group] = .unknown(why)
            case .known(let answer): found[group] = answer.response.commits(of: group, isBatched: form == .many, by: broker)
            }
        }
    }
}

extension OffsetFetchResponse {
    /// What a group has committed, as its coordinator tells.
    /// - Parameter isBatched: the answer is to a request for many groups (version 8, Kafka 3.0).
    func commits(of group: String, isBatched: Bool, by broker: Int) -> Fact<[TopicPartition: CommittedOffset]> {
        var commits: [TopicPartition: CommittedOffset] = [:]
        func take(_ topic: String, _ partition: Int32, _ offset: Int64, _ epoch: Int32, _ metadata: String?, _ error: ErrorCode) {
            let name = TopicPartition(topic, Int(partition))
            commits[name] = CommittedOffset(name, offset, epoch: epoch, metadata, error, toldBy: broker)
        }
        func refused(_ error: ErrorCode) -> Fact<[TopicPartition: CommittedOffset]> {
            .unknown(Unread(broker: broker, error, lacking: Right(.describe, .group(group))))
        }
        guard isBatched else {
            guard errorCode.isSuccess else { return refused(errorCode) }
            for topic in topics {
                for row in topic.partitions {
                    take(topic.name, row.partitionIndex, row.committedOffset, row.committedLeaderEpoch, row.metadata, row.errorCode)
                }
            }
            return .known(commits)
        }
        guard let answer = groups.first(where: { $0.groupId == group }) else {
            return .unknown(Unread(broker: broker, "left group \(group) out of its answer"))
        }
        guard answer.errorCode.isSuccess else { return refused(answer.errorCode) }
        for topic in answer.topics {
            for row in topic.partitions {
                take(topic.name, row.partitionIndex, row.committedOffset, row.committedLeaderEpoch, row.metadata, row.errorCode)
            }
        }
        return .known(commits)
    }
}

extension Unread {
    /// Why a group has no coordinator.
    package init(_ failure: Client.CoordinatorFailure, group: String) {
        if case .refused(let error, _) = failure, error.isNotAuthorised {
            self = .lacking(Right(.describe, .group(group)), error: error)
        } else {
            self.init(failure.description)
        }
    }
}
