/// All cases of `make crash`, in their order; a worker does its share of them.
package struct Campaign: Sendable {
    /// The random programs, by seed.
    package var seeds: ClosedRange<UInt64>
    /// Points of a random program that are tried.
    package var pointsOfSeed = 24
    /// Pairs of points of a workload that are tried.
    package var pairs = 400
    /// Only workloads of these names; empty: all.
    package var only: Set<String> = []
    /// Which share: cases whose number leaves `share.index` when divided by `share.count`.
    package var share = (index: 0, count: 1)

    package init(seeds: ClosedRange<UInt64> = 1...600) { self.seeds = seeds }

    /// What a worker says of its cases.
    package enum Report: Sendable {
        /// About to run a case: the last thing said by a worker that died in it.
        case begins(CrashCase)
        case passed(rows: Set<Int>)
        /// What it is about did not come to pass: it is not counted.
        case idle
        case differs(String, rows: Set<Int>, [String])
        /// A workload that cannot be used, which is a difference as well.
        case broken(String)
    }

    /// The fixed workloads.
    package static var workloads: [Workload] { Workload.shipped + Workload.programs }

    /// Runs this share.
    package func run(_ report: (Report) -> Void) {
        var number = 0
        var task = 0
        /// Cases that every worker knows are dealt out one by one; those that cost a run to find, by the task.
        func deal(_ cases: [CrashCase], _ bench: Bench) {
            for crash in cases {
                if number % share.count == share.index { run(crash, bench, report) }
                number += 1
            }
        }
        func isMine() -> Bool {
            task += 1
            return task % share.count == share.index
        }
        for workload in Self.workloads where only.isEmpty || only.contains(workload.name) {
            guard let bench = bench(workload, report) else { continue }
            if number % share.count == share.index { read(bench, report) }
            deal(CasePlan.between(bench), bench)
            deal(CasePlan.stubborn(bench), bench)
            if isMine() { for crash in CasePlan.double(bench, most: pairs, seed: 1) { run(crash, bench, report) } }
            deal(CasePlan.single(bench), bench)
        }
        for seed in seeds where only.isEmpty || only.contains("random") {
            guard isMine(), let bench = bench(ProgramGenerator.workload(seed: seed), report) else { continue }
            for crash in CasePlan.sample(bench, points: pointsOfSeed, seed: seed) { run(crash, bench, report) }
        }
    }

    private func bench(_ workload: Workload, _ report: (Report) -> Void) -> Bench? {
        do throws(BenchFailure) { return try Bench(workload) } catch {
            report(.broken(error.description))
            return nil
        }
    }

    /// Every beginning of the undisturbed run's journal.
    private func read(_ bench: Bench, _ report: (Report) -> Void) {
        for line in Prefixes.lines(of: bench.journal) {
            let rows: Set<Int> = line.kind == "intended" ? [3, 23] : [23]
            if line.breaches.isEmpty {
                report(.passed(rows: rows))
            } else {
                report(.differs("\(bench.workload.name): every beginning of its journal", rows: rows, line.breaches))
            }
        }
    }

    private func run(_ crash: CrashCase, _ bench: Bench, _ report: (Report) -> Void) {
        report(.begins(crash))
        let outcome = bench.run(crash)
        let rows = crash.rows(bench)
        if outcome.differences.isEmpty, !outcome.wasMet {
            report(.idle)
        } else if outcome.differences.isEmpty {
            report(.passed(rows: rows))
        } else {
            report(.differs(crash.description, rows: rows, outcome.story + outcome.differences))
        }
    }
}
