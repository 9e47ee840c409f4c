import Engine
import KafkaClient
import KafkaLab
import KafkaPrimitives
import Language
import Network
import Platform
import Testing

/// A lab in virtual time, and `mend`'s eyes on it.
struct LabWorld {
    let loop: SimulatedLoop
    let peers: LabPeers
    let cluster: KafkaCluster

    init(_ scenario: String, release: String? = nil) throws {
        let story = try #require(Scenario.named(scenario))
        loop = SimulatedLoop(seed: 1)
        let version = try release.map { try #require(KafkaRelease($0)) } ?? .newest
        peers = LabPeers(cluster: LabCluster(scenario: story, version: version))
        peers.join(loop)
        cluster = KafkaCluster(client: Client(loop: loop, bootstrap: peers.sortedEndpoints, softwareVersion: "test"))
    }

    func apply(_ fault: LabFault) { loop.perform(peers.apply(fault, now: loop.now), of: peers) }

    /// Lets virtual time pass.
    func pass(_ duration: Duration) { cluster.client.pause(until: cluster.client.deadline(in: duration)) }

    typealias Row = [NameKey: Value]

    func table(_ source: String, _ columns: Set<NameKey>, restrictions: [NameKey: [Value]] = [:], at: Int? = nil) throws -> Table {
        let request = SourceRequest(source: source, columns: columns, restrictions: restrictions, at: at)
        return try cluster.read([request], timing: ReadTiming(requestTimeout: 5_000_000_000))[0]
    }

    func rows(_ source: String, _ columns: String..., restrictions: [NameKey: [Value]] = [:]) throws -> [Row] {
        let table = try table(source, Set(columns), restrictions: restrictions)
        return table.decided.map { row in Dictionary(uniqueKeysWithValues: table.columns.map { (NameKey($0.name), $0.value(at: row)) }) }
    }

    /// How many partitions have a column true.
    func count(_ column: String) throws -> Int { try rows("partitions", column).count { $0[column] == .bool(true) } }
}
