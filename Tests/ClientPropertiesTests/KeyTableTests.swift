import Foundation
import Testing

@testable import ClientProperties

@Suite("The table of keys")
struct KeyTableTests {
    @Test(
        "every key of Kafka's clients is known here, by the lists of their own definitions",
        arguments: ["2.4.1", "2.8.2", "3.9.2", "4.3.1"])
    func complete(release: String) throws {
        let file = Vectors.folder.appendingPathComponent("keys-\(release).txt")
        let keys = String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { String($0.prefix { $0 != " " }) }
        #expect(keys.count > 80)
        #expect(keys.filter { ClientKey.named($0) == nil } == [])
    }

    @Test("every key is in it once, and says what it does")
    func once() {
        let names = ClientKey.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(ClientKey.all.filter(\.note.isEmpty).map(\.name) == [])
    }

    @Test("docs/properties.md holds the table")
    func document() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appendingPathComponent("docs/properties.md")
        let text = String(decoding: try Data(contentsOf: path), as: UTF8.self)
        let begin = "<!-- The table is made of ClientKey: MEND_UPDATE_GOLDEN=1 swift test --filter KeyTableTests -->\n"
        let parts = text.components(separatedBy: begin)
        try #require(parts.count == 2)
        if ProcessInfo.processInfo.environment["MEND_UPDATE_GOLDEN"] != nil {
            try Data((parts[0] + begin + Self.table).utf8).write(to: path)
        }
        #expect(String(decoding: try Data(contentsOf: path), as: UTF8.self) == parts[0] + begin + Self.table)
    }

    private static var table: String {
        var text = ""
        for (title, isIn) in Self.sections {
            text += "\n### \(title)\n\n| key | what happens here |\n|---|---|\n"
            for key in ClientKey.all.filter(isIn).sorted(by: { $0.name < $1.name }) {
                text += "| `\(key.name)` | \(key.note)\(key.isSecret ? " (secret)" : "") |\n"
            }
        }
        return text
    }

    private static var sections: [(title: String, isIn: (ClientKey) -> Bool)] {
        [
            ("Used", \.isUsed),
            ("Refused, but for the values named", { if case .refusedUnless = $0.verdict { true } else { false } }),
            ("Refused", { if case .refused = $0.verdict { true } else { false } }),
            ("Without effect here", { $0.verdict == .ignored }),
        ]
    }
}
