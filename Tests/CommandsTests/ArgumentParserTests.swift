import Testing

@testable import Commands

@Suite("The command line")
struct ArgumentParserTests {
    @Test("without words it is the REPL")
    func empty() throws {
        #expect(try ArgumentParser.parse([]).command.name == "")
    }

    @Test("long options take their value as the next word or after =")
    func longOptions() throws {
        let invocation = try ArgumentParser.parse(["run", "--set", "a=1", "--set=b=2", "x.runbook", "-b", "h:1", "--yes"])
        #expect(invocation.command.name == "run")
        #expect(invocation.all("set") == ["a=1", "b=2"])
        #expect(invocation.value("bootstrap") == "h:1")
        #expect(invocation.has("yes"))
        #expect(invocation.arguments == ["x.runbook"])
    }

    @Test("a short option takes its value attached or apart")
    func shortOptions() throws {
        let invocation = try ArgumentParser.parse(["-bhost", "-e", "partitions"])
        #expect(invocation.value("bootstrap") == "host")
        #expect(invocation.all("execute") == ["partitions"])
    }

    @Test("-- ends the options")
    func endOfOptions() throws {
        #expect(try ArgumentParser.parse(["check", "--", "--odd"]).arguments == ["--odd"])
    }

    @Test(
        "what is wrong is said with the nearest word",
        arguments: [
            (["rnu", "x"], "`rnu` is no command", "did you mean `mend run`?"),
            (["run", "x", "--yse"], "mend run has no option `--yse`", "did you mean `--yes`?"),
            (["--output", "jsn"], "`jsn` is no FORM of `--output`", "did you mean `json`?"),
            (["run"], "mend run needs FILE", "usage: mend run FILE [options]"),
            (["show", "a", "b"], "mend show does not take `b`", "usage: mend show [RUN] [options]"),
        ])
    func mistakes(words: [String], message: String, hint: String) {
        #expect(throws: UsageError(message, hint: hint)) { try ArgumentParser.parse(words) }
    }

    @Test("what takes a value and has none, or takes none and has one, is refused")
    func values() {
        #expect(throws: UsageError("`-b` needs a value: -b HOST[:PORT],…")) { try ArgumentParser.parse(["-b"]) }
        #expect(throws: UsageError("`--yes` takes no value")) { try ArgumentParser.parse(["run", "x", "--yes=1"]) }
        #expect(throws: UsageError("`--timeout` was given twice")) { try ArgumentParser.parse(["--timeout", "1s", "--timeout", "2s"]) }
    }

    @Test("commands of a later version are refused by name", arguments: ["drill"])
    func later(command: String) {
        #expect(throws: UsageError("`mend \(command)` is not in this version")) { try ArgumentParser.parse([command, "x"]) }
    }

    @Test(
        "options stand before the command as well as after it",
        arguments: [
            ["-b", "h:1", "run", "x.runbook", "--yes"], ["--bootstrap", "h:1", "--yes", "run", "x.runbook"],
            ["--bootstrap=h:1", "run", "--yes", "x.runbook"], ["-bh:1", "--yes", "run", "--", "x.runbook"],
        ])
    func optionsFirst(words: [String]) throws {
        let invocation = try ArgumentParser.parse(words)
        #expect(invocation.command.name == "run")
        #expect(invocation.value("bootstrap") == "h:1")
        #expect(invocation.has("yes"))
        #expect(invocation.arguments == ["x.runbook"])
    }

    @Test("a value that is called like a command is a value")
    func valuesAreNoCommands() throws {
        let invocation = try ArgumentParser.parse(["-c", "plan", "-e", "topics"])
        #expect(invocation.command.name == "" && invocation.value("cluster") == "plan")
        #expect(try ArgumentParser.parse(["-c", "run", "resume", "resume"]).arguments == ["resume"])
    }

    @Test(
        "words of other tools are answered with what to type",
        arguments: [
            (["--bootstrap-server", "h:1", "topics"], "mend has no option `--bootstrap-server`", "type `-b HOST:PORT`"),
            (
                ["run", "x", "--dry-run"], "mend run has no option `--dry-run`",
                "type `mend plan FILE`: it shows what would be done, and changes nothing"
            ),
            (
                ["describe", "trips"], "`describe` is not a command of mend",
                "type `mend -e 'topic \"NAME\"'`, or group \"NAME\", broker ID"
            ),
            (["partitions", "where", "offline"], "`partitions` is not a command of mend", "type `mend -e 'partitions where offline'`"),
            (["elect"], "`elect` is not a command of mend", "type `mend -e 'elect'`"),
            (
                ["--reset-offsets"], "mend has no option `--reset-offsets`",
                "type `mend -e 'plan reset offsets of group \"NAME\" to 2h ago'`"
            ),
            (["status"], "`status` is not a command of mend", "type `mend -e cluster`, or `mend show` for a run"),
            (
                ["--under-replicated-partitions"], "mend has no option `--under-replicated-partitions`",
                "type `mend -e 'partitions where underReplicated'`"
            ),
        ])
    func foreign(words: [String], message: String, hint: String) {
        #expect(throws: UsageError(message, hint: hint)) {
            try ArgumentParser.parse(words, language: { .init(sources: ["partitions"], verbs: ["elect"]) })
        }
    }
}
