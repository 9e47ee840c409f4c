import KafkaMessages
import KafkaWire
import Network
import Platform

/// Who coordinates what: FindCoordinator, batched (v4 and later, KIP-699) or one key a request.
extension Client {
    /// What has a coordinator.
    package enum CoordinatorKind: Int8, Sendable {
        /// A group.
        case group = 0
        /// A transactional id.
        case transaction = 1
    }

    /// Why a key has no coordinator.
    package enum CoordinatorFailure: Error, Equatable, Sendable, CustomStringConvertible {
        /// The request itself failed.
        case request(RequestFailure)
        /// The broker has no coordinator for this key now.
        case refused(ErrorCode, message: String?)

        /// One sentence without a full stop.
        package var description: String {
            switch self {
            case .request(let failure): failure.description
            case .refused(let code, let message):
                "no coordinator (\(code.name)): \(message.flatMap { $0.isEmpty ? nil : $0 } ?? code.meaning)"
            }
        }
    }

    /// Finds the coordinators of keys: an entry for each. Coordinators that are still loading, or being chosen, are asked for again until
    /// `patience` is over or the deadline has come.
    package func findCoordinators(
        _ keys: [String], _ kind: CoordinatorKind = .group, deadline: Instant, patience: Duration = .seconds(1)
    ) -> [NameKey: Result<BrokerID, CoordinatorFailure>] {
        var found: [NameKey: Result<BrokerID, CoordinatorFailure>] = [:]
        let patient = min(deadline, loop.now.advanced(by: patience))
        var rest = keys.distinctSorted()
        var wait = Duration.milliseconds(50)
        while !rest.isEmpty {
            found.merge(findOnce(rest, kind, deadline)) { $1 }
            rest = rest.filter { key in
                if case .failure(.refused(let code, _))? = found[key] { code.isRetriable } else { false }
            }
            let again = loop.now.advanced(by: wait)
            if rest.isEmpty || again >= patient || pause(until: again) == .interrupted { break }
            wait = min(wait * 2, .milliseconds(400))
        }
        return found
    }

    private func findOnce(_ keys: [String], _ kind: CoordinatorKind, _ deadline: Instant)
        -> [NameKey: Result<BrokerID, CoordinatorFailure>]
    {
        let batched = FindCoordinatorRequest(keyType: kind.rawValue, coordinatorKeys: keys)
        switch take(send(batched, deadline: deadline, versions: 4...FindCoordinatorRequest.versions.upperBound)) {
        case .success(let response):
            var found: [NameKey: Result<BrokerID, CoordinatorFailure>] = [:]
            for key in keys { found[key] = .failure(.refused(.unknownServerError, message: "the broker left the key out of its answer")) }
            for entry in response.coordinators where found[entry.key] != nil {
                found[entry.key] = coordinator(entry.errorCode, entry.errorMessage, entry.nodeId, entry.host, entry.port)
            }
            return found
        case .failure(let failure):
            guard case .unsupported(_, _?) = failure.reason else {
                return Dictionary(keys.map { ($0, .failure(.request(failure))) }, uniquingKeysWith: { first, _ in first })
            }
            return findOneByOne(keys, kind, deadline)
        }
    }

    private func findOneByOne(_ keys: [String], _ kind: CoordinatorKind, _ deadline: Instant)
        -> [NameKey: Result<BrokerID, CoordinatorFailure>]
    {
        let rows = askEach(
            keys.map { (FindCoordinatorRequest(key: $0, keyType: kind.rawValue), .any) }, deadline: deadline, versions: 0...3)
        var found: [NameKey: Result<BrokerID, CoordinatorFailure>] = [:]
        for (key, row) in zip(keys, rows) {
            switch row {
            case .failure(let failure): found[key] = .failure(.request(failure))
            case .success(let answer):
                let response = answer.value
                found[key] = coordinator(response.errorCode, response.errorMessage, response.nodeId, response.host, response.port)
            }
        }
        return found
    }

    private func coordinator(_ code: ErrorCode, _ message: String?, _ id: BrokerID, _ host: String, _ port: Int32)
        -> Result<BrokerID, CoordinatorFailure>
    {
        guard code.isSuccess else { return .failure(.refused(code, message: message)) }
        // The coordinator may be a broker that no Metadata has listed to us yet.
        if !brokers.contains(where: { $0.id == id }), let node = ClusterView.Node(id: id, host: host, port: port) {
            if let unnamed = brokers.first(where: { $0.id == nil && !$0.isPrivate && $0.endpoint == node.endpoint }) {
                unnamed.id = id
            } else {
                _ = nextBroker(id: id, at: node.endpoint)
            }
        }
        return .success(id)
    }
}
