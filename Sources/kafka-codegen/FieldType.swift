/// A type of the protocol, and its name in Swift.
indirect enum FieldType: Equatable {
    case bool, int8, int16, uint16, int32, uint32, int64, float64, uuid, string, bytes, records, errorCode
    case structure(String)
    case array(FieldType)

    init(_ text: String) throws {
        if text.hasPrefix("[]") {
            self = .array(try FieldType(String(text.dropFirst(2))))
            return
        }
        switch text {
        case "bool": self = .bool
        case "int8": self = .int8
        case "int16": self = .int16
        case "uint16": self = .uint16
        case "int32": self = .int32
        case "uint32": self = .uint32
        case "int64": self = .int64
        case "float64": self = .float64
        case "uuid": self = .uuid
        case "string": self = .string
        case "bytes": self = .bytes
        case "records": self = .records
        default:
            guard text.first?.isUppercase == true else { throw GeneratorFailure("the type '\(text)' is unknown") }
            self = .structure(text)
        }
    }

    var swift: String {
        switch self {
        case .bool: "Bool"
        case .int8: "Int8"
        case .int16: "Int16"
        case .uint16: "UInt16"
        case .int32: "Int32"
        case .uint32: "UInt32"
        case .int64: "Int64"
        case .float64: "Double"
        case .uuid: "KafkaUUID"
        case .string: "String"
        case .bytes, .records: "[UInt8]"
        case .errorCode: "ErrorCode"
        case .structure(let name): name
        case .array(let element): "[\(element.swift)]"
        }
    }

    /// The name of the reader's and the writer's primitive.
    var primitive: String {
        switch self {
        case .bool: "bool"
        case .int8: "int8"
        case .int16: "int16"
        case .uint16: "uint16"
        case .int32: "int32"
        case .uint32: "uint32"
        case .int64: "int64"
        case .float64: "float64"
        case .uuid: "uuid"
        case .string: "string"
        case .bytes, .records: "byteArray"
        case .errorCode: "errorCode"
        case .structure(let name): name
        case .array(let element): "\(element.primitive)Array"
        }
    }

    /// What doc comments call it: the protocol's own word.
    var protocolName: String {
        switch self {
        case .bytes: "bytes"
        case .records: "records"
        case .errorCode: "int16 error code"
        case .structure(let name): "`\(name)`"
        case .array(let element): "array of \(element.protocolName)"
        default: primitive
        }
    }

    var isStructArray: Bool {
        if case .array(.structure) = self { return true }
        return false
    }

    /// Whether null has a primitive of its own: the fixed-size types have none.
    var element: FieldType? {
        if case .array(let element) = self { return element }
        return nil
    }
}
