import KafkaClient
import KafkaMessages
import KafkaWire

/// LeaveGroup by an administrator (KIP-345): takes members out of a group, all in one request, so that there is one rebalance.
package enum LeaveGroup {
    /// A member as its coordinator knows it.
    package struct Leaving: Hashable, Sendable {
        package var id: String
        /// `group.instance.id`; nil: a dynamic member.
        package var instanceID: String?

        package init(id: String, instanceID: String?) {
            self.id = id
            self.instanceID = instanceID
        }
    }

    /// Asks once for all; an outcome for each, in order. `unknownMemberID` and `fencedInstanceID` come as refusals: the member with that id
    /// is not there any more. Brokers before 2.4 cannot be asked (`unsupportedVersion`).
    /// - Parameters:
    ///   - reason: what the broker's log says, 255 characters at most; from version 5 (Kafka 3.2) on.
    ///   - timeout: nanoseconds.
    package static func ask(
        _ members: [Leaving], of group: String, at coordinator: BrokerID, reason: String, by client: Client, timeout: Int
    ) -> [ChangeOutcome] {
        guard !members.isEmpty else { return [] }
        let timing = ChangeTiming(client, timeout: timeout)
        // A static member goes by both of its ids: one that has come back meanwhile under another id is left alone.
        let request = LeaveGroupRequest(
            groupId: group,
            members: members.map { .init(memberId: $0.id, groupInstanceId: $0.instanceID, reason: String(reason.prefix(255))) })
        let answer = client.ask(
            request, to: .broker(coordinator), deadline: timing.deadline, versions: 3...LeaveGroupRequest.versions.upperBound)
        switch answer {
        case .failure(let failure): return members.map { _ in ChangeOutcome(failure, client) }
        case .success(let answered): return read(answered.value, members, sentAt: client.wallMs(at: answered.arrival.sentAt))
        }
    }

    private static func read(_ response: LeaveGroupResponse, _ members: [Leaving], sentAt: Int) -> [ChangeOutcome] {
        guard response.errorCode.isSuccess else {
            return members.map { _ in ChangeOutcome(ofGroup: response.errorCode, sentAt: sentAt) }
        }
        var found: [NameKey: ChangeOutcome] = [:]
        for row in response.members { found[row.memberId] = ChangeOutcome(ofGroup: row.errorCode, sentAt: sentAt) }
        return members.map { found[$0.id] ?? .unknown("the answer leaves member \($0.id) out", lastByteLeft: sentAt) }
    }
}
