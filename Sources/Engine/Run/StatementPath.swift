/// Names a statement of a run for ever: its step, the positions of the statements around it, the keys of the loops' items.
/// `Copies/4/do/0`, `Cure/0/["trips"]/1`.
package struct StatementPath: Hashable, Sendable, CustomStringConvertible {
    package var text: String

    package init(text: String) { self.text = text }

    /// The path of a step; `/` and `~` in its name are written as in a JSON pointer (RFC 6901).
    package init(step: String) { text = Self.escaped(step) }

    /// The path of a named part: a way, an item's key.
    package func child(_ part: String) -> StatementPath { StatementPath(text: "\(text)/\(Self.escaped(part))") }

    /// The path of a statement by its position in a block.
    package func child(_ index: Int) -> StatementPath { StatementPath(text: "\(text)/\(index)") }

    /// True for this path and all below it.
    package func holds(_ other: StatementPath) -> Bool { other.text == text || other.text.hasPrefix(text + "/") }

    package var description: String { text }

    private static func escaped(_ part: String) -> String {
        guard part.contains(where: { $0 == "/" || $0 == "~" }) else { return part }
        return String(part.flatMap { $0 == "~" ? Array("~0") : $0 == "/" ? Array("~1") : [$0] })
    }
}
