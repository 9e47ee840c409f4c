import KafkaMessages
import KafkaWire

/// Offsets: for each kind one request to each leader.
extension FactReader {
    func askOffsets(_ kind: OffsetKind, rows: [Int]) {
        guard let table = facts.partitions.value, !rows.isEmpty else { return }
        var byLeader: [Int: [Int]] = [:]
        let live = facts.live
        facts.offsets.change(kind, rows: table.count) { found in
            for row in rows {
                let leader = table.leader[row]
                if leader < 0 {
                    found[row] = .unknown(table.whyNoLeader(row))
                } else if !live.contains(leader) {
                    found[row] = .unknown(facts.unlisted?.why(leader) ?? Unread(broker: Int(leader), "leads and is not live"))
                } else if let why = facts.silent[Int(leader)] {
                    found[row] = .unknown(why)
                } else {
                    byLeader[Int(leader), default: []].append(row)
                }
            }
        }
        for (leader, rows) in byLeader.sorted(by: { $0.key < $1.key }) { ask(kind, of: leader, rows, table) }
    }

    private func ask(_ kind: OffsetKind, of leader: Int, _ rows: [Int], _ table: PartitionTable) {
        var request = ListOffsetsRequest(replicaId: -1, isolationLevel: kind == .stable ? 1 : 0)
        request.topics = Self.topics(rows, table, kind.timestamp)
        // An older broker would take a younger kind for a time: it is not asked.
        questions.ask(request, of: .broker(leader), atLeast: kind.needs.version, from: kind.needs.release) { [self] answer in
            facts.offsets.change(kind, rows: table.count) { found in
                collect(answer, of: leader, rows, table) { row, partition in
                    found[row] =
                        partition.errorCode.isSuccess
                        ? .known(OffsetFact(offset: Int(partition.offset), timestamp: Int(partition.timestamp)))
                        : .unknown(Self.refused(partition.errorCode, row, table, by: leader))
                } otherwise: { row, why in
                    found[row] = .unknown(why)
                }
            }
        }
    }

    /// Asks a broker where its own logs of the partitions that it should hold end, or start.
    func askReplica(_ kind: OffsetKind, of broker: Int) {
        guard let table = facts.partitions.value else { return }
        let rows = (0..<table.count).filter { table.replicas[$0].contains(Int32(truncatingIfNeeded: broker)) }
        guard !rows.isEmpty else { return }
        // −2: the debugging client, whom any replica answers, with its own log's end.
        let request = ListOffsetsRequest(replicaId: -2, topics: Self.topics(rows, table, kind.timestamp))
        questions.ask(request, of: .broker(broker)) { [self] answer in
            var found: [Int: Fact<Int>] = [:]
            collect(answer, of: broker, rows, table) { row, partition in
                found[row] =
                    partition.errorCode.isSuccess
                    ? .known(Int(partition.offset)) : .unknown(Self.refused(partition.errorCode, row, table, by: broker))
            } otherwise: { row, why in
                found[row] = .unknown(why)
            }
            if kind == .latest { facts.replicaEnds[broker] = found } else { facts.replicaStarts[broker] = found }
        }
    }

    private static func refused(_ error: ErrorCode, _ row: Int, _ table: PartitionTable, by broker: Int) -> Unread {
        Unread(broker: broker, error, lacking: Right(.describe, .topic(table.topics[Int(table.topicOf[row])].name)))
    }

    private static func topics(_ rows: [Int], _ table: PartitionTable, _ timestamp: Int64) -> [ListOffsetsRequest.ListOffsetsTopic] {
        var topics: [ListOffsetsRequest.ListOffsetsTopic] = []
        var last: UInt32?
        for row in rows {
            if table.topicOf[row] != last {
                last = table.topicOf[row]
                topics.append(.init(name: table.topics[Int(table.topicOf[row])].name))
            }
            topics[topics.count - 1].partitions.append(.init(partitionIndex: table.index[row], timestamp: timestamp))
        }
        return topics
    }

    /// Gives each row its answer, or why it has none.
    private func collect(
        _ answer: Fact<Answer<ListOffsetsResponse>>, of broker: Int, _ rows: [Int], _ table: PartitionTable,
        each: (Int, ListOffsetsResponse.ListOffsetsPartitionResponse) -> Void, otherwise: (Int, Unread) -> Void
    ) {
        switch answer {
        case .unknown(let why):
            note(why, of: broker)
            for row in rows { otherwise(row, why) }
        case .known(let answer):
            var isOpen = [Bool](repeating: false, count: table.count)
            for row in rows { isOpen[row] = true }
            for topic in answer.response.topics {
                guard let known = table.topic(topic.name) else { continue }
                for partition in topic.partitions {
                    guard let row = table.row(of: partition.partitionIndex, in: known), isOpen[row] else { continue }
                    isOpen[row] = false
                    each(row, partition)
                }
            }
            for row in rows where isOpen[row] { otherwise(row, Unread(broker: broker, "left it out of its answer")) }
        }
    }
}
