extension Message.Field {
    var swiftType: String { isOptional ? "\(type.swift)?" : type.swift }

    private var isNullByDefault: Bool {
        if case .records = type { return isOptional }
        return isOptional && defaultText == "null"
    }

    /// The default as a Swift expression.
    var defaultValue: String {
        if isNullByDefault { return "nil" }
        let text = defaultText ?? ""
        switch type {
        case .bool: return text == "true" ? "true" : "false"
        case .int8, .int16, .uint16, .int32, .uint32, .int64: return Self.number(text)
        case .errorCode: return text.isEmpty || text == "0" ? ".none" : "ErrorCode(\(Self.number(text)))"
        case .float64: return text.isEmpty ? "0" : text
        case .uuid: return ".zero"
        case .string: return "\"\(text)\""
        case .bytes, .records, .array: return "[]"
        case .structure(let name): return "\(name)()"
        }
    }

    private static func number(_ text: String) -> String {
        guard text.hasPrefix("0x"), let value = Int64(text.dropFirst(2), radix: 16) else { return text.isEmpty ? "0" : text }
        return String(value)
    }

    /// A Swift condition: the field holds something else than its default.
    func differsFromDefault(_ reference: String) -> String {
        if isNullByDefault { return "\(reference) != nil" }
        switch type {
        case .bool: return defaultText == "true" ? "!\(reference)" : reference
        case .errorCode: return "\(reference) != \(defaultValue)"
        case .uuid: return "!\(reference).isZero"
        case .string where defaultValue != "\"\"": return "\(reference) != \(defaultValue)"
        case .string, .bytes, .records, .array: return isOptional ? "\(reference)?.isEmpty != true" : "!\(reference).isEmpty"
        case .structure: return isOptional ? "true" : "!\(reference).isDefault"
        default: return "\(reference) != \(defaultValue)"
        }
    }

    /// One line of documentation, made of the definition's facts.
    func documentation(within all: Versions) -> String {
        var text = "`\(name)`: \(type.protocolName)"
        if versions != all { text += ", versions \(versions.text)" }
        if let tag, !tagged.isEmpty { text += ", tag \(tag)" }
        if isOptional { text += nullable == versions ? ", may be null" : ", may be null in \(nullable.text)" }
        if let defaultText, !defaultText.isEmpty { text += ", default \(defaultText)" }
        if versions != all, ignorable { text += "; left out silently where a version lacks it" }
        return text + "."
    }
}
