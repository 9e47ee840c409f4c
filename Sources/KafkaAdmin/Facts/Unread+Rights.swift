import KafkaWire

/// What could not be read because the identity may not.
extension Unread {
    /// True where the cluster says that the identity may not.
    package var isNotAuthorised: Bool { kind == .notAuthorised }

    /// The identity may not: which right it lacks. Rights hold at every broker alike, so that none is named.
    package static func lacking(_ right: Right, error: ErrorCode? = nil, _ consequence: String = "") -> Unread {
        var why = Unread("\(consequence.isEmpty ? "" : "\(consequence) (")not authorised: \(right)\(consequence.isEmpty ? "" : ")")")
        why.error = error
        why.kind = .notAuthorised
        return why
    }

    /// Kafka said no: where it is for want of a right, which one, else its name of the error and its words.
    package init(broker: Int?, _ error: ErrorCode, _ message: String? = nil, lacking right: Right) {
        self = error.isNotAuthorised ? .lacking(right, error: error) : Unread(broker: broker, error, message)
    }
}

extension ErrorCode {
    /// Whether the identity lacks a right.
    package var isNotAuthorised: Bool {
        switch self {
        case .topicAuthorizationFailed, .groupAuthorizationFailed, .clusterAuthorizationFailed, .transactionalIDAuthorizationFailed,
            .delegationTokenAuthorizationFailed:
            true
        default: false
        }
    }
}
