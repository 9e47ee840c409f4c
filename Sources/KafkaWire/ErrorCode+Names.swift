// The error codes of Kafka 4.3: names and classes as Kafka's `Errors` has them, meanings in our own words.

extension ErrorCode {
    /// -1: unclassified broker-side failure; outcome unknown, re-read state.
    package static let unknownServerError = ErrorCode(-1)
    /// 0: success.
    package static let none = ErrorCode(0)
    /// 1: offset outside log start..end.
    package static let offsetOutOfRange = ErrorCode(1)
    /// 2: batch failed checksum or structure check.
    package static let corruptMessage = ErrorCode(2)
    /// 3: topic or partition not known to this node (may be stale metadata, deletion, or not yet propagated).
    package static let unknownTopicOrPartition = ErrorCode(3)
    /// 4: fetch size not acceptable.
    package static let invalidFetchSize = ErrorCode(4)
    /// 5: partition has no leader right now.
    package static let leaderNotAvailable = ErrorCode(5)
    /// 6: node is not the leader (or not a replica) of the partition.
    package static let notLeaderOrFollower = ErrorCode(6)
    /// 7: gave up waiting; the action may still take effect.
    package static let requestTimedOut = ErrorCode(7)
    /// 8: broker not reachable as coordinator/leader.
    package static let brokerNotAvailable = ErrorCode(8)
    /// 9: replica not hosted or not usable on that broker.
    package static let replicaNotAvailable = ErrorCode(9)
    /// 10: record batch above message.max.bytes.
    package static let messageTooLarge = ErrorCode(10)
    /// 11: controller epoch out of date (ZooKeeper-era).
    package static let staleControllerEpoch = ErrorCode(11)
    /// 12: commit metadata string too long.
    package static let offsetMetadataTooLarge = ErrorCode(12)
    /// 13: client-side marker for a dropped connection; never sent on the wire.
    package static let networkException = ErrorCode(13)
    /// 14: coordinator is still reading its log partition.
    package static let coordinatorLoadInProgress = ErrorCode(14)
    /// 15: coordinator partition has no usable leader, or coordinator not started.
    package static let coordinatorNotAvailable = ErrorCode(15)
    /// 16: this broker does not lead the coordinator partition for the key.
    package static let notCoordinator = ErrorCode(16)
    /// 17: topic name illegal, colliding, or internal.
    package static let invalidTopicException = ErrorCode(17)
    /// 18: batch larger than segment size.
    package static let recordListTooLarge = ErrorCode(18)
    /// 19: acks=all refused before append: ISR smaller than min.insync.replicas.
    package static let notEnoughReplicas = ErrorCode(19)
    /// 20: appended locally, but ISR fell below min.insync.replicas before it was acknowledged; record may survive.
    package static let notEnoughReplicasAfterAppend = ErrorCode(20)
    /// 21: acks value not -1, 0 or 1.
    package static let invalidRequiredAcks = ErrorCode(21)
    /// 22: classic-group generation does not match.
    package static let illegalGeneration = ErrorCode(22)
    /// 23: member offers no protocol the group shares.
    package static let inconsistentGroupProtocol = ErrorCode(23)
    /// 24: group id empty or illegal.
    package static let invalidGroupID = ErrorCode(24)
    /// 25: member id not in the group.
    package static let unknownMemberID = ErrorCode(25)
    /// 26: session timeout outside broker bounds.
    package static let invalidSessionTimeout = ErrorCode(26)
    /// 27: group is rebalancing; member must rejoin.
    package static let rebalanceInProgress = ErrorCode(27)
    /// 28: offset commit record too big.
    package static let invalidCommitOffsetSize = ErrorCode(28)
    /// 29: no permission on topic.
    package static let topicAuthorizationFailed = ErrorCode(29)
    /// 30: no permission on group.
    package static let groupAuthorizationFailed = ErrorCode(30)
    /// 31: no permission on cluster.
    package static let clusterAuthorizationFailed = ErrorCode(31)
    /// 32: record timestamp out of bounds.
    package static let invalidTimestamp = ErrorCode(32)
    /// 33: SASL mechanism not enabled (list of enabled ones follows).
    package static let unsupportedSaslMechanism = ErrorCode(33)
    /// 34: SASL request out of order.
    package static let illegalSaslState = ErrorCode(34)
    /// 35: API version or feature level not supported here.
    package static let unsupportedVersion = ErrorCode(35)
    /// 36: topic name already taken.
    package static let topicAlreadyExists = ErrorCode(36)
    /// 37: partition count invalid (or not an increase).
    package static let invalidPartitions = ErrorCode(37)
    /// 38: replication factor invalid or not satisfiable with usable brokers.
    package static let invalidReplicationFactor = ErrorCode(38)
    /// 39: replica list invalid (unknown broker, duplicate, empty, all fenced).
    package static let invalidReplicaAssignment = ErrorCode(39)
    /// 40: config name or value rejected.
    package static let invalidConfig = ErrorCode(40)
    /// 41: node is not the active controller.
    package static let notController = ErrorCode(41)
    /// 42: request contents contradictory or malformed.
    package static let invalidRequest = ErrorCode(42)
    /// 43: operation impossible with the on-disk message format.
    package static let unsupportedForMessageFormat = ErrorCode(43)
    /// 44: refused by a configured policy plug-in or topic policy.
    package static let policyViolation = ErrorCode(44)
    /// 45: idempotent producer sequence gap.
    package static let outOfOrderSequenceNumber = ErrorCode(45)
    /// 46: sequence already written.
    package static let duplicateSequenceNumber = ErrorCode(46)
    /// 47: producer epoch older than the latest.
    package static let invalidProducerEpoch = ErrorCode(47)
    /// 48: transaction operation not legal in current state.
    package static let invalidTxnState = ErrorCode(48)
    /// 49: producer id does not belong to this transactional id.
    package static let invalidProducerIDMapping = ErrorCode(49)
    /// 50: transaction timeout above transaction.max.timeout.ms.
    package static let invalidTransactionTimeout = ErrorCode(50)
    /// 51: another operation on the same transactional id is still finishing.
    package static let concurrentTransactions = ErrorCode(51)
    /// 52: marker carries an older coordinator epoch.
    package static let transactionCoordinatorFenced = ErrorCode(52)
    /// 53: no permission on transactional id.
    package static let transactionalIDAuthorizationFailed = ErrorCode(53)
    /// 54: no authorizer configured.
    package static let securityDisabled = ErrorCode(54)
    /// 55: operation skipped (batch or dependency failed).
    package static let operationNotAttempted = ErrorCode(55)
    /// 56: log directory failure on the broker.
    package static let kafkaStorageError = ErrorCode(56)
    /// 57: named log directory is not configured.
    package static let logDirNotFound = ErrorCode(57)
    /// 58: SASL credentials refused.
    package static let saslAuthenticationFailed = ErrorCode(58)
    /// 59: broker has no state left for the producer id.
    package static let unknownProducerID = ErrorCode(59)
    /// 60: a reassignment of the partition is running.
    package static let reassignmentInProgress = ErrorCode(60)
    /// 61: delegation tokens not enabled.
    package static let delegationTokenAuthDisabled = ErrorCode(61)
    /// 62: delegation token unknown.
    package static let delegationTokenNotFound = ErrorCode(62)
    /// 63: caller is not owner or renewer of the token.
    package static let delegationTokenOwnerMismatch = ErrorCode(63)
    /// 64: token request not allowed on this channel.
    package static let delegationTokenRequestNotAllowed = ErrorCode(64)
    /// 65: no permission on token.
    package static let delegationTokenAuthorizationFailed = ErrorCode(65)
    /// 66: token expired.
    package static let delegationTokenExpired = ErrorCode(66)
    /// 67: principal type not supported.
    package static let invalidPrincipalType = ErrorCode(67)
    /// 68: group still has members.
    package static let nonEmptyGroup = ErrorCode(68)
    /// 69: group does not exist (or is of another type).
    package static let groupIDNotFound = ErrorCode(69)
    /// 70: fetch session forgotten by broker; restart with epoch 0.
    package static let fetchSessionIDNotFound = ErrorCode(70)
    /// 71: fetch session epoch out of step.
    package static let invalidFetchSessionEpoch = ErrorCode(71)
    /// 72: leader has no endpoint on the listener used.
    package static let listenerNotFound = ErrorCode(72)
    /// 73: delete.topic.enable is false.
    package static let topicDeletionDisabled = ErrorCode(73)
    /// 74: caller's leader epoch is older than the broker's.
    package static let fencedLeaderEpoch = ErrorCode(74)
    /// 75: caller's leader epoch is newer than the broker's.
    package static let unknownLeaderEpoch = ErrorCode(75)
    /// 76: compression codec not allowed for this version.
    package static let unsupportedCompressionType = ErrorCode(76)
    /// 77: broker epoch out of date (broker re-registered).
    package static let staleBrokerEpoch = ErrorCode(77)
    /// 78: new leader has not yet re-established the high watermark.
    package static let offsetNotAvailable = ErrorCode(78)
    /// 79: join again with the member id given in the response.
    package static let memberIDRequired = ErrorCode(79)
    /// 80: preferred replica is not in sync or not alive; leader unchanged.
    package static let preferredLeaderNotAvailable = ErrorCode(80)
    /// 81: group is full.
    package static let groupMaxSizeReached = ErrorCode(81)
    /// 82: another member took over the static instance id.
    package static let fencedInstanceID = ErrorCode(82)
    /// 83: no live replica that may become leader.
    package static let eligibleLeadersNotAvailable = ErrorCode(83)
    /// 84: leader already satisfies the request; nothing changed.
    package static let electionNotNeeded = ErrorCode(84)
    /// 85: nothing to cancel: no reassignment running.
    package static let noReassignmentInProgress = ErrorCode(85)
    /// 86: topic still subscribed by the group; its offsets stay.
    package static let groupSubscribedToTopic = ErrorCode(86)
    /// 87: record rejected by validation.
    package static let invalidRecord = ErrorCode(87)
    /// 88: transactional offset commits still undecided.
    package static let unstableOffsetCommit = ErrorCode(88)
    /// 89: controller mutation quota exceeded; retry after throttle time.
    package static let throttlingQuotaExceeded = ErrorCode(89)
    /// 90: newer producer with same transactional id exists.
    package static let producerFenced = ErrorCode(90)
    /// 91: referenced resource does not exist.
    package static let resourceNotFound = ErrorCode(91)
    /// 92: same resource named twice in one request.
    package static let duplicateResource = ErrorCode(92)
    /// 93: SCRAM credential parameters not acceptable.
    package static let unacceptableCredential = ErrorCode(93)
    /// 94: Raft voter sets disagree.
    package static let inconsistentVoterSet = ErrorCode(94)
    /// 95: partition epoch or feature version given is not acceptable.
    package static let invalidUpdateVersion = ErrorCode(95)
    /// 96: feature update failed.
    package static let featureUpdateFailed = ErrorCode(96)
    /// 97: forwarded principal could not be decoded.
    package static let principalDeserializationFailure = ErrorCode(97)
    /// 98: metadata snapshot not available.
    package static let snapshotNotFound = ErrorCode(98)
    /// 99: snapshot read position invalid.
    package static let positionOutOfRange = ErrorCode(99)
    /// 100: topic id not known to this node.
    package static let unknownTopicID = ErrorCode(100)
    /// 101: broker id already registered by a live incarnation.
    package static let duplicateBrokerRegistration = ErrorCode(101)
    /// 102: broker id not registered.
    package static let brokerIDNotRegistered = ErrorCode(102)
    /// 103: log's topic id differs from request.
    package static let inconsistentTopicID = ErrorCode(103)
    /// 104: cluster id differs.
    package static let inconsistentClusterID = ErrorCode(104)
    /// 105: transactional id not known.
    package static let transactionalIDNotFound = ErrorCode(105)
    /// 106: topic id problem inside a fetch session.
    package static let fetchSessionTopicIDError = ErrorCode(106)
    /// 107: proposed ISR contains a fenced/shutting-down/unknown broker.
    package static let ineligibleReplica = ErrorCode(107)
    /// 108: ISR change accepted but leadership moved (reassignment finished).
    package static let newLeaderElected = ErrorCode(108)
    /// 109: offset now only in remote storage.
    package static let offsetMovedToTieredStorage = ErrorCode(109)
    /// 110: member epoch fenced; rejoin with epoch 0.
    package static let fencedMemberEpoch = ErrorCode(110)
    /// 111: static instance id not released yet.
    package static let unreleasedInstanceID = ErrorCode(111)
    /// 112: assignor not offered by broker.
    package static let unsupportedAssignor = ErrorCode(112)
    /// 113: member epoch behind; wait for next heartbeat.
    package static let staleMemberEpoch = ErrorCode(113)
    /// 114: request reached a broker endpoint instead of controller, or vice versa.
    package static let mismatchedEndpointType = ErrorCode(114)
    /// 115: endpoint type not supported yet.
    package static let unsupportedEndpointType = ErrorCode(115)
    /// 116: controller id unknown.
    package static let unknownControllerID = ErrorCode(116)
    /// 117: telemetry subscription id stale.
    package static let unknownSubscriptionID = ErrorCode(117)
    /// 118: telemetry payload too big.
    package static let telemetryTooLarge = ErrorCode(118)
    /// 119: broker/controller registration not valid.
    package static let invalidRegistration = ErrorCode(119)
    /// 120: transaction must be aborted by the client.
    package static let transactionAbortable = ErrorCode(120)
    /// 121: share acknowledgement refused in present record state.
    package static let invalidRecordState = ErrorCode(121)
    /// 122: share session unknown.
    package static let shareSessionNotFound = ErrorCode(122)
    /// 123: share session epoch out of step.
    package static let invalidShareSessionEpoch = ErrorCode(123)
    /// 124: share state epoch older than current.
    package static let fencedStateEpoch = ErrorCode(124)
    /// 125: Raft voter key does not match receiver.
    package static let invalidVoterKey = ErrorCode(125)
    /// 126: voter already in the set.
    package static let duplicateVoter = ErrorCode(126)
    /// 127: voter not in the set.
    package static let voterNotFound = ErrorCode(127)
    /// 128: regular expression not accepted.
    package static let invalidRegularExpression = ErrorCode(128)
    /// 129: client metadata too old; bootstrap again.
    package static let rebootstrapRequired = ErrorCode(129)
    /// 130: streams topology invalid.
    package static let streamsInvalidTopology = ErrorCode(130)
    /// 131: streams topology epoch invalid.
    package static let streamsInvalidTopologyEpoch = ErrorCode(131)
    /// 132: streams topology epoch outdated.
    package static let streamsTopologyFenced = ErrorCode(132)
    /// 133: too many share sessions on broker.
    package static let shareSessionLimitReached = ErrorCode(133)
}
