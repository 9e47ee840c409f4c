/// Help for the words of the grammar. (Sources, effects and functions come from the schema.)
enum StatementHelp {
    struct Entry: Sendable {
        let word: String
        /// Its form.
        let usage: String
        let meaning: String
        /// A line that runs as it stands, in the lab as in a test; empty where it makes sense in a file only.
        let example: String

        var text: String { "\(word): \(meaning)\n\n    \(usage)\n" + (example.isEmpty ? "" : "\nexample:\n    \(example)\n") }
    }

    /// Every word, in the order of the manual. A word may have more than one entry.
    static let all: [Entry] = clauses + statements + connectors + operators + items + literals + things + metaCommands

    private static let clauses: [Entry] = [
        Entry(
            word: "where", usage: "QUERY where CONDITION",
            meaning: "Keeps the rows for which the condition holds; those it cannot decide stand below, marked ?.",
            example: "partitions where offline and topic ~ \"trip-*\""),
        Entry(
            word: "select", usage: "QUERY select COLUMN, NAME = EXPRESSION, …", meaning: "These columns, in this order.",
            example: "brokers select id, host, away = leadersAway"),
        Entry(
            word: "add", usage: "QUERY add NAME = EXPRESSION, …", meaning: "All columns there are, and these.",
            example: "groups add perMember = lag / members"),
        Entry(
            word: "sort", usage: "QUERY sort by EXPRESSION [asc|desc], …",
            meaning: "Orders rows; null comes after every value and unknown after null, whatever the direction.",
            example: "groups sort by lag desc"),
        Entry(word: "take", usage: "QUERY take N", meaning: "The first N rows.", example: "groups sort by lag desc take 10"),
        Entry(
            word: "group", usage: "QUERY group by COLUMN, … select …",
            meaning:
                "One row for each value; in the next clause the keys are values, other columns are lists of the group, `it` is the group.",
            example: "partitions where offline group by topic select topic, offline = count(it)"),
        Entry(
            word: "distinct", usage: "QUERY distinct [EXPRESSION, …]", meaning: "Each row, or each value, once.",
            example: "replicas where not inSync distinct broker"),
        Entry(
            word: "join", usage: "QUERY join TABLE on COLUMN == COLUMN",
            meaning: "Adds the columns of the matching row; a row without a match stays, with null.",
            example: "partitions where underMinIsr join brokers on leader == id select topic, partition, leader, rack"),
    ]

    private static let statements: [Entry] = [
        Entry(
            word: "let", usage: "let NAME = EXPRESSION", meaning: "Binds a name, once.",
            example: "let hurt = partitions where underReplicated"),
        Entry(word: "show", usage: "show EXPRESSION", meaning: "Prints a value.", example: "show brokers select id, state, answers"),
        Entry(
            word: "explain", usage: "explain EFFECT", meaning: "Shows every request an effect would send; sends none.",
            example: "explain elect preferred for partitions where offline and cleanElectable"),
        Entry(
            word: "require", usage: "require CONDITION [within D [every D] [holds D]] [else \"TEXT\"]",
            meaning: "A gate: the run goes on only if this is true. Unknown is not true.",
            example: "require no partitions where offline else \"partitions are offline\""),
        Entry(
            word: "wait", usage: "wait until CONDITION within D [every D] [holds D] [showing QUERY] [otherwise { … }]",
            meaning: "Looks again and again until it is true; fails with timeout, or does what `otherwise` says.",
            example: "wait until no partitions where underReplicated within 10m every 5s"),
        Entry(
            word: "watch", usage: "watch QUERY [every D] [until CONDITION] [within D]", meaning: "Shows a query as it changes.",
            example: "watch partitions where underReplicated every 5s until it is empty within 15m"),
        Entry(
            word: "confirm", usage: "confirm \"QUESTION\" [{ EFFECTS }]",
            meaning: "Asks y/N; Enter is no. With a block: resolves and shows its targets first, then touches exactly those.",
            example: "confirm \"Elect leaders?\" { elect preferred for partitions where leader != preferredLeader }"),
        Entry(
            word: "approve", usage: "approve \"QUESTION\" type TEXT { EFFECTS }",
            meaning: "For what cannot be undone: the text must be typed, and binds exactly what was shown.",
            example: "approve \"Lose records?\" type cluster.id { elect unclean for partitions where offline }"),
        Entry(
            word: "if", usage: "if CONDITION { … } else { … }", meaning: "Chooses; a condition that cannot be decided stops the step.",
            example: "if any partitions where offline { note \"partitions are offline\" }"),
        Entry(
            word: "for", usage: "for NAME in QUERY { … }", meaning: "Once for each row, known by its key.",
            example: "for g in groups where lag > 1M { note \"{g.id} lags {g.lag}\" }"),
        Entry(
            word: "retry", usage: "retry N every D { … }", meaning: "Tries again; only effects that may be applied twice.",
            example: "retry 3 every 10s { elect preferred for partitions where offline and cleanElectable }"),
        Entry(
            word: "try", usage: "try { … } catch timeout, unreachable, refused, gate [as NAME] { … }",
            meaning: "Goes on after a failure of these kinds.",
            example: "try { require any quorum where role == \"leader\" } catch gate { note \"no controller\" }"),
        Entry(word: "note", usage: "note \"TEXT\"", meaning: "Says and records something.", example: "note \"rack C is left out\""),
        Entry(word: "fail", usage: "fail \"TEXT\"", meaning: "Ends the step as failed.", example: "fail \"three brokers are needed\""),
        Entry(word: "skip", usage: "skip \"TEXT\"", meaning: "Ends the step as skipped.", example: "skip \"nothing to move\""),
        Entry(
            word: "pause", usage: "pause \"TEXT\"", meaning: "Waits until a person says that it is done.",
            example: "pause \"replace the disk of broker 2\""),
    ]
}
