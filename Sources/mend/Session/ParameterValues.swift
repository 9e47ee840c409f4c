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

    /// So many bytes of a wrong value are shown.
    private static let mostEchoed = 200

    /// A value as it was given, and where.
    private struct Given {
        var text: String
        /// `--set`, `p.txt:3`, `MEND_PARAM_SPEED`: what is wrong with it is told of this place.
        var place: String
        /// False for what stands in a file or the environment, of which nothing is shown: it may be a secret.
        var isTyped = false
    }

    /// The values given; parameters that keep their default are left out. Throws what is wrong or missing.
    func resolve() throws(UsageError) -> [NameKey: Value] {
        var given: [NameKey: Given] = try fromFile()
        for assignment in assignments {
            guard let (name, text) = Self.split(assignment) else {
                throw UsageError("--set takes NAME=VALUE, and what follows it is none", hint: "--set speed=50MB/s")
            }
            given[name] = Given(text: text, place: "--set", isTyped: true)
            if !text.hasPrefix("@"), program.parameters.contains(where: { $0.name == name && $0.type == .secret }) {
                say("warning: everybody on this host can see --set \(name) among the processes: @FILE or the environment hides it")
            }
        }
        for (key, value) in given.sorted(by: { $0.key < $1.key }) where !program.parameters.contains(where: { NameKey($0.name) == key }) {
            let name = "\(key)"
            let near = Suggestion.nearest(name, among: program.parameters.map(\.name))
            throw UsageError(
                value.isTyped ? "the runbook has no parameter `\(name)`" : "\(value.place): the runbook has no parameter of that name",
                hint: near.map { "did you mean `\($0)`?" })
        }
        var values: [NameKey: Value] = [:]
        for parameter in program.parameters {
            let variable = "MEND_PARAM_\(parameter.name.uppercased())"
            if let value = given[parameter.name] ?? SystemProcess.environment(variable).map({ Given(text: $0, place: variable) }) {
                values[parameter.name] = try self.value(of: try contents(value), for: parameter)
            } else if parameter.syntax.defaultValue == nil {
                let question = "\(parameter.name) (\(parameter.type))?"
                guard person.isPresent, let typed = person.ask(question, details: parameter.syntax.help) else {
                    throw UsageError("parameter `\(parameter.name)` has no value", hint: "say --set \(parameter.name)=…")
                }
                values[parameter.name] = try value(of: Given(text: typed, place: "", isTyped: true), for: parameter)
            }
        }
        return values
    }

    /// `--parameters FILE`: lines `name = literal`; `#` begins a comment. Nothing of a line that is none is shown.
    private func fromFile() throws(UsageError) -> [NameKey: Given] {
        guard let path = invocation.value("parameters") else { return [:] }
        var values: [NameKey: Given] = [:]
        for (index, line) in try text(ofFile: path).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let trimmed = Self.trimmed(line)
            guard !trimmed.isEmpty, !trimmed.hasPrefix("#") else { continue }
            let place = "\(path):\(index + 1)"
            guard let (name, text) = Self.split(trimmed) else { throw UsageError("\(place): a line `name = literal` was expected") }
            values[name] = Given(text: text, place: place)
        }
        return values
    }

    /// Name and text; nil where the one or the other is missing.
    private static func split(_ assignment: String) -> (name: String, text: String)? {
        guard let equals = assignment.firstIndex(of: "=") else { return nil }
        let name = trimmed(assignment[..<equals])
        let isName = !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        return isName ? (name, trimmed(assignment[assignment.index(after: equals)...])) : nil
    }

    /// `@FILE` stands for what is in the file.
    private func contents(_ given: Given) throws(UsageError) -> Given {
        let path = String(given.text.dropFirst())
        guard given.text.hasPrefix("@"), Files.exists(path) else { return given }
        return Given(text: Self.trimmed(try text(ofFile: path)), place: path)
    }

    private func text(ofFile path: String) throws(UsageError) -> String {
        let bytes: [UInt8]
        do throws(Errno) { bytes = try Files.read(path, limit: 1 << 20) } catch { throw UsageError("\(error)") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw UsageError("\(path) is not UTF-8") }
        return text
    }

    private func value(of given: Given, for parameter: CheckedParameter) throws(UsageError) -> Value {
        let text = given.text
        if parameter.type == .secret {
            secrets.keep(Secret(text), named: parameter.name)
            return .secret(parameter.name)
        }
        if let value = Self.value(of: text, as: parameter.type) { return value }
        guard given.isTyped, text.utf8.count <= Self.mostEchoed else {
            throw UsageError((given.isTyped ? "" : "\(given.place): ") + "that is no \(parameter.type), which `\(parameter.name)` must be")
        }
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
