import Language
import Platform

extension Interpreter {
    /// The parameters of the run: those given, the others by their defaults; in range, and of things that exist.
    func resolve(_ given: [NameKey: Value]) throws(Stop) -> [NameKey: Value] {
        for name in given.keys.sorted() where !program.parameters.contains(where: { $0.name == name }) {
            throw .failure(RunFailure(.fail, "the runbook has no parameter `\(name)`"))
        }
        var values: [NameKey: Value] = [:]
        for parameter in program.parameters {
            if let value = given[parameter.name] {
                values[parameter.name] = value
            } else if let standard = parameter.syntax.defaultValue {
                values[parameter.name] = try evaluate(standard).value
            } else {
                throw .failure(
                    RunFailure(
                        .fail, "parameter `\(parameter.name)` has no value: --set \(parameter.name)=…", span: parameter.syntax.name.span))
            }
            // A secret goes on by its name: its text is for this process alone.
            if parameter.type == .secret, case .text(let text)? = values[parameter.name] {
                surroundings.secrets.keep(Secret(text), named: parameter.name)
                values[parameter.name] = .secret(parameter.name)
            }
            environment.parameters = values
        }
        for parameter in program.parameters { try checkRange(parameter, values[parameter.name] ?? .null) }
        try checkExistence(values)
        return values
    }

    private func checkRange(_ parameter: CheckedParameter, _ value: Value) throws(Stop) {
        guard let range = parameter.syntax.range, case .range(let low, let high) = try evaluate(range).value else { return }
        let outer = environment.bindings
        defer { environment.bindings = outer }
        guard let number = value.magnitude, let least = low.magnitude, let most = high.magnitude else { return }
        guard number < least || number > most else { return }
        throw .failure(
            RunFailure(
                .fail, "\(parameter.name) is \(DisplayForm.text(value)), outside \(DisplayForm.text(low))..\(DisplayForm.text(high))",
                span: range.span))
    }

    /// Topics, groups and brokers that parameters name must be there: asked once, before the first step.
    private func checkExistence(_ values: [NameKey: Value]) throws(Stop) {
        var wanted: [NameKey: Set<Value>] = [:]
        for parameter in program.parameters {
            guard let source = parameter.type.keySource, let value = values[parameter.name] else { continue }
            wanted[source, default: []].formUnion(value.elements ?? [value])
        }
        for (key, names) in wanted.sorted(by: { $0.key < $1.key }) {
            let source = key.text
            let column: NameKey = source == "topics" ? "name" : "id"
            let table: Table
            do throws(ClusterFailure) {
                guard let read = try cluster.read([SourceRequest(source: source, columns: [column])], timing: timing).first else {
                    continue
                }
                table = read
            } catch { throw Self.stop(error, span: nil) }
            guard let keys = table.column(column.text), table.missing.isEmpty else { continue }
            let there = Set(table.decided.map { keys.value(at: $0) })
            let absent = names.filter { !there.contains($0) }.map { DisplayForm.text($0) }.sorted()
            guard absent.isEmpty else {
                throw .failure(
                    RunFailure(.fail, "there is no \(source.dropLast()) \(absent.joined(separator: ", ")) in this cluster"))
            }
        }
    }
}

extension ValueType {
    /// The source whose keys values of this type are; nil for others.
    fileprivate var keySource: String? {
        switch self {
        case .topic: "topics"
        case .group: "groups"
        case .broker: "brokers"
        case .list(let element), .set(let element): element.keySource
        default: nil
        }
    }
}

extension Value {
    /// A number, in the unit of its kind, to compare with another of the same kind.
    fileprivate var magnitude: Double? {
        switch self {
        case .int(let number), .duration(let number), .size(let number), .time(let number): Double(number)
        case .float(let number), .percent(let number), .byteRate(let number), .countRate(let number): number
        default: nil
        }
    }
}
