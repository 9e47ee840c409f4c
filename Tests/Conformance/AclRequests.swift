import KafkaMessages
import KafkaWire

/// A rule that allows the user `reader` something; `*` is any.
struct AllowRule: Hashable {
    /// Kafka's `ResourceType`.
    enum Kind: Int8 { case topic = 2, group = 3, cluster = 4 }
    var kind: Kind
    var name: String
    /// nil: everything (`ALL`).
    var operation: AclOperation?

    static let everything: [AllowRule] = [.cluster(nil), .topic("*", nil), .group("*", nil)]

    static func cluster(_ operation: AclOperation?) -> AllowRule { AllowRule(kind: .cluster, name: "kafka-cluster", operation: operation) }
    static func topic(_ name: String, _ operation: AclOperation?) -> AllowRule { AllowRule(kind: .topic, name: name, operation: operation) }
    static func group(_ name: String, _ operation: AclOperation?) -> AllowRule { AllowRule(kind: .group, name: name, operation: operation) }

    fileprivate var code: Int8 { operation?.rawValue ?? 2 }
}

extension [AllowRule] {
    /// As both requests have them: of a literal name, from any host.
    fileprivate func encode(into writer: inout WireWriter) {
        writer.flexible = false
        writer.count(count)
        for rule in self {
            writer.int8(rule.kind.rawValue)
            writer.string(rule.name)
            writer.int8(3)
            writer.string("User:reader")
            writer.string("*")
            writer.int8(rule.code)
            writer.int8(3)
        }
    }
}

/// CreateAcls, version 1, written by hand: `mend` itself makes no rules, and a tool's start takes seconds.
struct CreateAclsRequest: KafkaRequest {
    typealias Response = AclErrors
    static var apiKey: Int16 { 30 }
    static var name: String { "CreateAcls" }
    static var versions: ClosedRange<Int16> { 1...1 }
    static func isFlexible(_ version: Int16) -> Bool { false }

    var rules: [AllowRule]

    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        rules.encode(into: &writer)
    }
}

/// DeleteAcls, version 1: exactly these rules.
struct DeleteAclsRequest: KafkaRequest {
    typealias Response = DeletedAcls
    static var apiKey: Int16 { 31 }
    static var name: String { "DeleteAcls" }
    static var versions: ClosedRange<Int16> { 1...1 }
    static func isFlexible(_ version: Int16) -> Bool { false }

    var rules: [AllowRule]

    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        rules.encode(into: &writer)
    }
}

/// What became of each rule.
struct AclErrors: KafkaResponse {
    var codes: [ErrorCode] = []

    init(from reader: inout WireReader, version: Int16) {
        reader.flexible = false
        _ = reader.int32()
        for _ in 0..<reader.count(minimum: 4) {
            codes.append(reader.errorCode())
            _ = reader.nullableString()
        }
    }
}

/// What became of each rule that was to go; those that were found are passed over.
struct DeletedAcls: KafkaResponse {
    var codes: [ErrorCode] = []

    init(from reader: inout WireReader, version: Int16) {
        reader.flexible = false
        _ = reader.int32()
        for _ in 0..<reader.count(minimum: 8) {
            codes.append(reader.errorCode())
            _ = reader.nullableString()
            for _ in 0..<reader.count(minimum: 14) {
                _ = reader.errorCode()
                _ = reader.nullableString()
                _ = reader.int8()
                _ = reader.string()
                _ = reader.int8()
                _ = reader.string()
                _ = reader.string()
                _ = reader.int8()
                _ = reader.int8()
            }
        }
    }
}
