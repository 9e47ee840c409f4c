import Engine
import Language

extension Column {
    /// The cells of these rows as people read them. Names and lists of brokers, which make up most of a big table, take a short way.
    func texts(_ rows: [UInt32], _ type: ValueType, today: Int?) -> [String] {
        func text(_ row: UInt32) -> String { DisplayForm.text(value(at: row), type, today: today) }
        switch storage {
        case .texts(let ids, let pool, let exceptions):
            guard exceptions.isEmpty, pool.count <= rows.count else { return rows.map(text) }
            let visible = pool.map { DisplayForm.text(.text($0), type, today: today) }
            return rows.map { visible[Int(ids[Int($0)])] }
        case .bools(let values, let exceptions):
            return rows.map { exceptions[$0] == nil ? (values[Int($0)] ? "true" : "false") : text($0) }
        case .intLists(let bounds, let items, let exceptions):
            guard type.elementsAreIDs else { return rows.map(text) }
            return rows.map { row in
                guard exceptions[row] == nil else { return text(row) }
                var bytes = [UInt8(ascii: "[")]
                for (place, item) in items[Int(bounds[Int(row)])..<Int(bounds[Int(row) + 1])].enumerated() {
                    if place > 0 { bytes += ", ".utf8 }
                    bytes += String(item).utf8
                }
                bytes.append(UInt8(ascii: "]"))
                return String(decoding: bytes, as: UTF8.self)
            }
        case .constant(let value):
            return Array(repeating: DisplayForm.text(value, type, today: today), count: rows.count)
        default: return rows.map(text)
        }
    }
}

extension ValueType {
    /// Lists of brokers: numbers that have all their digits.
    fileprivate var elementsAreIDs: Bool {
        switch self {
        case .list(.broker), .set(.broker): true
        default: false
        }
    }
}
