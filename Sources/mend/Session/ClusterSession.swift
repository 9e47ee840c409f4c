import ClientProperties
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
    /// Which cluster, and how it is spoken to.
    let settings: ClusterSettings
    let client: Client
    let cluster: KafkaCluster
    let inbox: Inbox
    let store: FileJournalStore
    let printer: ResultPrinter
    /// Secrets of runbooks; those that nobody gave on the command line are asked of the environment.
    let secrets = SecretKeeper { name in SystemProcess.environment("MEND_PARAM_\(name.uppercased())").map { Secret($0) } }
    /// True: what is owed on the cluster is said once it has told who it is, for what no run tells by itself.
    var tellsWhatIsOwed = false
    /// For one request to one broker, nanoseconds.
    let requestTimeout: Int

    /// - Parameters:
    ///   - settings: Which cluster; nil: what the command line or the environment says.
    ///   - store: Where runs are kept; nil likewise.
    init(
        _ invocation: Invocation, _ screen: Screen, settings: ClusterSettings? = nil, store: FileJournalStore? = nil
    ) throws(UsageError) {
        self.invocation = invocation
        self.screen = screen
        requestTimeout = try Self.timeout(invocation)
        let settings = if let settings { settings } else { try ClusterSettings(invocation) }
        self.settings = settings
        let signals: SignalPipe
        do throws(Errno) { signals = try SignalPipe.install() } catch { throw UsageError("\(error)") }
        client = Client(
            loop: PollLoop(signals: signals), bootstrap: settings.bootstrap, softwareVersion: Mend.version,
            clientID: settings.configuration.clientID ?? "mend", security: settings.configuration.security)
        // A store that does not open is a mistake of the settings: nobody is connected to for it.
        if let failure = client.failureOfSettings() {
            let place = settings.configuration.place(named: failure.description)
            throw UsageError((place.map { "\($0): " } ?? "") + failure.description)
        }
        cluster = KafkaCluster(client: client, identityTimeout: requestTimeout)
        inbox = Inbox(client: client)
        self.store = store ?? invocation.journalStore
        printer = ResultPrinter(screen: screen, form: ResultPrinter.form(of: invocation))
        if screen.coloursError, !screen.isQuiet {
            let bootstrap = client.bootstrapText
            client.tellWaiting = { [screen] waiting in
                let line = waiting.map { WaitingText.line($0, bootstrap: bootstrap) }
                screen.wait(line.map { Colour.dim.paint($0, enabled: true) })
            }
        }
        try traceIfAsked()
        let check = PinCheck(profile: settings.profile, wanted: settings.configuration.profile.clusterID, pins: .own)
        cluster.judge = { [screen, inbox, weak self] identity throws(ClusterFailure) in
            if let said = try check.check(identity, nowMs: inbox.wallMs) { screen.say(said) }
            self?.tellWhatIsOwed(on: identity.id)
        }
        for warning in settings.warnings { screen.say(Colour.yellow.paint("warning: ", enabled: screen.coloursError) + warning) }
        // The broker answers the handshake while the program is read and checked here.
        client.greet()
        cluster.register { KafkaEffects.all(on: $0) }
    }

    private func tellWhatIsOwed(on cluster: String) {
        guard tellsWhatIsOwed else { return }
        do throws(JournalFailure) {
            for words in try DebtLedger(store: store).words(on: cluster, atMs: inbox.wallMs) {
                screen.say(Colour.yellow.paint("warning: ", enabled: screen.coloursError) + words)
            }
        } catch { screen.say("what is owed cannot be read: \(error)") }
    }

    /// How the cluster is called; nil before it has answered.
    var label: ClusterLabel? {
        cluster.known.map { known in
            if let title = settings.title { return ClusterLabel(name: title, id: "") }
            return ClusterLabel(name: settings.profile, id: known.id, colour: settings.configuration.profile.colour)
        }
    }

    var timing: ReadTiming { ReadTiming(requestTimeout: requestTimeout) }

    /// The person, who is told with every question which cluster it is about.
    var person: TerminalOperator {
        TerminalOperator(inbox: inbox, screen: screen) { [weak self] in self?.label }
    }

    /// All that a run has around it.
    /// - Parameter texts: The files of the runbook, by which results are headed.
    func surroundings(texts: [SourceFile] = []) -> RunSurroundings {
        var identity = RunnerIdentity(
            who: SystemProcess.userName, host: SystemProcess.hostName, process: Int(SystemProcess.identifier), version: Mend.version,
            profile: settings.profile, commandConfig: settings.commandConfig)
        identity.boundNames = ((try? PinFile.own.all()) ?? [:]).mapValues(\.id)
        return RunSurroundings(
            cluster: cluster, clock: inbox, random: SystemRandom(), person: person,
            observer: TerminalObserver(screen: screen, printer: printer, texts: texts, store: store), store: store,
            processes: SystemCommands(), identity: identity, secrets: secrets)
    }

    /// What the options say of how a run is driven.
    func runOptions() throws(UsageError) -> RunOptions {
        var options = RunOptions()
        options.answersYes = invocation.has("yes")
        options.approvals = Set(invocation.all("approve"))
        options.isReadOnly = invocation.has("read-only")
        options.protectedBy = settings.protectedBy
        options.arming = try arming()
        options.requestTimeout = requestTimeout
        options.asRecorded = invocation.has("as-recorded")
        options.takesOver = invocation.has("take-over")
        options.rerun = invocation.all("rerun")
        if let path = invocation.value("plan") {
            let bytes: [UInt8]
            do throws(Errno) { bytes = try Files.read(path, limit: 256 << 20) } catch { throw UsageError("\(error)") }
            guard let reviewed = ReviewedPlan.read(bytes) else {
                throw UsageError("\(path) is no plan", hint: "make one with `mend plan FILE --output json`")
            }
            options.reviewed = reviewed
        }
        if let text = invocation.value("max-affected") {
            guard let number = Int(text), number >= 0 else { throw UsageError("`--max-affected` takes a number, not `\(text)`") }
            options.maxAffected = number
        }
        return options
    }

    /// `--arm REASON`: effects are allowed for as long as this process runs.
    func arming() throws(UsageError) -> Arming? {
        guard let reason = invocation.value("arm") else { return nil }
        guard reason.contains(where: { !$0.isWhitespace }) else { throw UsageError("`--arm` needs a reason", hint: "--arm INC-123") }
        return Arming(reason: reason, who: SystemProcess.userName)
    }

    /// Why this process may not touch the cluster outside of a run: it cannot be reached, is another one, or is read-only.
    func refusalToTouch() throws(UsageError) -> RunEnd? {
        do throws(ClusterFailure) { _ = try cluster.identity() } catch { return RunEndFailure(error).end }
        let options = try runOptions()
        return options.refusal(atMs: inbox.wallMs).map { .failed(RunFailure(options.isReadOnly ? .refused : .gate, $0)) }
    }

    private func traceIfAsked() throws(UsageError) {
        guard let text = invocation.value("trace") else { return }
        guard let wanted = Client.TraceKind(rawValue: text) else {
            throw UsageError("`--trace` takes requests, bytes or loop, not `\(text)`")
        }
        client.trace = { [screen] kind, line in if kind == wanted { screen.say("trace: \(ForeignText.inOneLine(line))") } }
    }

    /// `--timeout`, in nanoseconds.
    static func timeout(_ invocation: Invocation) throws(UsageError) -> Int {
        guard let text = invocation.value("timeout") else { return 5_000_000_000 }
        guard case .duration(let nanoseconds)? = LiteralText.value(of: text), nanoseconds > 0 else {
            throw UsageError("`--timeout` takes a duration such as 5s, not `\(text)`")
        }
        return nanoseconds
    }
}
