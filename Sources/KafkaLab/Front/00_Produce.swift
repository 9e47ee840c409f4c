import KafkaMessages
import KafkaWire

extension ProduceRequest: LabRequest {
    private typealias Row = ProduceResponse.PartitionProduceResponse

    func answer(_ asked: Asked) -> Reply<ProduceResponse> {
        guard (-1...1).contains(acks) else { return .now(failed(.invalidRequiredAcks, asked)) }
        let rows = topicData.map { topic in
            ProduceResponse.TopicProduceResponse(
                name: topic.name, topicId: topic.topicId, partitionResponses: topic.partitionData.map { append($0, of: topic, asked) })
        }
        return acks == 0 ? .silent : .now(ProduceResponse(responses: rows))
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> ProduceResponse {
        ProduceResponse(
            responses: topicData.map { topic in
                .init(
                    name: topic.name, topicId: topic.topicId,
                    partitionResponses: topic.partitionData.map { Row(index: $0.index, errorCode: code, baseOffset: -1) })
            })
    }

    private func append(_ data: PartitionProduceData, of topic: TopicProduceData, _ asked: Asked) -> Row {
        func refusal(_ code: ErrorCode) -> Row { Row(index: data.index, errorCode: code, baseOffset: -1) }
        if transactionalId != nil { return refusal(.invalidTxnState) }
        guard let name = asked.version >= 13 ? asked.topicName(topic.topicId) : topic.name else { return refusal(.unknownTopicID) }
        guard asked.may(.write, topic: name) else { return refusal(.topicAuthorizationFailed) }
        guard let partition = asked.cluster.partition(name, data.index) else { return refusal(.unknownTopicOrPartition) }
        guard partition.leader == asked.broker.id else { return refusal(.notLeaderOrFollower) }
        let state = asked.cluster.accepts(partition, acksAll: acks == -1)
        guard state == .none, let log = partition.logIndex(of: partition.leader) else { return refusal(state) }
        let records = data.records ?? []
        let limit = asked.cluster.topics[name].flatMap { $0.configs["max.message.bytes"] }.flatMap { Int($0) } ?? 1_048_588
        var heads: [(head: BatchHead, start: Int)] = []
        var start = 0
        while start < records.count {
            let (head, code) = BatchHead.read(records, at: start)
            guard let head else { return refusal(code) }
            if head.totalLength > limit { return refusal(.messageTooLarge) }
            heads.append((head, start))
            start += head.totalLength
        }
        guard !heads.isEmpty else { return refusal(.invalidRecord) }
        let baseOffset = partition.logs[log].end
        for (head, start) in heads {
            let base = partition.logs[log].end
            var bytes = Array(records[start..<(start + head.totalLength)])
            BatchHead.stamp(&bytes, baseOffset: base, leaderEpoch: partition.leaderEpoch)
            partition.store(
                StoredBatch(
                    baseOffset: base, lastOffset: base + Int64(head.lastOffsetDelta), maxTimestamp: head.maxTimestamp, bytes: bytes))
            asked.cluster.append(Int64(head.recordCount), to: partition)
        }
        asked.cluster.mark(partition)
        var row = Row(index: data.index, errorCode: .none, baseOffset: baseOffset, logAppendTimeMs: -1)
        if asked.version >= 5 { row.logStartOffset = partition.logStart }
        return row
    }
}
