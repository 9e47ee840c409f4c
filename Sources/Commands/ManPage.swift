/// The manual page in man(7) macros, made from the table.
package enum ManPage {
    /// The page's source, for `mend man` and `make install`.
    package static func text(version: String) -> String {
        var lines = [
            ".TH MEND 1 \"\" \"mend \(escape(version))\" \"User Commands\"", ".SH NAME",
            "mend \\- look at a broken Kafka cluster, and put it right",
            ".SH SYNOPSIS",
        ]
        for command in built { lines += [".B \(escape(HelpText.usage(of: command)))", ".br"] }
        lines += [".SH COMMANDS"]
        for command in built {
            lines += [".SS \"\(escape(HelpText.usage(of: command)))\"", escape(command.summary)]
            for detail in command.allDetails { lines += [".PP", escape(detail)] }
            for option in command.options { lines += [".TP", ".B \(escape(option.usage))", escape(option.summary)] }
        }
        lines += guide()
        lines += [".SH EXIT STATUS"]
        for (code, meaning) in ExitStatus.meanings { lines += [".TP", ".B \(code)", escape(meaning)] }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The guide to the language: headings as subsections, indented lines as they stand.
    private static func guide() -> [String] {
        var lines: [String] = []
        var isLiteral = false
        for line in LanguageGuide.text.split(separator: "\n", omittingEmptySubsequences: false) {
            let isCode = line.hasPrefix("    ") || line.hasPrefix("|")
            if isCode != isLiteral, !(isLiteral && line.isEmpty) {
                lines.append(isCode ? ".nf" : ".fi")
                isLiteral = isCode
            }
            if line.hasPrefix("## ") {
                lines.append(".SS \(escape(String(line.dropFirst(3))))")
            } else if line.hasPrefix("# ") {
                lines.append(".SH \(escape(line.dropFirst(2).uppercased()))")
            } else if line.isEmpty {
                lines.append(isLiteral ? "" : ".PP")
            } else {
                lines.append(escape(String(line)))
            }
        }
        return isLiteral ? lines + [".fi"] : lines
    }

    private static var built: [Command] { CommandTable.all.filter { $0.availability == .built } }

    /// Backslashes, dashes and leading dots mean something to troff.
    private static func escape(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "'" where escaped.isEmpty, "." where escaped.isEmpty: escaped += "\\&\(character)"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
