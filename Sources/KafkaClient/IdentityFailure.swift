import Network

/// Whoever answers at an address is not, or is not proved to be, the one that was asked.
package enum IdentityFailure: Error, Hashable, Sendable {
    /// A broker of another cluster.
    case otherCluster(told: String, wanted: String)
    /// Nobody can tell which cluster it is of: a clause says why.
    case noCluster(String)
    /// Another broker of the cluster, which may have told its id.
    case otherBroker(wanted: BrokerID, told: BrokerID?)
    /// It may be the broker, or not: a clause says why that cannot be told.
    case unproved(BrokerID, String)
    /// The same, for this identity may not describe the configs of brokers.
    case notAuthorised(BrokerID)

    /// Whether nothing speaks for its being another: it could not be found out.
    package var isOpen: Bool {
        switch self {
        case .otherCluster, .noCluster, .otherBroker: false
        case .unproved, .notAuthorised: true
        }
    }

    /// One sentence without a full stop: "who answers at b2:9092 is not broker 2, but broker 1".
    package func text(at address: String) -> String {
        switch self {
        case .otherCluster(let told, let wanted): "who answers at \(address) is of cluster \(told), not of \(wanted)"
        case .noCluster(let why): "which cluster it is of who answers at \(address) is not known: \(why)"
        case .otherBroker(let wanted, let told?): "who answers at \(address) is not broker \(wanted), but broker \(told)"
        case .otherBroker(let wanted, nil): "who answers at \(address) is not broker \(wanted)"
        case .unproved(let wanted, let why): "who answers at \(address) is not proved to be broker \(wanted): \(why)"
        case .notAuthorised(let wanted):
            "who answers at \(address) is not proved to be broker \(wanted) (not authorised: DESCRIBE_CONFIGS on the cluster)"
        }
    }
}
