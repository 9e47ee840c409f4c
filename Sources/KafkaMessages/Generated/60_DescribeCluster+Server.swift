// Made by kafka-codegen from DescribeClusterRequest.json and DescribeClusterResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension DescribeClusterRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...2, flexible: true, version: version)
        includeClusterAuthorizedOperations = reader.bool()
        if version >= 1 { endpointType = reader.int8() }
        if version == 2 { includeFencedBrokers = reader.bool() }
        reader.skipTags()
    }
}

extension DescribeClusterResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...2
        try writer.begin(all, flexible: true, message: "DescribeClusterResponse", version: version)
        writer.int32(throttleTimeMs)
        writer.errorCode(errorCode)
        writer.nullableString(errorMessage)
        if version >= 1 {
            writer.int8(endpointType)
        } else if endpointType != 1 {
            throw EncodingFailure.absent("DescribeClusterResponse", "EndpointType", version)
        }
        writer.string(clusterId)
        writer.int32(controllerId)
        try writer.structs(brokers, version: version)
        writer.int32(clusterAuthorizedOperations)
        writer.endStruct()
        try writer.end(message: "DescribeClusterResponse", version: version)
    }
}

extension DescribeClusterResponse.DescribeClusterBroker: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(brokerId)
        writer.string(host)
        writer.int32(port)
        writer.nullableString(rack)
        if version == 2 {
            writer.bool(isFenced)
        } else if isFenced {
            throw EncodingFailure.absent("DescribeClusterResponse", "DescribeClusterBroker.IsFenced", version)
        }
        writer.endStruct()
    }
}
