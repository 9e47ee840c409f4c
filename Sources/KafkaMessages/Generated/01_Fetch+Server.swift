// Made by kafka-codegen from FetchRequest.json and FetchResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension FetchRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(4...18, flexible: version >= 12, version: version)
        if version <= 14 { replicaId = reader.int32() }
        maxWaitMs = reader.int32()
        minBytes = reader.int32()
        maxBytes = reader.int32()
        isolationLevel = reader.int8()
        if version >= 7 { sessionId = reader.int32() }
        if version >= 7 { sessionEpoch = reader.int32() }
        topics = reader.structs(minimum: 3, version: version)
        if version >= 7 { forgottenTopicsData = reader.structs(minimum: 3, version: version) }
        if version >= 11 { rackId = reader.string() }
        var tags = reader.tagSection()
        while let tag = reader.nextTag(&tags) {
            switch tag {
            case 0: clusterId = reader.nullableString()
            case 1 where version >= 15: replicaState = FetchRequest.ReplicaState(from: &reader, version: version)
            default: break
            }
        }
    }
}

extension FetchRequest.ReplicaState: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        replicaId = reader.int32()
        replicaEpoch = reader.int64()
        reader.skipTags()
    }
}

extension FetchRequest.FetchTopic: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        if version <= 12 { topic = reader.string() }
        if version >= 13 { topicId = reader.uuid() }
        partitions = reader.structs(minimum: 16, version: version)
        reader.skipTags()
    }
}

extension FetchRequest.FetchPartition: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partition = reader.int32()
        if version >= 9 { currentLeaderEpoch = reader.int32() }
        fetchOffset = reader.int64()
        if version >= 12 { lastFetchedEpoch = reader.int32() }
        if version >= 5 { logStartOffset = reader.int64() }
        partitionMaxBytes = reader.int32()
        var tags = reader.tagSection()
        while let tag = reader.nextTag(&tags) {
            switch tag {
            case 0 where version >= 17: replicaDirectoryId = reader.uuid()
            case 1 where version == 18: highWatermark = reader.int64()
            default: break
            }
        }
    }
}

extension FetchRequest.ForgottenTopic: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        if version <= 12 { topic = reader.string() }
        if version >= 13 { topicId = reader.uuid() }
        partitions = reader.int32Array()
        reader.skipTags()
    }
}

extension FetchResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 4...18
        try writer.begin(all, flexible: version >= 12, message: "FetchResponse", version: version)
        writer.int32(throttleTimeMs)
        if version >= 7 {
            writer.errorCode(errorCode)
        }
        if version >= 7 {
            writer.int32(sessionId)
        } else if sessionId != 0 {
            throw EncodingFailure.absent("FetchResponse", "SessionId", version)
        }
        try writer.structs(responses, version: version)
        if version < 16, !nodeEndpoints.isEmpty {
            throw EncodingFailure.absent("FetchResponse", "NodeEndpoints", version)
        }
        var tagged = TaggedFields()
        if version >= 16, !nodeEndpoints.isEmpty {
            var field = WireWriter(flexible: true)
            try field.structs(nodeEndpoints, version: version)
            tagged.add(0, field)
        }
        writer.endStruct(tagged)
        try writer.end(message: "FetchResponse", version: version)
    }
}

extension FetchResponse.FetchableTopicResponse: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        if version <= 12 {
            writer.string(topic)
        }
        if version >= 13 {
            writer.uuid(topicId)
        }
        try writer.structs(partitions, version: version)
        writer.endStruct()
    }
}

extension FetchResponse.PartitionData: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionIndex)
        writer.errorCode(errorCode)
        writer.int64(highWatermark)
        writer.int64(lastStableOffset)
        if version >= 5 {
            writer.int64(logStartOffset)
        }
        if version < 12, !divergingEpoch.isDefault {
            throw EncodingFailure.absent("FetchResponse", "PartitionData.DivergingEpoch", version)
        }
        if version < 12, !currentLeader.isDefault {
            throw EncodingFailure.absent("FetchResponse", "PartitionData.CurrentLeader", version)
        }
        if version < 12, !snapshotId.isDefault {
            throw EncodingFailure.absent("FetchResponse", "PartitionData.SnapshotId", version)
        }
        try writer.structs(abortedTransactions, version: version)
        if version >= 11 {
            writer.int32(preferredReadReplica)
        } else if preferredReadReplica != -1 {
            throw EncodingFailure.absent("FetchResponse", "PartitionData.PreferredReadReplica", version)
        }
        writer.nullableByteArray(records)
        var tagged = TaggedFields()
        if version >= 12, !divergingEpoch.isDefault {
            var field = WireWriter(flexible: true)
            try divergingEpoch.encode(into: &field, version: version)
            tagged.add(0, field)
        }
        if version >= 12, !currentLeader.isDefault {
            var field = WireWriter(flexible: true)
            try currentLeader.encode(into: &field, version: version)
            tagged.add(1, field)
        }
        if version >= 12, !snapshotId.isDefault {
            var field = WireWriter(flexible: true)
            try snapshotId.encode(into: &field, version: version)
            tagged.add(2, field)
        }
        writer.endStruct(tagged)
    }
}

extension FetchResponse.EpochEndOffset: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(epoch)
        writer.int64(endOffset)
        writer.endStruct()
    }
}

extension FetchResponse.LeaderIdAndEpoch: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(leaderId)
        writer.int32(leaderEpoch)
        writer.endStruct()
    }
}

extension FetchResponse.SnapshotId: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int64(endOffset)
        writer.int32(epoch)
        writer.endStruct()
    }
}

extension FetchResponse.AbortedTransaction: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int64(producerId)
        writer.int64(firstOffset)
        writer.endStruct()
    }
}

extension FetchResponse.NodeEndpoint: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(nodeId)
        writer.string(host)
        writer.int32(port)
        writer.nullableString(rack)
        writer.endStruct()
    }
}
