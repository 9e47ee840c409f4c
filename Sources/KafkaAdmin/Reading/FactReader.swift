import KafkaMessages
import KafkaWire

/// Finds out what is needed, in rounds: everything that is ready leaves at once, to all brokers; what depends on the answers leaves in
/// the next round.
final class FactReader {
    let needs: Needs
    let questions: Questions
    let facts = ClusterFacts()
    /// Why the cluster did not tell which brokers are fenced, where it is not too old to.
    var whyFencedIsUntold: Unread?
    /// Answers whose giver was not proved when they came: the connection that each came by, and who is told of it.
    var unnamed: [(wire: Int, name: (Int) -> Void)] = []

    init(needs: Needs, questions: Questions) {
        self.needs = needs
        self.questions = questions
    }

    /// Brokers that may serve and have not failed in this evaluation, in order.
    var reachable: [Int] {
        (facts.brokers.value?.brokers ?? []).filter { !$0.isFenced && facts.silent[$0.id] == nil }.map(\.id).sorted()
    }

    /// Reads everything. What could not be read is unknown, with its cause.
    func read() -> ClusterFacts {
        facts.startedAt = questions.wallMs
        askOverview()
        questions.settle()
        askThoseThatMetadataNames()
        questions.settle()
        askCoordinators()
        questions.settle()
        askOffsetsOfCommits()
        questions.settle()
        nameThoseWhoAnswered()
        if needs.clamp { facts.clamps = questions.clamps(brokers: reachable) }
        facts.reassignmentLaw = questions.client.reassignmentLaw(
            controller: facts.quorum.value?.leader.map { Int32(truncatingIfNeeded: $0) })
        facts.requestCount = questions.sent
        facts.tookMs = questions.wallMs - facts.startedAt
        return facts
    }

    // MARK: rounds

    private func askOverview() {
        askMetadata()
        listConfigResources()
        askWhatIsHiddenAtOnce()
        if needs.brokers { askBrokers(fenced: true) }
        if needs.moves { askMoves() }
        if needs.quorum || needs.reassignmentLaw { askQuorum() }
    }

    private func askThoseThatMetadataNames() {
        askWhatIsHidden()
        for broker in reachable where needs.answers || needs.versions || needs.answersOf.contains(broker) { askVersions(of: broker) }
        if needs.reassignmentLaw { askControllersVersions() }
        askEligibleReplicas()
        askConfigs()
        for broker in reachable where needs.logDirs || needs.logDirsOf.contains(broker) { askLogDirs(of: broker) }
        if needs.groups { for broker in reachable { askGroups(of: broker) } }
        for kind in needs.offsets.sorted(by: { $0.timestamp < $1.timestamp }) { askOffsets(kind, rows: allRows) }
        if needs.replicaEnds { for broker in reachable { askReplica(.latest, of: broker) } }
        if needs.replicaStarts { for broker in reachable { askReplica(.earliest, of: broker) } }
    }

    private func askCoordinators() {
        askInherited()
        askForUnlistedGroups()
        if needs.describesGroups || needs.groupStates { describeGroups() }
        if needs.commits { fetchCommits() }
    }

    private func askOffsetsOfCommits() {
        guard !needs.lagOffsets.isEmpty, let table = facts.partitions.value else { return }
        var isWanted = [Bool](repeating: false, count: table.count)
        func want(_ name: TopicPartition) {
            if let row = table.row(name.topic, Int32(truncatingIfNeeded: name.partition)) { isWanted[row] = true }
        }
        for commits in facts.commits.values { for name in (commits.value ?? [:]).keys { want(name) } }
        for description in facts.descriptions.values {
            for member in description.value?.members ?? [] { for name in member.assigned.value ?? [] { want(name) } }
        }
        let sorted = isWanted.indices.filter { isWanted[$0] }
        for kind in needs.lagOffsets.subtracting(needs.offsets).sorted(by: { $0.timestamp < $1.timestamp }) {
            askOffsets(kind, rows: sorted)
        }
    }

    /// Notes who gave an answer, at once or when it is proved.
    func note<Response>(_ answer: Answer<Response>, _ name: @escaping (Int) -> Void) {
        if let broker = answer.broker { name(broker) } else { unnamed.append((answer.wire, name)) }
    }

    /// The first answer came from an address, whose id it told itself: that it is its, is proved by now, or is where somebody wants to know.
    private func nameThoseWhoAnswered() {
        if needs.answerers { questions.prove(Set(unnamed.map(\.wire))) }
        for (wire, name) in unnamed { if let broker = questions.provedBroker(on: wire) { name(broker) } }
    }

    var allRows: [Int] { Array(0..<(facts.partitions.value?.count ?? 0)) }

    /// Remembers a broker that could not be asked, so that nobody waits for it again.
    func note(_ why: Unread, of broker: Int) {
        if why.isSilence, facts.silent[broker] == nil { facts.silent[broker] = why }
    }
}
