import KafkaMessages
import KafkaWire

extension ApiVersionsRequest: LabRequest {
    func answer(_ asked: Asked) -> Reply<ApiVersionsResponse> {
        if asked.version >= 3, !isSoftwareName(clientSoftwareName) || !isSoftwareName(clientSoftwareVersion) {
            return .now(failed(.invalidRequest, asked))
        }
        var response = ApiVersionsResponse()
        for served in ServedVersion.all {
            guard let maximum = served.maximum(in: asked.release) else { continue }
            response.apiKeys.append(.init(apiKey: served.apiKey, minVersion: served.minimum, maxVersion: maximum))
        }
        // What only a ZooKeeper cluster's controller asks of a broker is listed there, and tells a client which kind of cluster it has.
        if !asked.release.isKRaft {
            for (key, maximum) in [(4, 4), (5, 3), (6, 7), (7, 3)] as [(Int16, Int16)] {
                response.apiKeys.append(.init(apiKey: key, minVersion: 0, maxVersion: maximum))
            }
        }
        for feature in Self.features(of: asked.release) {
            response.supportedFeatures.append(.init(name: feature.name, minVersion: feature.minimum, maxVersion: feature.level))
            response.finalizedFeatures.append(.init(name: feature.name, maxVersionLevel: feature.level, minVersionLevel: feature.level))
        }
        // Only v4 can say "minimum 0" (KAFKA-17011).
        if asked.version < 4 { response.supportedFeatures.removeAll { $0.minVersion == 0 } }
        if asked.release.isKRaft { response.finalizedFeaturesEpoch = asked.cluster.metadataOffset }
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> ApiVersionsResponse { ApiVersionsResponse(errorCode: code) }

    /// The answer to a version that the release does not know: code 35 and the range of ApiVersions itself (KIP-511), as v0.
    static func unknownVersion(in release: KafkaRelease) -> ApiVersionsResponse {
        let maximum = ServedVersion.of(apiKey)?.maximum(in: release) ?? 0
        return ApiVersionsResponse(errorCode: .unsupportedVersion, apiKeys: [.init(apiKey: apiKey, minVersion: 0, maxVersion: maximum)])
    }

    private static func features(of release: KafkaRelease) -> [(name: String, minimum: Int16, level: Int16)] {
        guard release.isKRaft else { return [] }
        let levels: [(KafkaRelease, Int16)] = [
            (KafkaRelease(3, 3), 7), (KafkaRelease(3, 4), 8), (KafkaRelease(3, 5), 11), (KafkaRelease(3, 6), 14), (KafkaRelease(3, 7), 19),
            (KafkaRelease(3, 8), 20), (KafkaRelease(3, 9), 21), (KafkaRelease(4, 0), 25), (KafkaRelease(4, 1), 27),
            (KafkaRelease(4, 2), 29),
            (KafkaRelease(4, 3), 30),
        ]
        let level = levels.last { $0.0 <= release }?.1 ?? 7
        var features = [(name: "metadata.version", minimum: Int16(release >= KafkaRelease(4, 0) ? 7 : 1), level: level)]
        if release >= KafkaRelease(4, 0) {
            features.append(("group.version", 0, 1))
            features.append(("transaction.version", 0, 2))
        }
        if release >= KafkaRelease(4, 2) {
            features.append(("share.version", 0, 1))
            features.append(("streams.version", 0, 1))
        }
        if release.keepsEligibleLeaders { features.append(("eligible.leader.replicas.version", 0, 1)) }
        return features
    }

    private func isSoftwareName(_ text: String) -> Bool {
        func isPlain(_ byte: UInt8) -> Bool {
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last, isPlain(first), isPlain(last) else { return false }
        return bytes.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    }
}
