// Made by kafka-codegen from FindCoordinatorRequest.json and FindCoordinatorResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension FindCoordinatorRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...6, flexible: version >= 3, version: version)
        if version <= 3 { key = reader.string() }
        if version >= 1 { keyType = reader.int8() }
        if version >= 4 { coordinatorKeys = reader.stringArray() }
        reader.skipTags()
    }
}

extension FindCoordinatorResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...6
        try writer.begin(all, flexible: version >= 3, message: "FindCoordinatorResponse", version: version)
        if version >= 1 {
            writer.int32(throttleTimeMs)
        }
        if version <= 3 {
            writer.errorCode(errorCode)
        } else if errorCode != .none {
            throw EncodingFailure.absent("FindCoordinatorResponse", "ErrorCode", version)
        }
        if version >= 1 && version <= 3 {
            writer.nullableString(errorMessage)
        }
        if version <= 3 {
            writer.int32(nodeId)
        } else if nodeId != 0 {
            throw EncodingFailure.absent("FindCoordinatorResponse", "NodeId", version)
        }
        if version <= 3 {
            writer.string(host)
        } else if !host.isEmpty {
            throw EncodingFailure.absent("FindCoordinatorResponse", "Host", version)
        }
        if version <= 3 {
            writer.int32(port)
        } else if port != 0 {
            throw EncodingFailure.absent("FindCoordinatorResponse", "Port", version)
        }
        if version >= 4 {
            try writer.structs(coordinators, version: version)
        } else if !coordinators.isEmpty {
            throw EncodingFailure.absent("FindCoordinatorResponse", "Coordinators", version)
        }
        writer.endStruct()
        try writer.end(message: "FindCoordinatorResponse", version: version)
    }
}

extension FindCoordinatorResponse.Coordinator: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(key)
        writer.int32(nodeId)
        writer.string(host)
        writer.int32(port)
        writer.errorCode(errorCode)
        writer.nullableString(errorMessage)
        writer.endStruct()
    }
}
