/// The words of the language, in the four lists of the grammar. A word is a keyword only where the grammar asks for it;
/// what a program binds may not be called by any of them.
package enum Words {
    /// What a statement may begin with; the verbs of the effects come on top.
    package static let statements: Set<String> = [
        "let", "show", "explain", "require", "wait", "watch", "confirm", "approve", "if", "for", "retry", "try", "note", "fail", "skip",
        "pause", "do",
    ]
    /// What begins a clause of a query. `sort` and `group` do so only before `by`.
    package static let clauses: Set<String> = ["where", "select", "add", "sort", "take", "group", "distinct", "join", "over"]
    /// What goes on with a statement, on its line or on the next.
    package static let connectors: Set<String> = [
        "within", "every", "holds", "until", "else", "otherwise", "showing", "type", "staged", "throttle", "unthrottled", "hold", "give",
        "away", "onto", "to", "by", "from", "before", "into", "done", "catch", "verify", "undo", "and", "or",
    ]
    /// Operators that are words. None is ever a name.
    package static let operators: Set<String> = ["not", "no", "any", "plan", "is", "in", "contains", "startsWith", "matches", "ago"]
    /// Constants that are words. None is ever a name.
    package static let constants: Set<String> = ["true", "false", "null", "unknown", "it", "now"]
    /// What may stand before a quoted key: `topic "trips"`, `broker 2`.
    package static let nouns: Set<String> = ["topic", "group", "broker", "client", "user", "transaction"]

    /// Stands before a topic's name in quotes and a number: `partition "trips" 3`. Without them it is a name like others, and no function's.
    package static let numberedNoun = "partition"
    /// What begins an item of a file.
    package static let items: Set<String> = ["runbook", "use", "func", "action", "step", "test"]

    /// A name that a program may not give to what it binds.
    package static func isReserved(_ word: String) -> Bool {
        statements.contains(word) || clauses.contains(word) || connectors.contains(word) || operators.contains(word)
            || constants.contains(word)
    }
}
