// Made by kafka-codegen from DescribeConfigsRequest.json and DescribeConfigsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension DescribeConfigsRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(1...4, flexible: version >= 4, version: version)
        resources = reader.structs(minimum: 4, version: version)
        includeSynonyms = reader.bool()
        if version >= 3 { includeDocumentation = reader.bool() }
        reader.skipTags()
    }
}

extension DescribeConfigsRequest.DescribeConfigsResource: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        resourceType = reader.int8()
        resourceName = reader.string()
        configurationKeys = reader.nullableStringArray()
        reader.skipTags()
    }
}

extension DescribeConfigsResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 1...4
        try writer.begin(all, flexible: version >= 4, message: "DescribeConfigsResponse", version: version)
        writer.int32(throttleTimeMs)
        try writer.structs(results, version: version)
        writer.endStruct()
        try writer.end(message: "DescribeConfigsResponse", version: version)
    }
}

extension DescribeConfigsResponse.DescribeConfigsResult: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.errorCode(errorCode)
        writer.nullableString(errorMessage)
        writer.int8(resourceType)
        writer.string(resourceName)
        try writer.structs(configs, version: version)
        writer.endStruct()
    }
}

extension DescribeConfigsResponse.DescribeConfigsResourceResult: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        writer.nullableString(self.value)
        writer.bool(readOnly)
        writer.int8(configSource)
        writer.bool(isSensitive)
        try writer.structs(synonyms, version: version)
        if version >= 3 {
            writer.int8(configType)
        }
        if version >= 3 {
            writer.nullableString(documentation)
        }
        writer.endStruct()
    }
}

extension DescribeConfigsResponse.DescribeConfigsSynonym: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        writer.nullableString(self.value)
        writer.int8(source)
        writer.endStruct()
    }
}
