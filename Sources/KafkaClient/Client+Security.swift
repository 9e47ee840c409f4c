import Network
import Platform

/// What the connections need of the client for their security: TLS' stores, and who we say we are.
extension Client {
    /// A broker has said that our credentials are none.
    struct Refusal {
        var failure: SecurityFailure
        var at: Instant
        var evaluation: Int
    }

    /// Why nothing can be sent at all: the settings ask for what cannot be had (a store that does not open, say). Looked at with the first
    /// request at the latest; nothing is connected for it.
    package func failureOfSettings() -> SecurityFailure? {
        guard case .tls(let wanted) = settings.security.transport, tls == nil else { return nil }
        if let settingsFailure { return settingsFailure }
        do throws(TLSFailure) {
            tls = try TLSContext(wanted)
            return nil
        } catch {
            let failure = securityFailure(.tls(error))
            settingsFailure = failure
            return failure
        }
    }

    func securityFailure(_ cause: SecurityFailure.Cause) -> SecurityFailure {
        SecurityFailure(cause, protocolName: settings.security.protocolName)
    }

    // MARK: Credentials

    /// A connection asks who we are.
    func giveCredentials(_ broker: Broker, _ link: Broker.Link) {
        switch settings.security.authentication {
        case .none: break
        case .plain(let user, let password):
            give(broker, link) { () throws(SASLFailure) in try SASLExchange(plainUser: user, password: password) }
        case .scram(let hash, let user, let password):
            let nonce = Base64.encode(RandomBytes.make(24))
            give(broker, link) { () throws(SASLFailure) in
                try SASLExchange(hash, user: user, password: password, nonce: nonce, keys: scramKeys)
            }
        case .oauthBearer(let source, let extensions):
            let supply = tokens ?? TokenSupply(source, loop: loop)
            tokens = supply
            tokenWaiters.append(TokenWaiter(broker: broker, lane: link.lane, wire: link.wire))
            if let result = supply.token() { giveToken(result, extensions) }
        }
    }

    private func give(_ broker: Broker, _ link: Broker.Link, _ make: () throws(SASLFailure) -> SASLExchange) {
        let now = loop.now
        do throws(SASLFailure) { perform(link.connection.authenticate(try make(), now: now), broker, link) } catch {
            perform(link.connection.end(.sasl(error), now: now), broker, link)
        }
    }

    // MARK: Tokens

    /// A connection that waits for a token.
    struct TokenWaiter {
        var broker: Broker
        var lane: Lane
        var wire: ConnectionID
    }

    /// Looks whether an event is about the token that is being fetched.
    func takesForToken(_ event: LoopEvent) -> Bool {
        guard let tokens, tokens.takes(event) else { return false }
        if case .oauthBearer(_, let extensions) = settings.security.authentication, let result = tokens.outcome() {
            giveToken(result, extensions)
        }
        return true
    }

    private func giveToken(_ result: Result<Secret, SASLFailure>, _ extensions: [TokenExtension]) {
        let waiters = tokenWaiters
        tokenWaiters = []
        for waiter in waiters {
            guard let link = waiter.broker.links[waiter.lane], link.wire == waiter.wire else { continue }
            give(waiter.broker, link) { () throws(SASLFailure) in try SASLExchange(token: try result.get(), extensions: extensions) }
        }
    }

    /// A request had no answer in time, and no token was there in all that time: it is no broker's fault.
    func giveUpToken() -> SecurityFailure? {
        guard !tokenWaiters.isEmpty else { return nil }
        let failure = SASLFailure.noToken("it did not come in time")
        for waiter in tokenWaiters {
            guard let link = waiter.broker.links[waiter.lane], link.wire == waiter.wire else { continue }
            perform(link.connection.end(.sasl(failure), now: loop.now), waiter.broker, link)
        }
        return securityFailure(.sasl(failure))
    }

    /// A connection is over: it waits for no token any more, and where nobody does none is fetched.
    func forgetTokenWaiter(_ wire: ConnectionID) {
        guard !tokenWaiters.isEmpty else { return }
        tokenWaiters.removeAll { $0.wire == wire }
        if tokenWaiters.isEmpty { tokens?.cancel() }
    }

    // MARK: Refusals

    /// Why no further broker is asked: one has refused the credentials, and none has ever taken them. Asking on would only lock the account.
    func standingRefusal() -> Refusal? {
        guard let refusal, !hasBeenBelieved else { return nil }
        if refusal.evaluation == evaluation && evaluation > 0 { return refusal }
        return refusal.at.duration(to: loop.now) < verdictLifetime ? refusal : nil
    }

    /// Notes a refusal, and ends the connections that have not shown the credentials yet. A controller's listener may know other users.
    func noteRefusal(_ cause: Connection.Cause, by broker: Broker) {
        guard case .sasl(let failure) = cause, failure.isOfCredentials, !broker.isPrivate, !hasBeenBelieved, standingRefusal() == nil
        else { return }
        refusal = Refusal(failure: securityFailure(.sasl(failure)), at: loop.now, evaluation: evaluation)
        for broker in brokers {
            for lane in Lane.allCases {
                guard let link = broker.links[lane], !link.isOpen else { continue }
                perform(link.connection.end(cause, now: loop.now), broker, link)
            }
        }
    }
}
