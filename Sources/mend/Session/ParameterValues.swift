import Commands
import Engine
import Language
import Platform
import Terminal

/// Parameters of a runbook from the command line, a file, the environment, and a person.
struct ParameterValues {
    let program: CheckedProgram
    let invocation: Invocation
    /// `NAME=VALUE`, each as it was typed.
    let assignments: [String]
    let person: any Operator
    /// Where the texts of secrets go; the values have their names.
    var secrets = SecretKeeper()
    /// Where something is to be told.
    var say: (String) -> Void = { _ in }

    /// The values given; parameters that keep their default are left out. Throws what is wrong or missing.
    func resolve() throws(UsageError) -> [NameKey: Value] {
        var given: [NameKey: String] = try fromFile()
        for assignment in assignments {
            let (name, text) = try split(assignment, in: "--set")
            given[name] = text
            if !text.hasPrefix("@"), program.parameters.contains(where: { $0.name == name && $0.type == .secret }) {
                say("warning: everybody on this host can see --set \(name) among the processes: @FILE or the environment hides it")
            }
        }
        for name in given.keys.sorted() where !program.parameters.contains(where: { $0.name == name }) {
            let near = Suggestion.nearest(name, among: program.parameters.map(\.name))
            throw UsageError("the runbook has no parameter `\(name)`", hint: near.map { "did you mean `\($0)`?" })
        }
        var values: [NameKey: Value] = [:]
        for parameter in program.parameters {
            if let text = given[parameter.name] ?? SystemProcess.environment("MEND_PARAM_\(parameter.name.uppercased())") {
                values[parameter.name] = try value(of: try contents(text), for: parameter)
            } else if parameter.syntax.defaultValue == nil {
                let question = "\(parameter.name) (\(parameter.type))?"
                guard person.isPresent, let typed = person.ask(question, details: parameter.syntax.help) else {
                    throw UsageError("parameter `\(parameter.name)` has no value", hint: "say --set \(parameter.name)=…")
                }
                values[parameter.name] = try value(of: typed, for: parameter)
            }
        }
        return values
    }

    /// `--parameters FILE`: lines `name = literal`; `#` begins a comment.
    private func fromFile() throws(UsageError) -> [NameKey: String] {
        guard let path = invocation.value("parameters") else { return [:] }
        var values: [NameKey: String] = [:]
        for (index, line) in try text(ofFile: path).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let trimmed = Self.trimmed(line)
            guard !trimmed.isEmpty, !trimmed.hasPrefix("#") else { continue }
            let (name, text) = try split(trimmed, in: "\(path):\(index + 1)")
            values[name] = text
        }
        return values
    }

    private func split(_ assignment: String, in place: String) throws(UsageError) -> (name: String, text: String) {
        guard let equals = assignment.firstIndex(of: "=") else {
            throw UsageError("\(place): `\(assignment)` is no NAME=VALUE")
        }
        return (Self.trimmed(assignment[..<equals]), Self.trimmed(assignment[assignment.index(after: equals)...]))
    }

    /// `@FILE` stands for what is in the file.
    private func contents(_ text: String) throws(UsageError) -> String {
        guard text.hasPrefix("@"), Files.exists(String(text.dropFirst())) else { return text }
        return Self.trimmed(try self.text(ofFile: String(text.dropFirst())))
    }

    private func text(ofFile path: String) throws(UsageError) -> String {
        let bytes: [UInt8]
        do throws(Errno) { bytes = try Files.read(path, limit: 1 << 20) } catch { throw UsageError("\(error)") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw UsageError("\(path) is not UTF-8") }
        return text
    }

    private func value(of text: String, for parameter: CheckedParameter) throws(UsageError) -> Value {
        if parameter.type == .secret {
            secrets.keep(Secret(text), named: parameter.name)
            return .secret(parameter.name)
        }
        if let value = Self.value(of: text, as: parameter.type) { return value }
        throw UsageError("`\(text)` is no \(parameter.type), which `\(parameter.name)` must be")
    }

    /// A text as a value of a type: bare for names, a literal for the rest.
    static func value(of text: String, as type: ValueType) -> Value? {
        switch type {
        case .string, .topic, .group, .closedSet:
            if text.hasPrefix("\"") || text.hasPrefix("'") { return LiteralText.value(of: text) }
            return .text(text)
        case .list(let element), .set(let element):
            // `a,b` is what a shell lets one type.
            let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
            let words = (isBracketed ? text.dropFirst().dropLast() : text[...]).split(separator: ",").map { trimmed($0) }.filter {
                !$0.isEmpty
            }
            let values = words.compactMap { value(of: $0, as: element) }
            return values.count == words.count ? .list(ListValue(values)) : nil
        case .secret: return .text(text)
        default: return LiteralText.value(of: text).flatMap { fits($0, type) ? $0 : nil }
        }
    }

    private static func fits(_ value: Value, _ type: ValueType) -> Bool {
        switch (value, type) {
        case (.int, .int), (.int, .broker), (.int, .float), (.float, .float), (.bool, .bool), (.duration, .duration), (.size, .size),
            (.percent, .percent), (.time, .time), (.byteRate, .byteRate), (.countRate, .countRate):
            true
        default: false
        }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let spaces: Set<Character> = [" ", "\t", "\r", "\n"]
        let start = text.drop { spaces.contains($0) }
        return String(String(start.reversed().drop { spaces.contains($0) }.reversed()))
    }
}
