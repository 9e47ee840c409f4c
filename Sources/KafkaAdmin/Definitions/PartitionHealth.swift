/// What a partition's leader, replicas and ISR mean: every definition, once. Pure functions over one moment.
package struct PartitionHealth: Sendable {
    package let table: PartitionTable
    /// Brokers that may serve.
    package let live: Set<Int32>
    /// Moves under way by row; unknown where no controller told.
    package let moves: Fact<[Int: Move]>
    /// `min.insync.replicas` by topic number; unknown topics have their cause.
    package let minIsr: [Fact<Int>]
    /// Whether brokers take min.insync.replicas to be no more than a partition has replicas (from 3.7 on); unknown where no broker told.
    package let clampsMinIsr: Fact<Bool>
    /// Racks by broker.
    package let racks: [Int32: String]

    /// - Parameter minIsr: empty where nobody asked for it.
    package init(
        table: PartitionTable, live: Set<Int32>, moves: Fact<[Int: Move]>, minIsr: [Fact<Int>] = [],
        clampsMinIsr: Fact<Bool> = .unknown(.notRead), racks: [Int32: String] = [:]
    ) {
        self.table = table
        self.live = live
        self.moves = moves
        self.minIsr = minIsr
        self.clampsMinIsr = clampsMinIsr
        self.racks = racks
    }

    // MARK: replicas

    /// The leader; nil where there is none.
    package func leader(_ row: Int) -> Int32? { table.leader[row] < 0 ? nil : table.leader[row] }

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
        guard let leader = leader(row) else { return .known(false) }
        return preferredLeader(row).map { $0 == leader }
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
    package func deadReplicas(_ row: Int) -> [Int32] {
        let offline = table.offline[row]
        return table.replicas[row].filter { !live.contains($0) || offline.contains($0) }
    }

    private func isServing(_ broker: Int32, _ row: Int) -> Bool { live.contains(broker) && !table.offline[row].contains(broker) }

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
    package func isOffline(_ row: Int) -> Bool {
        let leader = table.leader[row]
        return leader < 0 || !live.contains(leader)
    }

    /// The topic's min.insync.replicas, not clamped.
    package func minIsr(_ row: Int) -> Fact<Int> {
        let topic = Int(table.topicOf[row])
        return minIsr.indices.contains(topic) ? minIsr[topic] : .unknown(.notRead)
    }

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
        isOffline(row) ? .known(true) : minIsr(row).map { table.isr[row].count < $0 }
    }

    /// acks=all fails now.
    package func refusesWrites(_ row: Int) -> Fact<Bool> {
        isOffline(row) ? .known(true) : effectiveMinIsr(row).map { table.isr[row].count < $0 }
    }

    /// kafka-topics' formula: as many in sync as min.insync.replicas; the leader does not count.
    package func isAtMinIsr(_ row: Int) -> Fact<Bool> { minIsr(row).map { table.isr[row].count == $0 } }

    /// Further losses before acks=all stops; below zero where it has.
    package func spare(_ row: Int) -> Fact<Int> { effectiveMinIsr(row).map { table.isr[row].count - $0 } }

    /// One left in sync, of several.
    package func isSoleIsr(_ row: Int) -> Fact<Bool> {
        table.isr[row].count == 1 ? replicationFactor(row).map { $0 > 1 } : .known(false)
    }

    /// A replica lives, on a good disk, that may lead without loss: of the ISR or, where that is empty, of the ELR.
    package func isCleanElectable(_ row: Int) -> Fact<Bool> {
        let isr = table.isr[row]
        if !isr.isEmpty { return .known(isr.contains { isServing($0, row) }) }
        return eligible(row).map { $0.contains { isServing($0, row) } }
    }

    /// The ELR; unknown where the answer tells none. An ISR that is not empty needs none.
    package func eligible(_ row: Int) -> Fact<ArraySlice<Int32>> {
        table.elrKnown[row] ? .known(table.elr[row]) : .unknown(Self.noELR)
    }

    static let noELR = Unread("needs Kafka 4.0 with eligible leader replicas")

    /// Live replicas on good disks, in the order of the replicas, out of ISR and ELR.
    package func uncleanCandidates(_ row: Int) -> [Int32] {
        let elr = table.elr[row]
        return table.replicas[row].filter { isServing($0, row) && !isInISR($0, row) && !elr.contains($0) }
    }

    /// Distinct racks of the live replicas in the ISR; brokers without a rack count as one.
    package func rackCount(_ row: Int) -> Int {
        Set<NameKey>(table.isr[row].filter { live.contains($0) }.map { racks[$0] ?? "" }).count
    }

    // MARK: if a broker stopped

    /// It would lose its last live in-sync replica.
    package func wouldGoOffline(_ row: Int, without broker: Int32) -> Bool {
        guard !isOffline(row), isInISR(broker, row) || table.leader[row] == broker else { return false }
        return !table.isr[row].contains { $0 != broker && isServing($0, row) }
            && !(table.elrKnown[row] && table.elr[row].contains { $0 != broker && isServing($0, row) })
    }

    /// It would begin to refuse acks=all.
    package func wouldRefuse(_ row: Int, without broker: Int32) -> Fact<Bool> {
        guard !isOffline(row), isInISR(broker, row) else { return .known(false) }
        return effectiveMinIsr(row).map { minimum in
            let now = table.isr[row].count
            return now >= minimum && (now - 1 < minimum || now == 1)
        }
    }
}
