// Made by kafka-codegen from ListConfigResourcesRequest.json and ListConfigResourcesResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `ListConfigResourcesRequest` (API key 74), versions 0-1, flexible from 0.
package struct ListConfigResourcesRequest: Sendable {
    /// `ResourceTypes`: array of int8, versions 1.
    package var resourceTypes: [Int8]

    /// Every field, each with its default.
    package init(resourceTypes: [Int8] = []) {
        self.resourceTypes = resourceTypes
    }
}

extension ListConfigResourcesRequest: KafkaRequest {
    package typealias Response = ListConfigResourcesResponse
    package static var apiKey: Int16 { 74 }
    package static var name: String { "ListConfigResources" }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...1
        try writer.begin(all, flexible: true, message: "ListConfigResourcesRequest", version: version)
        if version == 1 {
            writer.int8Array(resourceTypes)
        } else if !resourceTypes.isEmpty {
            throw EncodingFailure.absent("ListConfigResourcesRequest", "ResourceTypes", version)
        }
        writer.endStruct()
        try writer.end(message: "ListConfigResourcesRequest", version: version)
    }
}

/// Kafka's `ListConfigResourcesResponse` (API key 74), versions 0-1, flexible from 0.
package struct ListConfigResourcesResponse: Sendable {
    /// `ThrottleTimeMs`: int32.
    package var throttleTimeMs: Int32
    /// `ErrorCode`: int16 error code.
    package var errorCode: ErrorCode
    /// `ConfigResources`: array of `ConfigResource`.
    package var configResources: [ConfigResource]

    /// Every field, each with its default.
    package init(throttleTimeMs: Int32 = 0, errorCode: ErrorCode = .none, configResources: [ConfigResource] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.configResources = configResources
    }
}

extension ListConfigResourcesResponse {
    /// `ConfigResource` inside `ListConfigResourcesResponse`, versions 0-1.
    package struct ConfigResource: Sendable {
        /// `ResourceName`: string.
        package var resourceName: String
        /// `ResourceType`: int8, versions 1, default 16; left out silently where a version lacks it.
        package var resourceType: Int8

        /// Every field, each with its default.
        package init(resourceName: String = "", resourceType: Int8 = 16) {
            self.resourceName = resourceName
            self.resourceType = resourceType
        }
    }
}

extension ListConfigResourcesResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...1, flexible: true, version: version)
        throttleTimeMs = reader.int32()
        errorCode = reader.errorCode()
        configResources = reader.structs(minimum: 2, version: version)
        reader.skipTags()
    }
}

extension ListConfigResourcesResponse.ConfigResource: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        resourceName = reader.string()
        if version == 1 { resourceType = reader.int8() }
        reader.skipTags()
    }
}
