// Made by kafka-codegen from MetadataRequest.json and MetadataResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension MetadataRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...13, flexible: version >= 9, version: version)
        topics = version >= 1 ? reader.nullableStructs(minimum: 2, version: version) : reader.structs(minimum: 2, version: version)
        if version >= 4 { allowAutoTopicCreation = reader.bool() }
        if version >= 8 && version <= 10 { includeClusterAuthorizedOperations = reader.bool() }
        if version >= 8 { includeTopicAuthorizedOperations = reader.bool() }
        reader.skipTags()
    }
}

extension MetadataRequest.MetadataRequestTopic: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        if version >= 10 { topicId = reader.uuid() }
        name = version >= 10 ? reader.nullableString() : reader.string()
        reader.skipTags()
    }
}

extension MetadataResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...13
        try writer.begin(all, flexible: version >= 9, message: "MetadataResponse", version: version)
        if version >= 3 {
            writer.int32(throttleTimeMs)
        }
        try writer.structs(brokers, version: version)
        if version >= 2 {
            writer.nullableString(clusterId)
        }
        if version >= 1 {
            writer.int32(controllerId)
        }
        try writer.structs(topics, version: version)
        if version >= 8 && version <= 10 {
            writer.int32(clusterAuthorizedOperations)
        } else if clusterAuthorizedOperations != -2147483648 {
            throw EncodingFailure.absent("MetadataResponse", "ClusterAuthorizedOperations", version)
        }
        if version == 13 {
            writer.errorCode(errorCode)
        }
        writer.endStruct()
        try writer.end(message: "MetadataResponse", version: version)
    }
}

extension MetadataResponse.MetadataResponseBroker: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(nodeId)
        writer.string(host)
        writer.int32(port)
        if version >= 1 {
            writer.nullableString(rack)
        }
        writer.endStruct()
    }
}

extension MetadataResponse.MetadataResponseTopic: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.errorCode(errorCode)
        if version < 12, name == nil {
            throw EncodingFailure.null("MetadataResponse", "MetadataResponseTopic.Name", version)
        }
        writer.nullableString(name)
        if version >= 10 {
            writer.uuid(topicId)
        }
        if version >= 1 {
            writer.bool(isInternal)
        }
        try writer.structs(partitions, version: version)
        if version >= 8 {
            writer.int32(topicAuthorizedOperations)
        } else if topicAuthorizedOperations != -2147483648 {
            throw EncodingFailure.absent("MetadataResponse", "MetadataResponseTopic.TopicAuthorizedOperations", version)
        }
        writer.endStruct()
    }
}

extension MetadataResponse.MetadataResponsePartition: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.errorCode(errorCode)
        writer.int32(partitionIndex)
        writer.int32(leaderId)
        if version >= 7 {
            writer.int32(leaderEpoch)
        }
        writer.int32Array(replicaNodes)
        writer.int32Array(isrNodes)
        if version >= 5 {
            writer.int32Array(offlineReplicas)
        }
        writer.endStruct()
    }
}
