import Engine
import KafkaPrimitives
import Language

/// A literal of the language on the command line: `50MB/s`, `[a, b]`, `5s`.
enum LiteralText {
    /// Its value; nil where the text is no literal.
    static func value(of text: String) -> Value? {
        let file = SourceFile(id: -1, name: "<option>", text: text)
        let (tree, diagnostics) = Parser.parse(file: file, effects: [], mode: .entry)
        guard diagnostics.isEmpty, tree.items.count == 1, case .statement(let statement) = tree.items[0],
            case .expression(let expression) = statement.kind
        else { return nil }
        return value(of: expression)
    }

    private static func value(of expression: Expression) -> Value? {
        switch expression.kind {
        case .literal(let literal): return Value(literal)
        case .text(let parts):
            guard let plain = TextLiteral(parts: parts, span: expression.span).plain else { return nil }
            return .text(plain)
        case .name(let name): return .text(name)
        case .list(let elements):
            let values = elements.compactMap(value)
            return values.count == elements.count ? .list(ListValue(values)) : nil
        case .negate(let inner):
            switch value(of: inner) {
            case .int(let number)?: return .int(-number)
            case .float(let number)?: return .float(-number)
            case .duration(let number)?: return .duration(-number)
            default: return nil
            }
        default: return nil
        }
    }
}
