import Language
import Platform

/// Bounds of one evaluation and of what is kept of it, so that a slip (a join without end, a text that doubles with each `let`) fails with a
/// sentence, and not with a dead session or a run that is killed in its middle.
package struct EvaluationBudget: Sendable {
    /// Rows of one table.
    package var rows: Int
    /// Cells and conditions computed.
    package var steps: Int
    /// Bytes of all that one evaluation makes: texts, elements of lists, cells; also of what it drops again.
    package var made: Int
    /// Bytes of one text.
    package var text: Int
    /// Bytes of one value that is bound or written into the journal.
    package var kept: Int
    /// Bytes of all values that are bound at one time.
    package var held: Int
    /// How deep lists, rows and tables of one value nest: what the journal reads back.
    package var depth: Int

    package init(
        rows: Int = 20_000_000, steps: Int = 2_000_000_000, made: Int = 1 << 30, text: Int = 16 << 20, kept: Int = 256 << 20,
        held: Int = 512 << 20, depth: Int = 24
    ) {
        self.rows = rows
        self.steps = steps
        self.made = made
        self.text = text
        self.kept = kept
        self.held = held
        self.depth = depth
    }

    /// `256 MiB`.
    static func said(_ bytes: Int) -> String { DisplayForm.size(bytes) }
}

/// How values stand in texts.
package enum TextForm: Sendable {
    /// For people: `2.3M`, `≥ 2.3M`, `?`.
    case display
    /// For words of `run`, names, targets, ids: all digits; a value that has none is a failure.
    case exact
}

/// How much a value is, written out: a list that holds a text twice holds it twice, although memory has it once.
struct ValueWeight {
    /// What an element or a cell takes by itself, bytes.
    static let cell = 32

    private(set) var bytes = 0
    private(set) var depth = 0
    private let most: Int
    private let deepest: Int

    /// - Parameters:
    ///   - most: counting ends beyond so many bytes: what is more is not walked.
    ///   - deepest: nor what nests deeper.
    init(of value: Value, most: Int, deepest: Int) {
        self.most = most
        self.deepest = deepest
        add(value, 0)
    }

    private mutating func add(_ value: Value, _ level: Int) {
        guard bytes <= most, level <= deepest else {
            depth = max(depth, level)
            return
        }
        bytes += Self.cell
        switch value {
        case .text(let text): bytes += text.utf8.count
        case .list(let list), .set(let list): add(list.elements, level)
        case .record(let record): add(record.fields.lazy.map(\.value), level)
        case .table(let table): for column in table.columns { add(column.storage, level + 1) }
        case .range(let low, let high):
            add(low, level + 1)
            add(high, level + 1)
        case .bound(_, let inner): add(inner, level + 1)
        case .drawing(let lines): bytes += lines.reduce(0) { $0 + $1.utf8.count }
        case .null, .unknown, .bool, .int, .float, .duration, .size, .percent, .time, .byteRate, .countRate, .partition, .secret: break
        }
    }

    private mutating func add(_ values: some Sequence<Value>, _ level: Int) {
        depth = max(depth, level + 1)
        for value in values {
            add(value, level + 1)
            if bytes > most || depth > deepest { return }
        }
    }

    private mutating func add(_ storage: Column.Storage, _ level: Int) {
        switch storage {
        case .values(let values): add(values, level)
        case .constant(let value): add(value, level)
        case .ints(let numbers, let exceptions):
            bytes += numbers.count * 8
            add(exceptions.values, level)
        case .bools(let truths, let exceptions):
            bytes += truths.count
            add(exceptions.values, level)
        case .texts(let ids, let pool, let exceptions):
            bytes += ids.count * 4 + pool.reduce(0) { $0 + $1.utf8.count }
            add(exceptions.values, level)
        case .intLists(let bounds, let items, let exceptions):
            bytes += (bounds.count + items.count) * 4
            add(exceptions.values, level)
        }
    }
}

extension Evaluation {
    /// Counts what was made. A text, a list or a table counts whole, whatever else holds a part of it.
    func make(_ value: Value, _ span: Span) throws(EvaluationFailure) {
        switch value {
        case .text(let text):
            try checkText(text.utf8.count, span)
            try make(bytes: text.utf8.count, span)
        case .list, .set, .record, .table, .drawing:
            try make(bytes: ValueWeight(of: value, most: evaluator.budget.made, deepest: Self.deepestMade).bytes, span)
        default: break
        }
    }

    /// A value of one evaluation nests no deeper than its text and the functions that it calls do; what nests more is not walked.
    private static let deepestMade = 10_000

    func make(bytes: Int, _ span: Span) throws(EvaluationFailure) {
        bytesLeft = bytesLeft.subtractingClamped(bytes)
        guard bytesLeft < 0 else { return }
        throw EvaluationFailure(
            kind: .limit,
            message: "this makes texts and lists of more than \(EvaluationBudget.said(evaluator.budget.made)): "
                + "ask for less (`where` first, then the rest)", span: span)
    }

    func checkText(_ bytes: Int, _ span: Span) throws(EvaluationFailure) {
        guard bytes > evaluator.budget.text else { return }
        throw EvaluationFailure(
            kind: .limit,
            message: "a text of more than \(EvaluationBudget.said(evaluator.budget.text)): put less into it, or keep its parts as a list",
            span: span)
    }
}

extension Interpreter {
    /// Holds a value that is about to be bound, or written down, against what a value may be, and against what all that is bound may be together.
    /// - Parameter name: the name that it gets; nil: none.
    func checkKept(_ value: Value, as name: Name?, _ span: Span) throws(Stop) {
        let budget = evaluator.budget
        let weight = ValueWeight(of: value, most: budget.kept, deepest: budget.depth)
        func refuse(_ message: String) -> Stop { .failure(RunFailure(.limit, message, span: span)) }
        guard weight.bytes <= budget.kept else {
            throw refuse(
                "a value of more than \(EvaluationBudget.said(budget.kept)): keep less of it (`where`, `take`, `select` of what is needed)"
            )
        }
        guard weight.depth <= budget.depth else {
            throw refuse("a value that nests more than \(budget.depth) deep: `flatten` it, or keep its parts under names of their own")
        }
        // What is small cannot be many: a program has an end.
        guard let name, weight.bytes > 4096 else { return }
        var all = weight.bytes
        for (bound, other) in environment.bindings where bound != NameKey(name.text) {
            all += ValueWeight(of: other, most: budget.held, deepest: budget.depth).bytes
            guard all <= budget.held else {
                throw refuse(
                    "`\(name.text)` would bring all that is bound to more than \(EvaluationBudget.said(budget.held)): bind less, or bind it in the "
                        + "block that needs it, since what a block binds ends with it")
            }
        }
    }
}
