import Commands
import Engine
import Journal
import KafkaClient
import KafkaPrimitives
import Language
import Network
import Platform
import Terminal

/// What a sub-command that looks at a cluster works with: one loop, one client, one journal folder.
final class ClusterSession {
    let invocation: Invocation
    let screen: Screen
    let client: Client
    let cluster: KafkaCluster
    let inbox: Inbox
    let store: FileJournalStore
    let printer: ResultPrinter
    /// For one request to one broker, nanoseconds.
    let requestTimeout: Int

    /// - Parameters:
    ///   - bootstrap: Where to begin; nil: what the command line or the environment says.
    ///   - journal: Where runs are kept; nil likewise.
    init(_ invocation: Invocation, _ screen: Screen, bootstrap: [Endpoint]? = nil, journal: String? = nil) throws(UsageError) {
        self.invocation = invocation
        self.screen = screen
        requestTimeout = try Self.timeout(invocation)
        let signals: SignalPipe
        do throws(Errno) { signals = try SignalPipe.install() } catch { throw UsageError("\(error)") }
        let endpoints = if let bootstrap { bootstrap } else { try Self.bootstrap(invocation) }
        client = Client(loop: PollLoop(signals: signals), bootstrap: endpoints, softwareVersion: Mend.version)
        cluster = KafkaCluster(client: client, identityTimeout: requestTimeout)
        inbox = Inbox(client: client)
        store = FileJournalStore(folder: FileJournalStore.defaultFolder(asked: journal ?? invocation.value("journal")))
        printer = ResultPrinter(screen: screen, form: ResultPrinter.form(of: invocation))
        try traceIfAsked()
        // The broker answers the handshake while the program is read and checked here.
        client.greet()
        cluster.register { KafkaEffects.all(on: $0) }
    }

    var timing: ReadTiming { ReadTiming(requestTimeout: requestTimeout) }

    /// All that a run has around it.
    /// - Parameter texts: The files of the runbook, by which results are headed.
    func surroundings(texts: [SourceFile] = []) -> RunSurroundings {
        RunSurroundings(
            cluster: cluster, clock: inbox, random: SystemRandom(), person: TerminalOperator(inbox: inbox, screen: screen),
            observer: TerminalObserver(screen: screen, printer: printer, texts: texts), store: store, processes: SystemCommands(),
            identity: RunnerIdentity(
                who: SystemProcess.userName, host: SystemProcess.hostName, process: Int(SystemProcess.identifier), version: Mend.version))
    }

    /// What the options say of how a run is driven.
    func runOptions() throws(UsageError) -> RunOptions {
        var options = RunOptions()
        options.answersYes = invocation.has("yes")
        options.approvals = Set(invocation.all("approve"))
        options.isReadOnly = invocation.has("read-only")
        options.requestTimeout = requestTimeout
        options.asRecorded = invocation.has("as-recorded")
        options.rerun = invocation.all("rerun")
        if let path = invocation.value("plan") {
            let bytes: [UInt8]
            do throws(Errno) { bytes = try Files.read(path, limit: 256 << 20) } catch { throw UsageError("\(error)") }
            guard let reviewed = PlanFile.read(bytes) else {
                throw UsageError("\(path) is no plan", hint: "make one with `mend plan FILE --output json`")
            }
            options.reviewedPlans = reviewed
        }
        if let text = invocation.value("max-affected") {
            guard let number = Int(text), number >= 0 else { throw UsageError("`--max-affected` takes a number, not `\(text)`") }
            options.maxAffected = number
        }
        return options
    }

    private func traceIfAsked() throws(UsageError) {
        guard let text = invocation.value("trace") else { return }
        guard let wanted = Client.TraceKind(rawValue: text) else {
            throw UsageError("`--trace` takes requests, bytes or loop, not `\(text)`")
        }
        client.trace = { [screen] kind, line in if kind == wanted { screen.say("trace: \(line)") } }
    }

    private static func timeout(_ invocation: Invocation) throws(UsageError) -> Int {
        guard let text = invocation.value("timeout") else { return 5_000_000_000 }
        guard case .duration(let nanoseconds)? = LiteralText.value(of: text), nanoseconds > 0 else {
            throw UsageError("`--timeout` takes a duration such as 5s, not `\(text)`")
        }
        return nanoseconds
    }

    private static func bootstrap(_ invocation: Invocation) throws(UsageError) -> [Endpoint] {
        if let profile = invocation.value("cluster") {
            throw UsageError("profiles (`-c \(profile)`) are not in this version", hint: "say -b HOST[:PORT],…")
        }
        guard let text = invocation.value("bootstrap") ?? SystemProcess.environment("MEND_BOOTSTRAP"), !text.isEmpty else {
            throw UsageError("which cluster?", hint: "say -b HOST[:PORT],… or set MEND_BOOTSTRAP; `mend demo` needs none")
        }
        return try endpoints(text)
    }

    /// `host:port,…` as endpoints.
    static func endpoints(_ text: String) throws(UsageError) -> [Endpoint] {
        var endpoints: [Endpoint] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: true) {
            let word = part.filter { $0 != " " }
            guard let endpoint = Endpoint(String(word)) else {
                throw UsageError("`\(word)` is no address", hint: "write host:port; IPv6 in brackets: [::1]:9092")
            }
            endpoints.append(endpoint)
        }
        guard !endpoints.isEmpty else { throw UsageError("which cluster?", hint: "say -b HOST[:PORT],…") }
        return endpoints
    }
}
