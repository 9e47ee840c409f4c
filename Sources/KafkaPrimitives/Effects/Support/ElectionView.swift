import Engine
import KafkaAdmin
import Platform

/// Decides for each partition whether an election would do what is wanted, and who would win.
struct ElectionView {
    let facts: ClusterFacts
    let table: PartitionTable
    let isKRaft: Bool
    private let health: PartitionHealth
    private let up: Set<Int32>

    init(facts: ClusterFacts, table: PartitionTable, isKRaft: Bool) {
        self.facts = facts
        self.table = table
        self.isKRaft = isKRaft
        health = facts.health(of: table)
        up = facts.up
    }

    struct Election {
        var partition: TopicPartition
        /// The leader before; nil: none.
        var before: Int32?
        /// Who is expected to lead.
        var winner: Int32
        /// For an unclean one: what is known of what goes.
        var loss = ""
    }

    enum Decision {
        case election(Election)
        case alreadySo
        case blocked(String)
    }

    private func absent(_ partition: TopicPartition) -> Decision { .blocked(facts.absence(partition.topic, orElse: "it does not exist")) }

    private func row(_ partition: TopicPartition) -> Int? {
        Int32(exactly: partition.partition).flatMap { table.row(partition.topic, $0) }
    }

    /// Why a replica cannot lead without loss; nil: it can.
    private func obstacle(_ broker: Int32, _ row: Int) -> String? {
        switch health.isAlive(broker, row) {
        case .unknown(let why): return "whether broker \(broker) is alive is not known (\(why.text))"
        case .known(false): return health.whyDead(broker, row) ?? "broker \(broker) is not alive"
        case .known(true): break
        }
        if !up.contains(broker) { return "broker \(broker) counts as alive, yet does not answer" }
        if table.isr[row].contains(broker) { return nil }
        guard table.isr[row].isEmpty else { return "broker \(broker) is not in sync" }
        switch health.keptEligible(row) {
        case .known(let eligible): return eligible.contains(broker) ? nil : "broker \(broker) is not in sync"
        case .unknown(let why): return "whether broker \(broker) may lead without loss is not known (\(why))"
        }
    }

    /// The leader that the cluster counts on; nil: none that is alive.
    private func leader(_ row: Int) -> Int32? { health.isOffline(row).value == false ? health.leader(row).value ?? nil : nil }

    /// Why it is not known whether it has a leader: then nothing is elected; nil: it is known.
    private func untold(_ row: Int) -> Decision? {
        health.isOffline(row).why.map { .blocked("whether it is led is not known: \($0.text)") }
    }

    /// Of each of these replicas why it cannot lead.
    private func obstacles(_ brokers: some Sequence<Int32>, _ row: Int) -> String {
        brokers.compactMap { obstacle($0, row) }.joined(separator: ", ")
    }

    private func stillCounted(_ broker: Int32) -> Decision {
        .blocked("its leader, broker \(broker), does not answer and still counts as alive: the controller elects once it is fenced")
    }

    /// What `elect preferred` would do.
    func preferred(_ partition: TopicPartition) -> Decision {
        guard let row = row(partition) else { return absent(partition) }
        if let untold = untold(row) { return untold }
        let preferred: Int32
        switch health.preferredLeader(row) {
        case .unknown(let why): return .blocked("its preferred leader is not known (\(why))")
        case .known(nil): return absent(partition)
        case .known(let broker?): preferred = broker
        }
        let before = leader(row)
        if let before, before == preferred { return up.contains(before) ? .alreadySo : stillCounted(before) }
        guard let why = obstacle(preferred, row) else {
            return .election(Election(partition: partition, before: before, winner: preferred))
        }
        guard before == nil else { return .blocked("its preferred leader cannot lead: \(why)") }
        // Without any leader KRaft takes the first that can lead cleanly, in the order of the replicas
        // (`PartitionChangeBuilder`).
        if isKRaft, let winner = table.replicas[row].first(where: { obstacle($0, row) == nil }) {
            return .election(Election(partition: partition, before: nil, winner: winner))
        }
        let (isr, eligible) = (table.isr[row], table.elr[row])
        let inSync =
            if !isr.isEmpty {
                "of its in-sync replicas \(Array(isr)) none can lead (\(obstacles(isr, row)))"
            } else if !eligible.isEmpty {
                "of its eligible replicas \(Array(eligible)) none can lead (\(obstacles(eligible, row)))"
            } else {
                "none of its replicas is in sync"
            }
        return .blocked(isKRaft ? "\(inSync), so nothing can be elected without loss" : "its preferred leader cannot lead: \(why)")
    }

    /// What `elect unclean` would do.
    func unclean(_ partition: TopicPartition) -> Decision {
        guard let row = row(partition) else { return absent(partition) }
        if let untold = untold(row) { return untold }
        if let leader = leader(row) { return up.contains(leader) ? .alreadySo : stillCounted(leader) }
        if let clean = table.replicas[row].first(where: { obstacle($0, row) == nil }) {
            return .blocked("broker \(clean) can lead without loss: `elect preferred`")
        }
        let possible: [Int32]
        switch health.uncleanCandidates(row) {
        case .known(let found): possible = found
        case .unknown(let why): return .blocked("who could lead it is not known: \(why)")
        }
        let candidates = possible.filter { up.contains($0) }
        guard let first = candidates.first else {
            return .blocked("none of its replicas \(Array(table.replicas[row])) can lead (\(obstacles(table.replicas[row], row)))")
        }
        // The leader that was known last goes before the order of the replicas.
        let lastKnown = table.lastKnownElr[row].first { table.lastKnownElr[row].count == 1 && candidates.contains($0) }
        let winner = lastKnown ?? first
        var election = Election(partition: partition, before: nil, winner: winner)
        election.loss = loss(row, winner, candidates)
        return .election(election)
    }

    /// Where the logs of the replicas that live end, and what the winner lacks of them.
    private func loss(_ row: Int, _ winner: Int32, _ candidates: [Int32]) -> String {
        func end(_ broker: Int32) -> Fact<Int> { facts.replicaEnds[Int(broker)]?[row] ?? .unknown(Unread("not told")) }
        let ends = candidates.map { broker in
            switch end(broker) {
            case .known(let end): "broker \(broker) \(end)"
            case .unknown(let why): "broker \(broker) unknown (\(why))"
            }
        }
        var text = "broker \(winner) would lead; logs end at: \(ends.joined(separator: ", "))"
        let longest = candidates.compactMap { broker in end(broker).value.map { (broker, $0) } }.max { $0.1 < $1.1 }
        if let longest, let own = end(winner).value, longest.1 > own {
            let more = longest.1.subtractingClamped(own)
            text += "; broker \(longest.0) has \(more) records more, which would go: put it first in the replicas to keep them"
        }
        let gone = table.replicas[row].filter { !candidates.contains($0) }
        return gone.isEmpty ? text : "\(text); what only \(brokerList(gone)) had is lost, how much is not known"
    }
}
