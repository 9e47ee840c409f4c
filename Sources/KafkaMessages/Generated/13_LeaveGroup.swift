// Made by kafka-codegen from LeaveGroupRequest.json and LeaveGroupResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `LeaveGroupRequest` (API key 13), versions 0-5, flexible from 4.
package struct LeaveGroupRequest: Sendable {
    /// `GroupId`: string.
    package var groupId: String
    /// `MemberId`: string, versions 0-2.
    package var memberId: String
    /// `Members`: array of `MemberIdentity`, versions 3-5.
    package var members: [MemberIdentity]

    /// Every field, each with its default.
    package init(groupId: String = "", memberId: String = "", members: [MemberIdentity] = []) {
        self.groupId = groupId
        self.memberId = memberId
        self.members = members
    }
}

extension LeaveGroupRequest {
    /// `MemberIdentity` inside `LeaveGroupRequest`, versions 3-5.
    package struct MemberIdentity: Sendable {
        /// `MemberId`: string.
        package var memberId: String
        /// `GroupInstanceId`: string, may be null, default null.
        package var groupInstanceId: String?
        /// `Reason`: string, versions 5, may be null, default null; left out silently where a version lacks it.
        package var reason: String?

        /// Every field, each with its default.
        package init(memberId: String = "", groupInstanceId: String? = nil, reason: String? = nil) {
            self.memberId = memberId
            self.groupInstanceId = groupInstanceId
            self.reason = reason
        }
    }
}

extension LeaveGroupRequest: KafkaRequest {
    package typealias Response = LeaveGroupResponse
    package static var apiKey: Int16 { 13 }
    package static var name: String { "LeaveGroup" }
    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...5
        try writer.begin(all, flexible: version >= 4, message: "LeaveGroupRequest", version: version)
        writer.string(groupId)
        if version <= 2 {
            writer.string(memberId)
        } else if !memberId.isEmpty {
            throw EncodingFailure.absent("LeaveGroupRequest", "MemberId", version)
        }
        if version >= 3 {
            try writer.structs(members, version: version)
        } else if !members.isEmpty {
            throw EncodingFailure.absent("LeaveGroupRequest", "Members", version)
        }
        writer.endStruct()
        try writer.end(message: "LeaveGroupRequest", version: version)
    }
}

extension LeaveGroupRequest.MemberIdentity: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(memberId)
        writer.nullableString(groupInstanceId)
        if version == 5 {
            writer.nullableString(reason)
        }
        writer.endStruct()
    }
}

/// Kafka's `LeaveGroupResponse` (API key 13), versions 0-5, flexible from 4.
package struct LeaveGroupResponse: Sendable {
    /// `ThrottleTimeMs`: int32, versions 1-5; left out silently where a version lacks it.
    package var throttleTimeMs: Int32
    /// `ErrorCode`: int16 error code.
    package var errorCode: ErrorCode
    /// `Members`: array of `MemberResponse`, versions 3-5.
    package var members: [MemberResponse]

    /// Every field, each with its default.
    package init(throttleTimeMs: Int32 = 0, errorCode: ErrorCode = .none, members: [MemberResponse] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.members = members
    }
}

extension LeaveGroupResponse {
    /// `MemberResponse` inside `LeaveGroupResponse`, versions 3-5.
    package struct MemberResponse: Sendable {
        /// `MemberId`: string.
        package var memberId: String
        /// `GroupInstanceId`: string, may be null.
        package var groupInstanceId: String?
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode

        /// Every field, each with its default.
        package init(memberId: String = "", groupInstanceId: String? = "", errorCode: ErrorCode = .none) {
            self.memberId = memberId
            self.groupInstanceId = groupInstanceId
            self.errorCode = errorCode
        }
    }
}

extension LeaveGroupResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...5, flexible: version >= 4, version: version)
        if version >= 1 { throttleTimeMs = reader.int32() }
        errorCode = reader.errorCode()
        if version >= 3 { members = reader.structs(minimum: 5, version: version) }
        reader.skipTags()
    }
}

extension LeaveGroupResponse.MemberResponse: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        memberId = reader.string()
        groupInstanceId = reader.nullableString()
        errorCode = reader.errorCode()
        reader.skipTags()
    }
}
