// Made by kafka-codegen from ListGroupsRequest.json and ListGroupsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `ListGroupsRequest` (API key 16), versions 0-5, flexible from 3.
package struct ListGroupsRequest: Sendable {
    /// `StatesFilter`: array of string, versions 4-5.
    package var statesFilter: [String]
    /// `TypesFilter`: array of string, versions 5.
    package var typesFilter: [String]

    /// Every field, each with its default.
    package init(statesFilter: [String] = [], typesFilter: [String] = []) {
        self.statesFilter = statesFilter
        self.typesFilter = typesFilter
    }
}

extension ListGroupsRequest: KafkaRequest {
    package typealias Response = ListGroupsResponse
    package static var apiKey: Int16 { 16 }
    package static var name: String { "ListGroups" }
    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...5
        try writer.begin(all, flexible: version >= 3, message: "ListGroupsRequest", version: version)
        if version >= 4 {
            writer.stringArray(statesFilter)
        } else if !statesFilter.isEmpty {
            throw EncodingFailure.absent("ListGroupsRequest", "StatesFilter", version)
        }
        if version == 5 {
            writer.stringArray(typesFilter)
        } else if !typesFilter.isEmpty {
            throw EncodingFailure.absent("ListGroupsRequest", "TypesFilter", version)
        }
        writer.endStruct()
        try writer.end(message: "ListGroupsRequest", version: version)
    }
}

/// Kafka's `ListGroupsResponse` (API key 16), versions 0-5, flexible from 3.
package struct ListGroupsResponse: Sendable {
    /// `ThrottleTimeMs`: int32, versions 1-5; left out silently where a version lacks it.
    package var throttleTimeMs: Int32
    /// `ErrorCode`: int16 error code.
    package var errorCode: ErrorCode
    /// `Groups`: array of `ListedGroup`.
    package var groups: [ListedGroup]

    /// Every field, each with its default.
    package init(throttleTimeMs: Int32 = 0, errorCode: ErrorCode = .none, groups: [ListedGroup] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.groups = groups
    }
}

extension ListGroupsResponse {
    /// `ListedGroup` inside `ListGroupsResponse`, versions 0-5.
    package struct ListedGroup: Sendable {
        /// `GroupId`: string.
        package var groupId: String
        /// `ProtocolType`: string.
        package var protocolType: String
        /// `GroupState`: string, versions 4-5; left out silently where a version lacks it.
        package var groupState: String
        /// `GroupType`: string, versions 5; left out silently where a version lacks it.
        package var groupType: String

        /// Every field, each with its default.
        package init(groupId: String = "", protocolType: String = "", groupState: String = "", groupType: String = "") {
            self.groupId = groupId
            self.protocolType = protocolType
            self.groupState = groupState
            self.groupType = groupType
        }
    }
}

extension ListGroupsResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...5, flexible: version >= 3, version: version)
        if version >= 1 { throttleTimeMs = reader.int32() }
        errorCode = reader.errorCode()
        groups = reader.structs(minimum: 3, version: version)
        reader.skipTags()
    }
}

extension ListGroupsResponse.ListedGroup: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        groupId = reader.string()
        protocolType = reader.string()
        if version >= 4 { groupState = reader.string() }
        if version == 5 { groupType = reader.string() }
        reader.skipTags()
    }
}
