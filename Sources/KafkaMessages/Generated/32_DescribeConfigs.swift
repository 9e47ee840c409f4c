// Made by kafka-codegen from DescribeConfigsRequest.json and DescribeConfigsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `DescribeConfigsRequest` (API key 32), versions 1-4, flexible from 4.
package struct DescribeConfigsRequest: Sendable {
    /// `Resources`: array of `DescribeConfigsResource`.
    package var resources: [DescribeConfigsResource]
    /// `IncludeSynonyms`: bool, default false.
    package var includeSynonyms: Bool
    /// `IncludeDocumentation`: bool, versions 3-4, default false.
    package var includeDocumentation: Bool

    /// Every field, each with its default.
    package init(resources: [DescribeConfigsResource] = [], includeSynonyms: Bool = false, includeDocumentation: Bool = false) {
        self.resources = resources
        self.includeSynonyms = includeSynonyms
        self.includeDocumentation = includeDocumentation
    }
}

extension DescribeConfigsRequest {
    /// `DescribeConfigsResource` inside `DescribeConfigsRequest`, versions 1-4.
    package struct DescribeConfigsResource: Sendable {
        /// `ResourceType`: int8.
        package var resourceType: Int8
        /// `ResourceName`: string.
        package var resourceName: String
        /// `ConfigurationKeys`: array of string, may be null.
        package var configurationKeys: [String]?

        /// Every field, each with its default.
        package init(resourceType: Int8 = 0, resourceName: String = "", configurationKeys: [String]? = []) {
            self.resourceType = resourceType
            self.resourceName = resourceName
            self.configurationKeys = configurationKeys
        }
    }
}

extension DescribeConfigsRequest: KafkaRequest {
    package typealias Response = DescribeConfigsResponse
    package static var apiKey: Int16 { 32 }
    package static var name: String { "DescribeConfigs" }
    package static var versions: ClosedRange<Int16> { 1...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 1...4
        try writer.begin(all, flexible: version >= 4, message: "DescribeConfigsRequest", version: version)
        try writer.structs(resources, version: version)
        writer.bool(includeSynonyms)
        if version >= 3 {
            writer.bool(includeDocumentation)
        } else if includeDocumentation {
            throw EncodingFailure.absent("DescribeConfigsRequest", "IncludeDocumentation", version)
        }
        writer.endStruct()
        try writer.end(message: "DescribeConfigsRequest", version: version)
    }
}

extension DescribeConfigsRequest.DescribeConfigsResource: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int8(resourceType)
        writer.string(resourceName)
        writer.stringArray(configurationKeys)
        writer.endStruct()
    }
}

/// Kafka's `DescribeConfigsResponse` (API key 32), versions 1-4, flexible from 4.
package struct DescribeConfigsResponse: Sendable {
    /// `ThrottleTimeMs`: int32.
    package var throttleTimeMs: Int32
    /// `Results`: array of `DescribeConfigsResult`.
    package var results: [DescribeConfigsResult]

    /// Every field, each with its default.
    package init(throttleTimeMs: Int32 = 0, results: [DescribeConfigsResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.results = results
    }
}

extension DescribeConfigsResponse {
    /// `DescribeConfigsResult` inside `DescribeConfigsResponse`, versions 1-4.
    package struct DescribeConfigsResult: Sendable {
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `ErrorMessage`: string, may be null.
        package var errorMessage: String?
        /// `ResourceType`: int8.
        package var resourceType: Int8
        /// `ResourceName`: string.
        package var resourceName: String
        /// `Configs`: array of `DescribeConfigsResourceResult`.
        package var configs: [DescribeConfigsResourceResult]

        /// Every field, each with its default.
        package init(
            errorCode: ErrorCode = .none,
            errorMessage: String? = "",
            resourceType: Int8 = 0,
            resourceName: String = "",
            configs: [DescribeConfigsResourceResult] = []
        ) {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.resourceType = resourceType
            self.resourceName = resourceName
            self.configs = configs
        }
    }
}

extension DescribeConfigsResponse {
    /// `DescribeConfigsResourceResult` inside `DescribeConfigsResponse`, versions 1-4.
    package struct DescribeConfigsResourceResult: Sendable {
        /// `Name`: string.
        package var name: String
        /// `Value`: string, may be null.
        package var value: String?
        /// `ReadOnly`: bool.
        package var readOnly: Bool
        /// `ConfigSource`: int8, default -1.
        package var configSource: Int8
        /// `IsSensitive`: bool.
        package var isSensitive: Bool
        /// `Synonyms`: array of `DescribeConfigsSynonym`.
        package var synonyms: [DescribeConfigsSynonym]
        /// `ConfigType`: int8, versions 3-4, default 0; left out silently where a version lacks it.
        package var configType: Int8
        /// `Documentation`: string, versions 3-4, may be null; left out silently where a version lacks it.
        package var documentation: String?

        /// Every field, each with its default.
        package init(
            name: String = "",
            value: String? = "",
            readOnly: Bool = false,
            configSource: Int8 = -1,
            isSensitive: Bool = false,
            synonyms: [DescribeConfigsSynonym] = [],
            configType: Int8 = 0,
            documentation: String? = ""
        ) {
            self.name = name
            self.value = value
            self.readOnly = readOnly
            self.configSource = configSource
            self.isSensitive = isSensitive
            self.synonyms = synonyms
            self.configType = configType
            self.documentation = documentation
        }
    }
}

extension DescribeConfigsResponse {
    /// `DescribeConfigsSynonym` inside `DescribeConfigsResponse`, versions 1-4.
    package struct DescribeConfigsSynonym: Sendable {
        /// `Name`: string.
        package var name: String
        /// `Value`: string, may be null.
        package var value: String?
        /// `Source`: int8.
        package var source: Int8

        /// Every field, each with its default.
        package init(name: String = "", value: String? = "", source: Int8 = 0) {
            self.name = name
            self.value = value
            self.source = source
        }
    }
}

extension DescribeConfigsResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(1...4, flexible: version >= 4, version: version)
        throttleTimeMs = reader.int32()
        results = reader.structs(minimum: 7, version: version)
        reader.skipTags()
    }
}

extension DescribeConfigsResponse.DescribeConfigsResult: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        errorCode = reader.errorCode()
        errorMessage = reader.nullableString()
        resourceType = reader.int8()
        resourceName = reader.string()
        configs = reader.structs(minimum: 9, version: version)
        reader.skipTags()
    }
}

extension DescribeConfigsResponse.DescribeConfigsResourceResult: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        self.value = reader.nullableString()
        readOnly = reader.bool()
        configSource = reader.int8()
        isSensitive = reader.bool()
        synonyms = reader.structs(minimum: 4, version: version)
        if version >= 3 { configType = reader.int8() }
        if version >= 3 { documentation = reader.nullableString() }
        reader.skipTags()
    }
}

extension DescribeConfigsResponse.DescribeConfigsSynonym: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        self.value = reader.nullableString()
        source = reader.int8()
        reader.skipTags()
    }
}
