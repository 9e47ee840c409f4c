import KafkaMessages
import KafkaWire

extension DescribeLogDirsRequest: LabRequest {
    func answer(_ asked: Asked) -> Reply<DescribeLogDirsResponse> {
        guard asked.mayOnCluster(.describe) else {
            // Before version 3 the answer has no place for an error, and is empty.
            return .now(asked.version >= 3 ? failed(.clusterAuthorizationFailed, asked) : DescribeLogDirsResponse())
        }
        let dirs = asked.broker.dirs.indices
        var hosted = dirs.map { _ in [DescribeLogDirsResponse.DescribeLogDirsTopic]() }
        var used = dirs.map { _ in Int64(0) }
        for name in asked.cluster.topicNames {
            var wanted: Set<Int32>?
            var isListed = true
            if let topics {
                let named = topics.filter { $0.topic == name }
                isListed = !named.isEmpty
                wanted = Set(named.flatMap(\.partitions))
            }
            var rows = dirs.map { _ in [DescribeLogDirsResponse.DescribeLogDirsPartition]() }
            for partition in asked.cluster.topics[name]?.partitions ?? [] {
                guard let index = partition.logIndex(of: asked.broker.id), dirs.contains(partition.logs[index].dir) else { continue }
                let log = partition.logs[index]
                let size = partition.size(end: log.end)
                used[log.dir] += size
                guard isListed, wanted?.contains(partition.id) != false else { continue }
                // A follower measures against its own watermark: 0 however far behind it is (7.9).
                rows[log.dir].append(.init(partitionIndex: partition.id, partitionSize: size, offsetLag: 0, isFutureKey: false))
            }
            for dir in dirs where !rows[dir].isEmpty { hosted[dir].append(.init(name: name, partitions: rows[dir])) }
        }
        var response = DescribeLogDirsResponse()
        response.results = dirs.map { index in
            let dir = asked.broker.dirs[index]
            if dir.isOffline { return .init(errorCode: .kafkaStorageError, logDir: dir.path) }
            var result = DescribeLogDirsResponse.DescribeLogDirsResult(errorCode: .none, logDir: dir.path, topics: hosted[index])
            if asked.version >= 4 {
                result.totalBytes = dir.totalBytes
                result.usableBytes = max(0, dir.totalBytes - used[index])
            }
            if asked.version >= 5 {
                result.isCordoned = asked.broker.isCordoned(dir)
            }
            return result
        }
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> DescribeLogDirsResponse {
        var response = DescribeLogDirsResponse()
        if asked.version >= 3 {
            response.errorCode = code
        } else {
            response.results = asked.broker.dirs.map { .init(errorCode: code, logDir: $0.path) }
        }
        return response
    }
}
