extension ValueType: CustomStringConvertible {
    /// As a person writes the type, or says it in a message: `int`, `[broker]`, `table of partitions`, `text`.
    package var description: String {
        switch self {
        case .int: "int"
        case .float: "float"
        case .bool: "bool"
        case .string: "string"
        case .duration: "duration"
        case .size: "size"
        case .percent: "percent"
        case .time: "time"
        case .byteRate: "byteRate"
        case .countRate: "countRate"
        case .topic: "topic"
        case .group: "group"
        case .broker: "broker"
        case .partition: "partition"
        case .closedSet(let values): "one of \(values.joined(separator: ", "))"
        case .list(let element): "[\(element)]"
        case .set(let element): "set of \(element)"
        case .record(let row): row.source.map { "row of \($0)" } ?? "record"
        case .table(let row): row.source.map { "table of \($0)" } ?? "table"
        case .plan(let effect, _): "plan of \(effect)"
        case .items: "result of an effect"
        case .range(let element): "range of \(element)"
        case .column: "column"
        case .drawing: "drawing"
        case .secret: "secret"
        case .any: "any"
        }
    }
}
