import KafkaWire
import Platform

/// What a partition's leader, replicas and ISR mean: every definition, once. Pure functions over one moment.
package struct PartitionHealth: Sendable {
    package let table: PartitionTable
    /// Brokers that may serve.
    package let live: Set<Int32>
    /// Brokers of which it is not known whether they serve, since the cluster does not list them to us.
    package let unlisted: UnlistedBrokers?
    /// Moves under way by row; unknown where no controller told.
    package let moves: Fact<[Int: Move]>
    /// What is known of `min.insync.replicas`.
    package let minIsr: MinInSyncReplicas
    /// Whether brokers take min.insync.replicas to be no more than a partition has replicas (from 3.7 on); unknown where no broker told.
    package let clampsMinIsr: Fact<Bool>
    /// Racks by broker.
    package let racks: [Int32: String]

    package init(
        table: PartitionTable, live: Set<Int32>, unlisted: UnlistedBrokers? = nil, moves: Fact<[Int: Move]>,
        minIsr: MinInSyncReplicas = .init(),
        clampsMinIsr: Fact<Bool> = .unknown(.notRead), racks: [Int32: String] = [:]
    ) {
        self.table = table
        self.live = live
        self.unlisted = unlisted
        self.moves = moves
        self.minIsr = minIsr
        self.clampsMinIsr = clampsMinIsr
        self.racks = racks
    }

    // MARK: replicas

    /// The leader; nil where there is none. Unknown where the leader has no listener of the name by which we came.
    package func leader(_ row: Int) -> Fact<Int32?> {
        let leader = table.leader[row]
        if leader >= 0 { return .known(leader) }
        return table.whyLeaderIsUntold(row).map { .unknown($0) } ?? .known(nil)
    }

    /// Whether that broker leads. One that the cluster lists to us does not lead where the leader is one that it does not.
    package func leads(_ broker: Int32, _ row: Int) -> Fact<Bool> {
        switch leader(row) {
        case .known(let leader): .known(leader == broker)
        case .unknown(let why): live.contains(broker) && why.error == .listenerNotFound ? .known(false) : .unknown(why)
        }
    }

    /// Whether a replica can serve and copy: its broker is alive, and so is the log directory that holds it there. A broker may be alive and
    /// have lost one of several directories: then its other replicas are well. Unknown where the cluster does not list its broker to us
    /// although that may be alive.
    package func isAlive(_ broker: Int32, _ row: Int) -> Fact<Bool> {
        isBrokerAlive(broker).map { $0 && !table.offline[row].contains(broker) }
    }

    /// Whether a broker is alive, whatever its disks are.
    package func isBrokerAlive(_ broker: Int32) -> Fact<Bool> {
        if live.contains(broker) { return .known(true) }
        return unlisted?.why(broker).map { .unknown($0) } ?? .known(false)
    }

    /// What has happened to a replica that is not alive, as a clause: `broker 3 has lost the log directory of it`; nil: nothing is known of it.
    package func whyDead(_ broker: Int32, _ row: Int) -> String? {
        guard live.contains(broker) else {
            return unlisted?.why(broker) == nil ? "broker \(broker) is not alive" : nil
        }
        return table.offline[row].contains(broker) ? "broker \(broker) has lost the log directory of it" : nil
    }

    /// Whether one of these replicas is not alive.
    package func isAnyDead(_ brokers: some Sequence<Int32>, _ row: Int) -> Fact<Bool> { any(brokers) { isAlive($0, row).map { !$0 } } }

    /// Whether one of these is so, of which each may be unknown.
    private func any(_ brokers: some Sequence<Int32>, _ test: (Int32) -> Fact<Bool>) -> Fact<Bool> {
        var why: Unread?
        for broker in brokers {
            switch test(broker) {
            case .known(true): return .known(true)
            case .known(false): break
            case .unknown(let reason): why = why ?? reason
            }
        }
        return why.map { .unknown($0) } ?? .known(false)
    }

    /// Those of which something is so; unknown where that is not known of one.
    private func those(_ brokers: some Sequence<Int32>, _ test: (Int32) -> Fact<Bool>) -> Fact<[Int32]> {
        var found: [Int32] = []
        for broker in brokers {
            switch test(broker) {
            case .known(true): found.append(broker)
            case .known(false): break
            case .unknown(let why): return .unknown(why)
            }
        }
        return .known(found)
    }

    /// Whether every replica is in the ISR, those just coming too.
    package func allReplicasAreInISR(_ row: Int) -> Bool { table.replicas[row].allSatisfy { isInISR($0, row) } }

    private func isInISR(_ broker: Int32, _ row: Int) -> Bool { table.isr[row].contains(broker) }

    /// The move of a row, nil where it does not move.
    package func move(_ row: Int) -> Fact<Move?> { moves.map { $0[row] } }

    /// Whether adding or removing is not empty.
    package func isReassigning(_ row: Int) -> Fact<Bool> {
        moves.map { moves in moves[row].map { !($0.adding.isEmpty && $0.removing.isEmpty) } ?? false }
    }

    /// Replicas minus those just coming.
    package func settled(_ row: Int) -> Fact<[Int32]> {
        moves.map { moves in
            guard let adding = moves[row]?.adding, !adding.isEmpty else { return Array(table.replicas[row]) }
            return table.replicas[row].filter { !adding.contains($0) }
        }
    }

    /// Where it is going: replicas minus those leaving, in order.
    package func target(_ row: Int) -> Fact<[Int32]> {
        moves.map { moves in
            guard let removing = moves[row]?.removing, !removing.isEmpty else { return Array(table.replicas[row]) }
            return table.replicas[row].filter { !removing.contains($0) }
        }
    }

    /// The first replica; of the target, while it moves.
    package func preferredLeader(_ row: Int) -> Fact<Int32?> {
        switch target(row) {
        case .known(let target): .known(target.first)
        // A single replica has no rival, whatever moves.
        case .unknown(let why): table.replicas[row].count == 1 ? .known(table.replicas[row].first) : .unknown(why)
        }
    }

    /// Whether the preferred leader leads. Without a leader it does not.
    package func leaderIsPreferred(_ row: Int) -> Fact<Bool> {
        switch leader(row) {
        case .known(nil): .known(false)
        case .known(let leader?): preferredLeader(row).map { $0 == leader }
        case .unknown: preferredLeader(row).flatMap { preferred in preferred.map { leads($0, row) } ?? .known(false) }
        }
    }

    /// How many replicas it has, those just coming left out.
    package func replicationFactor(_ row: Int) -> Fact<Int> {
        // One replica cannot be only coming.
        if table.replicas[row].count <= 1 { return .known(table.replicas[row].count) }
        return settled(row).map(\.count)
    }

    /// (replicas minus adding) minus ISR. Without the moves it is known where every replica is in sync.
    package func missing(_ row: Int) -> Fact<[Int32]> {
        switch settled(row) {
        case .known(let settled): return .known(settled.filter { !isInISR($0, row) })
        case .unknown(let why): return table.replicas[row].allSatisfy { isInISR($0, row) } ? .known([]) : .unknown(why)
        }
    }

    /// Replicas on brokers not live, or that the cluster calls offline (broker down or its directory failed).
    package func deadReplicas(_ row: Int) -> Fact<[Int32]> { those(table.replicas[row]) { isAlive($0, row).map { !$0 } } }

    /// Replicas whose broker or log directory is down, as the brokers tell. They count one without a listener of our name as down.
    package func offlineReplicas(_ row: Int) -> Fact<ArraySlice<Int32>> {
        let offline = table.offline[row]
        guard let unlisted, let why = offline.lazy.compactMap({ unlisted.why($0) }).first else { return .known(offline) }
        return .unknown(why)
    }

    // MARK: health

    /// A replica is missing, offline or not. By sets: a coming replica in the ISR does not make up for a lost one.
    package func isUnderReplicated(_ row: Int) -> Fact<Bool> {
        let (replicas, isr) = (table.replicas[row], table.isr[row])
        if replicas.allSatisfy({ isr.contains($0) }) { return .known(false) }
        return moves.map { moves in
            guard let adding = moves[row]?.adding, !adding.isEmpty else { return true }
            return replicas.contains { !isr.contains($0) && !adding.contains($0) }
        }
    }

    /// kafka-topics' formula: count(replicas minus adding) > count(ISR).
    package func isUnderReplicatedByCount(_ row: Int) -> Fact<Bool> {
        if table.replicas[row].count <= table.isr[row].count { return .known(false) }
        return settled(row).map { $0.count > table.isr[row].count }
    }

    /// No leader, or a leader that is not alive.
    package func isOffline(_ row: Int) -> Fact<Bool> {
        let leader = table.leader[row]
        if leader < 0 { return table.whyLeaderIsUntold(row).map { .unknown($0) } ?? .known(true) }
        if live.contains(leader) { return .known(false) }
        return unlisted?.why(leader).map { .unknown($0) } ?? .known(true)
    }

    /// Offline, or something else; whichever of them is known to be so decides.
    private func isOffline(_ row: Int, or other: Fact<Bool>) -> Fact<Bool> {
        switch (isOffline(row), other) {
        case (.known(true), _), (_, .known(true)): .known(true)
        case (.known(false), let other): other
        case (.unknown(let why), _): .unknown(why)
        }
    }

    /// The min.insync.replicas that holds for it, not clamped: its topic's, else what its leader gives; where nobody leads, what those give that
    /// could, and where none of these lives, what all give that live, as `kafka-topics.sh` counts such partitions. Unknown where its leader is
    /// not told, and where they differ.
    package func minIsr(_ row: Int) -> Fact<Int> {
        let topic = Int(table.topicOf[row])
        let asAsked = minIsr.ofTopics.indices.contains(topic) ? minIsr.ofTopics[topic] : .unknown(.notRead)
        guard minIsr.inherits.indices.contains(topic), minIsr.inherits[topic] else { return asAsked }
        let leader = table.leader[row]
        if leader >= 0 { return minIsr.ofBrokers[leader] ?? .unknown(.notRead) }
        if let why = table.whyLeaderIsUntold(row) { return .unknown(why) }
        switch heirs(row) {
        case .unknown(let why): return .unknown(why)
        case .known(let heirs):
            let givers = heirs.isEmpty ? minIsr.ofBrokers.keys.filter(live.contains).sorted() : heirs
            guard !givers.isEmpty else { return asAsked }
            return InheritedSettings.agreed("min.insync.replicas", givers.map { (Int($0), minIsr.ofBrokers[$0] ?? .unknown(.notRead)) })
        }
    }

    /// The replicas that could lead a row that nobody leads, with or without loss; unknown where that is not known of one.
    package func heirs(_ row: Int) -> Fact<[Int32]> { those(table.replicas[row]) { isAlive($0, row) } }

    /// What brokers hold a partition to: clamped to its replicas where they do that.
    package func effectiveMinIsr(_ row: Int) -> Fact<Int> {
        minIsr(row).flatMap { minIsr in
            let replicas = table.replicas[row].count
            // Where the clamp would change nothing it does not matter whether there is one.
            if minIsr <= replicas { return .known(minIsr) }
            return clampsMinIsr.map { $0 ? replicas : minIsr }
        }
    }

    /// kafka-topics' formula: offline, or fewer in sync than min.insync.replicas.
    package func isUnderMinIsr(_ row: Int) -> Fact<Bool> {
        isOffline(row, or: minIsr(row).map { table.isr[row].count < $0 })
    }

    /// acks=all fails now.
    package func refusesWrites(_ row: Int) -> Fact<Bool> {
        isOffline(row, or: effectiveMinIsr(row).map { table.isr[row].count < $0 })
    }

    /// kafka-topics' formula: as many in sync as min.insync.replicas; the leader does not count.
    package func isAtMinIsr(_ row: Int) -> Fact<Bool> { minIsr(row).map { table.isr[row].count == $0 } }

    /// Further losses before acks=all stops; below zero where it has.
    package func spare(_ row: Int) -> Fact<Int> { effectiveMinIsr(row).map { table.isr[row].count.subtractingClamped($0) } }

    /// One left in sync, of several.
    package func isSoleIsr(_ row: Int) -> Fact<Bool> {
        table.isr[row].count == 1 ? replicationFactor(row).map { $0 > 1 } : .known(false)
    }

    /// A replica lives, on a good disk, that may lead without loss: of the ISR or, where that is empty, of the ELR.
    package func isCleanElectable(_ row: Int) -> Fact<Bool> {
        let isr = table.isr[row]
        if !isr.isEmpty { return any(isr) { isAlive($0, row) } }
        return eligible(row).flatMap { eligible in any(eligible) { isAlive($0, row) } }
    }

    /// The ELR; unknown where the answer tells none.
    package func eligible(_ row: Int) -> Fact<ArraySlice<Int32>> {
        table.elrKnown[row] ? .known(table.elr[row]) : .unknown(table.whyNoELR)
    }

    /// The ELR, where cluster and release keep one; else none. Unknown only where it could not be read.
    package func keptEligible(_ row: Int) -> Fact<ArraySlice<Int32>> {
        !table.elrKnown[row] && table.whyNoELR.isTooOld ? .known([]) : eligible(row)
    }

    /// Whether a replica is out of the ISR and may lead without loss. One that is in the ISR is not out of it, whatever the ELR is.
    package func isEligible(_ broker: Int32, _ row: Int) -> Fact<Bool> {
        isInISR(broker, row) ? .known(false) : eligible(row).map { $0.contains(broker) }
    }

    /// Live replicas on good disks, in the order of the replicas, out of ISR and ELR.
    package func uncleanCandidates(_ row: Int) -> Fact<[Int32]> {
        keptEligible(row).flatMap { elr in
            those(table.replicas[row].filter { !isInISR($0, row) && !elr.contains($0) }) { isAlive($0, row) }
        }
    }

    /// Distinct racks of the live replicas in the ISR; brokers without a rack count as one.
    package func rackCount(_ row: Int) -> Fact<Int> {
        those(table.isr[row]) { isBrokerAlive($0) }.map { live in Set<NameKey>(live.map { racks[$0] ?? "" }).count }
    }

    // MARK: if a broker stopped

    /// It would lose its last live in-sync replica.
    package func wouldGoOffline(_ row: Int, without broker: Int32) -> Fact<Bool> {
        guard isInISR(broker, row) || table.leader[row] == broker else { return .known(false) }
        let heirs = table.isr[row] + table.elr[row]
        switch (isOffline(row), any(heirs.filter { $0 != broker }) { isAlive($0, row) }) {
        case (.known(true), _), (_, .known(true)): return .known(false)
        // Where the ELR could not be read there may be an heir in it.
        case (.known(false), let heir): return heir.value == false ? keptEligible(row).map { _ in true } : heir.map { !$0 }
        case (.unknown(let why), _): return .unknown(why)
        }
    }

    /// It would begin to refuse acks=all.
    package func wouldRefuse(_ row: Int, without broker: Int32) -> Fact<Bool> {
        guard isInISR(broker, row), isOffline(row).value != true else { return .known(false) }
        let would = effectiveMinIsr(row).map { minimum in
            let now = table.isr[row].count
            return now >= minimum && (now - 1 < minimum || now == 1)
        }
        if let why = isOffline(row).why, would.value != false { return .unknown(why) }
        return would
    }
}

/// What is known of `min.insync.replicas`; empty where nobody asked for it.
package struct MinInSyncReplicas: Sendable {
    /// By topic number, as told by the broker that was asked; unknown topics have their cause.
    package var ofTopics: [Fact<Int>] = []
    /// By topic number: whether it has none of its own, so that its leaders decide; empty: no broker can have one of its own.
    package var inherits: [Bool] = []
    /// What a broker gives to topics that have none of their own.
    package var ofBrokers: [Int32: Fact<Int>] = [:]

    package init(ofTopics: [Fact<Int>] = []) { self.ofTopics = ofTopics }
}
