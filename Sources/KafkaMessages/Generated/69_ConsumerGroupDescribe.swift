// Made by kafka-codegen from ConsumerGroupDescribeRequest.json and ConsumerGroupDescribeResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `ConsumerGroupDescribeRequest` (API key 69), versions 0-1, flexible from 0.
package struct ConsumerGroupDescribeRequest: Sendable {
    /// `GroupIds`: array of string.
    package var groupIds: [String]
    /// `IncludeAuthorizedOperations`: bool.
    package var includeAuthorizedOperations: Bool

    /// Every field, each with its default.
    package init(groupIds: [String] = [], includeAuthorizedOperations: Bool = false) {
        self.groupIds = groupIds
        self.includeAuthorizedOperations = includeAuthorizedOperations
    }
}

extension ConsumerGroupDescribeRequest: KafkaRequest {
    package typealias Response = ConsumerGroupDescribeResponse
    package static var apiKey: Int16 { 69 }
    package static var name: String { "ConsumerGroupDescribe" }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...1
        try writer.begin(all, flexible: true, message: "ConsumerGroupDescribeRequest", version: version)
        writer.stringArray(groupIds)
        writer.bool(includeAuthorizedOperations)
        writer.endStruct()
        try writer.end(message: "ConsumerGroupDescribeRequest", version: version)
    }
}

/// Kafka's `ConsumerGroupDescribeResponse` (API key 69), versions 0-1, flexible from 0.
package struct ConsumerGroupDescribeResponse: Sendable {
    /// `ThrottleTimeMs`: int32.
    package var throttleTimeMs: Int32
    /// `Groups`: array of `DescribedGroup`.
    package var groups: [DescribedGroup]

    /// Every field, each with its default.
    package init(throttleTimeMs: Int32 = 0, groups: [DescribedGroup] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.groups = groups
    }
}

extension ConsumerGroupDescribeResponse {
    /// `TopicPartitions` inside `ConsumerGroupDescribeResponse`, versions 0-1.
    package struct TopicPartitions: Sendable {
        /// `TopicId`: uuid.
        package var topicId: KafkaUUID
        /// `TopicName`: string.
        package var topicName: String
        /// `Partitions`: array of int32.
        package var partitions: [Int32]

        /// Every field, each with its default.
        package init(topicId: KafkaUUID = .zero, topicName: String = "", partitions: [Int32] = []) {
            self.topicId = topicId
            self.topicName = topicName
            self.partitions = partitions
        }
    }
}

extension ConsumerGroupDescribeResponse {
    /// `Assignment` inside `ConsumerGroupDescribeResponse`, versions 0-1.
    package struct Assignment: Sendable {
        /// `TopicPartitions`: array of `TopicPartitions`.
        package var topicPartitions: [TopicPartitions]

        /// Every field, each with its default.
        package init(topicPartitions: [TopicPartitions] = []) {
            self.topicPartitions = topicPartitions
        }
    }
}

extension ConsumerGroupDescribeResponse {
    /// `DescribedGroup` inside `ConsumerGroupDescribeResponse`, versions 0-1.
    package struct DescribedGroup: Sendable {
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `ErrorMessage`: string, may be null, default null.
        package var errorMessage: String?
        /// `GroupId`: string.
        package var groupId: String
        /// `GroupState`: string.
        package var groupState: String
        /// `GroupEpoch`: int32.
        package var groupEpoch: Int32
        /// `AssignmentEpoch`: int32.
        package var assignmentEpoch: Int32
        /// `AssignorName`: string.
        package var assignorName: String
        /// `Members`: array of `Member`.
        package var members: [Member]
        /// `AuthorizedOperations`: int32, default -2147483648.
        package var authorizedOperations: Int32

        /// Every field, each with its default.
        package init(
            errorCode: ErrorCode = .none,
            errorMessage: String? = nil,
            groupId: String = "",
            groupState: String = "",
            groupEpoch: Int32 = 0,
            assignmentEpoch: Int32 = 0,
            assignorName: String = "",
            members: [Member] = [],
            authorizedOperations: Int32 = -2147483648
        ) {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.groupId = groupId
            self.groupState = groupState
            self.groupEpoch = groupEpoch
            self.assignmentEpoch = assignmentEpoch
            self.assignorName = assignorName
            self.members = members
            self.authorizedOperations = authorizedOperations
        }
    }
}

extension ConsumerGroupDescribeResponse {
    /// `Member` inside `ConsumerGroupDescribeResponse`, versions 0-1.
    package struct Member: Sendable {
        /// `MemberId`: string.
        package var memberId: String
        /// `InstanceId`: string, may be null, default null.
        package var instanceId: String?
        /// `RackId`: string, may be null, default null.
        package var rackId: String?
        /// `MemberEpoch`: int32.
        package var memberEpoch: Int32
        /// `ClientId`: string.
        package var clientId: String
        /// `ClientHost`: string.
        package var clientHost: String
        /// `SubscribedTopicNames`: array of string.
        package var subscribedTopicNames: [String]
        /// `SubscribedTopicRegex`: string, may be null, default null.
        package var subscribedTopicRegex: String?
        /// `Assignment`: `Assignment`.
        package var assignment: Assignment
        /// `TargetAssignment`: `Assignment`.
        package var targetAssignment: Assignment
        /// `MemberType`: int8, versions 1, default -1; left out silently where a version lacks it.
        package var memberType: Int8

        /// Every field, each with its default.
        package init(
            memberId: String = "",
            instanceId: String? = nil,
            rackId: String? = nil,
            memberEpoch: Int32 = 0,
            clientId: String = "",
            clientHost: String = "",
            subscribedTopicNames: [String] = [],
            subscribedTopicRegex: String? = nil,
            assignment: Assignment = Assignment(),
            targetAssignment: Assignment = Assignment(),
            memberType: Int8 = -1
        ) {
            self.memberId = memberId
            self.instanceId = instanceId
            self.rackId = rackId
            self.memberEpoch = memberEpoch
            self.clientId = clientId
            self.clientHost = clientHost
            self.subscribedTopicNames = subscribedTopicNames
            self.subscribedTopicRegex = subscribedTopicRegex
            self.assignment = assignment
            self.targetAssignment = targetAssignment
            self.memberType = memberType
        }
    }
}

extension ConsumerGroupDescribeResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...1, flexible: true, version: version)
        throttleTimeMs = reader.int32()
        groups = reader.structs(minimum: 20, version: version)
        reader.skipTags()
    }
}

extension ConsumerGroupDescribeResponse.TopicPartitions: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        topicId = reader.uuid()
        topicName = reader.string()
        partitions = reader.int32Array()
        reader.skipTags()
    }
}

extension ConsumerGroupDescribeResponse.Assignment: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        topicPartitions = reader.structs(minimum: 19, version: version)
        reader.skipTags()
    }
}

extension ConsumerGroupDescribeResponse.DescribedGroup: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        errorCode = reader.errorCode()
        errorMessage = reader.nullableString()
        groupId = reader.string()
        groupState = reader.string()
        groupEpoch = reader.int32()
        assignmentEpoch = reader.int32()
        assignorName = reader.string()
        members = reader.structs(minimum: 16, version: version)
        authorizedOperations = reader.int32()
        reader.skipTags()
    }
}

extension ConsumerGroupDescribeResponse.Member: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        memberId = reader.string()
        instanceId = reader.nullableString()
        rackId = reader.nullableString()
        memberEpoch = reader.int32()
        clientId = reader.string()
        clientHost = reader.string()
        subscribedTopicNames = reader.stringArray()
        subscribedTopicRegex = reader.nullableString()
        assignment = ConsumerGroupDescribeResponse.Assignment(from: &reader, version: version)
        targetAssignment = ConsumerGroupDescribeResponse.Assignment(from: &reader, version: version)
        if version == 1 { memberType = reader.int8() }
        reader.skipTags()
    }
}
