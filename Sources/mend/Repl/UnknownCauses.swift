import Engine
import Language

/// Why parts of a value are unknown: `:why`.
enum UnknownCauses {
    /// A line for each cause: what it is, and what it keeps unknown.
    /// - Parameter because: why the value is only a bound, which it does not tell itself.
    static func of(_ value: Value, because: [Cause] = []) -> [String] {
        var found = Found()
        for cause in because { found.note(cause, at: nil) }
        found.add(value, at: nil)
        return found.order.map { cause in
            let places = found.places[cause] ?? []
            return DisplayForm.visible(cause.description) + (places.isEmpty ? "" : ": " + places.map(\.text).joined(separator: ", "))
        }
    }

    private struct Place {
        var name: String
        var count: Int
        var text: String { count == 1 ? name : "\(name) in \(count) rows" }
    }

    private struct Found {
        var order: [Cause] = []
        var places: [Cause: [Place]] = [:]

        mutating func note(_ cause: Cause, at name: String?) {
            if places[cause] == nil {
                order.append(cause)
                places[cause] = []
            }
            guard let name else { return }
            if let index = places[cause]?.firstIndex(where: { $0.name == name }) {
                places[cause]?[index].count += 1
            } else {
                places[cause]?.append(Place(name: name, count: 1))
            }
        }

        mutating func add(_ value: Value, at name: String?) {
            switch value {
            case .unknown(let cause): note(cause, at: name)
            case .bound(_, let value): add(value, at: name)
            case .list(let list), .set(let list):
                for cause in list.missing { note(cause, at: name) }
                for element in list.elements { add(element, at: name) }
            case .record(let record): for field in record.fields { add(field.value, at: field.name) }
            case .table(let table):
                for cause in table.missing { note(cause, at: "rows that may be missing") }
                for cause in table.undecidedBecause { note(cause, at: "whether \(table.undecided.count) rows belong") }
                for column in table.columns { for row in table.rows { add(column.value(at: row), at: column.name) } }
            default: break
            }
        }
    }
}
