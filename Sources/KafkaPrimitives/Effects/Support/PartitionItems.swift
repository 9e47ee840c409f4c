import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaWire

extension TopicPartition {
    /// As the key of an item.
    var key: [JSONValue] { [.string(topic), .int(partition)] }
}

extension EffectItem {
    /// An item that is a partition.
    init(_ partition: TopicPartition, before: JSONValue, target: JSONValue, bytes: Int? = 0) {
        self.init(
            key: [.string(partition.topic), .int(partition.partition)], label: partition.description, before: before, target: target,
            bytes: bytes)
    }

    /// The partition that it is; nil for items of another shape, as a damaged journal may have.
    var partition: TopicPartition? {
        guard key.count >= 2, let topic = key[0].string, let index = key[1].int else { return nil }
        return TopicPartition(topic, index)
    }

    /// `before` and `target` as lists of brokers.
    var replicasBefore: [Int32]? { before.brokers }
    var replicasWanted: [Int32]? { target.brokers }
}

extension BlockedItem {
    /// A partition that is left alone.
    init(_ partition: TopicPartition, why: String) {
        self.init(key: [.string(partition.topic), .int(partition.partition)], label: partition.description, why: why)
    }
}

extension JSONValue {
    /// A list of brokers.
    static func brokers(_ ids: [Int32]) -> JSONValue { .array(ids.map { .int(Int($0)) }) }

    /// The list of brokers that it is.
    var brokers: [Int32]? {
        guard let elements = array else { return nil }
        let ids = elements.compactMap(\.int).compactMap { Int32(exactly: $0) }
        return ids.count == elements.count ? ids : nil
    }
}

extension ItemOutcome {
    /// What the engine makes of it: what was not sent is asked for again, later.
    init(asked outcome: ChangeOutcome) {
        switch outcome {
        case .done: self.init(Kind.done, error: nil)
        case .refused(let error, let message):
            self.init(.refused, error: error.name, message: message.flatMap { $0.isEmpty ? nil : $0 } ?? error.meaning)
        case .notSent(let why): self.init(.unknown, message: why)
        case .unknown(let why, let lastByteLeft): self.init(.unknown, message: why, lastByteLeft: lastByteLeft)
        }
    }
}

extension ClusterFacts {
    /// Brokers that count as live and answer us. Somebody answers also where only the proof is missing that it is that broker.
    var up: Set<Int32> {
        live.filter { id in
            guard let answer = answers[Int(id)] else { return false }
            return answer.isThere || (answer.kind == .unproved && answer.why?.identity?.isOpen == true)
        }
    }

    /// Why it is not known whether a broker is up; nil: it is, or it is known not to be.
    func whyNotUp(_ broker: Int32) -> Unread? { up.contains(broker) ? nil : unlisted?.why(broker) }

    /// Why nothing can be done to a partition that is not in the table: hidden is not gone.
    func absence(_ topic: String, orElse gone: String) -> String {
        let why = whyAbsent(topic)
        return why.isNotAuthorised ? "it cannot be seen (\(why))" : gone
    }

    /// `broker 2 (host b2:9092, rack r1)`.
    func described(_ broker: Int32) -> String {
        guard let listing = brokers.value?.broker(Int(broker)) else { return "broker \(broker)" }
        return "broker \(broker) (host \(listing.host):\(listing.port)\(listing.rack.map { ", rack \($0)" } ?? ""))"
    }
}

/// `broker 2`, `brokers 1, 3`.
func brokerList(_ ids: some Collection<Int32>) -> String {
    let sorted = ids.sorted().map(String.init).joined(separator: ", ")
    return ids.count == 1 ? "broker \(sorted)" : "brokers \(sorted)"
}

/// `1 partition`, `3 partitions`.
func counted(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
