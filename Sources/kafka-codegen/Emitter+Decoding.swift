extension Emitter {
    func decoding(_ type: Message.Struct, into code: inout CodeBuffer) {
        let access = isTop(type) ? "package " : ""
        if isTop(type) { code.line("/// Reads the body; ask `reader.fault` before the value is used.") }
        code.block("\(access)init(from reader: inout WireReader, version: Int16)") { code in
            code.line("self.init()")
            if isTop(type), let range = message.versions.range {
                code.line("reader.begin(\(range.lowerBound)...\(range.upperBound), flexible: \(flexibleCondition), version: version)")
            }
            for field in type.fields {
                guard let plain = try? field.versions.subtract(field.tagged), !plain.isEmpty else { continue }
                let statement = "\(reference(field)) = \(reading(field, versions: plain))"
                if let condition = plain.condition(in: type.versions) {
                    code.shortBlock("if \(condition)", statement)
                } else {
                    code.line(statement)
                }
            }
            tags(type, into: &code)
        }
    }

    private func tags(_ type: Message.Struct, into code: inout CodeBuffer) {
        if message.flexible.intersect(type.versions).isEmpty { return }
        let tagged = type.fields.filter { !$0.tagged.isEmpty }
        if tagged.isEmpty { return code.line("reader.skipTags()") }
        code.line("var tags = reader.tagSection()")
        code.block("while let tag = reader.nextTag(&tags)") { code in
            code.line("switch tag {")
            for field in tagged {
                let statement = "\(reference(field)) = \(reading(field, versions: field.tagged))"
                if let tag = field.tag, let condition = field.tagged.condition(in: message.flexible.intersect(type.versions)) {
                    code.line("case \(tag) where \(condition): \(statement)")
                } else if let tag = field.tag {
                    code.line("case \(tag): \(statement)")
                }
            }
            code.line("default: break")
            code.line("}")
        }
    }

    private func reading(_ field: Message.Field, versions: Versions) -> String {
        let nullable = field.nullable.intersect(versions)
        let plain = expression(field, nullable: false, versions: versions)
        guard !nullable.isEmpty else { return plain }
        let orNull = expression(field, nullable: true, versions: versions)
        guard let condition = nullable.condition(in: versions) else { return orNull }
        return "\(condition) ? \(orNull) : \(plain)"
    }

    private func expression(_ field: Message.Field, nullable: Bool, versions: Versions) -> String {
        if field.classic { return "reader.classicNullableString()" }
        switch field.type {
        case .structure(let name):
            let value = "\(message.name).\(name)(from: &reader, version: version)"
            return nullable ? "reader.isPresent() ? \(value) : nil" : value
        case .array(.structure(let name)):
            let size = message.minimumSize(of: .structure(name), in: versions)
            return "reader.\(nullable ? "nullableStructs" : "structs")(minimum: \(size), version: version)"
        default:
            let name = field.type.primitive == "uuidArray" && nullable ? "UUIDArray" : field.type.primitive
            return nullable ? "reader.nullable\(name.prefix(1).uppercased())\(name.dropFirst())()" : "reader.\(name)()"
        }
    }
}
