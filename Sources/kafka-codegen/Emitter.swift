/// Writes the Swift of one message.
struct Emitter {
    let message: Message

    /// A field's name inside a codec function, whose own names it must not mean.
    func reference(_ field: Message.Field) -> String {
        let taken = ["version", "writer", "reader", "tagged", "tags", "tag", "field", "value", "all"]
        return taken.contains(field.identifier) ? "self.\(field.identifier)" : field.identifier
    }

    func qualified(_ type: Message.Struct) -> String { type.name == message.name ? type.name : "\(message.name).\(type.name)" }

    func isTop(_ type: Message.Struct) -> Bool { type.name == message.name }

    // MARK: Declarations

    func declarations(into code: inout CodeBuffer) {
        for type in message.structs {
            code.line()
            if isTop(type) {
                declaration(type, into: &code)
            } else {
                code.block("extension \(message.name)") { declaration(type, into: &$0) }
            }
        }
    }

    private func declaration(_ type: Message.Struct, into code: inout CodeBuffer) {
        code.line("/// \(summary(of: type))")
        code.block("package struct \(type.name): Sendable") { code in
            for field in type.fields {
                code.line("/// \(field.documentation(within: type.versions))")
                code.line("package var \(field.identifier): \(field.swiftType)")
            }
            if !type.fields.isEmpty { code.line() }
            code.line("/// Every field, each with its default.")
            let parameters = type.fields.map { "\($0.identifier): \($0.swiftType) = \($0.defaultValue)" }
            let assignments = type.fields.map { "self.\($0.identifier) = \($0.identifier)" }
            if type.fields.isEmpty { return code.line("package init() {}") }
            code.list("package init", parameters, " {")
            for assignment in assignments { code.line("    \(assignment)") }
            code.line("}")
            if message.needsIsDefault.contains(type.name) { isDefault(type, into: &code) }
        }
    }

    private func summary(of type: Message.Struct) -> String {
        guard isTop(type) else { return "`\(type.name)` inside `\(message.name)`, versions \(type.versions.text)." }
        let flexible = message.flexible.isEmpty ? "never flexible" : "flexible from \(message.flexible.lowest)"
        let key = message.apiKey >= 0 ? " (API key \(message.apiKey))" : ""
        return "Kafka's `\(message.name)`\(key), versions \(message.versions.text), \(flexible)."
    }

    private func isDefault(_ type: Message.Struct, into code: inout CodeBuffer) {
        code.line()
        code.block("var isDefault: Bool") { code in
            for field in type.fields { code.line("if \(field.differsFromDefault(reference(field))) { return false }") }
            code.line("return true")
        }
    }

    /// Names, numbers and versions of a message.
    func identity(into code: inout CodeBuffer) {
        guard let range = message.versions.range else { return }
        let protocolName = message.role == .request ? "KafkaRequest" : message.role == .data ? "KafkaData" : "KafkaResponse"
        code.line()
        code.block("extension \(message.name): \(protocolName)") { code in
            if message.role == .request {
                code.line("package typealias Response = \(message.api)Response")
                code.line("package static var apiKey: Int16 { \(message.apiKey) }")
                code.line("package static var name: String { \"\(message.api)\" }")
            }
            if message.role != .response {
                code.line("package static var versions: ClosedRange<Int16> { \(range.lowerBound)...\(range.upperBound) }")
                if message.latestVersionUnstable {
                    code.line("package static var latestStableVersion: Int16 { \(range.upperBound - 1) }")
                }
                code.line("package static func isFlexible(_ version: Int16) -> Bool { \(flexibleCondition) }")
            }
            if message.role != .response { code.line() }
            if message.role != .response { encoding(message.structs[0], into: &code) }
            if message.role == .data { code.line() }
            if message.role != .request { decoding(message.structs[0], into: &code) }
        }
    }

    var flexibleCondition: String {
        if message.flexible.isEmpty { return "false" }
        return message.flexible == message.versions ? "true" : "version >= \(message.flexible.lowest)"
    }

    /// The readers or writers of the structs inside a message.
    func nested(reading: Bool, into code: inout CodeBuffer) {
        for type in message.structs.dropFirst() {
            code.line()
            code.block("extension \(qualified(type)): \(reading ? "ReadableStruct" : "WritableStruct")") { code in
                if reading { decoding(type, into: &code) } else { encoding(type, into: &code) }
            }
        }
    }

    /// The server's half of a message.
    func serverHalf(into code: inout CodeBuffer) {
        code.line()
        let isRequest = message.role == .request
        code.block("extension \(message.name): \(isRequest ? "ServedRequest" : "ServedResponse")") { code in
            if isRequest { decoding(message.structs[0], into: &code) } else { encoding(message.structs[0], into: &code) }
        }
        nested(reading: isRequest, into: &code)
    }
}
