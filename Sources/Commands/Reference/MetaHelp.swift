/// Help for what is typed at the prompt beside the language.
extension StatementHelp {
    /// What begins with a colon, in the order in which `help` lists it.
    static let metaCommands: [Entry] = [
        Entry(
            word: ":x", usage: ":x",
            meaning: "Shows the last result, and all that follow, as one list for each row: nothing is shortened. Again: as tables.",
            example: ""),
        Entry(word: ":all", usage: ":all", meaning: "Shows all rows of the last result, whatever the screen holds.", example: ""),
        Entry(
            word: ":save", usage: ":save FILE.csv|json|jsonl|md|txt",
            meaning:
                "Writes the last result to a file, whole or not at all, in the form of its ending. What is there already is asked about.",
            example: ""),
        Entry(
            word: ":pipe", usage: ":pipe COMMAND",
            meaning: "Hands the last result to a command of the shell, in the form that `:format` says.", example: ""),
        Entry(word: ":why", usage: ":why", meaning: "Why cells of the last result are unknown.", example: ""),
        Entry(word: ":format", usage: ":format table|json|jsonl|csv|md", meaning: "The form of results from now on.", example: ""),
        Entry(
            word: ":run", usage: ":run RUNBOOK [NAME=VALUE …]", meaning: "Runs a runbook, a file or one that ships, on this cluster.",
            example: ""),
        Entry(
            word: ":plan", usage: ":plan RUNBOOK [NAME=VALUE …]", meaning: "Shows what a runbook would do; changes nothing.", example: ""),
        Entry(
            word: ":arm", usage: ":arm DURATION reason \"TEXT\"",
            meaning: "Allows effects for a time on a cluster that is read-only by its profile; alone it says how that stands.", example: ""),
        Entry(word: ":disarm", usage: ":disarm", meaning: "Effects are refused again.", example: ""),
        Entry(
            word: ":help", usage: ":help [WORD]", meaning: "Help; the same as `help`. `help keys` tells the keys of the prompt.",
            example: ""),
        Entry(word: ":quit", usage: ":quit", meaning: "Leaves; so does Ctrl-D.", example: ""),
    ]

    /// Things that are described when their name alone is typed.
    static let things: [Entry] = [
        Entry(
            word: "topic", usage: "topic \"NAME\"",
            meaning: "Alone, describes the topic: what it is, how it is, what is wrong, what to type next. In an expression, its name.",
            example: "topic \"trip-events\""),
        Entry(
            word: "partition", usage: "partition \"TOPIC\" N", meaning: "Alone, describes the partition. In an expression, the partition.",
            example: "partition \"trip-events\" 3"),
        Entry(
            word: "group", usage: "group \"NAME\"", meaning: "Alone, describes the group of consumers. In an expression, its name.",
            example: "group \"analytics\""),
        Entry(
            word: "broker", usage: "broker N", meaning: "Alone, describes the broker. In an expression, its number.", example: "broker 2"),
    ]
}
