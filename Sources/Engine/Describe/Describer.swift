import Language

/// Makes the description of a thing: the queries of its schema, all from one fetch.
struct Describer {
    let schema: Schema
    /// Asks the cluster; also whether there is a thing at all.
    let evaluator: Evaluator
    let timing: ReadTiming

    /// - Parameter key: what names the thing, by the columns of the schema's key.
    func describe(_ description: DescriptionSchema, _ key: [Value]) throws(EvaluationFailure) -> Description {
        let fields = zip(description.key, key).map { name, value in
            Record.Field(name, ValueType(of: value), value, isExact: true)
        }
        var made = Description(
            noun: description.noun, title: "\(description.noun) " + key.map { DisplayForm.text($0, .broker) }.joined(separator: "-"),
            key: fields,
            existence: .there)
        let answers = try answers(description, key)
        guard case .table(let subject)? = answers.first?.value else { return made }
        made.reading = answers[0].reading
        guard let row = subject.decided.first else {
            made.existence = try existence(description, key, subject)
            return made
        }
        let written = key.map { Self.written($0) }
        func cell(_ name: String) -> Record.Field? {
            subject.column(name).map { Record.Field(name, $0.type, $0.value(at: row), isExact: $0.isExact) }
        }
        made.facts = description.facts.map { facts in
            let fields = facts.columns.compactMap(cell)
            let quiet = fields.filter { facts.quiet.contains($0.name) && $0.value.saysNothing }.map { NameKey($0.name) }
            return .init(title: facts.title, fields: fields, quiet: Set(quiet))
        }
        for (number, sign) in description.signs.enumerated() {
            switch cell(DescriptionSchema.column(ofSign: number))?.value {
            case .bool(true)?:
                made.signs.append(.init(weight: sign.weight, text: Self.filled(sign.says, cell) ?? sign.says))
                made.next += sign.next.compactMap { Self.line($0, written, cell) }
            case .unknown(let cause)?: made.note(sign.open, cause)
            default: break
            }
        }
        var harm: [String] = []
        for (part, answer) in zip(description.parts, answers.dropFirst()) {
            guard case .table(let table) = answer.value else { continue }
            let line = Self.line(part.line, written, cell)
            if part.isHarm, !table.decided.isEmpty, let line { harm.append(line) }
            made.parts.append(.init(title: part.title, table: table, line: line, empty: part.empty, most: part.most))
        }
        // What is wrong says where to go; a thing that is well can be looked at from all sides.
        made.next = (harm + made.next).distinct(atMost: Self.mostLines)
        if made.next.count < Self.enoughLines {
            made.next = (made.next + description.next.compactMap { Self.line($0, written, cell) }).distinct(atMost: Self.mostLines)
        }
        return made
    }

    private static let mostLines = 5
    private static let enoughLines = 3

    // MARK: - Asking

    private func answers(_ description: DescriptionSchema, _ key: [Value]) throws(EvaluationFailure) -> [Evaluated] {
        let program = description.program(in: schema)
        if let wrong = program.diagnostics.first(where: { $0.severity == .error }) {
            throw EvaluationFailure(
                kind: .value, message: "the description of a \(description.noun) has an error: \(wrong.message)", span: wrong.span)
        }
        let values = [key[0], .text(DisplayForm.exact(key[0]) ?? ""), key.count > 1 ? key[1] : .null]
        let bindings = Dictionary(uniqueKeysWithValues: zip(DescriptionSchema.bindings.map { NameKey($0) }, values))
        let own = Evaluator(program: program, schema: schema, cluster: evaluator.cluster, clock: evaluator.clock)
        own.ownSources = evaluator.ownSources
        return try own.evaluate(all: DescriptionSchema.queries(of: program), in: Environment(bindings: bindings), timing: timing)
    }

    /// Whether there is no such thing, or only no answer about it.
    private func existence(
        _ description: DescriptionSchema, _ key: [Value], _ subject: Table
    ) throws(EvaluationFailure) -> Description.Existence {
        let kind: NamedThing.Kind = description.key.count > 1 ? .topic : NamedThing.Kind(rawValue: description.noun) ?? .topic
        let thing = NamedThing(kind, DisplayForm.exact(key[0]) ?? "")
        do throws(ClusterFailure) {
            switch try evaluator.presence(of: thing, timing: timing) {
            case .absent(let name): return .missing("there is no \(name.thing)", near: name.near)
            case .open(let causes): return .unknown(causes)
            case .there: break
            }
            guard description.key.count > 1 else {
                let causes = subject.causes
                return .unknown(causes.isEmpty ? [Cause("it is listed, and nothing tells more of it")] : causes)
            }
            return try existence(ofNumber: key[1], description, thing)
        } catch { throw EvaluationFailure(kind: .cluster(error), message: error.sentence, span: Span(file: 0, start: 0, end: 0)) }
    }

    /// The thing has no such number, where all of its numbers are known.
    private func existence(
        ofNumber number: Value, _ description: DescriptionSchema, _ thing: NamedThing
    ) throws(ClusterFailure) -> Description.Existence {
        let request = SourceRequest(
            source: description.source, columns: Set(description.key.map { NameKey($0) }),
            restrictions: [NameKey(description.key[0]): [thing.value]])
        guard let table = try evaluator.cluster.read([request], timing: timing).first, let names = table.column(description.key[0]),
            let numbers = table.column(description.key[1])
        else { return .unknown([Cause("not read")]) }
        if !table.isComplete { return .unknown(table.causes) }
        let own = table.decided.filter { names.value(at: $0) == thing.value }.compactMap { row -> Int? in
            if case .int(let number) = numbers.value(at: row) { number } else { nil }
        }
        let range = own.min().flatMap { least in own.max().map { "; it has \(least) to \($0)" } } ?? ""
        return .missing("\(thing) has no \(description.noun) \(DisplayForm.text(number, .broker))\(range)", near: [])
    }

    // MARK: - Texts with holes

    /// The text with its holes filled as people read them.
    private static func filled(_ text: String, _ cell: (String) -> Record.Field?) -> String? {
        DescriptionTemplate(text).filled { name in
            cell(name).map { DisplayForm.text($0.value, $0.type.shown(isExact: $0.isExact)) } ?? "?"
        }
    }

    /// A line of the language with its holes filled; nil where something of it is not known or cannot be written.
    private static func line(_ text: String, _ key: [String?], _ cell: (String) -> Record.Field?) -> String? {
        DescriptionTemplate(text).filled({ cell($0).flatMap { written($0.value) } }, key: key)
    }

    /// A value as the language writes it; nil where it has no such form.
    private static func written(_ value: Value) -> String? {
        switch value {
        case .int(let number): return String(number)
        case .text(let text): return TextLiteral.written(text)
        case .list(let list), .set(let list):
            let parts = list.elements.compactMap { written($0) }
            return list.missing.isEmpty && parts.count == list.elements.count ? "[\(parts.joined(separator: ", "))]" : nil
        default: return nil
        }
    }
}

extension Description {
    fileprivate mutating func note(_ question: String, _ cause: Cause) {
        if let place = open.firstIndex(where: { $0.cause == cause }) {
            open[place].questions.append(question)
        } else {
            open.append(.init(questions: [question], cause: cause))
        }
    }
}

extension Value {
    /// False, nothing, none.
    fileprivate var saysNothing: Bool {
        switch self {
        case .null, .bool(false), .int(0), .size(0), .text(""), .bound(.atLeast, .int(0)): true
        case .list(let list), .set(let list): list.elements.isEmpty && list.missing.isEmpty
        default: false
        }
    }
}

extension [String] {
    /// Each once, in order.
    fileprivate func distinct(atMost most: Int) -> [String] {
        var seen: Set<NameKey> = []
        return Array(filter { seen.insert(NameKey($0)).inserted }.prefix(most))
    }
}
