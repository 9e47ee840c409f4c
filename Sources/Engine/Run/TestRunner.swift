import Journal
import Language

/// What became of a `test` block.
package struct TestOutcome: Sendable, Hashable {
    package var name: String
    package var scenario: String
    package var end: RunEnd
    /// How long it took on the test's own clock, milliseconds.
    package var tookMs: Int

    package var hasPassed: Bool { end == .done }
}

/// `mend test`: runs the `test` blocks of a program, each in a cluster of its own, in virtual time.
/// `confirm` is answered yes, `approve` is granted.
package enum TestRunner {
    /// Runs the tests, in order.
    /// - Parameter stage: the surroundings for a scenario of the lab; nil where there is none of that name. `processes` should only record.
    package static func run(
        _ program: CheckedProgram, schema: Schema, options: RunOptions, stage: (_ scenario: String) -> RunSurroundings?
    ) -> [TestOutcome] {
        var options = options
        options.answersYes = true
        options.grantsEverything = true
        options.waitsForDoubt = true
        return program.tests.map { test in
            let name = test.name.plain ?? ""
            guard let surroundings = stage(test.scenario.text) else {
                let failure = RunFailure(.fail, "the lab has no scenario `\(test.scenario.text)`", span: test.scenario.span)
                return TestOutcome(name: name, scenario: test.scenario.text, end: .failed(failure), tookMs: 0)
            }
            let started = surroundings.clock.wallMs
            let end = run(test, of: program, schema: schema, options: options, surroundings: surroundings)
            return TestOutcome(name: name, scenario: test.scenario.text, end: end, tookMs: surroundings.clock.wallMs - started)
        }
    }

    private static func run(
        _ test: Test, of program: CheckedProgram, schema: Schema, options: RunOptions, surroundings: RunSurroundings
    ) -> RunEnd {
        let request = RunRequest(program: program, schema: schema)
        let log = RunLog(state: RunState(), journal: nil, clock: surroundings.clock) { () throws(JournalFailure) in
            throw .disk("a test has its folder from the start")
        }
        do throws(Stop) {
            let identity = try Run.identify(surroundings)
            let header = RunHeader(
                mode: .file, name: program.title, file: program.program.main.file.name, cluster: identity.id, bootstrap: identity.bootstrap,
                who: surroundings.identity.who, host: surroundings.identity.host, version: surroundings.identity.version)
            try log.open { () throws(JournalFailure) in
                try Run.create(files: RunSources(program.program).files + [RunParameters.file([:])], surroundings)
            }
            try log.append(.began(header))
        } catch { return error.end }
        let tester = Run.make(request, options, surroundings, log)
        tester.environment.runStarted = surroundings.clock.wallMs
        tester.runbook = { [unowned tester] (arguments, path) throws(Stop) in
            try runRunbook(arguments, at: path, tester, request, options, surroundings)
        }
        return tester.conduct { () throws(Stop) in
            tester.step = test.name.plain ?? ""
            try tester.run(test.body, at: StatementPath(step: "test").child(tester.step))
        }.end
    }

    /// `do runbook(…)`: the steps of the same file, with these parameters, to their end.
    private static func runRunbook(
        _ arguments: [Argument], at path: StatementPath, _ tester: Interpreter, _ request: RunRequest, _ options: RunOptions,
        _ surroundings: RunSurroundings
    ) throws(Stop) {
        var given: [NameKey: Value] = [:]
        for argument in arguments {
            guard let label = argument.label else { continue }
            given[label.text] = try tester.evaluate(argument.value).value
        }
        let inner = Run.make(request, options, surroundings, tester.log)
        inner.environment.runStarted = surroundings.clock.wallMs
        inner.environment.parameters = try inner.resolve(given)
        let outcome: Stop?
        do throws(Stop) {
            try inner.runSteps(prefix: path)
            outcome = nil
        } catch { outcome = error }
        try inner.payDueDebts(isLeaving: true, isEnd: true)
        if let outcome { throw outcome }
    }
}
