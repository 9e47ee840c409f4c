import Engine
import Language
import Testing

/// An interactive session on a stage, with somebody at its terminal.
final class StagedSession {
    private let session: Session
    private var environment = CheckedEnvironment()

    init(_ stage: Stage) {
        stage.person.isPresent = true
        session = Session(schema: Stage.schema, mode: .interactive, options: stage.options, surroundings: stage.surroundings)
    }

    /// The run that it has become; nil before its first effect.
    var run: String? { session.run }

    /// Enters a line, which must check.
    func enter(_ text: String) -> RunEnd {
        let (tree, _) = Parser.parse(
            file: SourceFile(id: Int32(text.count), name: "<input>", text: text), effects: Stage.schema.effects, mode: .entry)
        let checked = Checker.check(
            Program(main: tree), schema: Stage.schema, options: CheckOptions(mode: .entry, environment: environment))
        #expect(!checked.hasErrors, "\(checked.diagnostics.map(\.message))")
        environment = checked.environment
        return session.execute(checked)
    }
}
