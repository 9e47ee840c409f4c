import Commands
import Engine
import Journal
import KafkaLab
import Network
import Platform
import Terminal

/// The incident, played: this process serves the lab; another one, which is this very program, recovers it, is killed half-way, and resumes.
final class Demo {
    private static let speed = 40
    /// The whole demo ends by then, whatever happens.
    private static let limit = Duration.seconds(170)

    private let screen: Screen
    private let loop: PollLoop
    private let server: LabServer
    private let folder: String
    private let program: String
    private var told = 0
    /// Requests of one kind that came one after the other.
    private var gathered: (title: String, count: Int) = ("", 0)
    private var isInterrupted = false

    init(screen: Screen) throws(UsageError) {
        self.screen = screen
        guard let program = SystemProcess.executablePath else {
            throw UsageError("the path of this program is not known (/proc is not mounted)")
        }
        guard let scenario = Scenario.named("brokerLoss") else { throw UsageError("the lab has no scenario brokerLoss") }
        self.program = program
        do throws(Errno) {
            loop = PollLoop(signals: try SignalPipe.install())
            server = try LabServer(cluster: LabCluster(scenario: scenario), loop: loop, speed: LabSpeed(Self.speed))
            folder = try Files.makeTemporaryDirectory("mend-demo")
        } catch { throw UsageError("\(error)") }
    }

    func run() throws(UsageError) -> ExitStatus {
        defer { try? Files.removeTree(folder) }
        let deadline = loop.now.advanced(by: Self.limit)
        tellIncident()
        // Nobody sees it.
        guard !screen.outputIsBroken else { return .done }
        chapter("The recovery", "mend run emergency-partition-recovery --yes")
        let first = try play(["run", "emergency-partition-recovery", "--yes", "-b", server.bootstrap], until: deadline) {
            self.batchesBegun >= 2
        }
        guard first == .killed else { return fail("the run ended (\(first)) before the second batch of its move began") }
        tellKill()
        chapter("The resume", "mend resume --yes")
        let second = try play(["resume", "--yes", "-b", server.bootstrap], until: deadline) { false }
        guard second == .ended(0) else { return fail("the resumed run ended \(second)") }
        return tellEnd()
    }

    // MARK: The other process

    private enum End: Equatable {
        case ended(Int32)
        case killed
        case lasted
    }

    /// Runs this program with these words beside the lab, and kills it with SIGKILL as soon as `isTime`.
    private func play(_ words: [String], until deadline: Instant, isTime: () -> Bool) throws(UsageError) -> End {
        let child: ChildProcess
        do throws(Errno) { child = try ChildProcess(Self.joined([program] + words + ["--journal", folder, "--no-color"])) } catch {
            throw UsageError("\(error)")
        }
        defer { child.closePipes() }
        var lines = [FileDescriptor: LineBuffer]()
        for pipe in [child.output, child.errorOutput] { if let pipe { lines[pipe] = LineBuffer() } }
        lines.keys.sorted().forEach(loop.watch)
        while true {
            for event in server.step(until: loop.now.advanced(by: .milliseconds(20))) {
                if case .signal(let signal) = event, signal != .windowChange { isInterrupted = true }
                guard case .readable(let pipe) = event, let bytes = (try? pipe.read()) ?? nil else { continue }
                guard !bytes.isEmpty else { continue }
                lines[pipe]?.take(bytes).forEach(tellLine)
                loop.watch(pipe)
            }
            gatherEffects()
            if let ending = child.poll() {
                drain(child, &lines)
                tellEffects()
                if case .exited(let code) = ending { return .ended(code) }
                return .killed
            }
            if isTime() || isInterrupted || loop.now > deadline {
                child.kill(forced: true)
                let wasTime = isTime()
                tellEffects()
                while child.poll() == nil { _ = server.step(until: loop.now.advanced(by: .milliseconds(5))) }
                return wasTime ? .killed : .lasted
            }
        }
    }

    /// The words that start a program with its errors in the same pipe as its results, in the order in which they are written.
    private static func joined(_ words: [String]) -> [String] { ["/bin/sh", "-c", "exec \"$0\" \"$@\" 2>&1"] + words }

    private func drain(_ child: ChildProcess, _ lines: inout [FileDescriptor: LineBuffer]) {
        for pipe in [child.output, child.errorOutput].compactMap({ $0 }) {
            while let bytes = (try? pipe.read()) ?? nil, !bytes.isEmpty {
                lines[pipe]?.take(bytes).forEach(tellLine)
            }
        }
    }

    // MARK: The lab's side

    private var cluster: LabCluster { server.cluster }

    private static let alterPartitionReassignments: Int16 = 45

    /// Moves that the lab was asked for: what it changed by AlterPartitionReassignments.
    private var moves: [LabEffect] { cluster.effectLog.filter { $0.api == Self.alterPartitionReassignments && $0.changed } }

    private var batchesBegun: Int { Set(moves.map(\.at)).count }

    /// Gathers what the cluster was asked to change since the last time; told when something else is.
    private func gatherEffects() {
        let fresh = cluster.effectLog[told...]
        told = cluster.effectLog.count
        for effect in fresh {
            let title = DemoText.title(of: effect)
            if title != gathered.title { tellEffects() }
            gathered = (title, gathered.count + 1)
        }
    }

    private func tellEffects() {
        if gathered.count > 0 {
            screen.show("cluster ◂ \(gathered.title)" + (gathered.count > 1 ? " (\(gathered.count) items)" : ""))
        }
        gathered = ("", 0)
    }

    private func tellLine(_ line: String) {
        tellEffects()
        screen.show("  │ \(line)")
    }

    // MARK: Words

    private func chapter(_ title: String, _ command: String) {
        screen.show("")
        screen.show(Colour.bold.paint(title, enabled: screen.coloursOutput) + (command.isEmpty ? "" : "  $ \(command)"))
    }

    private func tellIncident() {
        screen.show(
            Colour.bold.paint("The incident", enabled: screen.coloursOutput) + "  a simulated cluster of three brokers; broker 2 is dead")
        screen.show(state)
        for id in cluster.groups.keys.sorted() {
            let members = cluster.groups[id]?.members.count ?? 0
            screen.show("  group \(id): \(members) members, lag \(DisplayForm.count(Int(cluster.readableLag(of: id))))")
        }
        screen.show("  (\(Self.speed) seconds pass in the lab for each one here; broker 2 comes back after two minutes of the story)")
    }

    private var state: String {
        "  \(cluster.underReplicatedPartitions.count) partitions under-replicated, \(cluster.offlinePartitions.count) offline, "
            + "\(cluster.reassigningPartitions.count) moving, \(cluster.hasThrottles ? "throttled" : "no throttle set")"
    }

    private func tellKill() {
        screen.show("")
        screen.show(
            Colour.red.paint("kill -9", enabled: screen.coloursOutput)
                + "  the program died while the second batch of the move was under way. The cluster goes on:")
        screen.show(state)
        screen.show("What is on disk:")
        for line in DemoText.disk(FileJournalStore(folder: folder)) { screen.show("  \(line)") }
    }

    private func tellEnd() -> ExitStatus {
        chapter("The end state", "")
        screen.show(state)
        let audit = DemoAudit(moves: moves, store: FileJournalStore(folder: folder))
        for line in audit.lines { screen.show("  \(line)") }
        guard cluster.isRecovered else { return fail("the cluster is not recovered") }
        guard audit.holds else { return fail("the effect log and the journal do not match") }
        screen.show("")
        screen.show("Play it yourself:")
        screen.show("  mend lab brokerLoss                       a cluster to break, with the REPL on it")
        screen.show("  partitions where offline                  what is hurt")
        screen.show("  help reassign                             and what can be done")
        return .done
    }

    private func fail(_ why: String) -> ExitStatus {
        screen.say(isInterrupted ? "interrupted" : "mend demo: \(why)")
        return isInterrupted ? .interrupted : .failed
    }
}

extension Subcommands {
    /// `mend demo`.
    static func demo(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        do throws(UsageError) { return try Demo(screen: screen).run() } catch { return error.report(on: screen) }
    }
}
