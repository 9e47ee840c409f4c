import Commands
import Engine
import Journal
import KafkaLab
import Language
import Network
import Platform
import Terminal

extension Subcommands {
    /// `mend lab [SCENARIO]`: serves a simulated cluster; with a terminal, the REPL is attached to it.
    static func lab(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        do throws(UsageError) {
            let settings = try LabSettings(invocation)
            return invocation.has("listen-only") ? try serve(settings, screen) : try attach(settings, invocation, screen)
        } catch {
            return error.report(on: screen)
        }
    }

    /// Serves until Ctrl-C, or until the process that started it is gone.
    private static func serve(_ settings: LabSettings, _ screen: Screen) throws(UsageError) -> ExitStatus {
        let server: LabServer
        do throws(Errno) {
            server = try LabServer(cluster: settings.cluster(), loop: PollLoop(signals: try SignalPipe.install()), speed: settings.speed)
        } catch { throw UsageError("\(error)") }
        screen.show("bootstrap \(server.bootstrap)")
        // Where nobody can read the address, nobody comes.
        guard !screen.outputIsBroken else { return .done }
        let parent = SystemProcess.environment(LabProcess.parentVariable).flatMap { Int32($0) }
        server.run { events in
            let isStopped = events.contains { event in
                if case .signal(let signal) = event { signal != .windowChange } else { false }
            }
            return isStopped || parent.map { !SystemProcess.exists($0) } ?? false
        }
        return .done
    }

    /// Starts the lab in a process of its own, and the REPL here.
    private static func attach(_ settings: LabSettings, _ invocation: Invocation, _ screen: Screen) throws(UsageError) -> ExitStatus {
        let lab = try LabProcess(settings)
        defer { lab.end() }
        screen.say("\(settings.scenario.name): \(settings.scenario.summary)")
        for line in settings.story(fromMs: Int(SystemClock.wallMilliseconds())) { screen.say(line) }
        screen.say("bootstrap \(lab.bootstrap)")
        // A lab's runs mean nothing to the next lab: without a folder of the person's own they end with it.
        let folder: String
        if let asked = invocation.value("journal") {
            folder = asked
        } else {
            do throws(Errno) { folder = try Files.makeTemporaryDirectory("mend-lab") } catch { throw UsageError("\(error)") }
        }
        defer { if invocation.value("journal") == nil { try? Files.removeTree(folder) } }
        let settings = ClusterSettings(bootstrap: try ClusterSettings.endpoints(lab.bootstrap), title: "lab")
        let session = try ClusterSession(invocation, screen, settings: settings, store: FileJournalStore(folder: folder))
        return screen.isInteractive ? try Repl(session).run() : try readPipe(session)
    }
}

/// What the options of `mend lab` say.
struct LabSettings {
    let scenario: Scenario
    let release: KafkaRelease
    let seed: UInt64
    let speed: LabSpeed
    /// What the scenario's size was asked to be, as words of the command line.
    private var size: [String] = []

    /// Every scenario with a line about it.
    static var scenarios: [(name: String, summary: String)] { Scenario.all.map { ($0.name, $0.summary) } }

    init(_ invocation: Invocation) throws(UsageError) {
        let name = invocation.arguments.first ?? "healthy"
        guard let scenario = Scenario.named(name) else {
            let names = Scenario.all.map(\.name)
            let near = Suggestion.nearest(name, among: names)
            throw UsageError(
                "the lab has no scenario `\(name)`", hint: near.map { "did you mean `\($0)`?" } ?? "one of: \(names.joined(separator: " "))"
            )
        }
        self.scenario = scenario
        guard let release = KafkaRelease(invocation.value("kafka-version") ?? KafkaRelease.newest.description) else {
            throw UsageError("`--kafka-version` takes a release from \(KafkaRelease.oldest) to \(KafkaRelease.newest)")
        }
        self.release = release
        seed = UInt64(try Self.number(invocation, "seed", in: 0...Int.max) ?? 1)
        speed = try Self.speed(invocation)
        size = try Self.size(invocation, of: name)
    }

    /// What happens by itself, and when: nobody should wonder at a prompt why the cluster healed.
    func story(fromMs start: Int) -> [String] {
        scenario.script.map { event in
            let realMs = Int(event.at) * 1000 / Int(speed.thousandths)
            let clock = TimeText.short(ms: start + realMs, today: TimeText.day(ofMs: start))
            return "\(event.fault.summary) at \(clock), in \(DisplayForm.duration(milliseconds: realMs)); --speed makes it sooner or later"
        }
    }

    private static func speed(_ invocation: Invocation) throws(UsageError) -> LabSpeed {
        guard let text = invocation.value("speed") else { return .real }
        guard let number = Double(text), let speed = LabSpeed(seconds: number) else {
            throw UsageError("`--speed` takes a number from 0.001 to \(LabSpeed.fastest), not `\(text)`")
        }
        return speed
    }

    /// The options that size a cluster, with their largest values.
    private static let sizes = [("brokers", 100), ("topics", 100_000), ("partitions", 1_000_000), ("groups", 10_000)]

    /// Those options that were given. Throws where the scenario is not one that can be of any size.
    private static func size(_ invocation: Invocation, of scenario: String) throws(UsageError) -> [String] {
        var words: [String] = []
        for (name, most) in sizes {
            guard let text = invocation.value(name) else { continue }
            guard scenario == "healthy" else {
                throw UsageError("`--\(name)` goes with healthy: \(scenario) has the size that its story needs")
            }
            guard case .int(let number)? = LiteralText.value(of: text), (1...most).contains(number) else {
                throw UsageError("`--\(name)` takes a number from 1 to \(most), not `\(text)`")
            }
            words += ["--\(name)", "\(number)"]
        }
        return words
    }

    /// Settings of our own, for the demo.
    init(scenario: Scenario, speed: Int) {
        self.scenario = scenario
        self.speed = LabSpeed(speed)
        release = .newest
        seed = 1
    }

    func cluster() -> LabCluster { LabCluster(scenario: sized, seed: seed, version: release) }

    /// The scenario, or a cluster of the size that was asked for; what was not said is small.
    private var sized: Scenario {
        guard !size.isEmpty else { return scenario }
        func number(_ name: String) -> Int? {
            size.firstIndex(of: "--\(name)").flatMap { Int(size[$0 + 1]) }
        }
        let topics = number("topics") ?? min(100, number("partitions") ?? 100)
        return .sized(
            brokers: number("brokers") ?? 3, topics: topics, partitions: max(topics, number("partitions") ?? topics * 10),
            groups: number("groups") ?? min(topics, 100))
    }

    /// The words that start the same lab in another process.
    var words: [String] {
        [
            "lab", scenario.name, "--listen-only", "--speed", "\(speed)", "--seed", "\(seed)", "--kafka-version", release.description,
        ] + size
    }

    private static func number(_ invocation: Invocation, _ option: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = invocation.value(option) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw UsageError("`--\(option)` takes a number from \(range.lowerBound) on, not `\(text)`")
        }
        return number
    }
}

/// A lab in a process of its own, which ends with this one.
final class LabProcess {
    /// Tells the child whose end is its own.
    static let parentVariable = "MEND_LAB_PARENT"

    let bootstrap: String
    private let process: ChildProcess

    init(_ settings: LabSettings) throws(UsageError) {
        guard let program = SystemProcess.executablePath else {
            throw UsageError("the path of this program is not known (/proc is not mounted)")
        }
        do throws(Errno) {
            process = try ChildProcess(
                [program] + settings.words, output: .pipe, errorOutput: .inherited,
                adding: [(Self.parentVariable, "\(SystemProcess.identifier)")])
        } catch { throw UsageError("\(error)") }
        guard let line = Self.firstLine(of: process), line.hasPrefix("bootstrap ") else {
            process.kill(forced: true)
            throw UsageError("the lab did not start")
        }
        bootstrap = String(line.dropFirst("bootstrap ".count))
    }

    func end() { process.kill() }

    private static func firstLine(of process: ChildProcess) -> String? {
        guard let output = process.output else { return nil }
        let loop = PollLoop()
        let deadline = loop.now.advanced(by: .seconds(10))
        var bytes: [UInt8] = []
        while loop.now < deadline {
            loop.watch(output)
            _ = loop.poll(until: deadline)
            guard let chunk = try? output.read() else { continue }
            if chunk.isEmpty { return nil }
            bytes += chunk
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) { return String(decoding: bytes[..<end], as: UTF8.self) }
        }
        return nil
    }
}
