import Foundation

/// One message definition of Kafka's, as its JSON says it.
struct Definition: Decodable {
    let apiKey: Int?
    let type: String
    let name: String
    let validVersions: String
    let flexibleVersions: String?
    let latestVersionUnstable: Bool?
    let commonStructs: [CommonStruct]?
    let fields: [Field]

    struct CommonStruct: Decodable {
        let name: String
        let versions: String
        let fields: [Field]
    }

    struct Field: Decodable {
        let name: String
        let type: String
        let versions: String?
        let nullableVersions: String?
        let taggedVersions: String?
        let flexibleVersions: String?
        let tag: Int?
        let ignorable: Bool?
        let `default`: Scalar?
        let fields: [Field]?
    }

    /// A default: text in most definitions, a bare boolean or number in some.
    struct Scalar: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                text = flag ? "true" : "false"
            } else if let number = try? container.decode(Int64.self) {
                text = String(number)
            } else {
                text = try container.decode(String.self)
            }
        }
    }

    /// Reads a definition from JSON with `//` comments.
    static func read(_ text: String) throws -> Definition {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(withoutComment)
        return try JSONDecoder().decode(Definition.self, from: Data(lines.joined(separator: "\n").utf8))
    }

    private static func withoutComment(_ line: Substring) -> Substring {
        var inString = false
        var before: Character = " "
        for (index, character) in zip(line.indices, line) {
            if character == "\"", before != "\\" { inString.toggle() }
            if character == "/", before == "/", !inString { return line[..<line.index(before: index)] }
            before = character
        }
        return line
    }
}
