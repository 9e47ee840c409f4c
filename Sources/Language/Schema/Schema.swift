/// All that the checker, the parser, `help` and completion know of the world outside the language: sources, effects, built-in functions.
package struct Schema: Sendable {
    package var sources: Catalog<SourceSchema>
    package var effects: Catalog<EffectSignature>
    package var functions: Catalog<FunctionSignature>
    /// The requests behind sources and effects, and the rights that these take.
    package var requests: RequestCatalog
    /// What a statement shows that is only a thing: `topic "trips"`, `broker 2`.
    package var descriptions: Catalog<DescriptionSchema>

    package init(
        sources: Catalog<SourceSchema>, effects: Catalog<EffectSignature>, functions: Catalog<FunctionSignature>,
        requests: RequestCatalog = .none, descriptions: Catalog<DescriptionSchema> = []
    ) {
        self.sources = sources
        self.effects = effects
        self.functions = functions
        self.requests = requests
        self.descriptions = descriptions
    }
}

/// Whether this version of the program has a thing, or only knows its name.
package enum Availability: Hashable, Sendable {
    case built
    /// Known by name, refused by the checker: "not in this version".
    case later
}

/// What can be looked at: `partitions`, `groups`.
package struct SourceSchema: CatalogEntry {
    package var name: String
    /// One line for `help`.
    package var summary: String
    package var columns: [ColumnSchema]
    /// Shown without `select`, in this order.
    package var defaultColumns: [String]
    /// The columns that name a row.
    package var key: [String]
    /// What reading it costs: `metadata`, `configs`, `log dirs`, … (shown by `explain` and `help`).
    package var cost: String
    /// Lines that are run as tests and shown by `help`.
    package var examples: [String]
    package var availability: Availability
    /// True where one row stands for the whole, so that `cluster.id` is a field of it.
    package var isSingleRow: Bool

    package init(
        name: String, summary: String, columns: [ColumnSchema], defaultColumns: [String], key: [String], cost: String,
        examples: [String] = [], availability: Availability = .built, isSingleRow: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.columns = columns
        self.defaultColumns = defaultColumns
        self.key = key
        self.cost = cost
        self.examples = examples
        self.availability = availability
        self.isSingleRow = isSingleRow
    }

    package var entryName: String { name }

    /// The source's column of that name.
    package func column(_ name: String) -> ColumnSchema? { columns.first { $0.name == name } }

    /// Its row, with the columns that this version has.
    package var row: RowType {
        RowType(source: name, fields: columns.filter { $0.availability == .built }.map { .init($0.name, $0.type) })
    }
}

package struct ColumnSchema: Sendable {
    /// How a column behaves over time; decides what `over` adds.
    package enum Kind: String, Sendable { case key, state, gauge, counter, list, set, text }

    /// True where its numbers name something, an offset, an epoch, a port: they are written whole. Only a gauge is an amount of something.
    package var isExact: Bool { type == .int && kind != .gauge }

    package var name: String
    package var type: ValueType
    /// True where `null` (known to be absent) is possible.
    package var isNullable: Bool
    /// True for a number that may lie below zero: of these an unknown part may make a sum smaller, so it has no bound.
    package var isSigned: Bool
    package var kind: Kind
    /// What it means, one line.
    package var summary: String
    /// The Kafka requests behind it, for `help` and `explain`: `Metadata`, `DescribeLogDirs v4`.
    package var requests: String
    package var availability: Availability

    package init(
        _ name: String, _ type: ValueType, nullable: Bool = false, signed: Bool = false, _ kind: Kind, _ summary: String,
        requests: String = "", availability: Availability = .built
    ) {
        self.name = name
        self.type = type
        isNullable = nullable
        isSigned = signed
        self.kind = kind
        self.summary = summary
        self.requests = requests
        self.availability = availability
    }
}

/// A function built into the engine: `count`, `sum`, `diff`.
package struct FunctionSignature: CatalogEntry {
    package var name: String
    /// As `help` shows it: `count(table or list) -> int`.
    package var signature: String
    package var summary: String
    /// The least and the most arguments it takes, the piped one included.
    package var arity: ClosedRange<Int>
    /// The result's type from the arguments' types; nil where these do not fit.
    package var result: @Sendable ([ValueType]) -> ValueType?
    /// Indexes of arguments that are bare columns of the first argument's table.
    package var columnArguments: Set<Int>
    package var examples: [String]

    package init(
        name: String, signature: String, summary: String, arity: ClosedRange<Int>, columnArguments: Set<Int> = [], examples: [String] = [],
        result: @escaping @Sendable ([ValueType]) -> ValueType?
    ) {
        self.name = name
        self.signature = signature
        self.summary = summary
        self.arity = arity
        self.result = result
        self.columnArguments = columnArguments
        self.examples = examples
    }

    package var entryName: String { name }
}
