import KafkaMessages
import KafkaWire

/// Log directories, from each broker.
extension FactReader {
    func askLogDirs(of broker: Int) {
        questions.ask(DescribeLogDirsRequest(topics: nil), of: .broker(broker)) { [self] answer in
            switch answer {
            case .unknown(let why):
                note(why, of: broker)
                facts.logDirs[broker] = .unknown(why)
            case .known(let answer):
                facts.logDirs[broker] = Self.dirs(answer, of: broker)
            }
        }
    }

    private static func dirs(_ answer: Answer<DescribeLogDirsResponse>, of broker: Int) -> Fact<BrokerLogDirs> {
        let response = answer.response
        guard response.errorCode.isSuccess else {
            return .unknown(Unread(broker: broker, response.errorCode, lacking: Right(.describe, .cluster)))
        }
        // A broker has a directory: an empty answer is how older ones refuse.
        guard !response.results.isEmpty else {
            return .unknown(.lacking(Right(.describe, .cluster)))
        }
        if let doubt = answer.doubt { return .unknown(doubt) }
        let dirs = response.results.map { result in
            LogDirFacts(
                path: result.logDir, error: result.errorCode, total: answer.version >= 4 ? Int(result.totalBytes) : -1,
                usable: answer.version >= 4 ? Int(result.usableBytes) : -1, isCordoned: answer.version >= 5 ? result.isCordoned : nil,
                replicas: result.topics.flatMap { topic in
                    topic.partitions.map {
                        LogDirFacts.Replica(
                            topic: topic.name, partition: $0.partitionIndex, size: Int($0.partitionSize), offsetLag: Int($0.offsetLag),
                            isFuture: $0.isFutureKey)
                    }
                })
        }
        return .known(BrokerLogDirs(dirs: dirs.sorted { $0.path < $1.path }, asOf: answer.arrivedMs))
    }
}
