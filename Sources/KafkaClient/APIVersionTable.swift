import KafkaMessages
import KafkaWire
import Network

/// What a broker speaks: the range of each API it listed in ApiVersions.
package struct APIVersionTable: Equatable, Sendable {
    /// By API key, which are few and small.
    private var ranges: [ClosedRange<Int16>?] = []
    /// No API of Kafka's has a key above.
    private static let mostKeys: Int16 = 1024
    /// The levels of the cluster's finalized features ("metadata.version", …).
    package private(set) var finalizedFeatures: [NameKey: Int16] = [:]

    /// A table of an answer; entries whose minimum is above their maximum are left out.
    package init(_ response: ApiVersionsResponse) {
        for entry in response.apiKeys where entry.minVersion <= entry.maxVersion && (0..<Self.mostKeys).contains(entry.apiKey) {
            let index = Int(entry.apiKey)
            while ranges.count <= index { ranges.append(nil) }
            ranges[index] = entry.minVersion...entry.maxVersion
        }
        for feature in response.finalizedFeatures { finalizedFeatures[feature.name] = feature.maxVersionLevel }
    }

    /// The versions of an API; `nil` when the broker does not know it.
    package subscript(apiKey: Int16) -> ClosedRange<Int16>? {
        ranges.indices.contains(Int(apiKey)) ? ranges[Int(apiKey)] : nil
    }

    /// The highest version that both speak; `nil` when there is none.
    package func negotiate(_ apiKey: Int16, _ ours: ClosedRange<Int16>) -> Int16? {
        guard let theirs = self[apiKey] else { return nil }
        let highest = min(ours.upperBound, theirs.upperBound)
        return highest >= max(ours.lowerBound, theirs.lowerBound) ? highest : nil
    }

    /// Whether the broker is part of a ZooKeeper cluster: it offers what only such a cluster's controller asks (LeaderAndIsr,
    /// StopReplica, UpdateMetadata, ControlledShutdown).
    package var mode: ClusterView.Mode { (4...7).contains { self[$0] != nil } ? .zookeeper : .kraft }
}
