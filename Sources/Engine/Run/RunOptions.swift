import Journal

/// How a run is driven.
package struct RunOptions: Sendable {
    /// `--yes`: answers every `confirm`.
    package var answersYes = false
    /// `--approve HASH`, as often as given.
    package var approvals: Set<NameKey> = []
    /// In `mend test`: every `approve` is granted.
    package var grantsEverything = false
    /// `--max-affected`: items that all effects of a run may touch together where no `limits` stand.
    package var maxAffected = 500
    /// `--read-only`: effects are refused.
    package var isReadOnly = false
    /// What makes the cluster read-only until it is armed, as people call it: `profile prod-eu1`; nil: nothing does.
    package var protectedBy: String?
    /// `--arm`, `:arm`.
    package var arming: Arming?
    /// The REPL: every effect shows its plan and asks, whatever the text says.
    package var asksAboutEveryEffect = false
    /// One request to one broker, nanoseconds.
    package var requestTimeout = 5_000_000_000
    /// Whether somebody waits for an effect in doubt until it can be told (up to a minute or so); nil: where a person is there or `--yes` was given.
    package var waitsForDoubt: Bool?
    /// `resume --as-recorded`: the text that the journal holds, whatever the file says now.
    package var asRecorded = false
    /// `resume --rerun STEP`.
    package var rerun: [String] = []
    /// `--take-over`: the run is stopped wherever it was driven, or is taken back after it was handed over.
    package var takesOver = false
    /// `--plan FILE`: what was reviewed; nil: nothing was.
    package var reviewed: ReviewedPlan?

    /// What evaluations may take.
    package var budget = EvaluationBudget()

    package init() {}
}

/// All that a run has around it.
package struct RunSurroundings {
    package var cluster: any Cluster
    package var clock: any EngineClock
    package var random: any EngineRandom
    package var person: any Operator
    package var observer: any RunObserver
    package var store: any JournalStore
    package var processes: any CommandRunner
    package var identity: RunnerIdentity
    package var secrets: SecretKeeper

    package init(
        cluster: any Cluster, clock: any EngineClock, random: any EngineRandom, person: any Operator, observer: any RunObserver,
        store: any JournalStore, processes: any CommandRunner, identity: RunnerIdentity, secrets: SecretKeeper = SecretKeeper()
    ) {
        self.cluster = cluster
        self.clock = clock
        self.random = random
        self.person = person
        self.observer = observer
        self.store = store
        self.processes = processes
        self.identity = identity
        self.secrets = secrets
    }
}

/// Who drives, from where, with which version of the program.
package struct RunnerIdentity: Sendable, Hashable {
    package var who: String
    package var host: String
    package var process: Int
    package var version: String
    /// `-c`: the name under which the cluster was asked for.
    package var profile: String?
    /// `--command-config`: the file of properties, by its full path.
    package var commandConfig: String?
    /// Names of profiles and the ids of the clusters that they are pinned to: what `only on` means by a name.
    package var boundNames: [NameKey: String] = [:]

    package init(who: String, host: String, process: Int, version: String, profile: String? = nil, commandConfig: String? = nil) {
        self.who = who
        self.host = host
        self.process = process
        self.version = version
        self.profile = profile
        self.commandConfig = commandConfig
    }

    /// As a lock names it.
    package func holder(since wallMs: Int) -> LockHolder { LockHolder(who: who, host: host, process: process, since: wallMs) }
}
