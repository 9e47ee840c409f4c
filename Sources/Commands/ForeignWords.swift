/// What people type who come from other tools: each word with what to type here.
package enum ForeignWords {
    /// The words that begin an entry of the language.
    package struct Language {
        /// Names of sources: `partitions`.
        package var sources: [String]
        /// Verbs of effects: `elect`.
        package var verbs: [String]

        package init(sources: [String] = [], verbs: [String] = []) {
            self.sources = sources
            self.verbs = verbs
        }
    }

    /// What to type for an option that another tool has; nil where it is not known.
    static func option(_ name: String) -> String? {
        options[name] ?? ForeignLines.flags.first { $0.name == name }.map { "type \(ForeignLines.shell($0.line))" }
    }

    /// What to type for a command that another tool has, or for an entry of the language typed as a command; nil where it is neither.
    /// - Parameter rest: The words after it.
    static func command(_ word: String, rest: [String], language: () -> Language) -> String? {
        let language = language()
        if language.sources.contains(word) || language.verbs.contains(word) {
            return "type `mend -e '\(([word] + rest).joined(separator: " "))'`"
        }
        if let line = ForeignLines.words[word] { return "type \(ForeignLines.shell(line))\(beside[word] ?? "")" }
        return commands[word]
    }

    /// All that is answered, for tests.
    static var answers: [String] { Array(options.values) + Array(commands.values) }

    /// What the same word may mean of a journal.
    private static let beside = ["ls": ", or `mend runs` for the journal", "status": ", or `mend show` for a run"]

    private static let options = [
        "bootstrap-server": "type `-b HOST:PORT`",
        "bootstrap-servers": "type `-b HOST:PORT`",
        "broker-list": "type `-b HOST:PORT`",
        "brokers-list": "type `-b HOST:PORT`",
        "zookeeper": "type `-b HOST:PORT`, a broker's address: ZooKeeper is not asked",
        "dry-run": "type `mend plan FILE`: it shows what would be done, and changes nothing",
        "check-mode": "type `mend plan FILE`: it shows what would be done, and changes nothing",
        "whatif": "type `mend plan FILE`: it shows what would be done, and changes nothing",
        "describe": "type `mend -e 'topic \"NAME\"'`",
        "list": "type `mend -e topics`, or groups, brokers, partitions",
        "topic": "type `mend -e 'topic \"NAME\"'`",
        "group": "type `mend -e 'group \"NAME\"'`",
        "all-groups": "type `mend -e groups`",
        "reset-offsets": "type `mend -e 'plan reset offsets of group \"NAME\" to 2h ago'`",
        "election-type": "type `mend -e 'plan elect preferred for partitions where …'`",
        "reassignment-json-file": "type `mend -e 'plan reassign …'`",
        "command": "type `-e LINE`",
        "config": "type `--command-config FILE`",
        "json": "type `--output json`",
        "csv": "type `--output csv`",
        "format": "type `--output FORM`",
        "verbose": "type `--trace requests`",
        "debug": "type `--trace requests`",
        "force": "type `--yes`: it answers every confirm",
        "profile": "type `-c NAME`",
        "context": "type `-c NAME`",
    ]

    private static let commands = [
        "describe": "type `mend -e 'topic \"NAME\"'`, or group \"NAME\", broker ID",
        "get": "type `mend -e topics`, or brokers, groups, partitions",
        "list": "type `mend -e topics`, or brokers, groups, partitions",
        "topic": "type `mend -e 'topic \"NAME\"'`",
        "group": "type `mend -e 'group \"NAME\"'`",
        "broker": "type `mend -e 'broker ID'`",
        "repl": "type `mend` alone",
        "shell": "type `mend` alone",
        "exec": "type `mend -e LINE`",
        "eval": "type `mend -e LINE`",
        "query": "type `mend -e LINE`",
        "apply": "type `mend run FILE`",
        "play": "type `mend run FILE`",
        "dry-run": "type `mend plan FILE`",
        "validate": "type `mend check FILE`",
        "lint": "type `mend check FILE`",
        "format": "type `mend fmt FILE`",
        "history": "type `mend runs`",
        "log": "type `mend show`",
        "logs": "type `mend show`",
        "continue": "type `mend resume`",
        "rollback": "type `mend undo`",
        "profiles": "type `mend clusters`",
        "contexts": "type `mend clusters`",
        "simulate": "type `mend lab`",
        "version": "type `mend --version`",
    ]
}
