import KafkaMessages
import KafkaWire

/// CreateTopics, version 2, written by hand: `mend` itself makes no topics in this version, and a tool's start takes seconds.
struct CreateTopicsRequest: KafkaRequest {
    typealias Response = CreateTopicsResponse
    static var apiKey: Int16 { 19 }
    static var name: String { "CreateTopics" }
    static var versions: ClosedRange<Int16> { 2...2 }
    static func isFlexible(_ version: Int16) -> Bool { false }

    var topic: String
    var assignment: [[Int32]]
    var configs: [NameKey: String]

    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.flexible = false
        writer.count(1)
        writer.string(topic)
        writer.int32(-1)
        writer.int16(-1)
        writer.count(assignment.count)
        for (index, replicas) in assignment.enumerated() {
            writer.int32(Int32(index))
            writer.count(replicas.count)
            for replica in replicas { writer.int32(replica) }
        }
        writer.count(configs.count)
        for (key, value) in configs.sorted(by: { $0.key < $1.key }) {
            writer.string(key.text)
            writer.nullableString(value)
        }
        writer.int32(30_000)
        writer.bool(false)
    }
}

struct CreateTopicsResponse: KafkaResponse {
    var outcomes: [(topic: String, code: ErrorCode, message: String?)] = []

    init(from reader: inout WireReader, version: Int16) {
        reader.flexible = false
        _ = reader.int32()
        for _ in 0..<reader.count(minimum: 6) { outcomes.append((reader.string(), reader.errorCode(), reader.nullableString())) }
    }
}
