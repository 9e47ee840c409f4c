// Made by kafka-codegen from ProduceRequest.json and ProduceResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension ProduceRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(3...13, flexible: version >= 9, version: version)
        transactionalId = reader.nullableString()
        acks = reader.int16()
        timeoutMs = reader.int32()
        topicData = reader.structs(minimum: 3, version: version)
        reader.skipTags()
    }
}

extension ProduceRequest.TopicProduceData: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        if version <= 12 { name = reader.string() }
        if version == 13 { topicId = reader.uuid() }
        partitionData = reader.structs(minimum: 6, version: version)
        reader.skipTags()
    }
}

extension ProduceRequest.PartitionProduceData: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        index = reader.int32()
        records = reader.nullableByteArray()
        reader.skipTags()
    }
}

extension ProduceResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 3...13
        try writer.begin(all, flexible: version >= 9, message: "ProduceResponse", version: version)
        try writer.structs(responses, version: version)
        writer.int32(throttleTimeMs)
        if version < 10, !nodeEndpoints.isEmpty {
            throw EncodingFailure.absent("ProduceResponse", "NodeEndpoints", version)
        }
        var tagged = TaggedFields()
        if version >= 10, !nodeEndpoints.isEmpty {
            var field = WireWriter(flexible: true)
            try field.structs(nodeEndpoints, version: version)
            tagged.add(0, field)
        }
        writer.endStruct(tagged)
        try writer.end(message: "ProduceResponse", version: version)
    }
}

extension ProduceResponse.TopicProduceResponse: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        if version <= 12 {
            writer.string(name)
        }
        if version == 13 {
            writer.uuid(topicId)
        }
        try writer.structs(partitionResponses, version: version)
        writer.endStruct()
    }
}

extension ProduceResponse.PartitionProduceResponse: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(index)
        writer.errorCode(errorCode)
        writer.int64(baseOffset)
        writer.int64(logAppendTimeMs)
        if version >= 5 {
            writer.int64(logStartOffset)
        }
        if version >= 8 {
            try writer.structs(recordErrors, version: version)
        }
        if version >= 8 {
            writer.nullableString(errorMessage)
        }
        if version < 10, !currentLeader.isDefault {
            throw EncodingFailure.absent("ProduceResponse", "PartitionProduceResponse.CurrentLeader", version)
        }
        var tagged = TaggedFields()
        if version >= 10, !currentLeader.isDefault {
            var field = WireWriter(flexible: true)
            try currentLeader.encode(into: &field, version: version)
            tagged.add(0, field)
        }
        writer.endStruct(tagged)
    }
}

extension ProduceResponse.BatchIndexAndErrorMessage: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(batchIndex)
        writer.nullableString(batchIndexErrorMessage)
        writer.endStruct()
    }
}

extension ProduceResponse.LeaderIdAndEpoch: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(leaderId)
        writer.int32(leaderEpoch)
        writer.endStruct()
    }
}

extension ProduceResponse.NodeEndpoint: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(nodeId)
        writer.string(host)
        writer.int32(port)
        writer.nullableString(rack)
        writer.endStruct()
    }
}
