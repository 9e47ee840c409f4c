import Language
import Platform

/// Values as people read them: in tables, in messages. `DisplayForm.exact` is for words that a machine reads.
package enum DisplayForm {
    /// The text of a value: `2.3M`, `1.4 GiB`, `1h30m`, `[1, 3, 2]`, `–`, `?`, `≥ 2.3M`.
    ///
    /// - Parameters:
    ///   - type: the type of its column or expression, where known; tells ids (broker) from counts.
    ///   - today: the day counted from 1970-01-01 whose times go without a date; nil: every time has its date.
    package static func text(_ value: Value, _ type: ValueType = .any, today: Int? = nil) -> String {
        switch value {
        case .null: return "–"
        case .unknown: return "?"
        case .bool(let truth): return truth ? "true" : "false"
        case .int(let number): return int(number, type)
        case .float(let number): return float(number)
        case .text(let text): return ForeignText.name(text)
        case .duration(let nanoseconds): return duration(nanoseconds)
        case .size(let bytes): return size(bytes)
        case .percent(let number): return "\(decimal(number, places: 1))%"
        case .time(let milliseconds): return TimeText.short(ms: milliseconds, today: today)
        case .byteRate(let rate): return byteRate(rate)
        case .countRate(let rate): return "\(scaled(rate))/s"
        case .partition(let topic, let index): return "\(ForeignText.name(topic))-\(index)"
        case .list(let list), .set(let list): return self.list(list, type, today: today)
        case .record(let record):
            let fields = record.fields.map {
                "\(ForeignText.name($0.name)): \(text($0.value, $0.type.shown(isExact: $0.isExact), today: today))"
            }
            return "{" + fields.joined(separator: ", ") + "}"
        case .table(let table):
            let bound = table.isComplete ? "" : "≥ "
            return "\(bound)\(count(table.decided.count)) row\(table.decided.count == 1 ? "" : "s")"
        case .range(let low, let high): return "\(text(low, type, today: today))..\(text(high, type, today: today))"
        case .bound(.atLeast, let value): return "≥ \(text(value, type, today: today))"
        case .bound(.atMost, let value): return "≤ \(text(value, type, today: today))"
        case .drawing(let lines): return lines.map { visible($0) }.joined(separator: "\n")
        case .secret(let name): return "(secret \(ForeignText.name(name)))"
        }
    }

    /// A count: exact below 10,000, else three digits or two and a unit: `12.3k`, `456k`, `2.3M`.
    package static func count(_ number: Int) -> String {
        number.magnitude < 10_000 ? String(number) : scaled(Double(number))
    }

    /// Bytes in binary units: `512 B`, `1.4 GiB`.
    package static func size(_ bytes: Int) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        let (number, unit) = steps(Double(bytes), by: 1024, units: units.count)
        return "\(number) \(units[unit])"
    }

    /// Bytes per second in decimal units: `50 MB/s`.
    package static func byteRate(_ rate: Double) -> String {
        let units = ["B/s", "kB/s", "MB/s", "GB/s", "TB/s"]
        let (number, unit) = steps(rate, by: 1000, units: units.count)
        return "\(number) \(units[unit])"
    }

    /// The same of milliseconds: what has no room as nanoseconds is as long as a duration can be.
    package static func duration(milliseconds: Int) -> String { duration(milliseconds.multipliedClamped(by: 1_000_000)) }

    /// The two largest parts of a duration in nanoseconds: `7d`, `1h30m`, `1m30s`, `2.5s`, `250ms`; below that `500µs`.
    package static func duration(_ nanoseconds: Int) -> String {
        if nanoseconds < 0 { return "-" + duration(nanoseconds == .min ? .max : -nanoseconds) }
        if nanoseconds == 0 { return "0s" }
        if nanoseconds < 1000 { return "\(nanoseconds)ns" }
        if nanoseconds < 1_000_000 { return "\(nanoseconds / 1000)µs" }
        if nanoseconds < 1_000_000_000 { return decimal(Double(nanoseconds) / 1e6, places: nanoseconds < 100_000_000 ? 1 : 0) + "ms" }
        if nanoseconds < 59_950_000_000 { return decimal(Double(nanoseconds) / 1e9, places: 1) + "s" }
        let seconds = nanoseconds / 1_000_000_000 + (nanoseconds % 1_000_000_000 >= 500_000_000 ? 1 : 0)
        let parts = [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")]
        var rest = seconds
        var text = ""
        var written = 0
        for (size, unit) in parts where written < 2 {
            let number = rest / size
            rest %= size
            if number > 0 { text += "\(number)\(unit)" }
            if number > 0 || written > 0 { written += 1 }
        }
        return text
    }

    /// Text from elsewhere in a line of a message: nothing harmful in it reaches a terminal, it is shown as escapes.
    package static func visible(_ text: String) -> String { ForeignText.inOneLine(text) }

    private static func int(_ number: Int, _ type: ValueType) -> String {
        switch type {
        case .broker: String(number)
        // A value whose element type says more than the value does: an empty sum of sizes is 0 B.
        case .size: size(number)
        case .duration: duration(number)
        default: count(number)
        }
    }

    private static func float(_ number: Double) -> String {
        number.magnitude < 10_000 ? decimal(number, places: number.magnitude < 10 ? 3 : 2) : scaled(number)
    }

    private static func list(_ list: ListValue, _ type: ValueType, today: Int?) -> String {
        var texts = list.elements.map { text($0, type.element ?? .any, today: today) }
        if !list.missing.isEmpty { texts.append("?") }
        return "[" + texts.joined(separator: ", ") + "]"
    }

    private static func scaled(_ number: Double) -> String {
        let units = ["", "k", "M", "G", "T", "P", "E"]
        let (text, unit) = steps(number, by: 1000, units: units.count)
        return text + units[unit]
    }

    private static func steps(_ number: Double, by step: Double, units: Int) -> (String, Int) {
        guard number.isFinite, number.magnitude < 1e21 else { return (number.description, 0) }
        var scaled = number
        var unit = 0
        // What would be written as 1000 belongs to the next unit.
        while unit + 1 < units, scaled.magnitude >= step - 0.5 {
            scaled /= step
            unit += 1
        }
        return (decimal(scaled, places: scaled.magnitude >= 99.95 || unit == 0 && scaled == scaled.rounded() ? 0 : 1), unit)
    }

    /// A number with at most that many digits after the point, zeros at the end left out.
    package static func decimal(_ number: Double, places: Int) -> String {
        guard number.isFinite, number.magnitude < 1e15 else { return number.description }
        var factor = 1.0
        for _ in 0..<min(places, 15) { factor *= 10 }
        guard let scaled = Int(exactly: (number.magnitude * factor).rounded()) else { return number.description }
        let whole = scaled / Int(factor)
        var fraction = String(scaled % Int(factor))
        fraction = String(repeating: "0", count: max(0, places - fraction.count)) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let sign = number < 0 && scaled > 0 ? "-" : ""
        return places == 0 || fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
    }
}

extension ValueType {
    /// The type that a value of this type is shown by: numbers that name something have all their digits, as the numbers of brokers do.
    package func shown(isExact: Bool) -> ValueType {
        guard isExact else { return self }
        return switch self {
        case .int, .any: .broker
        case .list(let element): .list(element.shown(isExact: true))
        case .set(let element): .set(element.shown(isExact: true))
        default: self
        }
    }
}

extension DisplayForm {
    /// The value with all its digits, for words of `run`, names, targets and ids; nil where it has no such form: null, unknown, at least, tables.
    package static func exact(_ value: Value) -> String? {
        switch value {
        case .bool(let truth): truth ? "true" : "false"
        case .int(let number), .size(let number): String(number)
        case .float(let number), .percent(let number), .byteRate(let number), .countRate(let number):
            Int(exactly: number).map { String($0) } ?? number.description
        case .text(let text): text
        case .duration(let nanoseconds): exactDuration(nanoseconds)
        case .time(let milliseconds): TimeText.rfc3339(ms: milliseconds)
        case .partition(let topic, let index): "\(topic)-\(index)"
        case .list(let list), .set(let list): exactList(list)
        case .range(let low, let high):
            if let low = exact(low), let high = exact(high) { "\(low)..\(high)" } else { nil }
        case .record(let record): record.key.count == 1 ? record.key.first.flatMap { record[$0] }.flatMap { exact($0) } : nil
        case .null, .unknown, .bound, .table, .drawing, .secret: nil
        }
    }

    private static func exactList(_ list: ListValue) -> String? {
        let texts = list.elements.compactMap { exact($0) }
        return texts.count == list.elements.count && list.missing.isEmpty ? texts.joined(separator: ",") : nil
    }

    /// A duration as the language writes it, to the millisecond; below that as a fraction of one.
    private static func exactDuration(_ nanoseconds: Int) -> String {
        if nanoseconds == 0 { return "0s" }
        var rest = nanoseconds.magnitude
        var text = nanoseconds < 0 ? "-" : ""
        for (size, unit) in [(86_400_000_000_000 as UInt, "d"), (3_600_000_000_000, "h"), (60_000_000_000, "m"), (1_000_000_000, "s")] {
            if rest >= size { text += "\(rest / size)\(unit)" }
            rest %= size
        }
        if rest > 0 { text += decimal(Double(rest) / 1e6, places: 6) + "ms" }
        return text
    }
}
