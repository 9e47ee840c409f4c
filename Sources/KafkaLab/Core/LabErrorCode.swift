/// The error codes of the protocol that the lab answers with, under Kafka's names.
package enum LabErrorCode: Int16, Error, CaseIterable {
    case unknownServerError = -1
    case none = 0
    case offsetOutOfRange = 1
    case corruptMessage = 2
    case unknownTopicOrPartition = 3
    case leaderNotAvailable = 5
    case notLeaderOrFollower = 6
    case requestTimedOut = 7
    case replicaNotAvailable = 9
    case coordinatorLoadInProgress = 14
    case coordinatorNotAvailable = 15
    case notCoordinator = 16
    case invalidTopic = 17
    case notEnoughReplicas = 19
    case illegalGeneration = 22
    case invalidGroupID = 24
    case unknownMemberID = 25
    case rebalanceInProgress = 27
    case unsupportedVersion = 35
    case invalidReplicationFactor = 38
    case invalidReplicaAssignment = 39
    case invalidConfig = 40
    case notController = 41
    case invalidRequest = 42
    case unsupportedForMessageFormat = 43
    case policyViolation = 44
    case storageError = 56
    case groupIDNotFound = 69
    case fencedLeaderEpoch = 74
    case unknownLeaderEpoch = 75
    case preferredLeaderNotAvailable = 80
    case fencedInstanceID = 82
    case eligibleLeadersNotAvailable = 83
    case electionNotNeeded = 84
    case noReassignmentInProgress = 85
    case invalidRecord = 87
    case unknownTopicID = 100
    case mismatchedEndpointType = 114
    case unsupportedEndpointType = 115

    /// What a broker would say beside the code; nil where it says nothing.
    var message: String? {
        switch self {
        case .none: nil
        case .unknownTopicOrPartition: "This server does not host this topic-partition."
        case .invalidReplicaAssignment: "The replica assignment is not possible."
        case .noReassignmentInProgress: "No partition reassignment is in progress."
        case .electionNotNeeded: "Leader election not needed for topic partition."
        case .preferredLeaderNotAvailable: "The preferred leader was not available."
        case .eligibleLeadersNotAvailable: "No eligible leader is available."
        default: "The lab answered \(rawValue)."
        }
    }
}
