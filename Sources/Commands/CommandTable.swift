/// All commands, in the order in which help lists them. To add one: a value here, and a file in `mend`.
package enum CommandTable {
    package static let program = "mend"

    package static let all: [Command] = [
        repl, run, plan, check, format, new, resume, runs, show, why, report, undo, debts, clusters, runbooks, lab, demo, test, completions,
        man,
        help, handover, drill,
    ]

    /// The command of that name; `""` is the REPL.
    package static func command(_ name: String) -> Command? { all.first { $0.name == name } }

    /// Every option of every command, once for each command that has it.
    static var everyOption: [Option] { all.flatMap(\.options) + Option.everywhere }

    static let repl = Command(
        "", "The REPL, on a terminal; from a pipe it reads statements until one fails. With -e: runs lines.",
        options: [.execute, .yes, .approve, .arm, .maxAffected] + Option.reading + Option.printing)

    static let run = Command(
        "run", "Runs a runbook step by step and keeps its journal.", arguments: [.init("FILE", completion: .list(.runbooks))],
        options: [.set, .parameters, .yes, .approve, .arm, .maxAffected, .plan, .anew] + Option.reading + Option.printing,
        details: [
            "FILE may be the name of a runbook that ships: `mend runbooks` lists them.",
            "An open run of the same file and parameters is not begun twice: a terminal asks, elsewhere the command ends 7; --anew begins another.",
        ])

    static let plan = Command(
        "plan", "Shows what a runbook would do; changes nothing.", arguments: [.init("FILE", completion: .list(.runbooks))],
        options: [.set, .parameters, .maxAffected] + Option.reading + Option.printing,
        details: [
            "With --output json it ends with the document that `mend run --plan` takes: the run stops where the cluster differs from it."
        ])

    static let check = Command(
        "check", "Checks runbooks: all that needs no cluster.", arguments: [.init("FILE", repeatable: true, completion: .list(.runbooks))],
        options: Option.printing)

    static let format = Command(
        "fmt", "Rewrites runbooks in the one format.", arguments: [.init("FILE", repeatable: true, completion: .file)],
        options: [Option("check", "Only says which files are not formatted, and ends 1.")])

    static let new = Command(
        "new", "Writes a commented runbook to begin with, NAME.runbook; never over a file.", arguments: [.init("NAME")],
        options: [.noColor, .quiet])

    static let resume = Command(
        "resume", "Goes on with a run from where it stopped.", arguments: [.init("RUN", optional: true, completion: .list(.runs))],
        options: [.yes, .approve, .arm, .maxAffected, .asRecorded, .rerun, .plan, .takeOver] + Option.reading + Option.printing,
        details: [
            "Without RUN the only open one; any unique beginning of its name will do, or the run's own folder.",
            "A copy of a run that nobody handed over is asked about on a terminal; elsewhere the command ends 7.",
            "Where the file was edited, what differs is shown and it goes on; what is not harmless is asked about, or ends 6 without a terminal.",
            "A run that was begun with --plan stays held to that plan; --plan here gives it another.",
        ])

    static let runs = Command("runs", "Lists the runs of the journal.", options: [.journal] + Option.printing)

    static let show = Command(
        "show", "Tells the course of a run.", arguments: [.init("RUN", optional: true, completion: .list(.runs))],
        options: [.journal] + Option.printing)

    static let why = Command(
        "why", "Says for each step of a run why it is done, skipped, in doubt or next.",
        arguments: [.init("RUN", optional: true, completion: .list(.runs))],
        options: [.journal] + Option.printing)

    static let undo = Command(
        "undo", "Undoes the steps of a run, newest first, by the inverses of their effects.",
        arguments: [.init("RUN", optional: true, completion: .list(.runs))],
        options: [.yes, .approve, .arm, .maxAffected, .takeOver] + Option.reading + Option.printing)

    static let debts = Command(
        "debts", "Lists what is owed: throttles and settings to give back. `debts pay` gives back what is due.",
        arguments: [.init("pay", optional: true, completion: .words(["pay"]))],
        options: [.wait, .early, .yes, .arm, .bootstrapController] + Option.reading + Option.printing,
        details: [
            "`give back after 1h` is due an hour later, and nobody gives it back by itself: `debts pay --wait` waits for it, and --early does not.",
            "`give back when …`, and `at end` of a run that has not ended, only the run itself can tell: `mend resume RUN`, or --early.",
            "A setting is given back only where the one that stands is ours; of lists only our own entries.",
            "What stands on a dead broker nobody can read: `debts pay` asks whether to give it back through the controller unseen; --yes answers.",
            "What a run owes that was unpacked elsewhere: --journal names the folder that it was unpacked into.",
            "`debts pay` ends 0 where nothing stays owed on this cluster, 10 where only a time, a condition or the end of a run is still to come, "
                + "4 where only an answer is missing (a dead broker), 5 where `mend resume RUN` must settle first what is in doubt, "
                + "1 where anything else stays owed or a journal cannot be read, 130 after Ctrl-C; --wait ends too where only a person can help.",
        ])

    static let lab = Command(
        "lab", "Starts a simulated cluster to break, with the REPL attached.",
        arguments: [.init("SCENARIO", optional: true, completion: .list(.scenarios))],
        options: [
            Option("listen-only", "Prints the bootstrap address on the first line and serves until Ctrl-C."),
            Option("speed", value: "N", "Seconds of the lab in a real one, 1; below 1 it is slower: 0.5."),
            Option("kafka-version", value: "V", "The release it speaks like: 2.4 to 4.3."),
            Option("seed", value: "N", "The seed of all that is random in it, 1."),
            Option("brokers", value: "N", "With scenario healthy: that many brokers, at most 100, where nobody writes."),
            Option("topics", value: "N", "Likewise that many topics."),
            Option("partitions", value: "N", "Likewise that many partitions in all: 1k, 1M."),
            Option("groups", value: "N", "Likewise that many groups."), .yes, .approve, .maxAffected,
        ] + Option.asking + Option.printing,
        details: ["Its runs are kept in a folder of their own that goes with it, unless --journal says where."], readsEnvironment: false)

    static let runbooks = Command(
        "runbooks", "Lists the runbooks that ship. `runbooks show NAME` prints one, `runbooks copy NAME [FILE]` makes it yours.",
        arguments: [
            .init("show|copy", optional: true, completion: .words(["show", "copy"])),
            .init("NAME", optional: true, completion: .list(.runbooks)), .init("FILE", optional: true, completion: .file),
        ], options: Option.printing,
        details: [
            "`mend run`, `plan`, `check`, `fmt` and `help` take the names, and `:run NAME` in the REPL.",
            "A copy is written beside you, never over a file; change it, and run it by its path.",
        ])

    static let demo = Command(
        "demo", "Plays the incident, the recovery, the kill and the resume in the lab. Needs no Kafka.", options: Option.printing,
        readsEnvironment: false)

    static let test = Command(
        "test", "Runs the test blocks of runbooks in the lab, in virtual time.",
        arguments: [.init("PATH", repeatable: true, completion: .file)],
        options: [Option("seed", value: "N", "The lab's seed, 1.")] + Option.printing, readsEnvironment: false)

    static let completions = Command(
        "completions", "Prints the completions of a shell, or the names that they offer.",
        arguments: [.init("SHELL", completion: .words(["bash", "zsh", "fish"] + NameList.allCases.map(\.rawValue)))],
        options: [.journal])

    static let man = Command("man", "Prints the man page.")

    static let help = Command(
        "help", "Help for a command, a runbook, or a word of the language.",
        arguments: [.init("WORD", optional: true)],
        options: [Option("reference", "Prints the whole reference of the language as Markdown.")])

    static let report = Command(
        "report", "Tells a run as a post-mortem: Markdown, JSON, or one HTML page with charts.",
        arguments: [.init("RUN", optional: true, completion: .list(.runs))],
        options: [.reportForm, .to, .journal, .noColor, .quiet],
        details: [
            "Without RUN the newest one. Without --output the name of the --to file says the form, else it is Markdown.",
            "The page needs nothing but itself: no script, no network. The same journal gives the same bytes.",
        ])
    static let handover = Command(
        "handover", "Hands a run over: seals its folder, so that a copy of it may be taken up by the next person.",
        arguments: [.init("RUN", optional: true, completion: .list(.runs))],
        options: [Option("for", value: "WHO", "Who takes it over, for the record."), .takeOver, .journal, .noColor, .quiet],
        details: [
            "Prints how to pack the folder and how to go on with it elsewhere. From here the run is driven no more, unless --take-over says so.",
            "Without RUN the only open one. A sealed copy asks nobody: give it to one person.",
        ])
    static let drill = Command(
        "drill", "Fix a scenario against the clock.", arguments: [.init("SCENARIO", completion: .list(.scenarios))], availability: .later)
    static let clusters = Command(
        "clusters", "Lists the profiles and tries each: how it is spoken to, which cluster it is, what may be done there.",
        arguments: [
            .init("NAME", optional: true, completion: .words(["pin"])), .init("NAME", optional: true), .init("ID", optional: true),
        ], options: [.timeout] + Option.printing,
        details: [
            "A profile is ~/.config/mend/clusters/NAME.properties ($XDG_CONFIG_HOME): Kafka's client properties, and beside them",
            "mend.read.only, mend.colour, mend.cluster.id, mend.note, mend.token, mend.token.file, mend.token.command.",
            "The first connection pins the name to the cluster's id, in ~/.local/state/mend/pins ($XDG_STATE_HOME). Another cluster",
            "behind it is refused (8) until `mend clusters pin NAME ID` says that it is right; mend.cluster.id stands for a pin.",
        ])
}
