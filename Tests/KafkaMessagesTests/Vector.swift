import Foundation
import KafkaMessages
import KafkaWire

/// One line of a fixture: a body that Kafka's own classes read and wrote again without a difference.
struct Vector: Sendable, CustomStringConvertible {
    let name: String
    let version: Int16
    let mode: String
    let bytes: [UInt8]

    var description: String { "\(name) v\(version) \(mode)" }

    /// All lines of `Vectors/file.tsv`.
    static func load(_ file: String) throws -> [Vector] {
        try lines(file).compactMap { columns in
            guard columns.count == 4, let version = Int16(columns[1]) else { return nil }
            return Vector(name: columns[0], version: version, mode: columns[2], bytes: bytes(columns[3]))
        }
    }

    /// The columns of each line.
    static func lines(_ file: String) throws -> [[String]] {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Vectors")
        let text = try String(contentsOf: folder.appendingPathComponent("\(file).tsv"), encoding: .utf8)
        return text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    /// The bytes that a run of hexadecimal digits names.
    static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
    }
}

/// A message's two directions without its type: read a body, write what was read.
struct AnyCodec: Sendable {
    let name: String
    let versions: ClosedRange<Int16>
    /// Reads `bytes`; gives the fault, where there is one, and the bytes written again.
    let roundTrip: @Sendable (_ bytes: [UInt8], _ version: Int16) throws -> (fault: WireFault?, again: [UInt8])
    /// Reads `bytes` and gives the fault.
    let fault: @Sendable (_ bytes: [UInt8], _ version: Int16) -> WireFault?

    static let requests: [String: AnyCodec] = table(MessageIndex.requests.map { request($0) })
    static let responses: [String: AnyCodec] = table(MessageIndex.requests.map { response($0) })
    static let data: [String: AnyCodec] = table([
        data(ConsumerProtocolSubscription.self), data(ConsumerProtocolAssignment.self), data(RequestHeader.self), data(ResponseHeader.self),
    ])

    private static func table(_ codecs: [AnyCodec]) -> [String: AnyCodec] {
        Dictionary(codecs.map { ($0.name, $0) }) { first, _ in first }
    }

    private static func request<R: ServedRequest>(_ type: R.Type) -> AnyCodec {
        AnyCodec(
            name: R.name, versions: R.versions,
            roundTrip: { bytes, version in
                var reader = WireReader(bytes)
                let value = R(from: &reader, version: version)
                var writer = WireWriter()
                try value.encode(into: &writer, version: version)
                return (ending(reader), writer.bytes)
            },
            fault: { bytes, version in
                var reader = WireReader(bytes)
                _ = R(from: &reader, version: version)
                return ending(reader)
            })
    }

    private static func response<R: ServedRequest>(_ type: R.Type) -> AnyCodec {
        AnyCodec(
            name: R.name, versions: R.versions,
            roundTrip: { bytes, version in
                var reader = WireReader(bytes)
                let value = R.Response(from: &reader, version: version)
                var writer = WireWriter()
                try value.encode(into: &writer, version: version)
                return (ending(reader), writer.bytes)
            },
            fault: { bytes, version in
                var reader = WireReader(bytes)
                _ = R.Response(from: &reader, version: version)
                return ending(reader)
            })
    }

    private static func data<D: KafkaData>(_ type: D.Type) -> AnyCodec {
        AnyCodec(
            name: "\(D.self)", versions: D.versions,
            roundTrip: { bytes, version in
                var reader = WireReader(bytes)
                let value = D(from: &reader, version: version)
                var writer = WireWriter()
                try value.encode(into: &writer, version: version)
                return (ending(reader), writer.bytes)
            },
            fault: { bytes, version in
                var reader = WireReader(bytes)
                _ = D(from: &reader, version: version)
                return ending(reader)
            })
    }

    private static func ending(_ reader: WireReader) -> WireFault? {
        do { try reader.finish() } catch { return error }
        return nil
    }
}

/// SplitMix64: random numbers that a seed gives again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
