// Made by kafka-codegen from ApiVersionsRequest.json and ApiVersionsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension ApiVersionsRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...4, flexible: version >= 3, version: version)
        if version >= 3 { clientSoftwareName = reader.string() }
        if version >= 3 { clientSoftwareVersion = reader.string() }
        reader.skipTags()
    }
}

extension ApiVersionsResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...4
        try writer.begin(all, flexible: version >= 3, message: "ApiVersionsResponse", version: version)
        writer.errorCode(errorCode)
        try writer.structs(apiKeys, version: version)
        if version >= 1 {
            writer.int32(throttleTimeMs)
        }
        var tagged = TaggedFields()
        if version >= 3, !supportedFeatures.isEmpty {
            var field = WireWriter(flexible: true)
            try field.structs(supportedFeatures, version: version)
            tagged.add(0, field)
        }
        if version >= 3, finalizedFeaturesEpoch != -1 {
            var field = WireWriter(flexible: true)
            field.int64(finalizedFeaturesEpoch)
            tagged.add(1, field)
        }
        if version >= 3, !finalizedFeatures.isEmpty {
            var field = WireWriter(flexible: true)
            try field.structs(finalizedFeatures, version: version)
            tagged.add(2, field)
        }
        if version >= 3, zkMigrationReady {
            var field = WireWriter(flexible: true)
            field.bool(zkMigrationReady)
            tagged.add(3, field)
        }
        writer.endStruct(tagged)
        try writer.end(message: "ApiVersionsResponse", version: version)
    }
}

extension ApiVersionsResponse.ApiVersion: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int16(apiKey)
        writer.int16(minVersion)
        writer.int16(maxVersion)
        writer.endStruct()
    }
}

extension ApiVersionsResponse.SupportedFeatureKey: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        writer.int16(minVersion)
        writer.int16(maxVersion)
        writer.endStruct()
    }
}

extension ApiVersionsResponse.FinalizedFeatureKey: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        writer.int16(maxVersionLevel)
        writer.int16(minVersionLevel)
        writer.endStruct()
    }
}
