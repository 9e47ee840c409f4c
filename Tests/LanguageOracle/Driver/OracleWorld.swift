import Engine
import Journal
import Language

/// The tables over which programs of the oracle run, read from the JSON that the generator writes.
package struct OracleWorld {
    package let schema: Schema
    private let tables: [String: Table]

    /// What an unknown cell of a generated table says.
    private static let mute = Cause("not read")

    /// Sources by name: their key, and the name, the type and the kind of each column.
    package static func schema(_ json: JSONValue) throws -> Schema {
        guard case .object(let members) = json else { throw OracleFault("a schema is an object") }
        return Schema(
            sources: Catalog(try members.map { try source($0.name, $0.value) }), effects: [], functions: BuiltinFunctions.all)
    }

    private static func source(_ name: String, _ json: JSONValue) throws -> SourceSchema {
        let columns = try (json["columns"]?.array ?? []).map { column in
            guard let parts = column.array, parts.count == 4, let name = parts[0].string, let type = parts[1].string.flatMap(Self.type),
                let isNullable = parts[2].bool, let isSigned = parts[3].bool
            else { throw OracleFault("not a column: \(column.text)") }
            return ColumnSchema(name, type, nullable: isNullable, signed: isSigned, .state, "")
        }
        return SourceSchema(
            name: name, summary: "", columns: columns, defaultColumns: columns.map(\.name),
            key: (json["key"]?.array ?? []).compactMap(\.string), cost: "")
    }

    private static func type(_ name: String) -> ValueType? {
        switch name {
        case "int": .int
        case "float": .float
        case "size": .size
        case "duration": .duration
        case "percent": .percent
        case "bool": .bool
        case "text": .string
        case "list": .list(.int)
        case "set": .set(.int)
        default: nil
        }
    }

    /// - Parameter json: for each source its rows, cell by cell, and whether some may be missing.
    package init(_ json: JSONValue, schema: Schema) throws {
        self.schema = schema
        var tables: [String: Table] = [:]
        for source in schema.sources {
            guard let rows = json[source.name]?["rows"]?.array else { throw OracleFault("no rows of \(source.name)") }
            let columns = try source.columns.enumerated().map { index, column in
                Column(
                    column.name, column.type,
                    .values(
                        try rows.map { row in
                            guard let cells = row.array, index < cells.count else { throw OracleFault("a row is too short") }
                            return try Self.value(cells[index], column.type, isSigned: column.isSigned)
                        }))
            }
            tables[source.name] = Table(
                source: source.name, columns: columns, key: source.key, rowCount: rows.count,
                missing: json[source.name]?["missing"]?.bool == true ? [Self.mute] : [])
        }
        self.tables = tables
    }

    private static func value(_ json: JSONValue, _ type: ValueType, isSigned: Bool = false) throws -> Value {
        switch (json, type) {
        case (.null, _): return .null
        case (.bool(let truth), _): return .bool(truth)
        case (.string(let text), _): return .text(text)
        case (.int(let number), .int): return .int(number)
        case (.int(let number), .size): return .size(number)
        case (.int(let number), .duration): return .duration(number)
        case (.int(let number), .float): return .float(Double(number))
        case (.double(let number), .float): return .float(number)
        case (.int(let number), .percent): return .percent(Double(number))
        case (.double(let number), .percent): return .percent(number)
        case (.array(let elements), .list(let element)):
            return .list(ListValue(try elements.map { try value($0, element) }, isSigned: isSigned))
        case (.array(let elements), .set(let element)):
            return .set(ListValue(try elements.map { try value($0, element) }, isSigned: isSigned))
        case (.object, _):
            if let least = json["atLeast"] { return .bound(.atLeast, try value(least, type)) }
            if let most = json["atMost"] { return .bound(.atMost, try value(most, type)) }
            return .unknown(mute)
        default: throw OracleFault("\(json.text) is no \(type)")
        }
    }

    /// What a program gives over these tables: the value of its last statement, in the oracle's JSON. What it binds is kept as it is, and once
    /// more as a journal keeps it: both must give the same.
    package func outcome(_ text: String) -> JSONValue {
        let kept = outcome(text, isRestored: false)
        guard text.hasPrefix("let ") else { return kept }
        let restored = outcome(text, isRestored: true)
        return kept == restored ? kept : ["kept": kept, "restored": restored]
    }

    private func outcome(_ text: String, isRestored: Bool) -> JSONValue {
        let (tree, wrong) = Parser.parse(file: SourceFile(id: 0, name: "case", text: text), effects: [], mode: .entry)
        let program = Checker.check(Program(main: tree), schema: schema, options: CheckOptions(mode: .entry), earlier: wrong)
        if let problem = program.diagnostics.first(where: { $0.severity == .error }) {
            return ["refused": .string("\(problem.code): \(problem.message)")]
        }
        let evaluator = Evaluator(program: program, schema: schema, cluster: OracleCluster(tables: tables), clock: StoppedClock())
        var environment = Environment()
        var last: Value = .null
        for item in tree.items {
            guard case .statement(let statement) = item else { continue }
            do {
                switch statement.kind {
                case .bind(let name, let value):
                    let bound = try evaluator.evaluate(value, in: environment, timing: ReadTiming(requestTimeout: 1)).value
                    environment.bindings[name.text] = isRestored ? try Self.restored(bound) : bound
                case .expression(let value):
                    last = try evaluator.evaluate(value, in: environment, timing: ReadTiming(requestTimeout: 1)).value
                default: return ["refused": "neither a binding nor an expression"]
                }
            } catch let error as EvaluationFailure {
                return error.kind == .value ? ["error": true] : ["refused": .string(error.message)]
            } catch { return ["refused": .string("\(error)")] }
        }
        return OracleForm.json(last)
    }
}

extension OracleWorld {
    /// A value as it comes back out of a journal.
    private static func restored(_ value: Value) throws -> Value { try Value(json: JSONValue.parse(value.json.text)) }
}

/// Why a file of cases cannot be read.
package struct OracleFault: Error, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}

/// Answers with tables that it was given.
private final class OracleCluster: Cluster {
    let tables: [String: Table]

    init(tables: [String: Table]) { self.tables = tables }

    func identity() throws(ClusterFailure) -> ClusterIdentity { ClusterIdentity(id: "oracle", bootstrap: "nowhere:9092") }

    func read(_ requests: [SourceRequest], timing: ReadTiming) throws(ClusterFailure) -> [Table] {
        requests.map { request in
            var table = tables[request.source] ?? Table(source: request.source, columns: [], rowCount: 0)
            table.columns.removeAll { !request.columns.contains($0.name) }
            return table
        }
    }

    var effects: [NameKey: any EffectPrimitive] { [:] }

    func pay(_ debt: Debt, timing: ReadTiming) -> DebtPayment { .notNow(Cause("no debts here")) }
}

private final class StoppedClock: EngineClock {
    let wallMs = 1_763_906_531_120

    func wait(untilWallMs: Int) -> WaitEnd { .elapsed }
}
