import Foundation
import Testing

/// What the compiler wrote down that compares text by Unicode's canonical equivalence, where names of Kafka are bytes (`Sources/Bytewise`).
/// Read from the object files, since no look at the source tells what a `==`, a `contains` or a derived `Hashable` comes down to.
@Suite("No module compares text otherwise than by its bytes")
struct ComparisonSymbolTests {
    /// The standard library's ways to compare text, by their symbols.
    private static let comparisons = [
        "$sSS2eeoiySbSS_SStFZ": "String ==", "$sSS1loiySbSS_SStFZ": "String <", "$sSSSQsWP": "a generic == on String",
        "$sSSSLsWP": "a generic < on String", "$sSS9hasPrefixySbSSF": "String.hasPrefix", "$sSS9hasSuffixySbSSF": "String.hasSuffix",
        "$sSysE2eeoiySbx_qd__tSyRd__lFZ": "a generic == on StringProtocol", "$sSysE9hasPrefixySbqd__SyRd__lF": "StringProtocol.hasPrefix",
    ]
    /// Collections that hash text the standard library's way: parts of the symbols of their types.
    private static let collections = ["SDySS": "[String: …]; take [NameKey: …]", "ShySS": "Set<String>; take Set<NameKey>"]
    /// The modules in which a text may be a name of Kafka's: their dictionaries and sets have `NameKey`.
    private static let named: Set<String> = [
        "KafkaClient", "KafkaAdmin", "KafkaLab", "KafkaPrimitives", "Engine", "Output", "mend",
    ]
    /// Files that hold tables of the language's own, by identifiers, or of runs, by their names: ASCII, both.
    private static let byIdentifier: Set<String> = [
        "KafkaPrimitives/RequestRights.swift", "Engine/Evaluator/Evaluator.swift", "Engine/Evaluator/Evaluation+Fetch.swift",
        "Engine/Effects/Interpreter+Call.swift", "Engine/Effects/Interpreter+Effect.swift", "Engine/Effects/RunSignature.swift",
        "Engine/Effects/NotifySignature.swift", "Engine/Resume/EditComparison.swift", "mend/ProgramFile.swift", "mend/Repl/Repl.swift",
        "mend/Repl/EntrySplitter.swift", "mend/Repl/EntryRunner.swift", "mend/Repl/Completer.swift", "mend/Subcommands/Debts.swift",
        "mend/Subcommands/Check.swift", "mend/Subcommands/Runbooks.swift", "Engine/Run/RunsAtHand.swift",
    ]
    /// What is no name: `Bytewise` itself, and the generator of messages, which ships nothing.
    private static let exempt: Set<String> = ["Bytewise", "kafka-codegen"]

    private static let build = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

    @Test("in what the compiler made of it", arguments: Repository.sources.filter { !exempt.contains($0.target) })
    func object(file: Repository.File) throws {
        let name = file.path.split(separator: "/").last.map(String.init) ?? ""
        let folder = file.target.replacing("-", with: "_") + ".build"
        let object = try Data(contentsOf: Self.build.appending(path: "\(folder)/\(name).o"))
        for (symbol, words) in Self.comparisons {
            #expect(object.range(of: Data([0] + symbol.utf8 + [0])) == nil, "\(file.path) uses \(words)")
        }
        guard Self.named.contains(file.target), !Self.byIdentifier.contains(String(file.path.dropFirst("Sources/".count))),
            !file.path.contains("/Effects/Signatures/")
        else { return }
        for (part, words) in Self.collections { #expect(object.range(of: Data(part.utf8)) == nil, "\(file.path) uses \(words)") }
    }

    @Test("the symbols are those that this compiler writes")
    func symbolsAreRight() throws {
        // This file compares as the standard library does, so that its own object holds what is looked for.
        #expect(Probe.compared("a", "b") == [false, true, false, true])
        let object = try Data(contentsOf: Self.build.appending(path: "TidyTests.build/ComparisonSymbolTests.swift.o"))
        for symbol in Self.comparisons.keys { #expect(object.range(of: Data([0] + symbol.utf8 + [0])) != nil, "\(symbol)") }
        for part in Self.collections.keys { #expect(object.range(of: Data("$s\(part)".utf8)) != nil, "\(part)") }
    }
}

/// Each of the standard library's ways, used once.
private enum Probe {
    static func compared(_ left: String, _ right: String) -> [Bool] {
        let tail = left[...]
        let known: Set<String> = [left]
        let numbered: [String: Int] = [left: 1]
        let found = [left == right, left < right, isSame(left, right), isBefore(left, right)]
        guard left.hasPrefix("a"), left.hasSuffix("a"), tail == left, tail.hasPrefix(tail), known.contains(left), numbered[left] == 1 else {
            return []
        }
        return found
    }

    private static func isSame<Element: Equatable>(_ left: Element, _ right: Element) -> Bool { left == right }
    private static func isBefore<Element: Comparable>(_ left: Element, _ right: Element) -> Bool { left < right }
}
