extension Option {
    static let execute = Option(
        "execute", short: "e", value: "LINE", "Runs a line; several run in order, as one program.", repeatable: true)
    static let yes = Option("yes", "Answers every confirm with yes.")
    static let approve = Option("approve", value: "HASH", "Answers the approve of that hash, as `mend plan` prints it.", repeatable: true)
    static let arm = Option(
        "arm", value: "REASON", "Allows effects on a cluster whose profile is read-only (mend.read.only), and writes the reason down.")
    static let maxAffected = Option("max-affected", value: "N", "Items a run may touch where no limits stand, 500.")
    static let set = Option("set", value: "NAME=VALUE", "A parameter; NAME=@FILE reads its value.", repeatable: true)
    static let parameters = Option("parameters", value: "FILE", "Parameters, one `name = literal` a line.", completion: .file)
    static let plan = Option(
        "plan", value: "FILE", "What was reviewed: stops, and says what differs, where the cluster no longer matches it.", completion: .file
    )
    static let bootstrapController = Option(
        "bootstrap-controller", value: "HOST:PORT",
        "A controller's own listener, for what a dead broker cannot take; else the quorum tells (Kafka 3.9).")
    static let wait = Option("wait", "With `pay`: stays until nothing is owed, and gives back each setting when its time has come.")
    static let early = Option("early", "With `pay`: gives back also what is not due yet.")
    static let anew = Option("anew", "Begins another run although one of this file is open.")
    static let asRecorded = Option("as-recorded", "Goes on with the text that ran, not with the edited file.")
    static let rerun = Option("rerun", value: "STEP", "Runs a finished step once more.")
    static let takeOver = Option(
        "take-over", "Drives a copy of a run, which is stopped where it was driven; or takes back one that was handed over.")
    static let journal = Option(
        "journal", value: "DIR", "Where runs are kept; else $MEND_JOURNAL, else ~/.local/state/mend.", completion: .file)

    static let reportForm = Option("output", value: "FORM", "md, json or html.", completion: .words(["md", "json", "html"]))
    static let to = Option("to", value: "FILE", "Writes to a file, whole or not at all; else to standard output.", completion: .file)
    static let noColor = Option("no-color", "No colour; NO_COLOR says the same.")
    static let quiet = Option("quiet", "Neither progress nor footers.")

    /// What commands share that reach a cluster.
    static let reading: [Option] = [bootstrap, commandConfig, property, cluster] + asking

    static let bootstrap = Option(
        "bootstrap", short: "b", value: "HOST[:PORT],…",
        "The cluster, port 9092; else bootstrap.servers, else $MEND_BOOTSTRAP. IPv6 in brackets.")
    static let commandConfig = Option(
        "command-config", value: "FILE", "Kafka's client properties, as Kafka's own tools take them.", completion: .file)
    static let property = Option(
        "property", short: "X", value: "KEY=VALUE", "One of these properties; overrides the files.", repeatable: true)
    static let cluster = Option(
        "cluster", short: "c", value: "NAME", "A profile: ~/.config/mend/clusters/NAME.properties ($XDG_CONFIG_HOME).",
        completion: .list(.profiles))

    /// Which of them counts, for the help of every command that has them.
    static let precedence = [
        "Which cluster: -b, else bootstrap.servers of the properties, else $MEND_BOOTSTRAP.",
        "Of two values of one property -X counts before --command-config, and that before the profile of -c; mend.read.only=true stays.",
    ]

    static let timeout = Option("timeout", value: "D", "For one request to one broker, 5s.")

    /// How a cluster is asked, whichever it is.
    static let asking: [Option] = [
        timeout,
        Option("read-only", "Effects are refused."),
        journal,
        Option("trace", value: "WHAT", "requests, bytes or loop: to stderr.", completion: .words(["requests", "bytes", "loop"])),
    ]

    /// What commands share that print.
    static let printing: [Option] = [
        Option(
            "output", value: "FORM", "table, json, jsonl, csv or md.", completion: .words(["table", "json", "jsonl", "csv", "md"])),
        noColor, quiet,
    ]

    /// Taken by every command.
    static let everywhere: [Option] = [Option("help", short: "h", "This help."), Option("version", "The version.")]
}
