import KafkaMessages
import KafkaWire
import Network

/// What a broker speaks: the range of each API it listed in ApiVersions.
package struct APIVersionTable: Equatable, Sendable {
    private var ranges: [Int16: ClosedRange<Int16>] = [:]
    /// The levels of the cluster's finalized features ("metadata.version", …).
    package private(set) var finalizedFeatures: [String: Int16] = [:]

    /// A table of an answer; entries whose minimum is above their maximum are left out.
    package init(_ response: ApiVersionsResponse) {
        for entry in response.apiKeys where entry.minVersion <= entry.maxVersion {
            ranges[entry.apiKey] = entry.minVersion...entry.maxVersion
        }
        for feature in response.finalizedFeatures { finalizedFeatures[feature.name] = feature.maxVersionLevel }
    }

    /// The versions of an API; `nil` when the broker does not know it.
    package subscript(apiKey: Int16) -> ClosedRange<Int16>? { ranges[apiKey] }

    /// The highest version that both speak; `nil` when there is none.
    package func negotiate(_ apiKey: Int16, _ ours: ClosedRange<Int16>) -> Int16? {
        guard let theirs = ranges[apiKey] else { return nil }
        let highest = min(ours.upperBound, theirs.upperBound)
        return highest >= max(ours.lowerBound, theirs.lowerBound) ? highest : nil
    }

    /// Whether the broker is part of a ZooKeeper cluster: it offers what only such a cluster's controller asks (LeaderAndIsr,
    /// StopReplica, UpdateMetadata, ControlledShutdown).
    package var mode: ClusterView.Mode { (4...7).contains { ranges[$0] != nil } ? .zookeeper : .kraft }
}
