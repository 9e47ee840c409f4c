import Engine
import KafkaAdmin
import KafkaClient
import KafkaWire

/// What became of moves: the controller's list of moves, and the replicas as two brokers see them.
struct MoveProbe {
    let cluster: KafkaCluster
    let timing: ReadTiming
    let mode: MoveSubmission.Mode
    private let topicIDs: [NameKey: String]
    /// What the plan found moving.
    private let cancelled: CancelledMoves

    init(cluster: KafkaCluster, timing: ReadTiming, mode: MoveSubmission.Mode, plan: EffectPlan) {
        self.cluster = cluster
        self.timing = timing
        self.mode = mode
        topicIDs = plan.topicIDs
        cancelled = CancelledMoves(plan)
    }

    func probe(_ items: [EffectItem]) -> [ProbeAnswer] {
        cluster.client.beginEvaluation()
        let standings = PartitionStandings.read(
            items.compactMap(\.partition), moves: true, by: cluster.client, timeout: timing.requestTimeout)
        // Only of such moves the law decides.
        let isOdd = (standings.moves.value ?? [:]).values.contains { $0.addsWhatItRemoves }
        let law = isOdd ? cluster.reassignmentLaw(timeout: timing.requestTimeout) : ReassignmentLaw(isKRaft: nil, versions: nil)
        var answers = items.map { judge($0, standings, law) }
        let shares = shares(items, answers, standings)
        for (index, share) in shares { answers[index] = .underWay(share) }
        return answers
    }

    private func judge(_ item: EffectItem, _ standings: PartitionStandings, _ law: ReassignmentLaw) -> ProbeAnswer {
        guard let partition = item.partition, let wanted = item.replicasWanted, let before = item.replicasBefore else {
            return .unknowable(Cause("the item names no partition and replicas"))
        }
        let views: [PartitionStanding]
        switch standings.views[partition] {
        case nil: return .unknowable(Cause("not read"))
        case .unknown(let why)?: return .unknowable(Cause(why))
        case .known(let known)?: views = known
        }
        guard !views.isEmpty else { return .gone("its topic was deleted") }
        if let planned = topicIDs[partition.topic], views.contains(where: { !$0.topicID.isZero && $0.topicID.description != planned }) {
            return .gone("its topic was deleted, and made anew")
        }
        let moves: [TopicPartition: Move]
        switch standings.moves {
        case .unknown(let why): return .unknowable(Cause(why))
        case .known(let known): moves = known
        }
        if let move = moves[partition] { return judge(move, wanted, before, law) }
        return judge(views, wanted, before, cancelled[partition])
    }

    private func judge(_ move: Move, _ wanted: [Int32], _ before: [Int32], _ law: ReassignmentLaw) -> ProbeAnswer {
        if move.addsWhatItRemoves {
            // It stays as it is until it is cancelled.
            if mode != .move, move.target == wanted || move.target == before { return .notApplied }
            if law.canEnd(move) != true {
                return .superseded(now: "moving to \(move.target): \(ReassignmentLaw.whyEndless(law.canEnd(move)))")
            }
        }
        if move.target == wanted { return .underWay(nil) }
        // What was to be taken back still goes its way.
        if mode != .move, move.target == before { return .notApplied }
        return .superseded(now: "moving to \(move.target)")
    }

    /// Nothing moves any more, and the views are older than that.
    private func judge(
        _ views: [PartitionStanding], _ wanted: [Int32], _ before: [Int32], _ cancelled: CancelledMoves.Entry?
    ) -> ProbeAnswer {
        if views.contains(where: { $0.replicas == wanted }) { return .applied }
        if let now = views.first(where: { $0.replicas != before })?.replicas {
            // Cancelled, and the assignment is still to come.
            if mode != .move, let cancelled, now == cancelled.after { return .notApplied }
            // A view from while it moved: the broker has not heard of the end yet.
            if Set(now) == Set(before).union(wanted) || cancelled.map({ Set(now) == Set($0.replicas) }) ?? false { return .underWay(nil) }
            switch mode {
            case .move: return .superseded(now: "\(now)")
            // Cancelled, and the order is still to come.
            case .giveBack, .cancel: return Set(now) == Set(wanted) ? .notApplied : .superseded(now: "\(now)")
            }
        }
        return mode == .cancel ? .superseded(now: "\(before): the move had come to its end") : .notApplied
    }

    /// How far the copies have come, by bytes.
    private func shares(_ items: [EffectItem], _ answers: [ProbeAnswer], _ standings: PartitionStandings) -> [Int: Double] {
        var wanted: [Int: [ReplicaSizes.Replica]] = [:]
        for (index, item) in items.enumerated() where answers[index] == .underWay(nil) {
            guard let partition = item.partition, let bytes = item.bytes, bytes > 0, let to = item.replicasWanted,
                let from = item.replicasBefore
            else { continue }
            let adding = to.filter { !from.contains($0) }
            if !adding.isEmpty { wanted[index] = adding.map { ReplicaSizes.Replica(partition, on: $0) } }
        }
        guard !wanted.isEmpty else { return [:] }
        let sizes = ReplicaSizes.read(Set(wanted.values.flatMap { $0 }), by: cluster.client, timeout: timing.requestTimeout)
        var shares: [Int: Double] = [:]
        for (index, replicas) in wanted {
            let found = replicas.compactMap { sizes[$0] }
            guard found.count == replicas.count, let bytes = items[index].bytes, bytes > 0 else { continue }
            shares[index] = min(0.99, max(0, found.reduce(0) { $0 + Double($1) } / Double(bytes)))
        }
        return shares
    }
}
