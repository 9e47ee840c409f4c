/// Lines of Swift, indented by four spaces a level.
struct CodeBuffer {
    private(set) var lines: [String] = []
    private var depth = 0

    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func line(_ text: String = "") {
        lines.append(text.isEmpty ? "" : String(repeating: "    ", count: depth) + text)
    }

    mutating func block(_ opening: String, closing: String = "}", _ body: (inout CodeBuffer) -> Void) {
        line(opening + " {")
        depth += 1
        body(&self)
        depth -= 1
        line(closing)
    }

    /// `opening { statement }` on one line where it fits.
    mutating func shortBlock(_ opening: String, _ statement: String) {
        let flat = "\(opening) { \(statement) }"
        if depth * 4 + flat.count <= 140 { return line(flat) }
        block(opening) { $0.line(statement) }
    }

    /// `opening(items)closing` on one line where it fits, otherwise one item a line.
    mutating func list(_ opening: String, _ items: [String], _ closing: String) {
        let flat = "\(opening)(\(items.joined(separator: ", ")))\(closing)"
        if depth * 4 + flat.count <= 140 { return line(flat) }
        line(opening + "(")
        depth += 1
        for (index, item) in items.enumerated() { line(index == items.count - 1 ? item : item + ",") }
        depth -= 1
        line(")" + closing)
    }
}
