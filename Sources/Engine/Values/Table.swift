import Language

/// Rows as columns, and what they lack: rows that a `where` could not decide, causes why others may be missing.
///
/// Clauses that drop or order rows change the selections and share the columns.
package struct Table: Sendable, Hashable {
    /// The source these rows come from, while they keep its key.
    package var source: String?
    package var columns: [Column]
    /// The names of the columns that tell rows apart; empty where nothing does.
    package var key: [String]
    /// Indexes into the columns: the rows that are in the table.
    package var decided: [UInt32]
    /// Rows of which it is unknown whether they belong.
    package var undecided: [UInt32]
    /// Where the rows stand among each other; nil: in the order of the columns.
    package var order: RowOrder?
    /// Why rows could not be decided, each cause once.
    package var undecidedBecause: [Cause] = []
    /// Why rows may be missing altogether.
    package var missing: [Cause]
    /// Why numbers in it are only bounds. Said below the table; decides nothing.
    package var notes: [Cause] = []
    /// What is shown without `select`; nil: all columns.
    package var shown: [String]?
    /// Columns that a clause named, beside those that are shown by themselves.
    package var named: Set<NameKey> = []
    /// For the rows of a plan: which one. The plan itself is kept by the engine.
    package var plan: PlanReference?
    /// When its answers arrived, and how long it took; nil for what was not fetched.
    package var reading: ReadingTime?

    package init(
        source: String? = nil, columns: [Column], key: [String] = [], rowCount: Int, missing: [Cause] = [], shown: [String]? = nil
    ) {
        self.source = source
        self.columns = columns
        self.key = key
        self.decided = (0..<UInt32(clamping: rowCount)).map { $0 }
        self.undecided = []
        self.missing = missing
        self.shown = shown
    }

    /// The column of that name; nil where there is none.
    package func column(_ name: String) -> Column? { columns.first { $0.name == name } }
}

/// When a table was read.
package struct ReadingTime: Sendable, Hashable {
    /// When the fetch began, milliseconds since 1970.
    package var asOf: Int
    package var tookMs: Int

    package init(asOf: Int, tookMs: Int) {
        self.asOf = asOf
        self.tookMs = tookMs
    }
}

/// Which plan a table of plan rows shows.
package struct PlanReference: Sendable, Hashable {
    /// The plan's hash.
    package var hash: String
    package var effect: String

    package init(hash: String, effect: String) {
        self.hash = hash
        self.effect = effect
    }
}
