import Foundation
import Testing

/// Files of inputs with what Kafka's own classes make of them: hexadecimal, `INPUT KEY=VALUE …`.
enum Vectors {
    struct Line {
        let input: [UInt8]
        /// As the file has them: `error`, `half`, a module, `KEY=VALUE`.
        let words: [String]
    }

    static func lines(_ name: String) -> [Line] {
        let file = folder.appendingPathComponent(name)
        guard let data = try? Data(contentsOf: file) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let words = line.split(separator: " ").map(String.init)
            return Line(input: bytes(words[0]), words: Array(words.dropFirst()))
        }
    }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")

    static func bytes(_ hex: String) -> [UInt8] {
        guard hex != "-" else { return [] }
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16) ?? 0
        }
    }

    static func text(_ hex: String) -> String { String(decoding: bytes(hex), as: UTF8.self) }

    /// `KEY=VALUE` in hexadecimal as texts.
    static func pair(_ word: String) -> [String] { word.split(separator: "=").map { text(String($0)) } }
}
