import Engine
import Journal

/// Words that all forms of a report share.
enum ReportText {
    /// `2026-11-23 14:02:11 UTC`.
    static func time(_ milliseconds: Int) -> String {
        let text = Array(TimeText.rfc3339(ms: milliseconds))
        guard text.count >= 19 else { return String(text) }
        return "\(String(text[0..<10])) \(String(text[11..<19])) UTC"
    }

    /// Time since the run began: `+1m6s`.
    static func offset(_ milliseconds: Int, from start: Int) -> String { "+\(span(milliseconds - start))" }

    /// A length of time, to the second from ten seconds on.
    static func span(_ milliseconds: Int) -> String {
        let bounded = max(0, milliseconds)
        let rounded = bounded < 1_000 ? bounded : bounded < 10_000 ? bounded / 100 * 100 : bounded / 1_000 * 1_000
        return DisplayForm.duration(milliseconds: rounded)
    }

    /// A state before or wanted, as people read it.
    static func state(_ json: JSONValue) -> String {
        switch json {
        case .null: "–"
        case .string(let text): text
        case .array(let elements) where elements.allSatisfy({ $0.int != nil }):
            "[\(elements.compactMap { $0.int.map(String.init) }.joined(separator: ", "))]"
        case .object(let members): members.map { "\($0.name) \(state($0.value))" }.joined(separator: ", ")
        case .array(let elements): elements.map(state).joined(separator: " ")
        default: json.text
        }
    }

    /// Bytes of an item; nothing where it moves none.
    static func bytes(_ bytes: Int?) -> String { bytes.map { $0 > 0 ? DisplayForm.size($0) : "" } ?? "?" }

    /// Addresses such that a line may end between two.
    static func addresses(_ bootstrap: String) -> String { bootstrap.split(separator: ",").joined(separator: ", ") }

    static func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// `trips-1, trips-2, trips-3 and 5 more`.
    static func named(_ labels: [String], most: Int = 3) -> String {
        labels.prefix(most).joined(separator: ", ") + (labels.count > most ? " and \(labels.count - most) more" : "")
    }

    /// How an item ended, in words.
    static func outcome(_ item: PostMortem.ItemPart) -> String {
        let found = item.isRecovered && item.state == .done ? ", found so by looking" : ""
        let remark = item.remark.map { ": \($0)" } ?? ""
        return item.state.rawValue + found + remark
    }
}

extension PostMortem {
    /// `14:02:11`; with the date in front on another day than that on which the run began.
    func clock(_ milliseconds: Int) -> String {
        let text = Array(TimeText.rfc3339(ms: milliseconds))
        guard text.count >= 19 else { return String(text) }
        let isFirstDay = TimeText.day(ofMs: milliseconds) == TimeText.day(ofMs: startedMs)
        return (isFirstDay ? "" : String(text[0..<10]) + " ") + String(text[11..<19])
    }
}
