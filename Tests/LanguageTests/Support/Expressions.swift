import Language

/// All expressions of a tree.
enum Expressions {
    static func walk(_ tree: SyntaxTree, _ visit: (Expression) -> Void) {
        for item in tree.items {
            switch item {
            case .function(let function): walk(function.body, visit)
            case .step(let step):
                if let condition = step.condition { walk(condition, visit) }
                for block in [step.body, step.verify, step.undo].compactMap({ $0 }) { walk(block, visit) }
            case .test(let test): walk(test.body, visit)
            case .action(let action): walk(action.body, visit)
            case .statement(let statement): walk(statement, visit)
            case .runbook(let header):
                for parameter in header.parameters {
                    for value in [parameter.defaultValue, parameter.range].compactMap({ $0 }) { walk(value, visit) }
                }
            case .use: break
            }
        }
    }

    private static func walk(_ block: Block, _ visit: (Expression) -> Void) {
        for statement in block.statements { walk(statement, visit) }
    }

    private static func walk(_ statement: Statement, _ visit: (Expression) -> Void) {
        switch statement.kind {
        case .bind(_, let value), .show(let value), .expression(let value), .loop(_, in: let value, _), .approve(_, type: let value, _):
            walk(value, visit)
        case .require(let require): walk(require.condition, visit)
        case .wait(let wait): walk(wait.condition, visit)
        case .watch(let watch): walk(watch.query, visit)
        case .branch(let branch): walk(branch.condition, visit)
        case .effect(let effect), .explain(let effect): for child in effect.children { walk(child, visit) }
        case .perform(_, let arguments): for argument in arguments { walk(argument.value, visit) }
        case .note(let text), .fail(let text), .confirm(let text, _): for hole in text.parts.holes { walk(hole, visit) }
        default: break
        }
        for block in statement.blocks { walk(block, visit) }
    }

    private static func walk(_ expression: Expression, _ visit: (Expression) -> Void) {
        visit(expression)
        for child in expression.children { walk(child, visit) }
    }
}
