/// A tree as an S-expression without spans, comments and layout: two texts with one normal form mean the same.
///
/// The engine hashes it to know a step again; tests compare it. Texts are quoted and every form has its head, so that different trees
/// do not print alike. Numbers print by value: `100k` and `100_000` are one.
package struct NormalForm: Sendable {
    /// How a row of `*` and `/` without parentheses prints.
    enum Products: Sendable {
        /// As the tree has it: to the left.
        case asParsed
        /// To the right, as the parser of the first journals grouped them.
        case toTheRight
    }

    var products = Products.asParsed

    /// The normal form of each item, a line each.
    package func of(_ tree: SyntaxTree) -> String {
        tree.items.map { of($0) }.joined(separator: "\n")
    }

    package func of(_ item: Item) -> String {
        switch item {
        case .runbook(let header): runbook(header)
        case .use(let use): form("use", target(use))
        case .function(let function):
            form("func", function.name.text, help(function.help), parameters(function.parameters), of(function.body))
        case .action(let action):
            form("action", action.name.text, help(action.help), parameters(action.parameters), of(action.body))
        case .step(let step):
            form(
                "step", of(step.name), step.was.map { form("was", of($0)) }, step.condition.map { form("when", of($0)) }, of(step.body),
                step.verify.map { form("verify", of($0)) }, step.undo.map { form("undo", of($0)) })
        case .test(let test): form("test", of(test.name), form("in", test.scenario.text), of(test.body))
        case .statement(let statement): of(statement)
        }
    }

    package func of(_ block: Block) -> String {
        form("do", block.statements.map { of($0) })
    }

    package func of(_ text: TextLiteral) -> String { parts(text.parts) }

    /// `(head part part …)`; what is nil is left out.
    func form(_ head: String, _ parts: String?...) -> String { form(head, parts.compactMap { $0 }) }

    func form(_ head: String, _ parts: [String]) -> String {
        parts.isEmpty ? "(\(head))" : "(\(head) \(parts.joined(separator: " ")))"
    }

    private func target(_ use: Use) -> String {
        switch use.target {
        case .library(let name): name.text
        case .path(let path): of(path)
        }
    }

    private func runbook(_ header: RunbookHeader) -> String {
        form(
            "runbook", of(header.name), help(header.help), parameters(header.parameters),
            header.permits.isEmpty ? nil : form("permits", header.permits.map(\.text)),
            header.limits.isEmpty ? nil : form("limits", header.limits.map { form($0.name.text, of($0.value)) }),
            header.onlyOn.isEmpty ? nil : form("onlyOn", header.onlyOn.map { of($0) }))
    }

    private func help(_ lines: [String]) -> String? {
        lines.isEmpty ? nil : form("help", lines.map { quoted($0) })
    }

    private func parameters(_ parameters: [Parameter]) -> String {
        form(
            "params",
            parameters.map { parameter in
                form(
                    parameter.name.text, help(parameter.help), type(parameter.type), parameter.defaultValue.map { form("=", of($0)) },
                    parameter.range.map { form("in", of($0)) })
            })
    }

    private func type(_ type: TypeSyntax) -> String {
        switch type {
        case .named(let name): name.text
        case .of(let name, let element): form("of", name.text, element.text)
        case .list(let element, _): form("list", self.type(element))
        }
    }
}

extension NormalForm {
    package static func of(_ tree: SyntaxTree) -> String { parsed.of(tree) }
    package static func of(_ item: Item) -> String { parsed.of(item) }
    package static func of(_ block: Block) -> String { parsed.of(block) }
    package static func of(_ statement: Statement) -> String { parsed.of(statement) }
    package static func of(_ effect: Effect) -> String { parsed.of(effect) }
    package static func of(_ expression: Expression) -> String { parsed.of(expression) }
    package static func of(_ text: TextLiteral) -> String { parsed.of(text) }

    /// As the tree has it.
    package static let parsed = NormalForm()

    /// As the first journals have it: `a / b * c` prints as `a / (b * c)` did. What they keep of it is known again by this.
    package static let early = NormalForm(products: .toTheRight)
}

// MARK: - Texts

extension NormalForm {
    /// Text without holes is quoted; with holes it is `(text "…" (hole x))`.
    func parts(_ parts: [TextPart]) -> String {
        var plain = ""
        var pieces: [String] = []
        var hasHole = false
        for part in parts {
            switch part {
            case .literal(let text):
                plain += text
                pieces.append(quoted(text))
            case .hole(let expression):
                hasHole = true
                pieces.append(form("hole", of(expression)))
            }
        }
        return hasHole ? form("text", pieces) : quoted(plain)
    }

    func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
