// Made by kafka-codegen from DescribeClusterRequest.json and DescribeClusterResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `DescribeClusterRequest` (API key 60), versions 0-2, flexible from 0.
package struct DescribeClusterRequest: Sendable {
    /// `IncludeClusterAuthorizedOperations`: bool.
    package var includeClusterAuthorizedOperations: Bool
    /// `EndpointType`: int8, versions 1-2, default 1.
    package var endpointType: Int8
    /// `IncludeFencedBrokers`: bool, versions 2.
    package var includeFencedBrokers: Bool

    /// Every field, each with its default.
    package init(includeClusterAuthorizedOperations: Bool = false, endpointType: Int8 = 1, includeFencedBrokers: Bool = false) {
        self.includeClusterAuthorizedOperations = includeClusterAuthorizedOperations
        self.endpointType = endpointType
        self.includeFencedBrokers = includeFencedBrokers
    }
}

extension DescribeClusterRequest: KafkaRequest {
    package typealias Response = DescribeClusterResponse
    package static var apiKey: Int16 { 60 }
    package static var name: String { "DescribeCluster" }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...2
        try writer.begin(all, flexible: true, message: "DescribeClusterRequest", version: version)
        writer.bool(includeClusterAuthorizedOperations)
        if version >= 1 {
            writer.int8(endpointType)
        } else if endpointType != 1 {
            throw EncodingFailure.absent("DescribeClusterRequest", "EndpointType", version)
        }
        if version == 2 {
            writer.bool(includeFencedBrokers)
        } else if includeFencedBrokers {
            throw EncodingFailure.absent("DescribeClusterRequest", "IncludeFencedBrokers", version)
        }
        writer.endStruct()
        try writer.end(message: "DescribeClusterRequest", version: version)
    }
}

/// Kafka's `DescribeClusterResponse` (API key 60), versions 0-2, flexible from 0.
package struct DescribeClusterResponse: Sendable {
    /// `ThrottleTimeMs`: int32.
    package var throttleTimeMs: Int32
    /// `ErrorCode`: int16 error code.
    package var errorCode: ErrorCode
    /// `ErrorMessage`: string, may be null, default null.
    package var errorMessage: String?
    /// `EndpointType`: int8, versions 1-2, default 1.
    package var endpointType: Int8
    /// `ClusterId`: string.
    package var clusterId: String
    /// `ControllerId`: int32, default -1.
    package var controllerId: Int32
    /// `Brokers`: array of `DescribeClusterBroker`.
    package var brokers: [DescribeClusterBroker]
    /// `ClusterAuthorizedOperations`: int32, default -2147483648.
    package var clusterAuthorizedOperations: Int32

    /// Every field, each with its default.
    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = nil,
        endpointType: Int8 = 1,
        clusterId: String = "",
        controllerId: Int32 = -1,
        brokers: [DescribeClusterBroker] = [],
        clusterAuthorizedOperations: Int32 = -2147483648
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.endpointType = endpointType
        self.clusterId = clusterId
        self.controllerId = controllerId
        self.brokers = brokers
        self.clusterAuthorizedOperations = clusterAuthorizedOperations
    }
}

extension DescribeClusterResponse {
    /// `DescribeClusterBroker` inside `DescribeClusterResponse`, versions 0-2.
    package struct DescribeClusterBroker: Sendable {
        /// `BrokerId`: int32.
        package var brokerId: Int32
        /// `Host`: string.
        package var host: String
        /// `Port`: int32.
        package var port: Int32
        /// `Rack`: string, may be null, default null.
        package var rack: String?
        /// `IsFenced`: bool, versions 2.
        package var isFenced: Bool

        /// Every field, each with its default.
        package init(brokerId: Int32 = 0, host: String = "", port: Int32 = 0, rack: String? = nil, isFenced: Bool = false) {
            self.brokerId = brokerId
            self.host = host
            self.port = port
            self.rack = rack
            self.isFenced = isFenced
        }
    }
}

extension DescribeClusterResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...2, flexible: true, version: version)
        throttleTimeMs = reader.int32()
        errorCode = reader.errorCode()
        errorMessage = reader.nullableString()
        if version >= 1 { endpointType = reader.int8() }
        clusterId = reader.string()
        controllerId = reader.int32()
        brokers = reader.structs(minimum: 11, version: version)
        clusterAuthorizedOperations = reader.int32()
        reader.skipTags()
    }
}

extension DescribeClusterResponse.DescribeClusterBroker: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        brokerId = reader.int32()
        host = reader.string()
        port = reader.int32()
        rack = reader.nullableString()
        if version == 2 { isFenced = reader.bool() }
        reader.skipTags()
    }
}
