/// What the checker knows of the value of an expression: its type, and where its columns come from.
struct Typed {
    var type: ValueType
    /// Tables, rows and plans that came out of a source; nil where no column is read later than the value is made.
    var flow: Flow?

    init(_ type: ValueType, flow: Flow? = nil) {
        self.type = type
        self.flow = flow
    }

    static var any: Typed { Typed(.any) }
}

/// A column of a source that has to be read if a column made from it is used.
struct Origin: Hashable {
    /// The name that is the source.
    var source: Span
    var column: String
}

/// Where the columns of a table come from, so that only what is used is read.
struct Flow {
    /// What a column's use asks for. Columns that were computed already ask for nothing more and are left out.
    var columns: [String: Set<Origin>] = [:]
    /// What is asked for when the whole is shown.
    var shown: Set<Origin> = []
    /// Columns of both sides of a join that are no key: shown, never named.
    var ambiguous: Set<String> = []
    /// The source that these rows still are, one to one, in the same expression: conditions on its key may go into the fetch.
    var fetch: Span?
    /// After `group by`, until a clause says what it wants of the groups: the group that is `it`.
    var group: Group?

    /// A class, so that a flow may hold one.
    final class Group {
        let row: RowType
        let flow: Flow?

        init(row: RowType, flow: Flow?) {
            self.row = row
            self.flow = flow
        }
    }

    /// As it is once a name stands for it: the fetch is over, and groups have become lists.
    var settled: Flow {
        var copy = self
        copy.fetch = nil
        copy.group = nil
        return copy
    }

    /// Other rows than those of the source.
    var unfetched: Flow {
        var copy = self
        copy.fetch = nil
        return copy
    }

    /// Without the group: what follows sees its lists.
    var ungrouped: Flow {
        var copy = self
        copy.group = nil
        return copy
    }
}

extension RowType {
    /// The row of a table of which nothing was declared (`table`): it offers no bare columns.
    static var undeclared: RowType { RowType(source: "?", fields: []) }

    var isUndeclared: Bool { source == "?" }
}

/// What a name stands for.
struct Binding {
    enum Kind {
        case binding, parameter
        /// A parameter of type `column`, and at a call the column's name.
        case column(String?)
    }
    var name: Name
    var kind: Kind
    var value: Typed
    /// The step that made it, if that one has a `when`.
    var conditionalStep: String?
}

/// The row that bare names may mean, inside a clause.
struct RowScope {
    enum Kind {
        case known
        /// `table` without a row type: bare columns are refused.
        case undeclared
        /// The table is in error already: nothing is said about its columns.
        case silent
    }
    var kind: Kind
    var row: RowType
    var flow: Flow?
    /// What `it` is.
    var it: Typed
    /// False where bare names are no columns, only `it` is there (`watch … until`).
    var offersColumns = true
}
