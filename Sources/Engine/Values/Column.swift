import Language

/// A column: a name, a type, and a value for each row, in the form that costs least.
package struct Column: Sendable, Hashable {
    package var name: String
    package var type: ValueType
    package var storage: Storage
    /// True where numbers in it, known or not, may lie below zero by their kind. False only of what is known never to: of it a sum with
    /// unknown parts has a lower bound.
    package var isSigned: Bool
    /// True where numbers in it name something, an offset, an epoch, a port: people see all their digits.
    package var isExact: Bool

    package init(_ name: String, _ type: ValueType, _ storage: Storage, isSigned: Bool = true, isExact: Bool = false) {
        self.name = name
        self.type = type
        self.storage = storage
        self.isSigned = isSigned
        self.isExact = isExact
    }

    /// What differs from the plain form at single rows: `null`, `unknown`, `at least`.
    package typealias Exceptions = [UInt32: Value]

    package enum Storage: Sendable, Hashable {
        case values([Value])
        /// Integers; the column's type says whether they are counts, brokers, bytes, nanoseconds, milliseconds.
        case ints([Int], Exceptions)
        case bools([Bool], Exceptions)
        /// Texts by their number in a pool: few distinct ones in many rows (topic names).
        case texts([UInt32], pool: [String], Exceptions)
        /// Lists or sets of integers: row i holds `items[bounds[i]..<bounds[i + 1]]`.
        case intLists(bounds: [UInt32], items: [Int32], Exceptions)
        /// The same value in every row.
        case constant(Value)
    }

    /// The value at a row.
    package func value(at row: UInt32) -> Value {
        let index = Int(row)
        switch storage {
        case .values(let values): return values[index]
        case .constant(let value): return value
        case .ints(let values, let exceptions): return exceptions[row] ?? Column.value(of: values[index], as: type)
        case .bools(let values, let exceptions): return exceptions[row] ?? .bool(values[index])
        case .texts(let ids, let pool, let exceptions): return exceptions[row] ?? .text(pool[Int(ids[index])])
        case .intLists(let bounds, let items, let exceptions):
            if let exception = exceptions[row] { return exception }
            let elements = items[Int(bounds[index])..<Int(bounds[index + 1])].map { Value.int(Int($0)) }
            if case .set = type { return .set(ListValue(elements, isSigned: isSigned)) }
            return .list(ListValue(elements, isSigned: isSigned))
        }
    }

    private static func value(of number: Int, as type: ValueType) -> Value {
        switch type {
        case .size: .size(number)
        case .duration: .duration(number)
        case .time: .time(number)
        case .byteRate: .byteRate(Double(number))
        case .countRate: .countRate(Double(number))
        default: .int(number)
        }
    }
}
