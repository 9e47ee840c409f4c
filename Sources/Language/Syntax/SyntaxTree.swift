/// A file, or a REPL entry, as parsed: its items in the order written.
package struct SyntaxTree: Sendable {
    package var file: SourceFile
    package var items: [Item]

    package init(file: SourceFile, items: [Item]) {
        self.file = file
        self.items = items
    }
}

package enum Item: Sendable {
    case runbook(RunbookHeader)
    case use(Use)
    case function(FunctionDefinition)
    case action(ActionDefinition)
    case step(Step)
    case test(Test)
    /// REPL and `-e` only.
    case statement(Statement)
}

/// `runbook "Name" { … }`.
package struct RunbookHeader: Sendable {
    package var name: TextLiteral
    /// The `##` lines before it.
    package var help: [String]
    package var parameters: [Parameter]
    package var permits: [Name]
    package var limits: [Limit]
    package var onlyOn: [TextLiteral]
    package var span: Span

    package init(
        name: TextLiteral, help: [String], parameters: [Parameter], permits: [Name], limits: [Limit], onlyOn: [TextLiteral], span: Span
    ) {
        self.name = name
        self.help = help
        self.parameters = parameters
        self.permits = permits
        self.limits = limits
        self.onlyOn = onlyOn
        self.span = span
    }

    package struct Limit: Sendable {
        package var name: Name
        package var value: Expression

        package init(name: Name, value: Expression) {
            self.name = name
            self.value = value
        }
    }
}

/// A parameter of a runbook, a function or an action.
package struct Parameter: Sendable {
    package var name: Name
    /// The `##` lines before it.
    package var help: [String]
    package var type: TypeSyntax
    package var defaultValue: Expression?
    /// `in 1..50`: runbooks only.
    package var range: Expression?

    package init(name: Name, help: [String], type: TypeSyntax, defaultValue: Expression?, range: Expression?) {
        self.name = name
        self.help = help
        self.type = type
        self.defaultValue = defaultValue
        self.range = range
    }
}

/// A type as written: `int`, `[broker]`, `table of groups`, `set of topic`.
package indirect enum TypeSyntax: Sendable {
    case named(Name)
    case of(Name, Name)
    case list(TypeSyntax, Span)
}

package struct Use: Sendable {
    package enum Target: Sendable {
        /// A file of the standard library.
        case library(Name)
        /// A path beside this file.
        case path(TextLiteral)
    }
    package var target: Target
    package var span: Span

    package init(target: Target, span: Span) {
        self.target = target
        self.span = span
    }
}

package struct FunctionDefinition: Sendable {
    package var name: Name
    package var help: [String]
    package var parameters: [Parameter]
    package var body: Expression
    package var span: Span

    package init(name: Name, help: [String], parameters: [Parameter], body: Expression, span: Span) {
        self.name = name
        self.help = help
        self.parameters = parameters
        self.body = body
        self.span = span
    }
}

package struct ActionDefinition: Sendable {
    package var name: Name
    package var help: [String]
    package var parameters: [Parameter]
    package var body: Block
    package var span: Span

    package init(name: Name, help: [String], parameters: [Parameter], body: Block, span: Span) {
        self.name = name
        self.help = help
        self.parameters = parameters
        self.body = body
        self.span = span
    }
}

package struct Step: Sendable {
    package var name: TextLiteral
    package var was: TextLiteral?
    package var condition: Expression?
    package var body: Block
    package var verify: Block?
    package var undo: Block?
    package var span: Span

    package init(
        name: TextLiteral, was: TextLiteral?, condition: Expression?, body: Block, verify: Block?, undo: Block?, span: Span
    ) {
        self.name = name
        self.was = was
        self.condition = condition
        self.body = body
        self.verify = verify
        self.undo = undo
        self.span = span
    }
}

package struct Test: Sendable {
    package var name: TextLiteral
    package var scenario: Name
    package var body: Block
    package var span: Span

    package init(name: TextLiteral, scenario: Name, body: Block, span: Span) {
        self.name = name
        self.scenario = scenario
        self.body = body
        self.span = span
    }
}
