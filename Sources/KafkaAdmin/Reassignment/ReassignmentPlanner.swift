/// Decides where replicas go: least movement, racks apart, load even, nothing that cannot complete. Pure: the same view gives the same plan.
///
/// The controller would accept more (any registered broker, also a dead one, `ReplicationControlManager.alterPartitionReassignment`): a move
/// that would wait for a dead replica, by the law of its release, is blocked here and never submitted.
package struct ReassignmentPlanner {
    /// This share of a broker's free bytes is left free.
    private static let reserve = 0.1

    private let goal: ReassignmentGoal
    private let brokers: [Int32: PlacementView.Broker]
    private let partitions: [PlacementView.Partition]
    private let law: ReassignmentLaw
    private let unlisted: UnlistedBrokers?
    /// Replicas and preferred leaders of each broker as they will be after the moves planned so far.
    private var replicas: [Int32: Int]
    private var preferredLeaders: [Int32: Int]
    /// Bytes that the moves planned so far bring to each broker.
    private var incoming: [Int32: Int] = [:]

    private init(_ view: PlacementView, goal: ReassignmentGoal) {
        self.goal = goal
        law = view.law
        unlisted = view.unlisted
        brokers = Dictionary(view.brokers.map { ($0.id, $0) }) { first, _ in first }
        partitions = view.partitions.sorted { ($0.topic, $0.index) < ($1.topic, $1.index) }
        replicas = brokers.mapValues(\.replicas)
        preferredLeaders = brokers.mapValues(\.preferredLeaders)
    }

    /// Plans the moves of the view's partitions.
    package static func plan(_ view: PlacementView, goal: ReassignmentGoal) -> ReassignmentPlan {
        var planner = ReassignmentPlanner(view, goal: goal)
        return planner.plan()
    }

    private mutating func plan() -> ReassignmentPlan {
        var plan = ReassignmentPlan(moves: [], blocked: [], alreadySo: [])
        for partition in partitions {
            let place = ReassignmentPlan.Place(topic: partition.topic, index: partition.index)
            do throws(Obstacle) {
                // First of all: while it moves, its list of replicas is neither what was nor what will be.
                guard let moving = partition.isMoving else { throw Obstacle("whether it is being moved already could not be read") }
                guard !moving else { throw Obstacle("it is being moved already") }
                let target = try target(of: partition)
                if target == partition.replicas {
                    plan.alreadySo.append(place)
                    continue
                }
                let leader = try checkCompletes(partition, target)
                let move = ReassignmentMove(
                    place: place, from: partition.replicas, to: target, leaderBefore: leader,
                    leaderAfter: target.contains(leader) ? leader : target[0],
                    bytes: partition.bytes.map { size in
                        let (bytes, tooMany) = size.multipliedReportingOverflow(by: target.count { !partition.replicas.contains($0) })
                        return tooMany ? .max : bytes
                    })
                account(for: move, size: partition.bytes)
                plan.moves.append(move)
            } catch {
                plan.blocked.append(.init(place: place, why: error.why))
            }
        }
        return plan
    }

    /// Why a partition cannot be moved.
    private struct Obstacle: Error {
        let why: String
        init(_ why: String) { self.why = why }
    }

    // MARK: Targets

    private func target(of partition: PlacementView.Partition) throws(Obstacle) -> [Int32] {
        switch goal {
        case .replicas(let wanted) where wanted > partition.replicas.count: return try grown(partition, to: wanted)
        case .replicas(let wanted) where wanted < partition.replicas.count: return try shrunk(partition, to: wanted)
        case .replicas: return partition.replicas
        case .exactly(let targets):
            let target = targets[ReassignmentPlan.Place(topic: partition.topic, index: partition.index)] ?? partition.replicas
            guard !target.isEmpty, Set(target).count == target.count else { throw Obstacle("\(target) is no list of replicas") }
            let cordoned = target.filter { !partition.replicas.contains($0) && brokers[$0]?.isCordoned == true }
            guard cordoned.isEmpty else { throw Obstacle(Self.cordoned(list(cordoned), cordoned.count)) }
            return target
        case .awayFrom(let avoided): return try replacing(partition, where: { avoided.contains($0) }, allowed: { !avoided.contains($0) })
        case .onto(let wanted):
            guard wanted.count >= partition.replicas.count else {
                throw Obstacle("it has \(partition.replicas.count) replicas, and only \(list(wanted)) may hold them")
            }
            return try replacing(partition, where: { !wanted.contains($0) }, allowed: { wanted.contains($0) })
        }
    }

    /// New replicas go to the end, so that the preferred leader stays.
    private func grown(_ partition: PlacementView.Partition, to count: Int) throws(Obstacle) -> [Int32] {
        var target = partition.replicas
        while target.count < count {
            target.append(try candidate(for: partition, beside: target, allowed: { _ in true }))
        }
        return target
    }

    /// Keeps what is in sync and up, and the preferred leader among those; the order stays.
    private func shrunk(_ partition: PlacementView.Partition, to count: Int) throws(Obstacle) -> [Int32] {
        guard count > 0 else { throw Obstacle("a partition needs a replica") }
        var target = partition.replicas
        while target.count > count {
            let leaving = target.indices.max {
                badness(of: target[$0], at: $0, in: partition, target) < badness(of: target[$1], at: $1, in: partition, target)
            }
            guard let leaving else { break }
            target.remove(at: leaving)
        }
        return target
    }

    /// How gladly a replica is given up: one that is known to be dead before out of sync, before one whose rack has another, before the busier
    /// broker.
    private func badness(of id: Int32, at index: Int, in partition: PlacementView.Partition, _ target: [Int32]) -> [Int] {
        let isDead = !isAlive(id, of: partition) && unlisted?.why(id) == nil
        let rack = brokers[id]?.rack
        let sharesRack = rack != nil && target.contains { $0 != id && brokers[$0]?.rack == rack }
        return [
            isDead ? 1 : 0, partition.inSyncReplicas.contains(id) ? 0 : 1, id == partition.leader ? 0 : 1,
            sharesRack ? 1 : 0,
            index == 0 ? 0 : 1, replicas[id] ?? 0, Int(id),
        ]
    }

    /// Each replica that must leave is replaced where it stands. Where that was the preferred one, the place goes to whoever has fewest to lead.
    private func replacing(
        _ partition: PlacementView.Partition, where leaves: (Int32) -> Bool, allowed: (Int32) -> Bool
    ) throws(Obstacle) -> [Int32] {
        guard partition.replicas.contains(where: leaves) else { return partition.replicas }
        var target = partition.replicas.filter { !leaves($0) }
        var result = partition.replicas
        for index in result.indices where leaves(result[index]) {
            let chosen = try candidate(for: partition, beside: target, allowed: allowed)
            target.append(chosen)
            result[index] = chosen
        }
        if leaves(partition.replicas[0]) {
            let first = result.indices.min { (preferredLeaders[result[$0]] ?? 0, $0) < (preferredLeaders[result[$1]] ?? 0, $1) }
            if let first { result.swapAt(0, first) }
        }
        return result
    }

    /// A broker that is up and has room: one of a rack that has none of the replicas yet, with the fewest replicas, the lowest id.
    private func candidate(
        for partition: PlacementView.Partition, beside present: [Int32], allowed: (Int32) -> Bool
    ) throws(Obstacle) -> Int32 {
        let possible = brokers.values.filter {
            $0.isUp && !$0.isCordoned && !present.contains($0.id) && !partition.replicas.contains($0.id) && allowed($0.id)
        }
        guard !possible.isEmpty else {
            let cordoned = brokers.values.filter { $0.isUp && $0.isCordoned && !present.contains($0.id) && allowed($0.id) }.map(\.id)
            let why = cordoned.isEmpty ? "" : " (\(Self.cordoned(list(cordoned), cordoned.count)))"
            throw Obstacle("no broker that is up could take another replica\(why)")
        }
        let roomy = possible.filter { hasRoom($0, for: partition.bytes) }
        let racks = Set<NameKey>(present.compactMap { brokers[$0]?.rack })
        let best = roomy.min {
            (rank($0, racks), replicas[$0.id] ?? 0, $0.id) < (rank($1, racks), replicas[$1.id] ?? 0, $1.id)
        }
        guard let best else { throw Obstacle("no disk room: \(list(possible.map(\.id))) would be filled over 90% of what is free") }
        return best.id
    }

    private func rank(_ broker: PlacementView.Broker, _ taken: Set<NameKey>) -> Int {
        broker.rack.map { taken.contains($0) ? 1 : 0 } ?? 0
    }

    private func hasRoom(_ broker: PlacementView.Broker, for bytes: Int?) -> Bool {
        guard let usable = broker.usableBytes, let bytes else { return true }
        return Double(incoming[broker.id, default: 0]) + Double(bytes) <= Double(usable) * (1 - Self.reserve)
    }

    // MARK: What can complete

    /// The leader, if the move can come to its end.
    private func checkCompletes(_ partition: PlacementView.Partition, _ target: [Int32]) throws(Obstacle) -> Int32 {
        guard let leader = partition.leader else {
            if let why = partition.whyLeaderIsUntold { throw Obstacle("who leads it is not known (\(why))") }
            throw Obstacle("it has no leader, so nothing can be copied")
        }
        if target.count < partition.replicas.count {
            switch partition.minInSyncReplicas {
            case .unknown(let why):
                throw Obstacle("its min.insync.replicas is not known (\(why)), nor whether \(target.count) are enough")
            case .known(let least) where target.count < least:
                throw Obstacle("its min.insync.replicas is \(least): with \(target.count) replicas acks=all would be refused")
            case .known: break
            }
        }
        let move = Move(from: partition.replicas, to: target)
        let needed = law.mostNeeded(move)
        if move.adding.isEmpty, target.allSatisfy({ partition.inSyncReplicas.contains($0) }) {
            // Done at once, before anybody could fall out of sync; somebody must be there to lead.
            guard target.contains(where: { isAlive($0, of: partition) }) else {
                throw Obstacle(target.lazy.compactMap { unlisted?.why($0)?.description }.first ?? "none of \(list(target)) is up")
            }
            return leader
        }
        // A broker that was just killed is in sync, and leads, until the controller fences it: what waits for it would wait for ever.
        let dead = needed.filter { !isAlive($0, of: partition) }
        guard dead.isEmpty else { throw Obstacle("it would wait for \(list(dead)): \(state(of: dead, in: partition))") }
        // Older controllers end such a move; what is left would be fewer, and some of them dead.
        let left = target.filter { !isAlive($0, of: partition) }
        guard target.count >= partition.replicas.count || left.isEmpty else {
            throw Obstacle("it would keep \(list(left)) among fewer replicas: \(state(of: left, in: partition))")
        }
        guard isUp(leader) else {
            throw Obstacle(
                unlisted?.why(leader).map { "its leader, \($0)" } ?? "its leader, broker \(leader), is not up, so nothing can be copied")
        }
        return leader
    }

    /// What is wrong with replicas that cannot come into sync.
    private func state(of dead: [Int32], in partition: PlacementView.Partition) -> String {
        if let why = dead.lazy.compactMap({ unlisted?.why($0) }).first { return why.text }
        if dead.allSatisfy(isUp) { return "\(dead.count == 1 ? "it is up, but its log dir" : "they are up, but their log dirs") failed" }
        return dead.allSatisfy { partition.inSyncReplicas.contains($0) } ? "not up" : "out of sync, and not up"
    }

    /// `all log dirs of broker 3 are cordoned: it takes no new replicas`.
    private static func cordoned(_ brokers: String, _ count: Int) -> String {
        "all log dirs of \(brokers) are cordoned: \(count == 1 ? "it takes" : "they take") no new replicas"
    }

    private mutating func account(for move: ReassignmentMove, size: Int?) {
        for id in move.adding {
            replicas[id, default: 0] += 1
            let (sum, isTooMuch) = incoming[id, default: 0].addingReportingOverflow(max(size ?? 0, 0))
            incoming[id] = isTooMuch ? .max : sum
        }
        for id in move.removing { replicas[id, default: 0] -= 1 }
        if move.from.first != move.to.first, let old = move.from.first, let new = move.to.first {
            preferredLeaders[old, default: 0] -= 1
            preferredLeaders[new, default: 0] += 1
        }
    }

    private func isUp(_ id: Int32) -> Bool { brokers[id]?.isUp == true }

    /// Its broker is up and has not lost it.
    private func isAlive(_ id: Int32, of partition: PlacementView.Partition) -> Bool {
        isUp(id) && !partition.offlineReplicas.contains(id)
    }

    /// `broker 2`, `brokers 1, 3`.
    private func list(_ ids: some Collection<Int32>) -> String {
        let sorted = ids.sorted().map(String.init).joined(separator: ", ")
        return ids.count == 1 ? "broker \(sorted)" : "brokers \(sorted)"
    }
}

/// Ranks are compared from the left.
private func < (left: [Int], right: [Int]) -> Bool { left.lexicographicallyPrecedes(right) }
