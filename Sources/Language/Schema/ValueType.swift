/// The type of a value of the language.
package indirect enum ValueType: Hashable, Sendable {
    case int, float, bool, string, duration, size, percent, time
    /// Bytes per second; does not mix with `countRate`.
    case byteRate
    case countRate
    case topic, group, broker
    /// A topic and an index; prints as `trips-3`.
    case partition
    /// A text out of a closed set: `state`.
    case closedSet([String])
    case list(ValueType)
    /// Like a list; order does not count in `==`, printed sorted.
    case set(ValueType)
    case record(RowType)
    case table(RowType)
    /// What `plan EFFECT` gives: a table of what would be done, with the effect's id.
    case plan(effect: String, RowType)
    /// What `into r` binds: the table of items.
    case items(RowType)
    /// A range `a..b`.
    case range(ValueType)
    /// A bare column, handed to a function.
    case column
    /// `bars`, `spark`: only shown.
    case drawing
    case secret
    /// The type of `null`, `unknown` and of what is already in error: fits everywhere.
    case any
}

/// The columns of a table or the fields of a record, in order.
package struct RowType: Hashable, Sendable {
    /// The source whose rows these are, while they still have its key; nil after `group by` and the like.
    package var source: String?
    package var fields: [Field]

    package struct Field: Hashable, Sendable {
        package var name: String
        package var type: ValueType

        package init(_ name: String, _ type: ValueType) {
            self.name = name
            self.type = type
        }
    }

    package init(source: String? = nil, fields: [Field]) {
        self.source = source
        self.fields = fields
    }

    /// The type of a field; nil where there is none of that name.
    package func type(of name: String) -> ValueType? {
        fields.first { $0.name == name }?.type
    }
}
