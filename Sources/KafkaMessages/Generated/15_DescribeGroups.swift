// Made by kafka-codegen from DescribeGroupsRequest.json and DescribeGroupsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `DescribeGroupsRequest` (API key 15), versions 0-6, flexible from 5.
package struct DescribeGroupsRequest: Sendable {
    /// `Groups`: array of string.
    package var groups: [String]
    /// `IncludeAuthorizedOperations`: bool, versions 3-6.
    package var includeAuthorizedOperations: Bool

    /// Every field, each with its default.
    package init(groups: [String] = [], includeAuthorizedOperations: Bool = false) {
        self.groups = groups
        self.includeAuthorizedOperations = includeAuthorizedOperations
    }
}

extension DescribeGroupsRequest: KafkaRequest {
    package typealias Response = DescribeGroupsResponse
    package static var apiKey: Int16 { 15 }
    package static var name: String { "DescribeGroups" }
    package static var versions: ClosedRange<Int16> { 0...6 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 5 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...6
        try writer.begin(all, flexible: version >= 5, message: "DescribeGroupsRequest", version: version)
        writer.stringArray(groups)
        if version >= 3 {
            writer.bool(includeAuthorizedOperations)
        } else if includeAuthorizedOperations {
            throw EncodingFailure.absent("DescribeGroupsRequest", "IncludeAuthorizedOperations", version)
        }
        writer.endStruct()
        try writer.end(message: "DescribeGroupsRequest", version: version)
    }
}

/// Kafka's `DescribeGroupsResponse` (API key 15), versions 0-6, flexible from 5.
package struct DescribeGroupsResponse: Sendable {
    /// `ThrottleTimeMs`: int32, versions 1-6; left out silently where a version lacks it.
    package var throttleTimeMs: Int32
    /// `Groups`: array of `DescribedGroup`.
    package var groups: [DescribedGroup]

    /// Every field, each with its default.
    package init(throttleTimeMs: Int32 = 0, groups: [DescribedGroup] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.groups = groups
    }
}

extension DescribeGroupsResponse {
    /// `DescribedGroup` inside `DescribeGroupsResponse`, versions 0-6.
    package struct DescribedGroup: Sendable {
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `ErrorMessage`: string, versions 6, may be null, default null.
        package var errorMessage: String?
        /// `GroupId`: string.
        package var groupId: String
        /// `GroupState`: string.
        package var groupState: String
        /// `ProtocolType`: string.
        package var protocolType: String
        /// `ProtocolData`: string.
        package var protocolData: String
        /// `Members`: array of `DescribedGroupMember`.
        package var members: [DescribedGroupMember]
        /// `AuthorizedOperations`: int32, versions 3-6, default -2147483648.
        package var authorizedOperations: Int32

        /// Every field, each with its default.
        package init(
            errorCode: ErrorCode = .none,
            errorMessage: String? = nil,
            groupId: String = "",
            groupState: String = "",
            protocolType: String = "",
            protocolData: String = "",
            members: [DescribedGroupMember] = [],
            authorizedOperations: Int32 = -2147483648
        ) {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.groupId = groupId
            self.groupState = groupState
            self.protocolType = protocolType
            self.protocolData = protocolData
            self.members = members
            self.authorizedOperations = authorizedOperations
        }
    }
}

extension DescribeGroupsResponse {
    /// `DescribedGroupMember` inside `DescribeGroupsResponse`, versions 0-6.
    package struct DescribedGroupMember: Sendable {
        /// `MemberId`: string.
        package var memberId: String
        /// `GroupInstanceId`: string, versions 4-6, may be null, default null; left out silently where a version lacks it.
        package var groupInstanceId: String?
        /// `ClientId`: string.
        package var clientId: String
        /// `ClientHost`: string.
        package var clientHost: String
        /// `MemberMetadata`: bytes.
        package var memberMetadata: [UInt8]
        /// `MemberAssignment`: bytes.
        package var memberAssignment: [UInt8]

        /// Every field, each with its default.
        package init(
            memberId: String = "",
            groupInstanceId: String? = nil,
            clientId: String = "",
            clientHost: String = "",
            memberMetadata: [UInt8] = [],
            memberAssignment: [UInt8] = []
        ) {
            self.memberId = memberId
            self.groupInstanceId = groupInstanceId
            self.clientId = clientId
            self.clientHost = clientHost
            self.memberMetadata = memberMetadata
            self.memberAssignment = memberAssignment
        }
    }
}

extension DescribeGroupsResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...6, flexible: version >= 5, version: version)
        if version >= 1 { throttleTimeMs = reader.int32() }
        groups = reader.structs(minimum: 12, version: version)
        reader.skipTags()
    }
}

extension DescribeGroupsResponse.DescribedGroup: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        errorCode = reader.errorCode()
        if version == 6 { errorMessage = reader.nullableString() }
        groupId = reader.string()
        groupState = reader.string()
        protocolType = reader.string()
        protocolData = reader.string()
        members = reader.structs(minimum: 7, version: version)
        if version >= 3 { authorizedOperations = reader.int32() }
        reader.skipTags()
    }
}

extension DescribeGroupsResponse.DescribedGroupMember: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        memberId = reader.string()
        if version >= 4 { groupInstanceId = reader.nullableString() }
        clientId = reader.string()
        clientHost = reader.string()
        memberMetadata = reader.byteArray()
        memberAssignment = reader.byteArray()
        reader.skipTags()
    }
}
