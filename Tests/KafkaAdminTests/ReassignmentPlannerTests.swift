import Testing

@testable import KafkaAdmin

extension PlacementView {
    /// By the law of 3.9: every replica of the target must be in sync.
    fileprivate init(brokers: [Broker], partitions: [Partition]) {
        self.init(brokers: brokers, partitions: partitions, law: ReassignmentLaw(rules: [.everyTarget]))
    }
}

@Suite("The planner of reassignments")
struct ReassignmentPlannerTests {
    private func broker(_ id: Int32, rack: String? = nil, up: Bool = true, usable: Int? = nil, replicas: Int = 0) -> PlacementView.Broker {
        .init(id: id, rack: rack, isUp: up, usableBytes: usable, replicas: replicas, preferredLeaders: 0)
    }

    private func partition(
        _ index: Int32 = 0, _ replicas: [Int32], isr: [Int32]? = nil, leader: Int32?? = .none, moving: Bool? = false, bytes: Int? = 100,
        minIsr: Fact<Int> = .known(1), untold: Unread? = nil
    ) -> PlacementView.Partition {
        .init(
            topic: "trips", index: index, replicas: replicas, inSyncReplicas: isr ?? replicas, leader: leader ?? replicas.first,
            isMoving: moving, minInSyncReplicas: minIsr, bytes: bytes, whyLeaderIsUntold: untold)
    }

    private func targets(_ view: PlacementView, _ goal: ReassignmentGoal) -> [[Int32]] {
        ReassignmentPlanner.plan(view, goal: goal).moves.map(\.to)
    }

    @Test("more replicas are appended, so that the preferred leader stays")
    func grows() {
        let view = PlacementView(brokers: (1...3).map { broker($0) }, partitions: [partition(0, [2, 1]), partition(1, [3, 1])])
        let plan = ReassignmentPlanner.plan(view, goal: .replicas(3))
        #expect(plan.moves.map(\.to) == [[2, 1, 3], [3, 1, 2]])
        #expect(plan.moves.map(\.kind) == [.addOnly, .addOnly])
        #expect(plan.moves.map(\.bytes) == [100, 100])
    }

    @Test("a rack without a replica comes first, then the broker with the fewest")
    func racks() {
        let brokers = [broker(1, rack: "a"), broker(2, rack: "a"), broker(3, rack: "b", replicas: 9), broker(4, rack: "b", replicas: 2)]
        #expect(targets(PlacementView(brokers: brokers, partitions: [partition(0, [1])]), .replicas(2)) == [[1, 4]])
        #expect(targets(PlacementView(brokers: brokers, partitions: [partition(0, [1])]), .replicas(3)) == [[1, 4, 2]])
    }

    @Test("load spreads over the moves of one plan")
    func spreads() {
        let view = PlacementView(brokers: (1...4).map { broker($0) }, partitions: (0..<6).map { partition($0, [1]) })
        let plan = ReassignmentPlanner.plan(view, goal: .replicas(2))
        #expect(plan.moves.map { $0.to[1] } == [2, 3, 4, 2, 3, 4])
    }

    @Test("brokers that are not up take nothing; without enough of the others the partition is blocked")
    func liveOnly() {
        let view = PlacementView(brokers: [broker(1), broker(2, up: false), broker(3)], partitions: [partition(0, [1, 3])])
        let plan = ReassignmentPlanner.plan(view, goal: .replicas(3))
        #expect(plan.moves.isEmpty)
        #expect(plan.blocked.map(\.why) == ["no broker that is up could take another replica"])
    }

    @Test("a move that would wait for a dead replica is blocked, not submitted")
    func deadRetained() {
        let brokers = [broker(1), broker(2, up: false), broker(3)]
        let plan = ReassignmentPlanner.plan(
            PlacementView(brokers: brokers, partitions: [partition(0, [1, 2], isr: [1])]), goal: .replicas(3))
        #expect(plan.blocked.map(\.why) == ["it would wait for broker 2: out of sync, and not up"])
    }

    @Test("a replica may be added beside a dead one where the release ends that: up to 3.7, and from 4.3 on")
    func besideDead() {
        let brokers = [broker(1), broker(2, up: false), broker(3)]
        for (rule, ends) in [(ReassignmentLaw.Rule.everyTarget, false), (.added, true), (.addedUnlessFewer, true)] {
            let view = PlacementView(
                brokers: brokers, partitions: [partition(0, [1, 2], isr: [1])], law: ReassignmentLaw(rules: [rule]))
            let plan = ReassignmentPlanner.plan(view, goal: .replicas(3))
            #expect(plan.moves.map(\.to) == (ends ? [[1, 2, 3]] : []))
        }
        // Where the release is not told exactly the stricter rule counts.
        let unsure = ReassignmentLaw(rules: [.everyTarget, .addedUnlessFewer])
        let view = PlacementView(brokers: brokers, partitions: [partition(0, [1, 2], isr: [1])], law: unsure)
        #expect(ReassignmentPlanner.plan(view, goal: .replicas(3)).moves.isEmpty)
    }

    @Test("fewer replicas with a dead one among them: never, whatever the release would end")
    func fewerWithDead() {
        let brokers = [broker(1), broker(2, up: false), broker(3)]
        let place = ReassignmentPlan.Place(topic: "trips", index: 0)
        for rule in ReassignmentLaw.Rule.allCases {
            let view = PlacementView(
                brokers: brokers, partitions: [partition(0, [1, 2, 3], isr: [1, 3])], law: ReassignmentLaw(rules: [rule]))
            let plan = ReassignmentPlanner.plan(view, goal: .exactly([place: [1, 2]]))
            #expect(plan.moves.isEmpty && plan.blocked.first?.why.hasSuffix(": out of sync, and not up") == true)
        }
    }

    @Test("a replica whose log dir failed on a broker that is up is waited for in vain, too")
    func failedDir() {
        var lost = partition(0, [1, 2], isr: [1])
        lost.offlineReplicas = [2]
        let plan = ReassignmentPlanner.plan(
            PlacementView(brokers: (1...3).map { broker($0) }, partitions: [lost]), goal: .replicas(3))
        #expect(plan.blocked.map(\.why) == ["it would wait for broker 2: it is up, but its log dir failed"])
    }

    @Test("a broker whose log dirs are all cordoned takes nothing, though it is the emptiest")
    func cordoned() {
        var shut = broker(3)
        shut.isCordoned = true
        let brokers = [broker(1, replicas: 9), broker(2, replicas: 9), shut, broker(4, replicas: 5)]
        #expect(targets(PlacementView(brokers: brokers, partitions: [partition(0, [1, 2])]), .replicas(3)) == [[1, 2, 4]])
        let plan = ReassignmentPlanner.plan(
            PlacementView(brokers: [broker(1), broker(2), shut], partitions: [partition(0, [1, 2])]), goal: .replicas(3))
        let why = "no broker that is up could take another replica (all log dirs of broker 3 are cordoned: it takes no new replicas)"
        #expect(plan.blocked.map(\.why) == [why])
    }

    @Test("without a leader, while moving, or with that unknown, nothing moves")
    func obstacles() {
        let brokers = (1...3).map { broker($0) }
        let view = PlacementView(
            brokers: brokers,
            partitions: [
                partition(0, [1, 2], leader: .some(nil)), partition(1, [1, 2], moving: true), partition(2, [1, 2], moving: nil),
            ])
        #expect(
            ReassignmentPlanner.plan(view, goal: .replicas(3)).blocked.map(\.why) == [
                "it has no leader, so nothing can be copied", "it is being moved already",
                "whether it is being moved already could not be read",
            ])
    }

    @Test("away from a broker, its replica is replaced where it stood, and leaders stay even")
    func awayFrom() {
        let view = PlacementView(
            brokers: (1...4).map { broker($0) },
            partitions: [partition(0, [2, 1]), partition(1, [1, 2]), partition(2, [2, 3]), partition(3, [1, 3])])
        let plan = ReassignmentPlanner.plan(view, goal: .awayFrom([2]))
        #expect(plan.moves.map(\.to) == [[3, 1], [1, 4], [1, 3]])
        #expect(plan.moves.allSatisfy { !$0.to.contains(2) && $0.to.count == 2 })
        #expect(plan.alreadySo.map(\.index) == [3])
    }

    @Test("away from a dead broker needs no copy from it")
    func awayFromDead() {
        let brokers = [broker(1), broker(2, up: false), broker(3)]
        let plan = ReassignmentPlanner.plan(
            PlacementView(brokers: brokers, partitions: [partition(0, [1, 2], isr: [1])]), goal: .awayFrom([2]))
        #expect(plan.moves.map(\.to) == [[1, 3]])
        #expect(plan.moves.map(\.kind) == [.move])
    }

    @Test("onto brokers: those that hold it already keep it; too few are an obstacle")
    func onto() {
        let view = PlacementView(brokers: (1...4).map { broker($0) }, partitions: [partition(0, [1, 2])])
        #expect(targets(view, .onto([2, 3])) == [[3, 2]])
        #expect(
            ReassignmentPlanner.plan(view, goal: .onto([4])).blocked.map(\.why) == [
                "it has 2 replicas, and only broker 4 may hold them"
            ])
    }

    @Test("fewer replicas: the dead and the out-of-sync go first, the leader last, and min.insync.replicas holds")
    func shrinks() {
        let brokers = [broker(1), broker(2, up: false), broker(3)]
        let partitions = [partition(0, [2, 1, 3], isr: [1, 3], leader: 1), partition(1, [1, 3], minIsr: .known(2))]
        let plan = ReassignmentPlanner.plan(PlacementView(brokers: brokers, partitions: partitions), goal: .replicas(1))
        #expect(plan.moves.map(\.to) == [[1]])
        #expect(plan.blocked.map(\.why) == ["its min.insync.replicas is 2: with 1 replicas acks=all would be refused"])
    }

    @Test("what nobody told of a partition blocks its move by its name: who leads it, and how many must be in sync where some would go")
    func untold() {
        let brokers = (1...3).map { broker($0) }
        let dumb = partition(0, [1, 2], leader: .some(nil), untold: Unread("its leader has no listener of this name"))
        let leaderless = partition(1, [1, 2], leader: .some(nil))
        let unread = partition(2, [1, 2, 3], minIsr: .unknown(Unread("broker 1 did not answer")))
        let view = PlacementView(brokers: brokers, partitions: [dumb, leaderless, unread])
        #expect(
            ReassignmentPlanner.plan(view, goal: .onto([1, 3])).blocked.map(\.why).prefix(2) == [
                "who leads it is not known (its leader has no listener of this name)", "it has no leader, so nothing can be copied",
            ])
        let fewer = ReassignmentPlanner.plan(PlacementView(brokers: brokers, partitions: [unread]), goal: .replicas(1))
        #expect(fewer.moves.isEmpty)
        #expect(fewer.blocked.map(\.why) == ["its min.insync.replicas is not known (broker 1 did not answer), nor whether 1 are enough"])
        // Where none goes the minimum does not matter.
        #expect(ReassignmentPlanner.plan(PlacementView(brokers: brokers, partitions: [unread]), goal: .replicas(3)).blocked.isEmpty)
    }

    @Test("a disk is filled to nine tenths of what is free, the moves before counted")
    func diskRoom() {
        let brokers = [broker(1), broker(2, usable: 230)]
        let plan = ReassignmentPlanner.plan(
            PlacementView(brokers: brokers, partitions: (0..<3).map { partition($0, [1]) }), goal: .replicas(2))
        #expect(plan.moves.count == 2)
        #expect(plan.blocked.map(\.why) == ["no disk room: broker 2 would be filled over 90% of what is free"])
    }

    @Test("the order in which partitions and brokers are given does not matter")
    func deterministic() {
        let brokers = (1...5).map { broker($0, rack: $0 % 2 == 0 ? "a" : "b") }
        let partitions = (0..<20).map { partition($0, [$0 % 5 + 1, ($0 + 1) % 5 + 1]) }
        let one = ReassignmentPlanner.plan(PlacementView(brokers: brokers, partitions: partitions), goal: .replicas(3))
        let other = ReassignmentPlanner.plan(
            PlacementView(brokers: brokers.reversed(), partitions: partitions.reversed()), goal: .replicas(3))
        #expect(one == other)
    }

    @Test("a replica on a broker that is not listed here is neither given up as dead nor waited for")
    func unlisted() {
        var row = PartitionTable.Row()
        (row.leader, row.replicas, row.isr) = (1, [1, 2], [1, 2])
        let unlisted = UnlistedBrokers(table([row]), listed: [1, 3])
        func view(_ replicas: [Int32]) -> PlacementView {
            PlacementView(
                brokers: [broker(1), broker(3)], partitions: [partition(0, replicas)], law: ReassignmentLaw(rules: [.everyTarget]),
                unlisted: unlisted)
        }
        #expect(targets(view([1, 2, 3]), .replicas(2)) == [[1, 2]])
        let place = ReassignmentPlan.Place(topic: "trips", index: 0)
        #expect(
            ReassignmentPlanner.plan(view([1, 2]), goal: .exactly([place: [1, 2, 3]])).blocked.map(\.why)
                == ["it would wait for broker 2: not listed here: it may have no listener of the name that is used"])
    }
}
