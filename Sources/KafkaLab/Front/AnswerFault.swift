import KafkaWire

/// What goes wrong with single requests or answers, at the broker that was asked.
package struct AnswerFault: Equatable {
    /// What happens.
    package enum Kind: Equatable {
        /// The answer leaves so many virtual milliseconds later.
        case delay(Int64)
        /// The request is served and its answer never leaves; the connection stays open and mute.
        case drop
        /// The request is not served; this code is the answer.
        case refuse(ErrorCode)
        /// The connection closes, the request is not served.
        case closeBefore
        /// The request is served, then the connection closes without an answer: the case that a resume must reconcile.
        case closeAfter
        /// The answer is bytes that are no answer.
        case garble
        /// The request is served; this code is the answer all the same: a broker that gave up waiting for what was done.
        case answerInstead(ErrorCode)
        /// The request is served and answered; what brokers tell of topics, brokers and settings stays as it was before it, for so many virtual
        /// milliseconds: they have not read the record yet. What the controller itself is asked is fresh.
        case staleReads(Int64)
        /// Only the first item is served; the others are answered with this code, and are not done.
        case onlyFirst(ErrorCode)
        /// All items but the first are served; the first is answered with this code, and is not done.
        case allButFirst(ErrorCode)
    }

    /// What happens.
    package var kind: Kind
    /// Only at this broker; nil: at any.
    package var broker: Int32?
    /// Only for this API; nil: for any.
    package var api: Int16?
    /// How many matching requests pass before the first one is hit.
    package var skip: Int
    /// How many requests are hit.
    package var times: Int

    /// A fault for the next `times` requests that match, after `skip` that pass.
    package init(_ kind: Kind, broker: Int32? = nil, api: Int16? = nil, skip: Int = 0, times: Int = 1) {
        self.kind = kind
        self.broker = broker
        self.api = api
        self.skip = skip
        self.times = times
    }
}

/// Which items of a request are not done, and the code that says so. One object for one request: it counts them.
final class ItemFault {
    private let code: ErrorCode
    private let sparesFirst: Bool
    private var seen = 0

    /// Of a fault that concerns items; nil for others.
    init?(_ fault: AnswerFault.Kind?) {
        switch fault {
        case .onlyFirst(let code)?: (self.code, sparesFirst) = (code, true)
        case .allButFirst(let code)?: (self.code, sparesFirst) = (code, false)
        default: return nil
        }
    }

    /// The code of the next item; nil: it is done.
    func next() -> ErrorCode? {
        seen += 1
        return (seen == 1) == sparesFirst ? nil : code
    }
}

/// The faults that are planned.
struct AnswerFaults {
    private var planned: [AnswerFault] = []

    mutating func add(_ fault: AnswerFault) { planned.append(fault) }

    /// The fault of this request, which is used up by it.
    mutating func take(broker: Int32, api: Int16) -> AnswerFault.Kind? {
        for index in planned.indices {
            let fault = planned[index]
            guard fault.broker == nil || fault.broker == broker, fault.api == nil || fault.api == api else { continue }
            if fault.skip > 0 {
                planned[index].skip -= 1
                continue
            }
            planned[index].times -= 1
            if planned[index].times <= 0 { planned.remove(at: index) }
            return fault.kind
        }
        return nil
    }
}
