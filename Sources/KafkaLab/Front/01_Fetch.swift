import KafkaMessages
import KafkaWire

extension FetchRequest: LabRequest {
    private typealias Row = FetchResponse.PartitionData

    func answer(_ asked: Asked) -> Reply<FetchResponse> {
        // Every fetch is a full one: sessions are never granted, so nobody can go on with one.
        guard sessionEpoch <= 0 else { return .now(FetchResponse(errorCode: .fetchSessionIDNotFound)) }
        var left = max(1, min(Int(maxBytes), 8_000_000))
        var found = 0
        var failed = false
        var response = FetchResponse()
        for topic in topics {
            var rows: [Row] = []
            for wanted in topic.partitions {
                let row = read(wanted, of: topic, left: left, asked)
                let size = row.records?.count ?? 0
                left = max(0, left - size)
                found += size
                if row.errorCode != .none { failed = true }
                rows.append(row)
            }
            response.responses.append(.init(topic: topic.topic, topicId: topic.topicId, partitions: rows))
        }
        let deadline = asked.arrived + Int64(max(0, min(maxWaitMs, 300_000)))
        if found < minBytes, !failed, asked.cluster.now < deadline { return .later(until: deadline) }
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> FetchResponse {
        var response = FetchResponse()
        if asked.version >= 7 { response.errorCode = code }
        response.responses = topics.map { topic in
            .init(topic: topic.topic, topicId: topic.topicId, partitions: topic.partitions.map { refusal($0.partition, code) })
        }
        return response
    }

    private func refusal(_ partition: Int32, _ code: ErrorCode) -> Row {
        Row(partitionIndex: partition, errorCode: code, highWatermark: -1, records: [])
    }

    private func read(_ wanted: FetchPartition, of topic: FetchTopic, left: Int, _ asked: Asked) -> Row {
        guard let name = asked.version >= 13 ? asked.topicName(topic.topicId) : topic.topic else {
            return refusal(wanted.partition, .unknownTopicID)
        }
        guard asked.may(.read, topic: name) else { return refusal(wanted.partition, .topicAuthorizationFailed) }
        guard let partition = asked.cluster.partition(name, wanted.partition) else {
            return refusal(wanted.partition, .unknownTopicOrPartition)
        }
        guard partition.leader == asked.broker.id else { return refusal(wanted.partition, .notLeaderOrFollower) }
        guard asked.cluster.dirIsOnline(partition, asked.broker.id) else { return refusal(wanted.partition, .kafkaStorageError) }
        if wanted.currentLeaderEpoch >= 0, wanted.currentLeaderEpoch != partition.leaderEpoch {
            return refusal(wanted.partition, wanted.currentLeaderEpoch < partition.leaderEpoch ? .fencedLeaderEpoch : .unknownLeaderEpoch)
        }
        var row = refusal(wanted.partition, .none)
        row.highWatermark = partition.highWatermark
        row.lastStableOffset = partition.highWatermark
        row.logStartOffset = partition.logStart
        guard wanted.fetchOffset >= partition.logStart, wanted.fetchOffset <= partition.highWatermark else {
            row.errorCode = .offsetOutOfRange
            return row
        }
        row.records = asked.cluster.records(
            of: partition, from: wanted.fetchOffset, limit: min(left, Int(max(1, wanted.partitionMaxBytes))))
        return row
    }
}

extension LabCluster {
    /// Batches from an offset on, up to the high watermark: at least one where there is one, then as many as the limit allows. What
    /// clients produced comes back as its bytes; what the load wrote is made up.
    func records(of partition: LabPartition, from offset: Int64, limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var next = offset
        while next < partition.highWatermark {
            let batch: [UInt8]
            let after: Int64
            let index = partition.firstBatch(endingAtOrAfter: next)
            let following = index < partition.batches.count ? partition.batches[index] : nil
            if let stored = following, stored.baseOffset <= next {
                guard stored.lastOffset < partition.highWatermark else { break }
                batch = stored.bytes
                after = stored.lastOffset + 1
            } else {
                after = min(partition.highWatermark, following?.baseOffset ?? .max, next + 200)
                batch = synthetic(partition, next..<after)
            }
            if !bytes.isEmpty, bytes.count + batch.count > limit { break }
            bytes += batch
            next = after
            if bytes.count >= 200_000 { break }
        }
        return bytes
    }

    private func synthetic(_ partition: LabPartition, _ offsets: Range<Int64>) -> [UInt8] {
        let first = timestamp(of: offsets.lowerBound, in: partition)
        let last = max(first, timestamp(of: offsets.upperBound - 1, in: partition))
        let count = Int64(offsets.count)
        let records = offsets.map { offset in
            SyntheticRecord(
                timestamp: first + (last - first) * (offset - offsets.lowerBound) / max(1, count - 1),
                value: "{\"topic\":\"\(partition.topic)\",\"partition\":\(partition.id),\"offset\":\(offset)}")
        }
        return syntheticBatch(baseOffset: offsets.lowerBound, leaderEpoch: partition.leaderEpoch, records)
    }
}
