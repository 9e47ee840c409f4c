// Made by kafka-codegen from ApiVersionsRequest.json and ApiVersionsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `ApiVersionsRequest` (API key 18), versions 0-4, flexible from 3.
package struct ApiVersionsRequest: Sendable {
    /// `ClientSoftwareName`: string, versions 3-4; left out silently where a version lacks it.
    package var clientSoftwareName: String
    /// `ClientSoftwareVersion`: string, versions 3-4; left out silently where a version lacks it.
    package var clientSoftwareVersion: String

    /// Every field, each with its default.
    package init(clientSoftwareName: String = "", clientSoftwareVersion: String = "") {
        self.clientSoftwareName = clientSoftwareName
        self.clientSoftwareVersion = clientSoftwareVersion
    }
}

extension ApiVersionsRequest: KafkaRequest {
    package typealias Response = ApiVersionsResponse
    package static var apiKey: Int16 { 18 }
    package static var name: String { "ApiVersions" }
    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...4
        try writer.begin(all, flexible: version >= 3, message: "ApiVersionsRequest", version: version)
        if version >= 3 {
            writer.string(clientSoftwareName)
        }
        if version >= 3 {
            writer.string(clientSoftwareVersion)
        }
        writer.endStruct()
        try writer.end(message: "ApiVersionsRequest", version: version)
    }
}

/// Kafka's `ApiVersionsResponse` (API key 18), versions 0-4, flexible from 3.
package struct ApiVersionsResponse: Sendable {
    /// `ErrorCode`: int16 error code.
    package var errorCode: ErrorCode
    /// `ApiKeys`: array of `ApiVersion`.
    package var apiKeys: [ApiVersion]
    /// `ThrottleTimeMs`: int32, versions 1-4; left out silently where a version lacks it.
    package var throttleTimeMs: Int32
    /// `SupportedFeatures`: array of `SupportedFeatureKey`, versions 3-4, tag 0; left out silently where a version lacks it.
    package var supportedFeatures: [SupportedFeatureKey]
    /// `FinalizedFeaturesEpoch`: int64, versions 3-4, tag 1, default -1; left out silently where a version lacks it.
    package var finalizedFeaturesEpoch: Int64
    /// `FinalizedFeatures`: array of `FinalizedFeatureKey`, versions 3-4, tag 2; left out silently where a version lacks it.
    package var finalizedFeatures: [FinalizedFeatureKey]
    /// `ZkMigrationReady`: bool, versions 3-4, tag 3, default false; left out silently where a version lacks it.
    package var zkMigrationReady: Bool

    /// Every field, each with its default.
    package init(
        errorCode: ErrorCode = .none,
        apiKeys: [ApiVersion] = [],
        throttleTimeMs: Int32 = 0,
        supportedFeatures: [SupportedFeatureKey] = [],
        finalizedFeaturesEpoch: Int64 = -1,
        finalizedFeatures: [FinalizedFeatureKey] = [],
        zkMigrationReady: Bool = false
    ) {
        self.errorCode = errorCode
        self.apiKeys = apiKeys
        self.throttleTimeMs = throttleTimeMs
        self.supportedFeatures = supportedFeatures
        self.finalizedFeaturesEpoch = finalizedFeaturesEpoch
        self.finalizedFeatures = finalizedFeatures
        self.zkMigrationReady = zkMigrationReady
    }
}

extension ApiVersionsResponse {
    /// `ApiVersion` inside `ApiVersionsResponse`, versions 0-4.
    package struct ApiVersion: Sendable {
        /// `ApiKey`: int16.
        package var apiKey: Int16
        /// `MinVersion`: int16.
        package var minVersion: Int16
        /// `MaxVersion`: int16.
        package var maxVersion: Int16

        /// Every field, each with its default.
        package init(apiKey: Int16 = 0, minVersion: Int16 = 0, maxVersion: Int16 = 0) {
            self.apiKey = apiKey
            self.minVersion = minVersion
            self.maxVersion = maxVersion
        }
    }
}

extension ApiVersionsResponse {
    /// `SupportedFeatureKey` inside `ApiVersionsResponse`, versions 3-4.
    package struct SupportedFeatureKey: Sendable {
        /// `Name`: string.
        package var name: String
        /// `MinVersion`: int16.
        package var minVersion: Int16
        /// `MaxVersion`: int16.
        package var maxVersion: Int16

        /// Every field, each with its default.
        package init(name: String = "", minVersion: Int16 = 0, maxVersion: Int16 = 0) {
            self.name = name
            self.minVersion = minVersion
            self.maxVersion = maxVersion
        }
    }
}

extension ApiVersionsResponse {
    /// `FinalizedFeatureKey` inside `ApiVersionsResponse`, versions 3-4.
    package struct FinalizedFeatureKey: Sendable {
        /// `Name`: string.
        package var name: String
        /// `MaxVersionLevel`: int16.
        package var maxVersionLevel: Int16
        /// `MinVersionLevel`: int16.
        package var minVersionLevel: Int16

        /// Every field, each with its default.
        package init(name: String = "", maxVersionLevel: Int16 = 0, minVersionLevel: Int16 = 0) {
            self.name = name
            self.maxVersionLevel = maxVersionLevel
            self.minVersionLevel = minVersionLevel
        }
    }
}

extension ApiVersionsResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...4, flexible: version >= 3, version: version)
        errorCode = reader.errorCode()
        apiKeys = reader.structs(minimum: 6, version: version)
        if version >= 1 { throttleTimeMs = reader.int32() }
        var tags = reader.tagSection()
        while let tag = reader.nextTag(&tags) {
            switch tag {
            case 0: supportedFeatures = reader.structs(minimum: 6, version: version)
            case 1: finalizedFeaturesEpoch = reader.int64()
            case 2: finalizedFeatures = reader.structs(minimum: 6, version: version)
            case 3: zkMigrationReady = reader.bool()
            default: break
            }
        }
    }
}

extension ApiVersionsResponse.ApiVersion: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        apiKey = reader.int16()
        minVersion = reader.int16()
        maxVersion = reader.int16()
        reader.skipTags()
    }
}

extension ApiVersionsResponse.SupportedFeatureKey: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        minVersion = reader.int16()
        maxVersion = reader.int16()
        reader.skipTags()
    }
}

extension ApiVersionsResponse.FinalizedFeatureKey: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        maxVersionLevel = reader.int16()
        minVersionLevel = reader.int16()
        reader.skipTags()
    }
}
