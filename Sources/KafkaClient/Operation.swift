import KafkaMessages
import KafkaWire
import Network
import Platform

/// A request of the client's user until it is settled: where it may go, where it has been, and how its ticket is redeemed.
final class Operation {
    let number: Int
    let api: String
    let apiKey: Int16
    let destination: Destination
    let lane: Lane
    let isMutation: Bool
    let startedAt: Instant
    let deadline: Instant
    let needed: ClosedRange<Int16>
    /// Makes the request as a connection takes it.
    let outgoing: (RequestID, Proof) -> OutgoingRequest
    /// What becomes of it where whoever answers is not proved to be the broker that it is for.
    let otherwise: Proof.Otherwise
    /// Reads an answer and settles the ticket with it; a fault leaves the ticket open.
    let accept: (RawAnswer, Arrival) -> Acceptance
    /// Settles the ticket with a failure.
    let refuse: (RequestFailure) -> Void

    /// What became of an answer's bytes.
    enum Acceptance {
        case value(Any)
        case fault(WireFault)
    }

    var isSettled = false
    /// Where it is on its way, by the number of the request.
    var attempts: [Int: Broker] = [:]
    /// Brokers it was given to.
    var tried: Set<Int> = []
    /// Why brokers did not answer it.
    var failures: [RequestFailure] = []
    /// When it is given to a further broker although the last has not failed.
    var hedgeAt: Instant?
    var hedgesLeft = 2
    /// It went once more to the broker that had closed an old connection under it.
    var wasRepeated = false
    /// The metadata it waited for was asked for already.
    var hasAskedMetadata = false

    init<R: KafkaRequest, Value>(
        _ request: R, number: Int, to destination: Destination, versions: ClosedRange<Int16>?, deadline: Instant, now: Instant,
        ticket: Ticket<Value>, decode: @escaping (inout WireReader, Int16) -> Value
    ) {
        self.number = number
        api = R.name
        apiKey = R.apiKey
        self.destination = destination
        lane = Lane.of(apiKey: R.apiKey)
        isMutation = APITraits.isMutation(apiKey: R.apiKey)
        startedAt = now
        self.deadline = deadline
        let needed = versions ?? R.versions
        self.needed = needed
        outgoing = { OutgoingRequest(request, id: $0, versions: needed, deadline: deadline, proof: $1) }
        otherwise = APITraits.otherwise(request)
        accept = { answer, arrival in
            do throws(WireFault) {
                var (reader, version) = try Frame.responseBody(to: R.self, version: answer.version, payload: answer.payload)
                let value = decode(&reader, version)
                do throws(WireFault) { try reader.finish() } catch {
                    throw error.located(apiKey: R.apiKey, version: version, field: "\(R.name)Response")
                }
                ticket.settle(.success(value), arrival)
                return .value(value)
            } catch {
                return .fault(error)
            }
        }
        refuse = { ticket.settle(.failure($0), nil) }
    }

    /// Whether another broker will do as well.
    func mayGoElsewhere(_ mode: ClusterView.Mode?) -> Bool {
        destination == .any || (destination == .controller && mode != .zookeeper)
    }

    /// Who must be proved to be at the other end of a connection to a broker.
    func proof(at broker: Broker, _ mode: ClusterView.Mode?) -> Proof {
        // Whoever looks at a controller's own listener asks it for its cluster.
        if broker.isPrivate { return isMutation ? .cluster : .none }
        let isControllers = mode == .zookeeper && APITraits.isForwarded(apiKey: apiKey)
        switch destination {
        case .any, .node: return .cluster
        case .broker(let id): return .broker(id, otherwise: isControllers ? .believe : otherwise)
        case .controller:
            guard mode == .zookeeper, let id = broker.id else { return .cluster }
            return .broker(id, otherwise: .believe)
        }
    }

    /// A failure of it.
    func failure(_ reason: RequestFailure.Reason, _ broker: BrokerLabel) -> RequestFailure {
        RequestFailure(reason, api: api, broker: broker)
    }
}
