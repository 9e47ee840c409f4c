/// Source text that parsed, to a program that may be run: names, types, effects and every rule that needs no cluster.
package enum Checker {
    /// Checks a program. What is wrong is in `diagnostics` of the result, in order of place, each once.
    ///
    /// - Parameter earlier: what the parser and the loader of imports said; it comes first among equals.
    package static func check(
        _ program: Program, schema: Schema, options: CheckOptions = CheckOptions(), earlier: [Diagnostic] = []
    ) -> CheckedProgram {
        let pass = CheckPass(schema: schema, options: options)
        pass.brokenNames = namesIn(program, files: Set(earlier.filter { $0.severity == .error }.map(\.span.file)))
        var checked = pass.run(program)
        checked.diagnostics = (earlier + checked.diagnostics).inOrder
        return checked
    }

    /// What files that did not parse may bind in lines that were lost: of such a name it is not said that it does not exist.
    private static func namesIn(_ program: Program, files: Set<Int32>) -> Set<String> {
        var names: Set<String> = []
        for tree in program.trees where files.contains(tree.file.id) {
            var last = ""
            for word in tree.file.bytes.split(whereSeparator: { !$0.isNameByte }) {
                let text = String(decoding: word, as: UTF8.self)
                if makesNames.contains(last) { names.insert(text) }
                last = text
            }
        }
        return names
    }

    private static let makesNames: Set<String> = ["let", "func", "action", "param", "for", "as", "into"]
}

extension UInt8 {
    fileprivate var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension CheckPass {
    func run(_ program: Program) -> CheckedProgram {
        findings = environment.findings
        for tree in program.trees { files[tree.file.id] = tree.file.bytes }
        for (name, type) in environment.bindings {
            let place = Name(name, Span(file: 0, start: 0, end: 0))
            scopes[0][name] = Binding(name: place, kind: .binding, value: Typed(type))
        }
        collect(program)
        let boundBefore = environment.bindings
        checkHeader(program)
        // Bodies first, in the order of the text, so that what is wrong in one is said once, where it stands.
        checkImports(program)
        for tree in program.imports + [program.main] { checkBodies(of: tree) }
        scopes.append([:])
        checkItems(program)
        return result(program, boundBefore)
    }

    private func checkBodies(of tree: SyntaxTree) {
        for item in tree.items {
            switch item {
            case .function(let definition):
                if let state = functions[definition.name.text], state.definition.span == definition.span { check(state, calledAt: nil) }
            case .action(let definition):
                if let state = actions[definition.name.text], state.definition.span == definition.span { check(state, calledAt: nil) }
            default: break
            }
        }
    }

    private func result(_ program: Program, _ boundBefore: [String: ValueType]) -> CheckedProgram {
        let checkedFunctions = functions.mapValues { state in
            CheckedFunction(definition: state.definition, parameters: state.parameters, result: state.result?.type ?? .any)
        }
        let checkedActions = actions.mapValues { CheckedAction(definition: $0.definition, parameters: $0.parameters) }
        var steps: [Step] = []
        var tests: [Test] = []
        for item in program.main.items {
            if case .step(let step) = item { steps.append(step) }
            if case .test(let test) = item { tests.append(test) }
        }
        var next = environment
        next.bindings = boundBefore
        for (name, bound) in scopes.last ?? [:] { next.bindings[name] = bound.value.type }
        if checkedFunctions.count != next.functions.count || checkedActions.count != next.actions.count || definesAnything(program) {
            next.findings.merge(findings)
        }
        next.functions = checkedFunctions
        next.actions = checkedActions
        return CheckedProgram(
            program: program, header: header, parameters: parameters, steps: steps, tests: tests, functions: checkedFunctions,
            actions: checkedActions, findings: findings, verbs: Set(verbs.map(\.verb)),
            worstTime: WorstTimePass(header: header, actions: checkedActions).time(of: program), diagnostics: diagnostics.inOrder,
            environment: next)
    }

    private func definesAnything(_ program: Program) -> Bool {
        program.trees.contains { tree in
            tree.items.contains { item in
                switch item {
                case .function, .action: true
                default: false
                }
            }
        }
    }
}

extension [Diagnostic] {
    /// In order of place, each once.
    package var inOrder: [Diagnostic] {
        var seen: Set<Place> = []
        let ordered = enumerated().sorted { one, other in
            let (a, b) = (one.element.span, other.element.span)
            return (a.file, a.start, a.end, one.offset) < (b.file, b.start, b.end, other.offset)
        }
        return ordered.map(\.element).filter { seen.insert(Place(code: $0.code, span: $0.span)).inserted }
    }
}

private struct Place: Hashable {
    var code: String
    var span: Span
}
