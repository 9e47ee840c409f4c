extension Emitter {
    func encoding(_ type: Message.Struct, into code: inout CodeBuffer) {
        let access = isTop(type) ? "package " : ""
        if isTop(type) { code.line("/// Writes the body.") }
        code.block("\(access)func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure)") { code in
            if isTop(type), let range = message.versions.range {
                let name = "\"\(message.name)\""
                code.line("let all: ClosedRange<Int16> = \(range.lowerBound)...\(range.upperBound)")
                code.line("try writer.begin(all, flexible: \(flexibleCondition), message: \(name), version: version)")
            }
            for field in type.fields { plain(field, type, into: &code) }
            tags(type, into: &code)
            if isTop(type) { code.line("try writer.end(message: \"\(message.name)\", version: version)") }
        }
    }

    /// Where a field stands, for people: "Topics.Partitions" is not known here, so the struct's name says it.
    private func place(_ field: Message.Field, _ type: Message.Struct) -> String {
        isTop(type) ? field.name : "\(type.name).\(field.name)"
    }

    private func refusal(_ field: Message.Field, _ type: Message.Struct) -> String {
        "throw EncodingFailure.absent(\"\(message.name)\", \"\(place(field, type))\", version)"
    }

    /// A Swift condition: the version is one of `all`, but not of `some`.
    private func outside(_ some: Versions, in all: Versions) -> String {
        if some.highest == all.highest { return "version < \(some.lowest)" }
        if some.lowest == all.lowest { return "version > \(some.highest)" }
        return some.condition(in: all).map { "!(\($0))" } ?? "false"
    }

    private func plain(_ field: Message.Field, _ type: Message.Struct, into code: inout CodeBuffer) {
        guard let versions = try? field.versions.subtract(field.tagged) else { return }
        let refuses = field.versions != type.versions && !field.ignorable
        let absent = field.differsFromDefault(reference(field))
        if versions.isEmpty {
            guard refuses, field.tagged != type.versions else { return }
            code.block("if \(outside(field.tagged, in: type.versions)), \(absent)") { $0.line(refusal(field, type)) }
            return
        }
        guard let condition = versions.condition(in: type.versions) else {
            for line in writing(field, type, versions: versions, to: "writer") { code.line(line) }
            return
        }
        code.line("if \(condition) {")
        for line in writing(field, type, versions: versions, to: "writer") { code.line("    \(line)") }
        if refuses {
            code.line("} else if \(absent) {")
            code.line("    \(refusal(field, type))")
        }
        code.line("}")
    }

    private func tags(_ type: Message.Struct, into code: inout CodeBuffer) {
        if message.flexible.intersect(type.versions).isEmpty { return }
        let tagged = type.fields.filter { !$0.tagged.isEmpty }.sorted { ($0.tag ?? 0) < ($1.tag ?? 0) }
        if tagged.isEmpty { return code.line("writer.endStruct()") }
        code.line("var tagged = TaggedFields()")
        for field in tagged {
            var conditions = [field.differsFromDefault(reference(field))]
            if let condition = field.tagged.condition(in: type.versions) { conditions.insert(condition, at: 0) }
            code.block("if \(conditions.joined(separator: ", "))") { code in
                code.line("var field = WireWriter(flexible: true)")
                for line in writing(field, type, versions: field.tagged, to: "field") { code.line(line) }
                code.line("tagged.add(\(field.tag ?? 0), field)")
            }
        }
        code.line("writer.endStruct(tagged)")
    }

    private func writing(_ field: Message.Field, _ type: Message.Struct, versions: Versions, to writer: String) -> [String] {
        let reference = reference(field)
        guard field.isOptional else { return [statement(field, reference, nullable: false, to: writer)] }
        let nullable = field.nullable.intersect(versions)
        let orNull = field.type.isStructure ? nullableStruct(field, to: writer) : [statement(field, reference, nullable: true, to: writer)]
        if nullable == versions { return orNull }
        let refuse = "throw EncodingFailure.null(\"\(message.name)\", \"\(place(field, type))\", version)"
        let guardCondition = nullable.isEmpty ? "\(reference) == nil" : "\(outside(nullable, in: versions)), \(reference) == nil"
        // A value that is there is written the same way whether null is allowed or not.
        return ["if \(guardCondition) {", "    \(refuse)", "}"] + orNull
    }

    private func nullableStruct(_ field: Message.Field, to writer: String) -> [String] {
        let name = reference(field)
        return [
            "\(writer).present(\(name) != nil)",
            "if let value = \(name) { try value.encode(into: &\(writer), version: version) }",
        ]
    }

    private func statement(_ field: Message.Field, _ reference: String, nullable: Bool, to writer: String) -> String {
        if field.classic { return "\(writer).classicNullableString(\(reference))" }
        switch field.type {
        case .structure: return "try \(reference).encode(into: &\(writer), version: version)"
        case .array(.structure): return "try \(writer).structs(\(reference), version: version)"
        case .array: return "\(writer).\(field.type.primitive)(\(reference))"
        case .string, .bytes, .records:
            let name = field.type.primitive
            return nullable
                ? "\(writer).nullable\(name.prefix(1).uppercased())\(name.dropFirst())(\(reference))" : "\(writer).\(name)(\(reference))"
        default: return "\(writer).\(field.type.primitive)(\(reference))"
        }
    }
}

extension FieldType {
    var isStructure: Bool {
        if case .structure = self { return true }
        return false
    }
}
