import Commands
import Terminal

/// The body of a sub-command: what was asked for, where words go, how it ended.
typealias Subcommand = (Invocation, Screen) -> ExitStatus

/// The bodies by the names of the table of commands. To add one: a file here, and a line.
enum Subcommands {
    static var all: [NameKey: Subcommand] {
        [
            "": line,
            "check": check,
            "clusters": clusters,
            "completions": completions,
            "debts": debts,
            "demo": demo,
            "fmt": format,
            "handover": handover,
            "help": help,
            "lab": lab,
            "man": man,
            "new": new,
            "plan": plan,
            "report": report,
            "resume": resume,
            "run": run,
            "runbooks": runbooks,
            "runs": runs,
            "show": show,
            "test": test,
            "undo": undo,
            "why": why,
        ]
    }
}
