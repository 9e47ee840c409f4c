import KafkaMessages
import KafkaWire
import Platform

/// Who is at the other end of a connection: what is asked to find out, and what becomes of answers until that is known.
extension Connection {
    /// Says who is expected at the other end, as far as that is known by now.
    package mutating func expect(cluster: String?, broker: BrokerID?, isController: Bool = false) {
        proof.expectedCluster = cluster
        proof.expectedBroker = broker
        proof.isController = isController
    }

    /// The broker that is proved to be at the other end.
    package var provedBroker: BrokerID? { proof.provedBroker }

    /// Asks with the next request again who is at the other end, where that could not be told.
    package mutating func askAgain() { proof.askAgain() }

    /// Whether it is being asked who is at the other end.
    package var isProving: Bool { inFlight.contains { $0.proves != nil } }

    /// Another broker than the expected one is at the other end.
    package var isOtherBroker: Bool { proof.isOther }

    /// Asks whether the broker whose address it is answers there, where nobody has asked yet.
    package mutating func prove(deadline: Instant, now: Instant) -> [Action] {
        guard phase == .open, dialogue == nil, !awaitsCredentials, proof.wantsBroker, let versions else { return [] }
        return ask(.broker, deadline, versions, now)
    }

    // MARK: Questions

    /// A Metadata answer says itself whose it is, from version 2 on.
    static func tellsCluster(_ request: OutgoingRequest, _ version: Int16) -> Bool {
        request.apiKey == MetadataRequest.apiKey && version >= 2 && request.proof != .none
    }

    /// Asks who is at the other end.
    mutating func ask(_ step: ProofState.Step, _ deadline: Instant, _ versions: APIVersionTable, _ now: Instant) -> [Action] {
        let question = proof.question(step, deadline: deadline)
        guard let version = versions.negotiate(question.apiKey, question.versions) else {
            do throws(IdentityFailure) { try proof.cannotAsk(step, question.api) } catch { return end(.identity(error), now) }
            return []
        }
        proof.asked(step)
        return [.provesWho(question.api)] + send(question, version, now, proves: step)
    }

    // MARK: Answers

    /// The cluster, where this answer is the first to tell it. Throws what makes the connection useless.
    mutating func clusterTold(by slot: InFlight, _ payload: [UInt8]) throws(Cause) -> String? {
        let wasOfKnownCluster = proof.isOfKnownCluster
        if let step = slot.proves {
            try proof.answered(step, version: slot.version, payload)
        } else if Self.tellsCluster(slot.request, slot.version) {
            try proof.answeredMetadata(version: slot.version, payload)
        }
        return !wasOfKnownCluster && proof.isOfKnownCluster ? proof.expectedCluster : nil
    }

    /// An answer, where whoever gave it is the one that was asked.
    func outcome(of slot: InFlight, _ payload: [UInt8], _ now: Instant) -> Action {
        if let why = proof.refusal(slot.request.proof) { return .failed(slot.request.id, failure(.identity(why), slot, now)) }
        let answer = RawAnswer(
            payload: payload, version: slot.version, sentAt: slot.sentAt, arrivedAt: now, provedBroker: proof.provedBroker,
            doubt: proof.doubt(slot.request.proof))
        return .answered(slot.request.id, answer)
    }
}
