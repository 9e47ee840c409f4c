import Journal
import Language

extension Interpreter {
    func branch(_ branch: Statement.Branch, at path: StatementPath) throws(Stop) {
        var current = branch
        var number = 0
        // `else if` is one statement with several ways: `then`, `then1`, …, `else`.
        if let taken = log.state.ways[path] { return try take(taken.way, of: branch, at: path) }
        while true {
            let way = number == 0 ? "then" : "then\(number)"
            switch try truth(of: current.condition) {
            case .yes:
                try log.append(.way(path, way, detail: .null))
                return try run(current.then, at: path.child(way))
            case .unknown(let causes):
                let condition = texts.text(current.condition.span)
                if isPlanning {
                    tell(.planNote("cannot decide \(condition) (\(causes)): neither way is planned", path: path))
                    return
                }
                throw .failure(
                    RunFailure(.gate, "undecided: \(condition) (\(causes))", isUndecided: true, span: current.condition.span))
            case .no: break
            }
            switch current.otherwise {
            case .branch(let next, _):
                current = next
                number += 1
            case .block(let block):
                try log.append(.way(path, "else", detail: .null))
                return try run(block, at: path.child("else"))
            case nil: return try log.append(.way(path, "none", detail: .null))
            }
        }
    }

    private func take(_ way: String, of branch: Statement.Branch, at path: StatementPath) throws(Stop) {
        var current = branch
        var number = 0
        while true {
            if way == (number == 0 ? "then" : "then\(number)") { return try run(current.then, at: path.child(way)) }
            switch current.otherwise {
            case .branch(let next, _):
                current = next
                number += 1
            case .block(let block):
                if way == "else" { try run(block, at: path.child("else")) }
                return
            case nil: return
            }
        }
    }

    func loop(_ name: Name, in list: Expression, _ block: Block, at path: StatementPath) throws(Stop) {
        let walked = try listToWalk(list, at: path)
        guard let items = walked.loopItems else {
            throw .failure(RunFailure(.fail, "`for` cannot walk over \(DisplayForm.text(walked))", span: list.span))
        }
        var occurrences: [NameKey: Int] = [:]
        for item in items {
            let key = JSONValue.array(item.key).text
            let occurrence = occurrences[key, default: 0]
            occurrences[key] = occurrence + 1
            let part = occurrence == 0 ? key : "\(key)+\(occurrence)"
            let outer = environment.bindings
            defer { environment.bindings = outer }
            environment.bindings[name.text] = item.value
            try runInScope(block, at: path.child(part))
        }
    }

    /// The list of a loop: read once, and kept.
    private func listToWalk(_ list: Expression, at path: StatementPath) throws(Stop) -> Value {
        if let kept = log.state.lists[path] {
            let json = try log.value(of: kept)
            do throws(ValueFault) { return try Value(json: json) } catch {
                throw .end(.journal(.disk("the list of \(path) cannot be understood: \(error)"), inDoubt: false))
            }
        }
        let value = try evaluate(list).value
        if case .unknown(let cause) = value {
            throw .failure(
                RunFailure(.gate, "undecided: what to walk over (\(cause))", isUndecided: true, span: list.span))
        }
        if case .table(let table) = value, !table.isComplete {
            let left = table.undecided.map { table.rowLabel(at: $0) }
            let names = left.isEmpty ? "rows may be missing" : "left out, undecided: \(left.prefix(20).joined(separator: ", "))"
            tell(.warning("\(names) (\(table.causes.map(\.description).joined(separator: "; ")))"))
        }
        try checkKept(value, as: nil, list.span)
        try log.append(.list(path, try log.kept(value.json)))
        return value
    }

    func retry(times: Expression, every: Expression, _ block: Block, at path: StatementPath) throws(Stop) {
        let most = max(1, try count(times))
        let pause = try milliseconds(every)
        var number = log.state.ways[path].flatMap { Int($0.way) } ?? 1
        while true {
            do throws(Stop) {
                return try run(block, at: path.child("try\(number)"))
            } catch {
                guard case .failure(let failure) = error, failure.kind.canBeCaught, number < most else { throw error }
                tell(.warning("\(failure.message); once more (\(number + 1) of \(most))"))
                if case .interrupted = clock.wait(untilWallMs: clock.wallMs + pause) { throw .end(.interrupted(interruptionText())) }
                number += 1
                try log.append(.way(path, String(number), detail: .null))
            }
        }
    }

    func attempt(_ block: Block, catches: [Name], error name: Name?, handler: Block, at path: StatementPath) throws(Stop) {
        if let taken = log.state.ways[path], taken.way == "catch" {
            return try handle(RunFailure(json: taken.detail), name, handler, at: path)
        }
        do throws(Stop) {
            try run(block, at: path.child("try"))
        } catch {
            guard case .failure(let failure) = error, failure.kind.canBeCaught,
                catches.contains(where: { $0.text == failure.kind.rawValue })
            else { throw error }
            try log.append(.way(path, "catch", detail: failure.json))
            try handle(failure, name, handler, at: path)
        }
    }

    private func handle(_ failure: RunFailure, _ name: Name?, _ handler: Block, at path: StatementPath) throws(Stop) {
        let outer = environment.bindings
        defer { environment.bindings = outer }
        if let name { environment.bindings[name.text] = failure.record }
        try runInScope(handler, at: path.child("catch"))
    }

    /// Parts of a statement's path: each block that it stands in has one or two.
    private static let mostParts = 600

    /// `do name(arguments)`: an action, or in a test the runbook.
    func call(_ name: Name, _ arguments: [Argument], at path: StatementPath) throws(Stop) {
        if let runbook, name.text == "runbook" { return try runbook(arguments, path) }
        guard let action = program.actions[name.text] else {
            throw .failure(RunFailure(.fail, "there is no action `\(name.text)`", span: name.span))
        }
        guard depth < 64, path.parts.count < Self.mostParts else {
            throw .failure(
                RunFailure(.limit, "actions and the blocks in them nest too deep: split what `\(name.text)` does", span: name.span))
        }
        let values = try bind(arguments, to: action.parameters, at: path)
        let outer = environment
        depth += 1
        defer {
            environment = outer
            depth -= 1
        }
        // An action sees its parameters and nothing of its caller.
        environment.bindings = values
        environment.parameters = values
        try runInScope(action.definition.body, at: path.child("do"))
    }

    /// The arguments of a call by the parameters' names; kept, so that a resume sees the same.
    private func bind(_ arguments: [Argument], to parameters: [CheckedParameter], at path: StatementPath) throws(Stop) -> [NameKey: Value] {
        let place = path.child("arguments")
        if let kept = log.state.finished[place] {
            var values: [NameKey: Value] = [:]
            for binding in kept.bound {
                let json = try log.value(of: binding.value)
                do throws(ValueFault) { values[binding.name] = try Value(json: json) } catch {
                    throw .end(.journal(.disk("the arguments of \(path) cannot be understood: \(error)"), inDoubt: false))
                }
            }
            return values
        }
        var values: [NameKey: Value] = [:]
        for (index, argument) in arguments.enumerated() {
            let name = argument.label?.text ?? (index < parameters.count ? parameters[index].name : "")
            values[name] = try evaluate(argument.value).value
        }
        for parameter in parameters where values[parameter.name] == nil {
            if let standard = parameter.syntax.defaultValue { values[parameter.name] = try evaluate(standard).value }
        }
        var bound: [RunRecord.Binding] = []
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            bound.append(.init(name: name.text, value: try log.kept(value.json)))
        }
        try log.append(.finished(place, hash: "", bound: bound, shown: nil))
        return values
    }
}

extension RunFailure {
    /// `e` of `catch … as e`.
    var record: Value {
        .record(
            Record(fields: [
                .init("kind", .string, .text(kind.rawValue)), .init("message", .string, .text(message)),
                .init("undecided", .bool, .bool(isUndecided)),
            ]))
    }

    var json: JSONValue { ["kind": .string(kind.rawValue), "message": .string(message), "undecided": .bool(isUndecided)] }

    init(json: JSONValue) {
        self.init(
            json["kind"]?.string.flatMap(Kind.init) ?? .fail, json["message"]?.string ?? "", isUndecided: json["undecided"]?.bool ?? false)
    }
}
