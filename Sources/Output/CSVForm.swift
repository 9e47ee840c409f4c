import Engine
import Journal
import Language

/// RFC 4180: a header, decided rows, lines that end in CR LF; a text is quoted where it must be, and where it is empty (null is nothing at all).
/// What a terminal would obey stands as an escape (`ForeignText.field`); newlines and tabs are as they were.
enum CSVForm {
    /// Lines without their LF, which whoever writes them adds.
    static func lines(_ table: Table) -> [String] {
        let columns = table.shownColumns
        var lines = [columns.map { quoted(ForeignText.field($0.name)) }.joined(separator: ",") + "\r"]
        for row in table.decided {
            lines.append(columns.map { field($0.value(at: row)) }.joined(separator: ",") + "\r")
        }
        return lines
    }

    static func field(_ value: Value) -> String {
        switch value {
        case .text(let text): text.isEmpty ? "\"\"" : quoted(ForeignText.field(text))
        // JSON, which has its own escapes.
        case .record: quoted(plain(value))
        default: quoted(ForeignText.field(plain(value)))
        }
    }

    private static func plain(_ value: Value) -> String {
        switch value {
        case .null: ""
        case .unknown: "?"
        case .bound(.atLeast, let inner): ">=" + plain(inner)
        case .bound(.atMost, let inner): "<=" + plain(inner)
        case .list(let list), .set(let list): list.missing.isEmpty ? list.elements.map(plain).joined(separator: " ") : "?"
        case .text(let text): text
        case .drawing(let lines): lines.joined(separator: "\n")
        case .record(let record): JSONForm.value(.record(record)).text
        default: JSONForm.value(value).string ?? JSONForm.value(value).text
        }
    }

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return text }
        var result = "\""
        for character in text.unicodeScalars {
            if character == "\"" { result += "\"\"" } else { result.unicodeScalars.append(character) }
        }
        return result + "\""
    }
}
