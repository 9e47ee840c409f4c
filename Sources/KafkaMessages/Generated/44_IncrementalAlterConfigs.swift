// Made by kafka-codegen from IncrementalAlterConfigsRequest.json and IncrementalAlterConfigsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `IncrementalAlterConfigsRequest` (API key 44), versions 0-1, flexible from 1.
package struct IncrementalAlterConfigsRequest: Sendable {
    /// `Resources`: array of `AlterConfigsResource`.
    package var resources: [AlterConfigsResource]
    /// `ValidateOnly`: bool.
    package var validateOnly: Bool

    /// Every field, each with its default.
    package init(resources: [AlterConfigsResource] = [], validateOnly: Bool = false) {
        self.resources = resources
        self.validateOnly = validateOnly
    }
}

extension IncrementalAlterConfigsRequest {
    /// `AlterConfigsResource` inside `IncrementalAlterConfigsRequest`, versions 0-1.
    package struct AlterConfigsResource: Sendable {
        /// `ResourceType`: int8.
        package var resourceType: Int8
        /// `ResourceName`: string.
        package var resourceName: String
        /// `Configs`: array of `AlterableConfig`.
        package var configs: [AlterableConfig]

        /// Every field, each with its default.
        package init(resourceType: Int8 = 0, resourceName: String = "", configs: [AlterableConfig] = []) {
            self.resourceType = resourceType
            self.resourceName = resourceName
            self.configs = configs
        }
    }
}

extension IncrementalAlterConfigsRequest {
    /// `AlterableConfig` inside `IncrementalAlterConfigsRequest`, versions 0-1.
    package struct AlterableConfig: Sendable {
        /// `Name`: string.
        package var name: String
        /// `ConfigOperation`: int8.
        package var configOperation: Int8
        /// `Value`: string, may be null.
        package var value: String?

        /// Every field, each with its default.
        package init(name: String = "", configOperation: Int8 = 0, value: String? = "") {
            self.name = name
            self.configOperation = configOperation
            self.value = value
        }
    }
}

extension IncrementalAlterConfigsRequest: KafkaRequest {
    package typealias Response = IncrementalAlterConfigsResponse
    package static var apiKey: Int16 { 44 }
    package static var name: String { "IncrementalAlterConfigs" }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 1 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...1
        try writer.begin(all, flexible: version >= 1, message: "IncrementalAlterConfigsRequest", version: version)
        try writer.structs(resources, version: version)
        writer.bool(validateOnly)
        writer.endStruct()
        try writer.end(message: "IncrementalAlterConfigsRequest", version: version)
    }
}

extension IncrementalAlterConfigsRequest.AlterConfigsResource: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int8(resourceType)
        writer.string(resourceName)
        try writer.structs(configs, version: version)
        writer.endStruct()
    }
}

extension IncrementalAlterConfigsRequest.AlterableConfig: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        writer.int8(configOperation)
        writer.nullableString(self.value)
        writer.endStruct()
    }
}

/// Kafka's `IncrementalAlterConfigsResponse` (API key 44), versions 0-1, flexible from 1.
package struct IncrementalAlterConfigsResponse: Sendable {
    /// `ThrottleTimeMs`: int32.
    package var throttleTimeMs: Int32
    /// `Responses`: array of `AlterConfigsResourceResponse`.
    package var responses: [AlterConfigsResourceResponse]

    /// Every field, each with its default.
    package init(throttleTimeMs: Int32 = 0, responses: [AlterConfigsResourceResponse] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.responses = responses
    }
}

extension IncrementalAlterConfigsResponse {
    /// `AlterConfigsResourceResponse` inside `IncrementalAlterConfigsResponse`, versions 0-1.
    package struct AlterConfigsResourceResponse: Sendable {
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `ErrorMessage`: string, may be null.
        package var errorMessage: String?
        /// `ResourceType`: int8.
        package var resourceType: Int8
        /// `ResourceName`: string.
        package var resourceName: String

        /// Every field, each with its default.
        package init(errorCode: ErrorCode = .none, errorMessage: String? = "", resourceType: Int8 = 0, resourceName: String = "") {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.resourceType = resourceType
            self.resourceName = resourceName
        }
    }
}

extension IncrementalAlterConfigsResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...1, flexible: version >= 1, version: version)
        throttleTimeMs = reader.int32()
        responses = reader.structs(minimum: 6, version: version)
        reader.skipTags()
    }
}

extension IncrementalAlterConfigsResponse.AlterConfigsResourceResponse: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        errorCode = reader.errorCode()
        errorMessage = reader.nullableString()
        resourceType = reader.int8()
        resourceName = reader.string()
        reader.skipTags()
    }
}
