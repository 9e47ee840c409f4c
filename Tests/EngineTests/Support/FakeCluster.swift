import Engine
import Language

/// A cluster of tables: it answers each request with the table of that source, and keeps what it was asked.
final class FakeCluster: Cluster {
    var tables: [NameKey: Table]
    var asked: [[SourceRequest]] = []
    var failure: ClusterFailure?

    init(_ tables: [NameKey: Table]) { self.tables = tables }

    func identity() throws(ClusterFailure) -> ClusterIdentity { ClusterIdentity(id: "fake", bootstrap: "nowhere:9092") }

    func read(_ requests: [SourceRequest], timing: ReadTiming) throws(ClusterFailure) -> [Table] {
        asked.append(requests)
        if let failure { throw failure }
        return requests.map { request in
            var table = tables[request.source] ?? Table(source: request.source, columns: [], rowCount: 0)
            table.columns.removeAll { !request.columns.contains($0.name) }
            return table
        }
    }

    var effects: [NameKey: any EffectPrimitive] { [:] }

    func pay(_ debt: Debt, timing: ReadTiming) -> DebtPayment { .notNow(Cause("no debts here")) }
}

final class FixedClock: EngineClock {
    var wallMs = 1_763_906_531_120  // 2025-11-23T14:02:11.120Z

    func wait(untilWallMs: Int) -> WaitEnd {
        wallMs = untilWallMs
        return .elapsed
    }
}
