import Engine

/// Text such that Markdown shows it as it is: nothing that came from elsewhere makes a heading, a link, a table or HTML.
package enum MarkdownText {
    /// For the inside of a line.
    /// - Parameters:
    ///   - beginsLine: true where nothing, or only the mark of a list, stands before it.
    ///   - everyUnderscore: true where `_` is escaped inside of words, too, as the tables of `--output md` have it.
    package static func escaped(_ content: String, beginsLine: Bool = true, everyUnderscore: Bool = false) -> String {
        let scalars = Array(DisplayForm.visible(content).unicodeScalars)
        var result = ""
        for (index, scalar) in scalars.enumerated() {
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            let before = index > 0 ? scalars[index - 1] : nil
            switch scalar {
            case "\\", "`", "*", "<", "|", "~", "&", "$": result += "\\"
            // Inside of a word it is only itself.
            case "_": if everyUnderscore || !(isWord(before) && isWord(next)) { result += "\\" }
            // The end of a link's text.
            case "]": if next == "(" || next == "[" || next == ":" { result += "\\" }
            // What begins a heading, a list, a quotation, a rule or the definition of a link.
            case "#", "-", "+", "=", ">", "[": if beginsLine, index == 0 { result += "\\" }
            case ".", ")":
                if beginsLine, index > 0, next == " " || next == nil, result.allSatisfy(\.isNumber) { result += "\\" }
            default: break
            }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        scalar?.properties.isAlphabetic == true || scalar?.properties.numericType != nil
    }

    /// A line of a table.
    package static func row(_ cells: [String]) -> String {
        "| " + cells.map { escaped($0, beginsLine: false) }.joined(separator: " | ") + " |"
    }

    /// A table; `right` are the columns whose cells are numbers.
    package static func table(_ headers: [String], right: Set<Int> = [], _ rows: [[String]]) -> [String] {
        let rule = headers.indices.map { right.contains($0) ? " ---: |" : " --- |" }.joined()
        return [row(headers), "|" + rule] + rows.map(row)
    }

    /// Text that is shown as it is, line by line. The fence is longer than any in it.
    package static func fenced(_ lines: [String]) -> [String] {
        let longest = lines.flatMap { $0.split(omittingEmptySubsequences: true) { $0 != "`" } }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return [fence] + lines.map { DisplayForm.visible($0) } + [fence]
    }
}
