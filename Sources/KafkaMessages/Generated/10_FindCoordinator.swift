// Made by kafka-codegen from FindCoordinatorRequest.json and FindCoordinatorResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `FindCoordinatorRequest` (API key 10), versions 0-6, flexible from 3.
package struct FindCoordinatorRequest: Sendable {
    /// `Key`: string, versions 0-3.
    package var key: String
    /// `KeyType`: int8, versions 1-6, default 0.
    package var keyType: Int8
    /// `CoordinatorKeys`: array of string, versions 4-6.
    package var coordinatorKeys: [String]

    /// Every field, each with its default.
    package init(key: String = "", keyType: Int8 = 0, coordinatorKeys: [String] = []) {
        self.key = key
        self.keyType = keyType
        self.coordinatorKeys = coordinatorKeys
    }
}

extension FindCoordinatorRequest: KafkaRequest {
    package typealias Response = FindCoordinatorResponse
    package static var apiKey: Int16 { 10 }
    package static var name: String { "FindCoordinator" }
    package static var versions: ClosedRange<Int16> { 0...6 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...6
        try writer.begin(all, flexible: version >= 3, message: "FindCoordinatorRequest", version: version)
        if version <= 3 {
            writer.string(key)
        } else if !key.isEmpty {
            throw EncodingFailure.absent("FindCoordinatorRequest", "Key", version)
        }
        if version >= 1 {
            writer.int8(keyType)
        } else if keyType != 0 {
            throw EncodingFailure.absent("FindCoordinatorRequest", "KeyType", version)
        }
        if version >= 4 {
            writer.stringArray(coordinatorKeys)
        } else if !coordinatorKeys.isEmpty {
            throw EncodingFailure.absent("FindCoordinatorRequest", "CoordinatorKeys", version)
        }
        writer.endStruct()
        try writer.end(message: "FindCoordinatorRequest", version: version)
    }
}

/// Kafka's `FindCoordinatorResponse` (API key 10), versions 0-6, flexible from 3.
package struct FindCoordinatorResponse: Sendable {
    /// `ThrottleTimeMs`: int32, versions 1-6; left out silently where a version lacks it.
    package var throttleTimeMs: Int32
    /// `ErrorCode`: int16 error code, versions 0-3.
    package var errorCode: ErrorCode
    /// `ErrorMessage`: string, versions 1-3, may be null; left out silently where a version lacks it.
    package var errorMessage: String?
    /// `NodeId`: int32, versions 0-3.
    package var nodeId: Int32
    /// `Host`: string, versions 0-3.
    package var host: String
    /// `Port`: int32, versions 0-3.
    package var port: Int32
    /// `Coordinators`: array of `Coordinator`, versions 4-6.
    package var coordinators: [Coordinator]

    /// Every field, each with its default.
    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = "",
        nodeId: Int32 = 0,
        host: String = "",
        port: Int32 = 0,
        coordinators: [Coordinator] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.nodeId = nodeId
        self.host = host
        self.port = port
        self.coordinators = coordinators
    }
}

extension FindCoordinatorResponse {
    /// `Coordinator` inside `FindCoordinatorResponse`, versions 4-6.
    package struct Coordinator: Sendable {
        /// `Key`: string.
        package var key: String
        /// `NodeId`: int32.
        package var nodeId: Int32
        /// `Host`: string.
        package var host: String
        /// `Port`: int32.
        package var port: Int32
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `ErrorMessage`: string, may be null.
        package var errorMessage: String?

        /// Every field, each with its default.
        package init(
            key: String = "",
            nodeId: Int32 = 0,
            host: String = "",
            port: Int32 = 0,
            errorCode: ErrorCode = .none,
            errorMessage: String? = ""
        ) {
            self.key = key
            self.nodeId = nodeId
            self.host = host
            self.port = port
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }
    }
}

extension FindCoordinatorResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...6, flexible: version >= 3, version: version)
        if version >= 1 { throttleTimeMs = reader.int32() }
        if version <= 3 { errorCode = reader.errorCode() }
        if version >= 1 && version <= 3 { errorMessage = reader.nullableString() }
        if version <= 3 { nodeId = reader.int32() }
        if version <= 3 { host = reader.string() }
        if version <= 3 { port = reader.int32() }
        if version >= 4 { coordinators = reader.structs(minimum: 14, version: version) }
        reader.skipTags()
    }
}

extension FindCoordinatorResponse.Coordinator: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        key = reader.string()
        nodeId = reader.int32()
        host = reader.string()
        port = reader.int32()
        errorCode = reader.errorCode()
        errorMessage = reader.nullableString()
        reader.skipTags()
    }
}
