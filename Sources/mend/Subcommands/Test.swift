import Commands
import Engine
import Journal
import KafkaClient
import KafkaLab
import KafkaPrimitives
import Language
import Network
import Platform
import Terminal

extension Subcommands {
    /// `mend test PATH…`: runs the test blocks of runbooks, each in a lab of its own, in virtual time.
    static func test(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        var passed = 0
        var failed = 0
        do throws(UsageError) {
            let seed = try seed(invocation)
            for path in try runbookFiles(invocation.arguments) {
                let loaded: ProgramFile
                switch ProgramFile.load(path) {
                case .failure(let failure): throw failure
                case .success(let file): loaded = file
                }
                let checked = loaded.check()
                DiagnosticPrinter(files: loaded.files, invocation: invocation, screen: screen).report(checked.diagnostics)
                guard !checked.hasErrors else { return .usage }
                let outcomes = TestRunner.run(checked, schema: Vocabulary.schema, options: RunOptions()) { scenario in
                    LabStage(scenario: scenario, seed: seed)?.surroundings
                }
                for outcome in outcomes {
                    report(outcome, path: path, screen)
                    if outcome.hasPassed { passed += 1 } else { failed += 1 }
                }
            }
        } catch {
            return error.report(on: screen)
        }
        screen.show("\(passed) passed, \(failed) failed")
        return failed == 0 ? .done : .failed
    }

    private static func report(_ outcome: TestOutcome, path: String, _ screen: Screen) {
        let mark =
            outcome.hasPassed
            ? Colour.green.paint("passed", enabled: screen.coloursOutput) : Colour.red.paint("failed", enabled: screen.coloursOutput)
        screen.show(
            "\(mark)  \(path): \(outcome.name) (lab \(outcome.scenario), \(DisplayForm.duration(milliseconds: outcome.tookMs)) of its time)"
        )
        if !outcome.hasPassed { screen.show("        \(outcome.end.message)") }
    }

    private static func seed(_ invocation: Invocation) throws(UsageError) -> UInt64 {
        guard let text = invocation.value("seed") else { return 1 }
        guard let seed = UInt64(text) else { throw UsageError("`--seed` takes a number, not `\(text)`") }
        return seed
    }

    /// The runbooks that paths name: files, and the `.runbook` files of folders.
    private static func runbookFiles(_ paths: [String]) throws(UsageError) -> [String] {
        var files: [String] = []
        for path in paths {
            do throws(Errno) {
                guard try Files.status(of: path)?.isDirectory == true else {
                    files.append(path)
                    continue
                }
                files += try Files.list(path).filter { $0.hasSuffix(".runbook") }.sorted().map { "\(path)/\($0)" }
            } catch { throw UsageError("\(error)") }
        }
        guard !files.isEmpty else { throw UsageError("no runbook there") }
        return files
    }
}

/// A lab in virtual time, with everything that a run needs around it.
final class LabStage {
    let surroundings: RunSurroundings

    init?(scenario name: String, seed: UInt64) {
        guard let scenario = Scenario.named(name) else { return nil }
        let loop = SimulatedLoop(seed: seed)
        let peers = LabPeers(cluster: LabCluster(scenario: scenario, seed: seed))
        peers.join(loop)
        let client = Client(loop: loop, bootstrap: peers.sortedEndpoints, softwareVersion: Mend.version)
        let cluster = KafkaCluster(client: client)
        cluster.register { KafkaEffects.all(on: $0) }
        surroundings = RunSurroundings(
            cluster: cluster, clock: Inbox(client: client), random: StageRandom(seed: seed), person: Absent(),
            observer: Silence(), store: MemoryJournalStore(), processes: RecordedCommands(),
            identity: RunnerIdentity(who: "test", host: "lab", process: 1, version: Mend.version))
    }
}

/// Nobody: what is asked in a test is answered by the test's own rules.
private final class Absent: Operator {
    let isPresent = false
    func confirm(_ question: String, details: [String]) -> Bool? { nil }
    func ask(_ question: String, details: [String]) -> String? { nil }
    func choose(_ question: String, among answers: [String]) -> Int? { nil }
}

/// A test's run says nothing: its outcome does.
private final class Silence: RunObserver {
    func observe(_ event: RunEvent) {}
}

/// The same names for the same seed (splitmix64).
private final class StageRandom: EngineRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(max(bound, 1)))
    }
}
