import Journal
import Language

/// The file was edited: what that means is shown, asked about where it must be, and recorded before anything is run by it.
extension Run {
    /// Compares the file with what was recorded, asks where that is needed, and goes on with the new text.
    static func takeEdits(_ taken: Taken, texts: ResumeTexts) throws(Stop) {
        let interpreter = taken.interpreter
        guard !taken.options.asRecorded else { return }
        guard let current = texts.current(taken.header) else {
            if !taken.header.file.isEmpty {
                interpreter.tell(.warning("\(taken.header.file) is not there: it goes on with the text that ran"))
            }
            return
        }
        guard !current.hasErrors else {
            throw .end(.fileChanged("\(taken.header.file) has changed and has errors: correct it, or resume --as-recorded"))
        }
        var comparison = try compare(taken, current, texts)
        guard !comparison.isEmpty else {
            // Comments, layout: the new text is taken for its spans, the journal keeps the old.
            return interpreter.adopt(current, schema: texts.schema)
        }
        for difference in comparison.differences { interpreter.tell(.warning(difference)) }
        try refuseWithoutPerson(comparison.questions, interpreter)
        if interpreter.hasDoubts(below: comparison.paths.forgotten) {
            // Found out about under the text that asked for them.
            try interpreter.settleDoubts()
            comparison = try compare(taken, current, texts)
        }
        try refuseWithoutPerson(comparison.effectQuestions, interpreter)
        var answered: [String] = []
        for question in comparison.questions + comparison.effectQuestions {
            guard interpreter.person.confirm("\(question). Go on?", details: []) == true else { throw .end(.fileChanged(question)) }
            answered.append("\(question): gone on with, said \(taken.surroundings.identity.who)")
        }
        try replace(taken, by: current, comparison, answered, schema: texts.schema)
    }

    private static func refuseWithoutPerson(_ questions: [String], _ interpreter: Interpreter) throws(Stop) {
        guard let first = questions.first, !interpreter.person.isPresent else { return }
        let more = questions.count > 1 ? " (and \(questions.count - 1) more)" : ""
        throw .end(.fileChanged("\(first)\(more); resume on a terminal to be asked, or --as-recorded to go on with the text that ran"))
    }

    private static func compare(_ taken: Taken, _ current: CheckedProgram, _ texts: ResumeTexts) throws(Stop) -> EditComparison {
        var defaults: [NameKey: Value] = [:]
        for parameter in taken.recorded.parameters {
            if let standard = parameter.syntax.defaultValue { defaults[parameter.name] = try taken.interpreter.evaluate(standard).value }
        }
        return EditComparison(
            recorded: taken.recorded, current: current, state: taken.log.state, effects: texts.schema.effects,
            values: taken.interpreter.environment.parameters, defaultValue: { defaults[$0.name.text] })
    }

    /// Takes the new text: on disk first, then in one record that it counts from now on and what it makes of what was done.
    private static func replace(
        _ taken: Taken, by current: CheckedProgram, _ comparison: EditComparison, _ answered: [String], schema: Schema
    ) throws(Stop) {
        let interpreter = taken.interpreter
        let given = interpreter.environment.parameters.filter { name, _ in
            current.parameters.contains { $0.name == name.text } && !comparison.retaken.contains(name)
        }
        if let missing = current.parameters.first(where: { given[$0.name] == nil && $0.syntax.defaultValue == nil }) {
            throw .end(.fileChanged("parameter \(missing.name) has no value in this run: give it a default, or resume --as-recorded"))
        }
        interpreter.adopt(current, schema: schema)
        interpreter.environment.parameters = try interpreter.resolve(given)
        let number = taken.log.state.edits + 1
        let files = RunSources(current.program).files(ofEdit: number)
        guard let list = files.last else { return }
        do throws(JournalFailure) {
            for file in files { try taken.surroundings.store.write(file, of: taken.run) }
            try taken.surroundings.store.write(
                RunParameters.file(interpreter.environment.parameters, beside: list.path), of: taken.run)
        } catch { throw .end(.journal(error, inDoubt: false)) }
        try taken.log.append(.edited(differences: comparison.differences + answered))
        try taken.log.append(.replaced(sources: list.path, comparison.paths))
        do throws(JournalFailure) { try taken.surroundings.store.write(RunSources.current(list), of: taken.run) } catch {
            throw .end(.journal(error, inDoubt: false))
        }
    }
}

extension Interpreter {
    /// Whether an effect below one of these statements is in doubt.
    fileprivate func hasDoubts(below paths: [StatementPath]) -> Bool {
        log.state.effectsInDoubt.contains { id in paths.contains { $0.holds(id.path) } }
    }
}
