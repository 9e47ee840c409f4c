import KafkaMessages
import KafkaWire
import Network
import Platform

/// One request on its way through a connection. Numbers are never used again within a client.
package struct RequestID: Hashable, Comparable, Sendable {
    /// The number, counted from 1.
    package let number: Int

    /// A request by its number: for tests of the machine.
    package init(number: Int) { self.number = number }

    /// Older requests come first.
    package static func < (left: RequestID, right: RequestID) -> Bool { left.number < right.number }
}

/// A request as a connection holds it: not encoded before the version is known.
package struct OutgoingRequest: Sendable {
    /// Its number.
    package let id: RequestID
    /// The API's key.
    package let apiKey: Int16
    /// The API's name.
    package let api: String
    /// The versions that will do.
    package let versions: ClosedRange<Int16>
    /// When its answer must be there.
    package let deadline: Instant
    /// Who must be at the other end.
    package let proof: Proof
    /// It may change something: nothing of it leaves before that is proved.
    package let isMutation: Bool
    /// Makes the whole frame of a version and a correlation id.
    let frame: @Sendable (_ version: Int16, _ correlationID: Int32, _ clientID: String) throws(EncodingFailure) -> [UInt8]

    /// A typed request.
    package init<R: KafkaRequest>(
        _ request: R, id: RequestID, versions: ClosedRange<Int16>? = nil, deadline: Instant, proof: Proof = .none
    ) {
        self.id = id
        self.proof = proof
        isMutation = APITraits.isMutation(apiKey: R.apiKey)
        apiKey = R.apiKey
        api = R.name
        self.versions = versions ?? R.versions
        self.deadline = deadline
        frame = { (version, correlationID, clientID) throws(EncodingFailure) in
            try Frame.request(request, version: version, correlationID: correlationID, clientID: clientID)
        }
    }
}

/// The bytes of an answer, matched to its request.
package struct RawAnswer: Equatable, Sendable {
    /// The frame's payload: header and body.
    package let payload: [UInt8]
    /// The version of the request.
    package let version: Int16
    /// When the request was handed to the loop.
    package let sentAt: Instant
    /// When the answer was complete.
    package let arrivedAt: Instant
    /// The broker that it is proved to come from; nil where that is not known.
    package var provedBroker: BrokerID?
    /// Why that is not known, where the answer is of use all the same.
    package var doubt: IdentityFailure?
}
