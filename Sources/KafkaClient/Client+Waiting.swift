import Network
import Platform

/// What a wait of a client's waits for, as it is told to a person after a while.
package struct LongWait: Hashable, Sendable {
    /// A broker that has not answered yet.
    package struct Silent: Hashable, Sendable {
        package var broker: BrokerLabel
        /// Since its oldest request was begun.
        package var since: Duration
    }

    /// How many brokers were asked since the statement, the look or the submission began.
    package var asked: Int
    /// Those of them that have not answered all, by id.
    package var silent: [Silent]
    /// Since the evaluation began.
    package var since: Duration
}

extension Client {
    /// How long nothing is said of a wait; later it is told once a second.
    package static let quietWait = Duration.milliseconds(300)

    /// When the next sign is due; nil: nobody wants one, or nothing is waited for.
    func nextSign() -> Instant? {
        guard tellWaiting != nil, !outstanding.isEmpty else { return nil }
        return signAt ?? evaluationBegan.advanced(by: Self.quietWait)
    }

    /// Tells what is waited for, where that is due.
    func giveSign() {
        guard let tellWaiting, let due = nextSign(), due <= loop.now else { return }
        signAt = loop.now.advanced(by: .seconds(1))
        tellWaiting(longWait)
    }

    /// A wait is over: what was told of it goes away.
    func endSigns() {
        guard signAt != nil else { return }
        signAt = nil
        tellWaiting?(nil)
    }

    private var longWait: LongWait {
        var since: [Int: Instant] = [:]
        for operation in outstanding.values {
            for broker in operation.attempts.values {
                since[broker.number] = min(since[broker.number] ?? operation.startedAt, operation.startedAt)
            }
        }
        let now = loop.now
        let silent = brokers.filter { since[$0.number] != nil }.map { broker in
            LongWait.Silent(broker: broker.label, since: (since[broker.number] ?? now).duration(to: now))
        }
        return LongWait(
            asked: brokers.count { $0.askedIn == evaluation },
            silent: silent.sorted { ($0.broker.id ?? .max) < ($1.broker.id ?? .max) }, since: evaluationBegan.duration(to: now))
    }
}
