import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaLab
import Language
import Network
import Platform
import Testing

@testable import KafkaPrimitives

/// A lab cluster in virtual time, and the effects on it.
final class EffectWorld {
    let loop: SimulatedLoop
    let peers: LabPeers
    let cluster: KafkaCluster
    let timing = ReadTiming(requestTimeout: 2_000_000_000)

    convenience init(_ scenario: String = "healthy", release: KafkaRelease = .newest, seed: UInt64 = 1) throws {
        try self.init(of: try #require(Scenario.named(scenario)), release: release, seed: seed)
    }

    init(of scenario: Scenario, release: KafkaRelease = .newest, seed: UInt64 = 1) throws {
        loop = SimulatedLoop(seed: seed)
        peers = LabPeers(cluster: LabCluster(scenario: scenario, seed: seed, version: release))
        peers.join(loop)
        let client = Client(loop: loop, bootstrap: peers.sortedEndpoints, softwareVersion: "test")
        cluster = KafkaCluster(client: client)
        cluster.register { KafkaEffects.all(on: $0) }
        _ = try cluster.identity()
    }

    var lab: LabCluster { peers.cluster }

    func pass(_ milliseconds: Int) { cluster.client.pause(until: cluster.client.deadline(in: .milliseconds(milliseconds))) }

    /// Ctrl-C, so many milliseconds from now.
    func interrupt(in milliseconds: Int) {
        loop.schedule(.interrupt, at: cluster.client.deadline(in: .milliseconds(milliseconds)))
    }

    func apply(_ fault: LabFault) { loop.perform(peers.apply(fault, now: loop.now), of: peers) }

    func effect(_ id: String) throws -> any EffectPrimitive { try #require(cluster.effects[id]) }

    func partitions(_ names: [(String, Int)]) -> EffectCall.Argument {
        let table = Table(
            source: "partitions",
            columns: [
                Column("topic", .topic, .values(names.map { .text($0.0) })), Column("partition", .int, .values(names.map { .int($0.1) })),
            ], key: ["topic", "partition"], rowCount: names.count)
        return .value(.table(table))
    }

    func topics(_ names: [String]) -> EffectCall.Argument {
        .value(
            .table(
                Table(
                    source: "topics", columns: [Column("name", .topic, .values(names.map { .text($0) }))], key: ["name"],
                    rowCount: names.count)))
    }

    func plan(_ id: String, _ arguments: [NameKey: EffectCall.Argument], throttle: Int? = nil) throws -> EffectPlan {
        var options = EffectCall.Options()
        options.throttle = throttle
        options.isUnthrottled = throttle == nil
        return try effect(id).plan(EffectCall(id: id, arguments: arguments, options: options), timing: timing)
    }

    /// Asks for all items of a plan, after its settings.
    func submit(_ plan: EffectPlan) throws -> [ItemOutcome] {
        let effect = try effect(plan.effect)
        try effect.checkGate(timing: timing)
        try effect.prepare(plan, timing: timing)
        return effect.submit(plan.items, of: plan, timing: timing)
    }

    func probe(_ plan: EffectPlan) throws -> [ProbeAnswer] { try effect(plan.effect).probe(plan.items, of: plan, timing: timing) }

    /// Probes until no item is under way or as before, for a while of virtual time.
    func settle(_ plan: EffectPlan, within seconds: Int = 600) throws -> [ProbeAnswer] {
        var answers = try probe(plan)
        for _ in 0..<seconds where answers.contains(where: { $0.isOpen }) {
            pass(1_000)
            answers = try probe(plan)
        }
        return answers
    }

    func inverse(_ plan: EffectPlan) throws -> EffectPlan? { try effect(plan.effect).inverse(of: plan.items, in: plan, timing: timing) }

    func pay(_ plan: EffectPlan) -> [DebtPayment] {
        plan.debts.map { cluster.pay(Debt(id: "r/1", run: "r", intent: $0, due: .atEnd), timing: timing) }
    }

    /// Rows of a source.
    func read(_ source: String, _ columns: Set<NameKey>) throws -> [Record] {
        let tables = try cluster.read([SourceRequest(source: source, columns: columns)], timing: timing)
        return try #require(tables.first).rows.map { tables[0].record(at: $0) }
    }

    func replicas(_ topic: String, _ partition: Int32) -> [Int32]? { lab.partition(topic, partition)?.replicas }
    func changes(_ api: Int16) -> [LabEffect] { lab.effectLog.filter { $0.api == api } }
}

extension ProbeAnswer {
    var isOpen: Bool {
        switch self {
        case .underWay, .notApplied: true
        default: false
        }
    }
}
