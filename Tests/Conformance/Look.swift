import Engine
import Foundation
import KafkaClient
import KafkaPrimitives
import Language
import Network

/// `mend`'s own eyes on the cluster under test.
struct Look {
    let cluster: KafkaCluster

    init(_ real: RealCluster) {
        let endpoints = real.bootstrap.split(separator: ",").compactMap { Endpoint(String($0)) }
        cluster = KafkaCluster(client: Client(loop: PollLoop(), bootstrap: endpoints, softwareVersion: "test"))
    }

    /// A row by its columns.
    typealias Row = [NameKey: Value]

    /// Rows of a source, and why some may be missing.
    func read(_ source: String, _ columns: String..., timeout: Int = 10_000_000_000) throws -> (rows: [Row], missing: [Cause]) {
        let request = SourceRequest(source: source, columns: Set(columns))
        let table = try cluster.read([request], timing: ReadTiming(requestTimeout: timeout))[0]
        let rows = table.decided.map { row in
            Dictionary(uniqueKeysWithValues: table.columns.map { (NameKey($0.name), $0.value(at: row)) })
        }
        return (rows, table.missing)
    }

    /// Partitions of which a column is true, as the tools name them.
    func partitions(where column: String) throws -> Set<String> {
        let rows = try read("partitions", column).rows.filter { $0[column] == .bool(true) }
        return Set(rows.compactMap { $0.partitionName })
    }
}

extension Look.Row {
    /// `trips-3`.
    var partitionName: String? {
        guard case .text(let topic)? = self["topic"], case .int(let number)? = self["partition"] else { return nil }
        return "\(topic)-\(number)"
    }

    func text(_ column: String) -> String {
        switch self[column] {
        case .text(let text)?: text
        case .int(let number)?: "\(number)"
        case .null?: "-"
        case let other?: "\(other)"
        case nil: "no column \(column)"
        }
    }
}

/// What Kafka's tools print, read.
enum ToolOutput {
    /// Names of the partitions that `kafka-topics.sh --describe` lists.
    static func partitions(_ text: String) -> Set<String> {
        var names: Set<String> = []
        for line in text.split(separator: "\n") {
            var fields: [String: String] = [:]
            for field in line.split(separator: "\t") {
                let parts = field.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                if parts.count == 2 { fields[parts[0]] = parts[1] }
            }
            if let topic = fields["Topic"], let number = fields["Partition"] { names.insert("\(topic)-\(number)") }
        }
        return names
    }

    /// Rows of `kafka-consumer-groups.sh --describe`: `group topic partition committed end lag`.
    static func lags(_ text: String) -> Set<String> {
        var header: [String] = []
        var rows: Set<String> = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
            if words.first == "GROUP" {
                header = words
            } else if !header.isEmpty, words.count >= header.count {
                let row = Dictionary(zip(header, words), uniquingKeysWith: { first, _ in first })
                let wanted = ["GROUP", "TOPIC", "PARTITION", "CURRENT-OFFSET", "LOG-END-OFFSET", "LAG"]
                rows.insert(wanted.map { row[$0] ?? "?" }.joined(separator: " "))
            }
        }
        return rows
    }

    /// Lines of `kafka-reassign-partitions.sh --list`: `trips-3: 1,2,3`.
    static func moves(_ text: String) -> Set<String> {
        var moves: Set<String> = []
        for line in text.split(separator: "\n") {
            guard let at = line.range(of: ": replicas: ") else { continue }
            let replicas = line[at.upperBound...].prefix { $0 != "." }
            moves.insert("\(line[..<at.lowerBound]): \(replicas)")
        }
        return moves
    }
}
