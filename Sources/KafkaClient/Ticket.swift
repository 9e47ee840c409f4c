import Platform

/// What a request that was sent will become: an answer or a failure, exactly once. Given by `Client.send`, redeemed by `Client.take`.
package final class Ticket<Value>: PendingTicket {
    /// What was asked, by Kafka's name.
    package let api: String
    /// The answer or the failure; `nil` until it is there.
    package private(set) var result: Result<Value, RequestFailure>?
    /// How the answer came; `nil` until it is there, and after a failure.
    package private(set) var arrival: Arrival?

    init(api: String) { self.api = api }

    package var isSettled: Bool { result != nil }

    func settle(_ result: Result<Value, RequestFailure>, _ arrival: Arrival?) {
        precondition(self.result == nil, "a ticket is settled twice")
        self.result = result
        self.arrival = arrival
    }
}

/// A ticket of whatever type.
package protocol PendingTicket: AnyObject {
    /// Whether the answer or the failure is there.
    var isSettled: Bool { get }
}

/// How an answer came.
package struct Arrival: Equatable, Sendable {
    /// The version that was spoken.
    package var version: Int16
    /// Who answered; its id where it is proved, or where no other would have answered.
    package var broker: BrokerLabel
    /// The number of the connection that it came by.
    package var wire: Int
    /// Why who gave it is not proved to be the broker that was asked, where what it says of the cluster is of use all the same.
    package var doubt: IdentityFailure?
    /// When the request was handed to the connection.
    package var sentAt: Instant
    /// When the answer was complete.
    package var arrivedAt: Instant
    /// From the one to the other. What waits behind other requests on the same connection is in it.
    package var roundTrip: Duration { sentAt.duration(to: arrivedAt) }
}

/// An answer with how it came.
package struct Answered<Value> {
    /// The answer.
    package var value: Value
    /// How it came.
    package var arrival: Arrival
}

extension Answered: Sendable where Value: Sendable {}
