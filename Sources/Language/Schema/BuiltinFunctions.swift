/// The functions that the engine supplies: their names, arities and types. What they compute is the engine's.
package enum BuiltinFunctions {
    /// All of them, in the order of the manual.
    package static let all = Catalog<FunctionSignature>([], rest: { numbers + tables + texts + plans + drawings })

    private static let numbers: [FunctionSignature] = [
        FunctionSignature(
            name: "count", signature: "count(table or list) -> int",
            summary: "How many rows or elements; at least, where some are unknown.",
            arity: 1...1, examples: ["count(partitions where offline)"]
        ) { $0.first.flatMap(\.asCollection) == nil ? nil : .int },
        FunctionSignature(
            name: "sum", signature: "sum(list) -> number", summary: "The sum of a list of numbers, sizes, durations or rates.",
            arity: 1...1,
            examples: ["sum((groups where lag > 0).lag)"]
        ) { $0.first.flatMap(\.element).flatMap { $0.isAny || $0.isAddable ? $0 : nil } },
        FunctionSignature(
            name: "min", signature: "min(list) -> element", summary: "The least element of a list.", arity: 1...1, examples: ["min([3, 5])"]
        ) { $0.first.flatMap(\.element).flatMap { $0.isAny || $0.isOrdered ? $0 : nil } },
        FunctionSignature(
            name: "max", signature: "max(list) -> element", summary: "The greatest element of a list.", arity: 1...1,
            examples: ["max((groups where lag > 0).lag)"]
        ) { $0.first.flatMap(\.element).flatMap { $0.isAny || $0.isOrdered ? $0 : nil } },
        FunctionSignature(
            name: "avg", signature: "avg(list) -> number", summary: "The mean of a list of numbers, sizes, durations or rates.",
            arity: 1...1,
            examples: ["avg([1, 2])"]
        ) { $0.first.flatMap(\.element).flatMap { $0 == .int ? .float : $0.isAny || $0.isAddable ? $0 : nil } },
        FunctionSignature(
            name: "abs", signature: "abs(number) -> number", summary: "The value without its sign.", arity: 1...1, examples: ["abs(-3)"]
        ) { $0.first.flatMap { $0.isAny || $0.isAddable ? $0 : nil } },
        FunctionSignature(
            name: "round", signature: "round(number, digits) -> float", summary: "Rounded to that many digits after the point.",
            arity: 1...2,
            examples: ["round(2.345, 1)"]
        ) {
            guard let value = $0.first, value.isAny || value.isNumber || value == .percent else { return nil }
            if $0.count > 1, !($0[1].isAny || $0[1] == .int) { return nil }
            return value == .int ? .int : value
        },
    ]

    private static let tables: [FunctionSignature] = [
        FunctionSignature(
            name: "decided", signature: "decided(table) -> table", summary: "The decided rows as a complete table, without what it lacks.",
            arity: 1...1, examples: ["decided(groups where lag > 100k)"]
        ) { $0.first.flatMap { $0.isAny || $0.row != nil && !$0.isRecord ? $0 : nil } },
        FunctionSignature(
            name: "first", signature: "first(table or list) -> row", summary: "The first row or element; null when there is none.",
            arity: 1...1,
            examples: ["first(brokers)"]
        ) { $0.first.flatMap(\.element) },
        FunctionSignature(
            name: "last", signature: "last(table or list) -> row", summary: "The last row or element; null when there is none.",
            arity: 1...1,
            examples: ["last(brokers)"]
        ) { $0.first.flatMap(\.element) },
        FunctionSignature(
            name: "distinct", signature: "distinct(list) -> list", summary: "The list without repeats, in order of first appearance.",
            arity: 1...1, examples: ["distinct([1, 1, 2])"]
        ) { $0.first.flatMap { $0.isAny || $0.isListOrSet ? $0 : nil } },
        FunctionSignature(
            name: "flatten", signature: "flatten(list of lists) -> list", summary: "One list of the elements of all.", arity: 1...1,
            examples: ["flatten(partitions.isr)"]
        ) {
            guard let list = $0.first else { return nil }
            if list.isAny { return .any }
            guard list.isListOrSet, let inner = list.element else { return nil }
            if inner.isAny { return .list(.any) }
            return inner.isListOrSet ? inner.element.map { .list($0) } : nil
        },
        FunctionSignature(
            name: "diff", signature: "diff(before, after) -> table", summary: "What was added, removed or changed, by key.", arity: 2...2,
            examples: ["diff(partitions where offline, partitions where underReplicated)"]
        ) {
            guard $0.count == 2, $0.allSatisfy({ $0.isAny || $0.row != nil && !$0.isRecord }) else { return nil }
            let before = $0[0].row ?? RowType(fields: [])
            return .table(
                RowType(fields: [
                    .init("change", .closedSet(["added", "removed", "changed"])), .init("before", .record(before)),
                    .init("after", .record(before)),
                ]))
        },
    ]

    private static let texts: [FunctionSignature] = [
        FunctionSignature(
            name: "lower", signature: "lower(text) -> text", summary: "In small letters.", arity: 1...1, examples: [#"lower("ABC")"#]
        ) { $0.allSatisfy(\.isTextOrAny) ? .string : nil },
        FunctionSignature(
            name: "upper", signature: "upper(text) -> text", summary: "In capital letters.", arity: 1...1, examples: [#"upper("abc")"#]
        ) { $0.allSatisfy(\.isTextOrAny) ? .string : nil },
        FunctionSignature(
            name: "length", signature: "length(text) -> int", summary: "How many characters.", arity: 1...1, examples: [#"length("abc")"#]
        ) { $0.allSatisfy(\.isTextOrAny) ? .int : nil },
        FunctionSignature(
            name: "split", signature: "split(text, by) -> list", summary: "The pieces between separators.", arity: 2...2,
            examples: [#"split("a,b", ",")"#]
        ) { $0.allSatisfy(\.isTextOrAny) ? .list(.string) : nil },
        FunctionSignature(
            name: "join", signature: "join(list, by) -> text", summary: "The elements with a separator between.", arity: 2...2,
            examples: [#"join(["a", "b"], ", ")"#]
        ) {
            guard $0.count == 2, $0[0].isAny || $0[0].isListOrSet, $0[1].isTextOrAny else { return nil }
            return .string
        },
    ]

    private static let plans: [FunctionSignature] = [
        FunctionSignature(
            name: "blocked", signature: "blocked(plan) -> table",
            summary: "What the plan leaves alone because it could not complete, and why.",
            arity: 1...1, examples: ["blocked(plan reassign partitions where underReplicated to 2 replicas)"]
        ) {
            guard let plan = $0.first, plan.isAny || plan.isPlan else { return nil }
            return .table(RowType(fields: [.init("why", .string)]))
        },
        FunctionSignature(
            name: "settled", signature: "settled(plan or effect result) -> bool", summary: "True when all moves are done or cancelled.",
            arity: 1...1, examples: ["settled(plan reassign partitions where underReplicated to 2 replicas)"]
        ) { $0.first.flatMap { $0.isAny || $0.isPlan || $0.isItems ? .bool : nil } },
        FunctionSignature(
            name: "progress", signature: "progress(plan) -> table", summary: "How far each move is: percent, rate, eta.", arity: 1...1,
            examples: ["progress(plan reassign partitions where underReplicated to 2 replicas)"]
        ) {
            guard let plan = $0.first, plan.isAny || plan.isPlan else { return nil }
            return .table(RowType(fields: progressFields))
        },
    ]

    /// What `progress` gives beside the key of the plan's items.
    package static let progressFields: [RowType.Field] = [
        .init("percent", .percent), .init("rate", .byteRate), .init("eta", .duration),
    ]

    private static let drawings: [FunctionSignature] = [
        FunctionSignature(
            name: "bars", signature: "bars(table, value, label) -> drawing", summary: "A bar for each row; only shown.", arity: 3...3,
            columnArguments: [1, 2], examples: ["groups | bars(lag, id)"]
        ) { $0.first.flatMap { $0.isAny || $0.row != nil && !$0.isRecord ? .drawing : nil } },
        FunctionSignature(
            name: "spark", signature: "spark(list) -> drawing", summary: "A line of a list of numbers; only shown.", arity: 1...1,
            examples: ["spark([1, 3, 2])"]
        ) { $0.first.flatMap(\.element).flatMap { $0.isAny || $0.isAddable ? .drawing : nil } },
    ]
}
