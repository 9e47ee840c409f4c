import CrashSuite
import Network
import Platform

/// `mend-crash`: runs that are stopped at each of their steps, resumed, and compared with the run that was not.
///
///     mend-crash                                   everything, two workers
///     mend-crash --only NAME[,NAME]                some workloads; `random`: the random programs
///     mend-crash --workload NAME --point POINT     one case, with its story
///     mend-crash --seed N [--point POINT]          one random program and its cases, or one of them
///     mend-crash --list                            the workloads
///     --mend PATH                                  the built program, for the cases with real processes
///     --seeds N                                    how many random programs (600)
///     --workers N                                  how many processes beside each other (2)
@main
enum MendCrash {
    static func main() {
        let options = Options(CommandLine.arguments.dropFirst())
        if let problem = options.problem {
            say("mend-crash: \(problem)")
            SystemProcess.exit(2)
        }
        SystemProcess.exit(run(options))
    }

    private static func run(_ options: Options) -> Int32 {
        if options.has("list") { return list() }
        if let seed = options.number("seed") {
            say(ProgramGenerator.text(seed: UInt64(seed)))
            return one(ProgramGenerator.workload(seed: UInt64(seed)), options)
        }
        if let name = options.value("workload"), !options.has("child") {
            guard let workload = Campaign.workloads.first(where: { $0.name == name }) else {
                say("mend-crash: there is no workload \(name)")
                return 2
            }
            return one(workload, options)
        }
        if let folder = options.value("child") { return child(folder, options) }
        var campaign = Campaign(seeds: 1...UInt64(max(1, options.number("seeds") ?? 600)))
        if let only = options.value("only") { campaign.only = Set(only.split(separator: ",").map(String.init)) }
        if let share = options.value("share") {
            let parts = share.split(separator: "/").compactMap { Int($0) }
            guard parts.count == 2, parts[1] > 0 else { return 2 }
            campaign.share = (parts[0], parts[1])
            return Worker.run(campaign)
        }
        return Workers(options).run()
    }

    /// A process of a case with real processes.
    private static func child(_ folder: String, _ options: Options) -> Int32 {
        let addresses = (options.value("bootstrap") ?? "").split(separator: ",").compactMap { Endpoint(String($0)) }
        guard let workload = Campaign.workloads.first(where: { $0.name == options.value("workload") }), !addresses.isEmpty else { return 2 }
        let point = options.value("point").flatMap { CrashPoint($0[...]) }
        return RealProcess.run(workload, journal: folder, bootstrap: addresses, point: point)
    }

    private static func list() -> Int32 {
        for workload in Campaign.workloads {
            do throws(BenchFailure) {
                let bench = try Bench(workload)
                let cases = CasePlan.single(bench).count
                say("\(workload.name): \(bench.summary), \(cases) points")
            } catch { say("\(error)") }
        }
        return 0
    }

    /// One workload: the case of a point, or all with one point.
    private static func one(_ workload: Workload, _ options: Options) -> Int32 {
        do throws(BenchFailure) {
            let bench = try Bench(workload)
            say("undisturbed: \(bench.summary)")
            guard let text = options.value("point") else {
                var different = 0
                let cases = options.number("seed").map { CasePlan.sample(bench, points: 24, seed: UInt64($0)) } ?? CasePlan.single(bench)
                for crash in cases {
                    let outcome = bench.run(crash)
                    guard !outcome.differences.isEmpty else { continue }
                    different += 1
                    say("\(crash)")
                    for line in outcome.story + outcome.differences { say("    \(line)") }
                }
                say("\(cases.count) cases, \(different) differ")
                return different == 0 ? 0 : 1
            }
            guard let crash = CrashCase(workload.name, point: text) else {
                say("mend-crash: `\(text)` is no point")
                return 2
            }
            let outcome = bench.run(crash)
            if options.has("log") { say(outcome.log) }
            for line in outcome.story + outcome.differences { say("    \(line)") }
            say("rows \(crash.rows(bench).sorted()), \(outcome.wasMet ? "met" : "never met"), \(outcome.differences.count) differences")
            return outcome.differences.isEmpty ? 0 : 1
        } catch {
            say("\(error)")
            return 1
        }
    }
}

/// `--name value` and `--name`.
struct Options {
    private var values: [String: String] = [:]
    private(set) var problem: String?
    private static let flags: Set<String> = ["list", "log"]
    private static let known: Set<String> = [
        "only", "workload", "point", "seed", "seeds", "share", "workers", "child", "bootstrap", "mend",
    ]

    init(_ arguments: ArraySlice<String>) {
        var rest = arguments
        while let word = rest.popFirst() {
            let name = String(word.drop { $0 == "-" })
            if Self.flags.contains(name) {
                values[name] = ""
            } else if Self.known.contains(name), let value = rest.popFirst() {
                values[name] = value
            } else {
                problem = "`\(word)` is not understood"
            }
        }
    }

    func has(_ name: String) -> Bool { values[name] != nil }
    func value(_ name: String) -> String? { values[name] }
    func number(_ name: String) -> Int? { values[name].flatMap { Int($0) } }
}
