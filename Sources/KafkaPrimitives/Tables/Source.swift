import Engine
import KafkaAdmin
import Language

/// A source of Kafka's: what it needs to be read, and its table from what was read.
protocol Source: Sendable {
    static var schema: SourceSchema { get }
    /// What the columns asked for make necessary; nothing else is.
    static func needs(_ request: SourceRequest) -> Needs
    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table
}

extension SourceRequest {
    /// Whether one of these columns is asked for.
    func asks(_ names: String...) -> Bool { names.contains { columns.contains($0) } }

    /// The texts to which a key column is restricted; nil: it is not.
    func texts(_ column: String) -> Set<NameKey>? {
        guard let values = restrictions[column] else { return nil }
        var texts: Set<NameKey> = []
        for value in values {
            guard case .text(let text) = value else { return nil }
            texts.insert(text)
        }
        return texts
    }

    /// The brokers to which a key column is restricted; nil: it is not.
    func brokers(_ column: String) -> Set<Int>? {
        guard let values = restrictions[column] else { return nil }
        var brokers: Set<Int> = []
        for value in values {
            guard case .int(let broker) = value else { return nil }
            brokers.insert(broker)
        }
        return brokers
    }

    /// The topics to which it is restricted.
    func topics(_ column: String = "topic") -> Needs.Topics { texts(column).map { .named($0) } ?? .all }
}
