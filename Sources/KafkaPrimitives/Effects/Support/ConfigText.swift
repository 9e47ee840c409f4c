import Engine
import Language

/// Values of the language as Kafka's settings take them.
enum ConfigText {
    /// The text of a value for that key: `7d` for `retention.ms` in milliseconds, sizes in bytes, truths as `true` and `false`.
    static func text(_ value: Value, for key: String) throws(EffectFailure) -> String {
        switch value {
        case .text(let text): return text
        case .int(let number): return "\(number)"
        case .float(let number): return "\(number)"
        case .bool(let truth): return truth ? "true" : "false"
        case .duration(let nanoseconds): return try time(nanoseconds, key)
        case .size(let bytes):
            guard timeUnit(key) == nil else { throw .refused("\(key) takes a time, not a size") }
            return "\(bytes)"
        case .byteRate(let rate):
            guard key.contains("rate") || key.contains("per.second"), let whole = Int(exactly: rate.rounded()) else {
                throw .refused("\(key) takes no rate")
            }
            return "\(whole)"
        case .percent(let percent):
            if key.contains("ratio") { return "\(percent / 100)" }
            guard key.contains("percent"), let whole = Int(exactly: percent) else { throw .refused("\(key) takes no percentage") }
            return "\(whole)"
        case .list(let list), .set(let list):
            var words: [String] = []
            for element in list.elements { words.append(try text(element, for: key)) }
            return words.joined(separator: ",")
        case .null: throw .refused("\(key): null is no value; `unset config` takes a setting back to its default")
        default: throw .refused("\(key) cannot be set to \(DisplayForm.text(value))")
        }
    }

    /// Nanoseconds in the unit by which the key is named; nil: no unit of time.
    private static func timeUnit(_ key: String) -> (nanoseconds: Int, name: String)? {
        let units = [
            ("ms", 1_000_000, "milliseconds"), ("seconds", 1_000_000_000, "seconds"), ("minutes", 60_000_000_000, "minutes"),
            ("hours", 3_600_000_000_000, "hours"),
        ]
        return units.first { key.hasSuffix(".\($0.0)") }.map { ($0.1, $0.2) }
    }

    private static func time(_ nanoseconds: Int, _ key: String) throws(EffectFailure) -> String {
        guard let unit = timeUnit(key) else { throw .refused("\(key) takes no time") }
        guard nanoseconds % unit.nanoseconds == 0 else {
            throw .refused("\(key) takes whole \(unit.name); \(DisplayForm.duration(nanoseconds)) is none")
        }
        return "\(nanoseconds / unit.nanoseconds)"
    }

    /// A value of another key, where the one inherits from the other in another unit: `log.retention.hours` for `retention.ms`.
    static func inherited(_ value: String, named name: String, for key: String) -> String {
        guard name != key, let own = timeUnit(key), let other = timeUnit(name), own.nanoseconds != other.nanoseconds,
            let number = Int(value),
            number > 0
        else { return value }
        let (product, overflow) = number.multipliedReportingOverflow(by: other.nanoseconds / own.nanoseconds)
        return overflow || other.nanoseconds < own.nanoseconds ? value : "\(product)"
    }
}
