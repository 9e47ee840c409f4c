import Engine
import KafkaAdmin
import KafkaClient
import Language
import Network
import Platform

/// A Kafka cluster, real or the lab's, as the engine sees it: sources become requests in rounds, answers become tables.
package final class KafkaCluster: Cluster {
    package let client: Client
    /// What makes the effects that were registered and nobody has asked for yet.
    private var makers: [(KafkaCluster) -> [any EffectPrimitive]] = []
    private var made: [NameKey: any EffectPrimitive] = [:]
    /// Who it is, once it has said so.
    package private(set) var known: ClusterIdentity?
    /// Judges who answered, once, before anything else is made of it; throws where another cluster was meant.
    package var judge: ((ClusterIdentity) throws(ClusterFailure) -> Void)?
    /// Since when brokers are missing.
    private(set) var sightings = BrokerSightings()
    /// How often groups change their state.
    private(set) var groupSightings = GroupSightings()
    /// The longest that the first question may take, nanoseconds.
    private let identityTimeout: Int
    /// What readings have told of the whole cluster since it was last asked for; nil: nobody wants to know.
    var counts: ReadingCounts?
    /// How many requests the last reading sent.
    package private(set) var lastRequestCount = 0
    /// What runs have set and still owe, newest last.
    private var owed: () -> [DebtIntent] = { [] }
    /// A controller's listener that somebody named, for what only a controller takes; nil: the quorum tells.
    package var controllerListener: Endpoint?

    /// - Parameter identityTimeout: nanoseconds for the first question, who the cluster is.
    package init(client: Client, identityTimeout: Int = 5_000_000_000) {
        self.client = client
        self.identityTimeout = identityTimeout
    }

    package func beginChange(shieldedSignals: Int) { client.shieldedSignals = max(0, shieldedSignals) }

    package func remember(_ owed: @escaping () -> [DebtIntent]) { self.owed = owed }

    /// Values that brokers hide are known where a run set them and still owes them.
    private func recall(_ facts: ClusterFacts) {
        let hidden = facts.configs.filter { resource, settings in
            guard resource.kind == .broker || resource.kind == .clusterDefault else { return false }
            return settings.value?.settings.values.contains { $0.isHidden && ThrottleKind(setting: $0.name) != nil } ?? false
        }
        guard !hidden.isEmpty else { return }
        for intent in owed() where !intent.isListEntries {
            guard let resource = intent.configResource, hidden[resource] != nil else { continue }
            facts.remembered[resource, default: [:]][intent.name] = intent.set
        }
    }

    package func endChange() {
        client.shieldedSignals = 0
        client.controllerRoute = nil
    }

    /// Settings whose request has no answer, and until when it may still be applied, by the loop's clock, which nobody sets.
    private var doubts: [NameKey: Instant] = [:]

    /// Remembers a setting whose request may still be applied.
    func noteDoubt(of intent: DebtIntent, timing: ReadTiming) {
        doubts[place(intent)] = client.deadline(
            in: .milliseconds(LateArrival.limitMs(isForwarded: true, requestTimeout: timing.requestTimeout)))
    }

    /// The setting shows, and it was asked for once: nothing is in doubt.
    func settleDoubt(of intent: DebtIntent) { doubts[place(intent)] = nil }

    /// Until when a request of ours for this setting may still be applied, milliseconds since 1970; nil: none is in doubt.
    func doubt(of intent: DebtIntent) -> Int? {
        guard let until = doubts[place(intent)], until > client.loop.now else { return nil }
        return client.wallMs(at: until)
    }

    /// Settings that were written and that nobody has seen standing since, and until when a look may have come too early for them.
    private var unseen: [NameKey: Instant] = [:]

    private func place(_ intent: DebtIntent) -> String { "\(intent.kind) \(intent.resource) \(intent.name)" }

    /// The controller has taken a setting; a broker shows it later.
    func noteWritten(_ intent: DebtIntent) { unseen[place(intent)] = client.deadline(in: .seconds(30)) }

    /// It shows.
    func noteSeen(_ intent: DebtIntent) { unseen[place(intent)] = nil }

    /// Whether a look that does not show a setting of ours may have come too early.
    func mayBeUnseen(_ intent: DebtIntent) -> Bool { unseen[place(intent)].map { $0 > client.loop.now } ?? false }

    /// Adds effects, made when one is first asked for; one of the same id is replaced.
    package func register(_ primitives: @escaping (KafkaCluster) -> [any EffectPrimitive]) { makers.append(primitives) }

    /// What it can be asked to do, by the id of the signature.
    package var effects: [NameKey: any EffectPrimitive] {
        let waiting = makers
        makers = []
        for make in waiting { for primitive in make(self) { made[primitive.signature.id] = primitive } }
        return made
    }

    package func identity() throws(ClusterFailure) -> ClusterIdentity {
        if let known { return known }
        let facts = try facts(Needs(), timeout: identityTimeout)
        guard let brokers = facts.brokers.value, let id = brokers.clusterID else {
            throw .outOfReach(facts.brokers.why?.description ?? "its brokers tell no cluster id")
        }
        return known ?? ClusterIdentity(id: id, bootstrap: client.bootstrapText)
    }

    package func read(_ requests: [SourceRequest], timing: ReadTiming) throws(ClusterFailure) -> [Table] {
        var needs = Needs()
        var sources: [(any Source.Type)?] = []
        for request in requests {
            let source = Sources.reader(of: request.source)
            sources.append(source)
            if let source { needs.formUnion(source.needs(request)) }
            if request.columns.contains("answeredBy") { needs.answerers = true }
        }
        let facts = try facts(needs, timeout: timing.requestTimeout)
        lastRequestCount = facts.requestCount
        return zip(requests, sources).map { request, source in
            guard let source else {
                return Table(columns: [], rowCount: 0, missing: [Cause("\(request.source) is not in this version")])
            }
            var table = source.table(request, facts)
            table.reading = ReadingTime(asOf: facts.startedAt, tookMs: facts.tookMs)
            counts?.take(table, request)
            return table
        }
    }

    /// An address may come to lead elsewhere: what was learned of one cluster is never held for another.
    private func recognize(_ found: String?) throws(ClusterFailure) {
        guard let found else {
            if known == nil { try judge?(ClusterIdentity(id: "", bootstrap: client.bootstrapText)) }
            return
        }
        if let known {
            guard found != known.id else { return }
            throw .otherCluster(found, not: known.id, at: client.bootstrapText)
        }
        let identity = ClusterIdentity(id: found, bootstrap: client.bootstrapText)
        try judge?(identity)
        known = identity
    }

    /// When the controller calls a move done; any of the rules where it cannot be asked.
    func reassignmentLaw(timeout: Int) -> ReassignmentLaw {
        var needs = Needs()
        needs.reassignmentLaw = true
        do throws(ClusterFailure) { return try facts(needs, timeout: timeout).reassignmentLaw } catch {
            return ReassignmentLaw(isKRaft: nil, versions: nil)
        }
    }

    /// Facts of one evaluation, also for effects. Throws only where no broker can be reached, or where somebody interrupts.
    package func facts(_ needs: Needs, timeout: Int) throws(ClusterFailure) -> ClusterFacts {
        client.beginEvaluation(forwards: needs.isForwarded)
        let facts = ClusterReading.read(needs, by: client, timeout: timeout)
        if client.isInterrupted { throw .interrupted }
        if let why = facts.brokers.why {
            if case .otherCluster(let told, let wanted)? = why.identity { throw .otherCluster(told, not: wanted, at: client.bootstrapText) }
            throw why.kind == .secured ? .secured(why.description) : .outOfReach(why.description)
        }
        try recognize(facts.brokers.value?.clusterID)
        recall(facts)
        sightings.take(facts)
        groupSightings.take(facts)
        counts?.take(facts, needs)
        return facts
    }
}

extension ClusterFailure {
    /// What was one cluster is another now.
    fileprivate static func otherCluster(_ found: String, not known: String, at bootstrap: String) -> ClusterFailure {
        .otherCluster("\(bootstrap) is cluster \(found) now, it was \(known): nothing is asked of it")
    }
}
