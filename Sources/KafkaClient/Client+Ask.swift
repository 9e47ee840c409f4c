import KafkaMessages
import KafkaWire
import Network
import Platform

/// Questions with their answers in one call.
extension Client {
    /// Sends, waits, and gives the answer with how it came. With a policy, a read whose answer carries a retriable error is asked again until
    /// the deadline; then the last answer is given as it is.
    package func ask<R: KafkaRequest>(
        _ request: R, to destination: Destination = .any, deadline: Instant, versions: ClosedRange<Int16>? = nil,
        retry: RetryPolicy<R.Response>? = nil
    ) -> Result<Answered<R.Response>, RequestFailure> {
        var pause = retry?.firstPause ?? .zero
        while true {
            let ticket = send(request, to: destination, deadline: deadline, versions: versions)
            let result = answered(ticket)
            guard let retry, !APITraits.isMutation(apiKey: R.apiKey), case .success(let answer) = result else { return result }
            let code = retry.error(answer.value)
            let again = loop.now.advanced(by: pause)
            guard code.isRetriable, again < deadline else { return result }
            if code.refreshesMetadata { refreshMetadata(deadline: deadline) }
            guard self.pause(until: again) == .settled else { return result }
            pause = min(pause * 2, retry.longestPause)
        }
    }

    /// Sends all of them at once and gives a row for each, in their order.
    package func askEach<R: KafkaRequest>(
        _ requests: [(request: R, destination: Destination)], deadline: Instant, versions: ClosedRange<Int16>? = nil
    ) -> [Result<Answered<R.Response>, RequestFailure>] {
        let tickets = requests.map { send($0.request, to: $0.destination, deadline: deadline, versions: versions) }
        wait(for: tickets)
        return tickets.map { answered($0) }
    }

    /// A broker's row of `askAllBrokers`.
    package struct BrokerRow<Response> {
        /// The broker.
        package var broker: BrokerID
        /// Its answer, or why it has none.
        package var result: Result<Answered<Response>, RequestFailure>
    }

    /// Asks every broker that the cluster lists (asked for first where nobody knows), all at once; a row for each, by id. Throws only where
    /// not even the list of brokers can be had.
    package func askAllBrokers<R: KafkaRequest>(
        deadline: Instant, versions: ClosedRange<Int16>? = nil, _ request: (BrokerID) -> R
    ) throws(RequestFailure) -> [BrokerRow<R.Response>] {
        if view.brokers.isEmpty { _ = try refreshMetadata(deadline: deadline).get() }
        let ids = view.brokerIDs
        let results = askEach(ids.map { (request($0), .broker($0)) }, deadline: deadline, versions: versions)
        return zip(ids, results).map { BrokerRow(broker: $0, result: $1) }
    }

    /// A ticket's answer with how it came, waited for where it is not there yet.
    package func answered<Value>(_ ticket: Ticket<Value>) -> Result<Answered<Value>, RequestFailure> {
        switch take(ticket) {
        case .failure(let failure): return .failure(failure)
        case .success(let value):
            guard let arrival = ticket.arrival else {
                return .failure(RequestFailure(.interrupted, api: ticket.api, broker: BrokerLabel(id: nil, address: nil)))
            }
            return .success(Answered(value: value, arrival: arrival))
        }
    }
}
