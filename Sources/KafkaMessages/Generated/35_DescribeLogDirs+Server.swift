// Made by kafka-codegen from DescribeLogDirsRequest.json and DescribeLogDirsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension DescribeLogDirsRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(1...5, flexible: version >= 2, version: version)
        topics = reader.nullableStructs(minimum: 3, version: version)
        reader.skipTags()
    }
}

extension DescribeLogDirsRequest.DescribableLogDirTopic: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        topic = reader.string()
        partitions = reader.int32Array()
        reader.skipTags()
    }
}

extension DescribeLogDirsResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 1...5
        try writer.begin(all, flexible: version >= 2, message: "DescribeLogDirsResponse", version: version)
        writer.int32(throttleTimeMs)
        if version >= 3 {
            writer.errorCode(errorCode)
        }
        try writer.structs(results, version: version)
        writer.endStruct()
        try writer.end(message: "DescribeLogDirsResponse", version: version)
    }
}

extension DescribeLogDirsResponse.DescribeLogDirsResult: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.errorCode(errorCode)
        writer.string(logDir)
        try writer.structs(topics, version: version)
        if version >= 4 {
            writer.int64(totalBytes)
        }
        if version >= 4 {
            writer.int64(usableBytes)
        }
        if version == 5 {
            writer.bool(isCordoned)
        }
        writer.endStruct()
    }
}

extension DescribeLogDirsResponse.DescribeLogDirsTopic: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        try writer.structs(partitions, version: version)
        writer.endStruct()
    }
}

extension DescribeLogDirsResponse.DescribeLogDirsPartition: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionIndex)
        writer.int64(partitionSize)
        writer.int64(offsetLag)
        writer.bool(isFutureKey)
        writer.endStruct()
    }
}
