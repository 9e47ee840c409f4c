import CCompression
import Foundation

/// Just enough of the ZIP format (APPNOTE 4.3) to read text files out of a jar.
struct ZipArchive {
    private let bytes: [UInt8]
    private var entries: [String: Entry] = [:]

    private struct Entry {
        let method: Int
        let compressed: Int
        let size: Int
        let header: Int
    }

    init(_ data: Data) throws {
        bytes = [UInt8](data)
        guard let end = stride(from: bytes.count - 22, through: 0, by: -1).first(where: { uint32(at: $0) == 0x0605_4B50 }) else {
            throw GeneratorFailure("not a jar: it has no central directory")
        }
        var offset = uint32(at: end + 16)
        for _ in 0..<uint16(at: end + 10) {
            guard uint32(at: offset) == 0x0201_4B50 else { throw GeneratorFailure("the jar's central directory is damaged") }
            let nameLength = uint16(at: offset + 28)
            guard offset + 46 + nameLength <= bytes.count else { throw GeneratorFailure("the jar is cut short") }
            let name = String(decoding: bytes[offset + 46..<offset + 46 + nameLength], as: UTF8.self)
            entries[name] = Entry(
                method: uint16(at: offset + 10), compressed: uint32(at: offset + 20), size: uint32(at: offset + 24),
                header: uint32(at: offset + 42))
            offset += 46 + nameLength + uint16(at: offset + 30) + uint16(at: offset + 32)
        }
    }

    var names: [String] { entries.keys.sorted() }

    func text(of name: String) throws -> String? {
        guard let entry = entries[name] else { return nil }
        let start = entry.header + 30 + uint16(at: entry.header + 26) + uint16(at: entry.header + 28)
        guard start + entry.compressed <= bytes.count else { throw GeneratorFailure("\(name): the jar is cut short") }
        let stored = Array(bytes[start..<start + entry.compressed])
        let content = entry.method == 0 ? stored : try inflate(stored, size: entry.size, name: name)
        return String(decoding: content, as: UTF8.self)
    }

    private func inflate(_ input: [UInt8], size: Int, name: String) throws -> [UInt8] {
        var output = [UInt8](repeating: 0, count: size)
        let written = mend_inflate_raw(input, input.count, &output, output.count)
        guard written == size else { throw GeneratorFailure("\(name): damaged in the jar") }
        return output
    }

    private func uint16(at offset: Int) -> Int {
        guard offset >= 0, offset + 2 <= bytes.count else { return 0 }
        return Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
    }

    private func uint32(at offset: Int) -> Int { uint16(at: offset) | uint16(at: offset + 2) << 16 }
}
