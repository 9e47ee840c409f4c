/// A definition made ready for writing Swift: types resolved, versions narrowed to those that are spoken.
struct Message {
    enum Role { case request, response, data }

    let name: String
    let role: Role
    let apiKey: Int
    let api: String
    let versions: Versions
    let flexible: Versions
    let latestVersionUnstable: Bool
    /// The message itself first, then each struct inside it.
    let structs: [Struct]
    /// Structs that must tell whether they hold nothing but defaults.
    let needsIsDefault: Set<String>

    struct Struct {
        let name: String
        let versions: Versions
        let fields: [Field]
    }

    struct Field {
        let name: String
        let type: FieldType
        let versions: Versions
        let nullable: Versions
        let tagged: Versions
        let tag: Int?
        let ignorable: Bool
        let classic: Bool
        let defaultText: String?

        var isOptional: Bool { !nullable.isEmpty }
        var identifier: String {
            let lower = name.prefix(1).lowercased() + name.dropFirst()
            return ["protocol", "internal", "operator", "default", "in", "is", "as"].contains(lower) ? "`\(lower)`" : lower
        }
    }

    init(_ definition: Definition) throws {
        name = definition.name
        role = definition.type == "request" ? .request : definition.type == "response" ? .response : .data
        apiKey = definition.apiKey ?? -1
        api = definition.name.replacing("Request", with: "").replacing("Response", with: "")
        versions = try Versions(definition.validVersions)
        flexible = try Versions(definition.flexibleVersions).intersect(versions)
        latestVersionUnstable = definition.latestVersionUnstable ?? false

        var collected = [try Self.makeStruct(definition.name, definition.fields, within: versions)]
        for common in definition.commonStructs ?? [] {
            let range = try Versions(common.versions).intersect(versions)
            collected.append(try Self.makeStruct(common.name, common.fields, within: range))
            try Self.collect(common.fields, within: range, into: &collected)
        }
        try Self.collect(definition.fields, within: versions, into: &collected)
        structs = collected
        needsIsDefault = try Self.structsThatCompare(collected)
    }

    private static func makeStruct(_ name: String, _ fields: [Definition.Field], within versions: Versions) throws -> Struct {
        let made = try fields.map { try makeField($0, within: versions) }
        return Struct(name: name, versions: versions, fields: made.filter { !$0.versions.isEmpty })
    }

    private static func collect(_ fields: [Definition.Field], within versions: Versions, into structs: inout [Struct]) throws {
        for field in fields {
            guard let inner = field.fields else { continue }
            let range = try fieldVersions(field).intersect(versions)
            if range.isEmpty { continue }
            let name = field.type.replacing("[]", with: "")
            structs.append(try makeStruct(name, inner, within: range))
            try collect(inner, within: range, into: &structs)
        }
    }

    private static func fieldVersions(_ field: Definition.Field) throws -> Versions {
        try Versions(field.versions ?? field.taggedVersions)
    }

    private static func makeField(_ field: Definition.Field, within all: Versions) throws -> Field {
        let versions = try fieldVersions(field).intersect(all)
        var type = try FieldType(field.type)
        // Error codes are a type of their own in this code; on the wire they are int16.
        if case .int16 = type, field.name.hasSuffix("ErrorCode") { type = .errorCode }
        return Field(
            name: field.name, type: type, versions: versions, nullable: try Versions(field.nullableVersions).intersect(versions),
            tagged: try Versions(field.taggedVersions).intersect(versions), tag: field.tag, ignorable: field.ignorable ?? false,
            classic: field.flexibleVersions == "none", defaultText: field.default?.text)
    }

    /// Structs that stand alone and may have to be left out: tagged ones, and those that some versions lack.
    private static func structsThatCompare(_ structs: [Struct]) throws -> Set<String> {
        var names: Set<String> = []
        for type in structs {
            for field in type.fields {
                guard case .structure(let name) = field.type, !field.isOptional else { continue }
                if field.tag != nil || (field.versions != type.versions && !field.ignorable) { names.insert(name) }
            }
        }
        return names
    }

    func structure(_ name: String) -> Struct? { structs.first { $0.name == name } }

    /// The fewest bytes a value of `type` takes in `version`.
    func minimumSize(of type: FieldType, nullable: Bool, in version: Int) -> Int {
        let compact = flexible.contains(version)
        switch type {
        case .bool, .int8: return 1
        case .int16, .uint16, .errorCode: return 2
        case .int32, .uint32: return 4
        case .int64, .float64: return 8
        case .uuid: return 16
        case .string: return compact ? 1 : 2
        case .bytes, .records, .array: return compact ? 1 : 4
        case .structure(let name):
            guard !nullable, let inner = structure(name) else { return 1 }
            let present = inner.fields.filter { $0.versions.contains(version) && !$0.tagged.contains(version) }
            let sizes = present.map { minimumSize(of: $0.type, nullable: $0.nullable.contains(version), in: version) }
            return sizes.reduce(compact ? 1 : 0, +)
        }
    }

    /// The fewest bytes an element takes in any of `versions`.
    func minimumSize(of type: FieldType, in versions: Versions) -> Int {
        let sizes = (versions.range ?? 0...0).map { minimumSize(of: type, nullable: false, in: $0) }
        return max(1, sizes.min() ?? 1)
    }
}
