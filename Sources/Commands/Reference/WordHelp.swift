/// Help for the words that stand inside statements and queries, for operators, and for the forms of literals.
extension StatementHelp {
    /// What goes on with an effect or another statement.
    static let connectors: [Entry] = [
        Entry(
            word: "staged", usage: "EFFECT staged N [every D]",
            meaning: "N items at a time; the next batch goes out when the last has settled.",
            example: "elect preferred for partitions where leader != preferredLeader staged 50 every 10s"),
        Entry(
            word: "throttle", usage: "reassign … throttle RATE",
            meaning: "What each broker may spend on the copies. The rates and lists are set before the move and given back after it.",
            example: "reassign partitions where replicas contains 2 away from 2 staged 10 throttle 50MB/s within 2h"),
        Entry(
            word: "unthrottled", usage: "reassign … unthrottled", meaning: "Said where a move may use all the bandwidth there is.",
            example: "reassign partitions where topic == \"trip-events\" away from 2 unthrottled within 2h"),
        Entry(
            word: "hold", usage: "EFFECT staged N hold while CONDITION", meaning: "No further batch goes out while the condition holds.",
            example:
                "elect preferred for partitions where leader != preferredLeader staged 10 hold while any partitions where refusesWrites"),
        Entry(
            word: "within", usage: "require|wait|watch|EFFECT … within D", meaning: "At most so long; then it fails with timeout.",
            example: "require no partitions where offline within 2m"),
        Entry(
            word: "every", usage: "require|wait|watch|EFFECT … every D",
            meaning: "How often it looks, or how long it rests between batches.",
            example: "wait until no partitions where underReplicated within 10m every 5s"),
        Entry(
            word: "holds", usage: "require|wait until … holds D", meaning: "True at every look for so long: one lucky look is not calm.",
            example: "require no partitions where underReplicated within 10m every 1s holds 3s"),
        Entry(
            word: "until", usage: "wait|watch … until CONDITION", meaning: "What is waited for.",
            example: "watch partitions where underReplicated every 5s until it is empty within 15m"),
        Entry(
            word: "showing", usage: "wait until … showing QUERY", meaning: "What is shown while it waits.",
            example: "wait until no reassignments within 1h every 10s showing reassignments"),
        Entry(
            word: "otherwise",
            usage: "wait until … otherwise { … } | otherwise ask \"TEXT\" { \"ANSWER\" -> again D, \"ANSWER\" -> { … } }",
            meaning: "What happens where the wait runs out; the step goes on after it.",
            example: "wait until no brokers where not up within 5m otherwise { note \"going on without it\" }"),
        Entry(
            word: "else", usage: "require CONDITION else \"TEXT\" | if CONDITION { … } else { … }",
            meaning: "What is said where a gate says no; the other way of an `if`.",
            example: "require count(brokers where up) >= 3 else \"three brokers are needed\""),
        Entry(
            word: "give", usage: "set … give back at end | when CONDITION | after D",
            meaning: "When a setting gets back the value that stood before it. It is owed until then: `mend debts` lists it.",
            example: "set config of topic \"trip-events\" { min.insync.replicas: 2 } give back after 1h"),
        Entry(
            word: "for good", usage: "set … for good", meaning: "The setting stays: nothing is owed.",
            example: "set config of topic \"trip-events\" { retention.ms: 7d } for good"),
        Entry(
            word: "into", usage: "EFFECT into NAME",
            meaning: "Binds the table of items with their outcomes; refused ones do not fail the step.",
            example: "elect preferred for partitions where offline and cleanElectable into led"),
        Entry(
            word: "away", usage: "reassign QUERY away from BROKER",
            meaning: "Takes replicas off a broker; the planner chooses where they go.",
            example: "plan reassign partitions where replicas contains 2 away from 2"),
        Entry(
            word: "onto", usage: "reassign QUERY onto [BROKER, …]", meaning: "Exactly these replicas, in this order.",
            example: "plan reassign partitions where topic == \"trip-events\" and partition == 0 onto [1, 3]"),
        Entry(
            word: "to", usage: "reassign QUERY to N replicas | reset offsets of GROUP to POSITION | set throttle of … to RATE",
            meaning: "The goal: a number of replicas, a position, a rate.",
            example: "plan reassign topics where replicationFactor < 3 to 3 replicas"),
        Entry(
            word: "from", usage: "reassign QUERY away from BROKER | reset offsets of GROUP from saved",
            meaning: "What is left; or the offsets that the last reset found.", example: "plan reassign partitions away from 2"),
        Entry(
            word: "by", usage: "sort by … | group by … | reset offsets of GROUP by N",
            meaning: "The key of an order or of groups; so many records.",
            example: "groups sort by lag desc"),
        Entry(
            word: "before", usage: "delete records of QUERY before OFFSET|TIME", meaning: "Up to where records are deleted.", example: ""),
        Entry(
            word: "done", usage: "run [\"COMMAND\", …] done when CONDITION", meaning: "What tells that a command has had its effect.",
            example: ""),
        Entry(
            word: "catch", usage: "try { … } catch KIND, … [as NAME] { … }", meaning: "The kinds: timeout, unreachable, refused, gate.",
            example: "try { require any quorum where role == \"leader\" } catch gate { note \"no controller\" }"),
        Entry(
            word: "type", usage: "approve \"QUESTION\" type TEXT { … }", meaning: "What a person must type to say yes.",
            example: "approve \"Lose records?\" type cluster.id { elect unclean for partitions where offline }"),
        Entry(
            word: "verify", usage: "step \"NAME\" { … } verify { … }", meaning: "What proves a step; looked at again on resume.",
            example: ""),
        Entry(
            word: "undo", usage: "step \"NAME\" { … } undo { … }",
            meaning: "What `mend undo` does for the step; without it the inverses of its effects.", example: ""),
        Entry(
            word: "do", usage: "do NAME(…) | do runbook(…)", meaning: "Calls an action; in a test, the runbook.", example: ""),
    ]

    /// Operators, tightest first, and constants.
    static let operators: [Entry] = [
        Entry(
            word: "*", usage: "A * B, A / B", meaning: "From left to right: `100 / 10 / 2` is 5. Division by zero is unknown.",
            example: "100 / 10 / 2"),
        Entry(
            word: "/", usage: "A / B", meaning: "int / int is a float; size / duration is a rate. After `matches`, a pattern.",
            example: "1GB / 20s"),
        Entry(word: "+", usage: "A + B, A - B", meaning: "Numbers of one kind; `+` also joins texts and lists.", example: "now - 15m"),
        Entry(word: "..", usage: "A..B", meaning: "A range, both ends in it.", example: "partitions where partition in 0..3"),
        Entry(
            word: "==", usage: "A == B, A != B", meaning: "Equal. With an unknown operand it is unknown.",
            example: "groups where state == \"Stable\""),
        Entry(word: "<", usage: "A < B, <=, >, >=", meaning: "Orders. Against null each is false.", example: "groups where lag >= 100k"),
        Entry(
            word: "in", usage: "X [not] in LIST|RANGE", meaning: "Membership.",
            example: "topics where name in [\"trip-events\", \"user-events\"]"),
        Entry(
            word: "contains", usage: "LIST|TEXT [not] contains X", meaning: "The list has the element; the text has the piece.",
            example: "partitions where replicas contains 2"),
        Entry(
            word: "startsWith", usage: "TEXT [not] startsWith TEXT", meaning: "How a text begins.",
            example: "topics where name startsWith \"trip\""),
        Entry(
            word: "~", usage: "TEXT [not] ~ \"GLOB\"", meaning: "A glob over the whole text: * and ?.",
            example: "topics where name ~ \"trip-*\""),
        Entry(
            word: "matches", usage: "TEXT [not] matches /PATTERN/", meaning: "A regular expression, somewhere in the text.",
            example: "topics where name matches /^trip-/"),
        Entry(
            word: "is", usage: "X is [not] empty | unknown | null", meaning: "Tests for these three; to compare say ==.",
            example: "partitions where leader is null"),
        Entry(word: "not", usage: "not CONDITION", meaning: "The opposite; unknown stays unknown.", example: "brokers where not up"),
        Entry(
            word: "and", usage: "A and B", meaning: "False where one is false; else unknown where one is unknown.",
            example: "partitions where offline and cleanElectable"),
        Entry(
            word: "or", usage: "A or B", meaning: "True where one is true; else unknown where one is unknown.",
            example: "partitions where offline or underMinIsr"),
        Entry(
            word: "no", usage: "no QUERY", meaning: "True where it has no row, and nothing is undecided or missing.",
            example: "require no partitions where offline"),
        Entry(word: "any", usage: "any QUERY", meaning: "True where it has a decided row.", example: "any brokers where not up"),
        Entry(
            word: "plan", usage: "plan EFFECT", meaning: "What the effect would do, as a table; nothing is changed.",
            example: "plan elect preferred for partitions where leader != preferredLeader"),
        Entry(word: "ago", usage: "DURATION ago", meaning: "The time so long before now.", example: "now - 15m < 15m ago"),
        Entry(word: "now", usage: "now", meaning: "The instant at which the statement began to look.", example: "now"),
        Entry(
            word: "it", usage: "it", meaning: "The row of a clause; after `group by` the group.",
            example: "partitions group by leader select leader, partitions = count(it)"),
        Entry(
            word: "null", usage: "null", meaning: "Known to be absent: a partition without a leader.",
            example: "partitions where leader is not null"),
        Entry(
            word: "unknown", usage: "unknown", meaning: "What could not be read, with its cause. Shown as ?; `:why` tells the causes.",
            example: "groups where lag is unknown"),
        Entry(word: "true", usage: "true, false", meaning: "The truths.", example: "partitions where offline == true"),
        Entry(word: "false", usage: "true, false", meaning: "The truths.", example: "brokers where up == false"),
        Entry(word: "_", usage: "_", meaning: "The last result, at the prompt.", example: ""),
    ]

    /// How values are written.
    static let literals: [Entry] = [
        Entry(
            word: "count", usage: "100  100k  2.3M  1G  1_000",
            meaning: "A whole number; k, M, G are thousands, millions, thousand millions.",
            example: "groups where lag > 100k"),
        Entry(word: "float", usage: "0.5", meaning: "Digits on both sides of the point.", example: "round(0.5 * 3, 1)"),
        Entry(
            word: "size", usage: "512B  50kB  50MB  64KiB  1GB", meaning: "Bytes: kB is 1000, KiB is 1024.",
            example: "logDirs where usable < 10GB"),
        Entry(word: "percent", usage: "95%", meaning: "Of a hundred.", example: "logDirs where usedPercent > 85%"),
        Entry(
            word: "duration", usage: "250ms  5s  1h30m  7d", meaning: "Parts in falling order; m is minutes.",
            example: "topics where retention < 1h30m"),
        Entry(word: "rate", usage: "50MB/s  2k/s", meaning: "A size or a count a second, without spaces.", example: "50MB/s / 2"),
        Entry(
            word: "time", usage: "@2026-11-23T06:00Z", meaning: "With @, and a zone where there is a time of day.",
            example: "@2026-11-23T06:00Z < now"),
        Entry(
            word: "text", usage: "\"text {hole}\"  'as it is'",
            meaning: "In double quotes {…} is filled in; escapes are \\\" \\\\ \\n \\r \\t \\{ \\u{1b}.",
            example: "\"{count(topics)} topics\""),
        Entry(word: "regex", usage: "/PATTERN/", meaning: "Only after `matches`.", example: "topics where name matches /events$/"),
        Entry(word: "list", usage: "[A, B]", meaning: "Elements of one type.", example: "[1, 2, 3] contains 2"),
        Entry(word: "range", usage: "A..B", meaning: "Both ends are in it.", example: "5 in 1..50"),
    ]

    /// What a file holds beside statements.
    static let items: [Entry] = [
        Entry(
            word: "runbook", usage: "runbook \"NAME\" { param … permits … limits { … } only on … }",
            meaning: "The head of a runbook: what it takes, what it may do, how much, where.", example: ""),
        Entry(
            word: "param", usage: "param NAME: TYPE [= VALUE] [in LEAST..MOST]",
            meaning: "A parameter: --set NAME=VALUE, a file, the environment, else it is asked for.", example: ""),
        Entry(word: "permits", usage: "permits VERB, …", meaning: "The only effects that the runbook may use.", example: ""),
        Entry(
            word: "limits", usage: "limits { partitions N, groups N, duration D }", meaning: "Hard bounds of the whole run.", example: ""),
        Entry(word: "only", usage: "only on \"PROFILE\", …", meaning: "The clusters on which it may run.", example: ""),
        Entry(
            word: "step", usage: "step \"NAME\" [when CONDITION] { … } [verify { … }] [undo { … }]",
            meaning: "What people talk about. A finished step is never run again.", example: ""),
        Entry(word: "when", usage: "step \"NAME\" when CONDITION { … }", meaning: "Skips the step where it is false.", example: ""),
        Entry(
            word: "use", usage: "use NAME | use \"FILE\"",
            meaning: "Functions and actions of the standard library, or of a file beside this one.", example: ""),
        Entry(
            word: "func", usage: "func NAME(PARAM: TYPE, …) = EXPRESSION", meaning: "A name for an expression; it changes nothing.",
            example: ""),
        Entry(
            word: "action", usage: "action NAME(PARAM: TYPE, …) { … }", meaning: "Statements under a name; `do NAME(…)` runs them.",
            example: ""),
        Entry(
            word: "test", usage: "test \"NAME\" in lab SCENARIO { … }", meaning: "A test of the runbook in the lab: `mend test FILE`.",
            example: ""),
    ]
}
