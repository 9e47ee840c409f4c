/// A statement, and where it stands.
package struct Statement: Sendable {
    package var kind: Kind
    package var span: Span

    package init(_ kind: Kind, _ span: Span) {
        self.kind = kind
        self.span = span
    }

    package indirect enum Kind: Sendable {
        case bind(Name, Expression)
        case show(Expression)
        case explain(Effect)
        case require(Require)
        case wait(Wait)
        case watch(Watch)
        case confirm(TextLiteral, Block?)
        case approve(TextLiteral, type: Expression, Block)
        case branch(Branch)
        case loop(Name, in: Expression, Block)
        case retry(times: Expression, every: Expression, Block)
        case attempt(Block, catches: [Name], error: Name?, handler: Block)
        case note(TextLiteral)
        case fail(TextLiteral)
        case skip(TextLiteral)
        case pause(TextLiteral)
        case effect(Effect)
        /// `do name(arguments)`: the call of an action, or of the runbook in a test.
        case perform(Name, [Argument])
        /// A bare expression, shown: REPL and `-e` only.
        case expression(Expression)
        /// Stands where the parser recovered from an error.
        case invalid
    }

    package struct Require: Sendable {
        package var condition: Expression
        package var within: Expression?
        package var every: Expression?
        package var holds: Expression?
        package var otherwise: TextLiteral?

        package init(condition: Expression, within: Expression?, every: Expression?, holds: Expression?, otherwise: TextLiteral?) {
            self.condition = condition
            self.within = within
            self.every = every
            self.holds = holds
            self.otherwise = otherwise
        }
    }

    package struct Wait: Sendable {
        package var condition: Expression
        package var within: Expression
        package var every: Expression?
        package var holds: Expression?
        package var showing: Expression?
        package var otherwise: Otherwise?

        package init(
            condition: Expression, within: Expression, every: Expression?, holds: Expression?, showing: Expression?,
            otherwise: Otherwise?
        ) {
            self.condition = condition
            self.within = within
            self.every = every
            self.holds = holds
            self.showing = showing
            self.otherwise = otherwise
        }
    }

    /// What a wait that ran out does.
    package enum Otherwise: Sendable {
        case block(Block)
        case ask(TextLiteral, [Arm])
    }

    package struct Arm: Sendable {
        package var answer: TextLiteral
        package var action: Action

        package init(answer: TextLiteral, action: Action) {
            self.answer = answer
            self.action = action
        }

        package enum Action: Sendable {
            case again(Expression)
            case block(Block)
        }
    }

    package struct Watch: Sendable {
        package var query: Expression
        package var every: Expression?
        package var until: Expression?
        package var within: Expression?

        package init(query: Expression, every: Expression?, until: Expression?, within: Expression?) {
            self.query = query
            self.every = every
            self.until = until
            self.within = within
        }
    }

    package struct Branch: Sendable {
        package var condition: Expression
        package var then: Block
        package var otherwise: Else?

        package init(condition: Expression, then: Block, otherwise: Else?) {
            self.condition = condition
            self.then = then
            self.otherwise = otherwise
        }

        package indirect enum Else: Sendable {
            /// `else if …`, with the span of its `if`.
            case branch(Branch, Span)
            case block(Block)
        }
    }
}

/// Statements in braces.
package struct Block: Sendable {
    package var statements: [Statement]
    package var span: Span

    package init(statements: [Statement], span: Span) {
        self.statements = statements
        self.span = span
    }
}
