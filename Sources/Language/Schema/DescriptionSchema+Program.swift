/// The queries of a description as a program of the language.
extension DescriptionSchema {
    /// What the queries find bound: the first column of the key, the same as a text, the second column.
    package static let bindings = ["thing", "thingText", "thingNumber"]

    /// The column in which the thing's row has the condition of a sign.
    package static func column(ofSign number: Int) -> String { "sign\(number)" }

    /// The query of the thing itself, then those of its parts, a line each.
    var text: String {
        let conditions = zip(key, ["thing", "thingNumber"]).map { "\($0) == \($1)" }.joined(separator: " and ")
        var columns = key
        let mentioned = (signs.flatMap { [$0.says] + $0.next } + next).flatMap { DescriptionTemplate($0).holes }
        for column in facts.flatMap(\.columns) + mentioned where !columns.contains(column) { columns.append(column) }
        columns += signs.enumerated().map { "\(Self.column(ofSign: $0)) = (\($1.condition))" }
        let subject = "\(source) where \(conditions) select \(columns.joined(separator: ", "))"
        return ([subject] + parts.map(\.query)).joined(separator: "\n")
    }

    /// The text, checked: an error in it is one of the schema's.
    package func program(in schema: Schema) -> CheckedProgram {
        let file = SourceFile(id: 0, name: "description of \(noun)", text: text)
        let (tree, diagnostics) = Parser.parse(file: file, effects: schema.effects, mode: .entry)
        let first = key.first.flatMap { schema.sources[source]?.column($0)?.type } ?? .string
        let types = Dictionary(zip(Self.bindings, [first, .string, .int])) { first, _ in first }
        return Checker.check(
            Program(main: tree), schema: schema, options: CheckOptions(mode: .entry, environment: CheckedEnvironment(bindings: types)),
            earlier: diagnostics)
    }

    /// The queries of such a program, in order.
    package static func queries(of program: CheckedProgram) -> [Expression] {
        program.program.main.items.compactMap { item in
            if case .statement(let statement) = item, case .expression(let query) = statement.kind { query } else { nil }
        }
    }
}
