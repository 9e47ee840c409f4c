import Foundation
import Journal
import OracleDriver
import Testing

/// Programs over tables with gaps, with what a second evaluator says they give. That one is written in Python from the grammar's text alone and
/// shares nothing with this program; `make oracle` asks it for new cases and compares.
@Suite("The oracle of the language")
struct OracleTests {
    struct Section: Sendable, CustomTestStringConvertible {
        let number: Int
        let lines: [String]
        var testDescription: String { "part \(number)" }
    }

    private static let lines: [String] = {
        guard let url = Bundle.module.url(forResource: "cases", withExtension: "txt"),
            let text = try? String(contentsOf: url, encoding: .utf8)
        else { return [] }
        return text.split(separator: "\n").map(String.init)
    }()

    /// Twenty tables each, with their programs.
    static let sections: [Section] = {
        var sections: [[String]] = []
        var tables = 0
        for line in lines.dropFirst() {
            if line.hasPrefix("W ") {
                if tables % 20 == 0 { sections.append([]) }
                tables += 1
            }
            if !sections.isEmpty { sections[sections.count - 1].append(line) }
        }
        return sections.enumerated().map { Section(number: $0 + 1, lines: $1) }
    }()

    @Test("has five thousand cases and more")
    func enough() { #expect(Self.lines.filter { $0.hasPrefix("P ") }.count >= 5_000) }

    @Test("agrees", arguments: sections)
    func agrees(section: Section) throws {
        let schema = try OracleWorld.schema(JSONValue.parse(String(Self.lines[0].dropFirst(2))))
        var world = try OracleWorld(["alpha": ["rows": []], "beta": ["rows": []]], schema: schema)
        var program = ""
        for line in section.lines {
            let rest = String(line.dropFirst(2))
            switch line.first {
            case "W": world = try OracleWorld(JSONValue.parse(rest), schema: schema)
            case "P": program = rest
            default: #expect(world.outcome(program).text == rest, "\(program)")
            }
        }
    }
}
