import Engine
import Journal
import Report
import Testing

/// Names of topics, messages of brokers and notes are text of others: nothing in a report makes more of them.
@Suite("Hostile texts in reports")
struct HostileTextTests {
    static let texts = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x", "&lt;b&gt; & <b>", "]]>-->",
        "\u{202E}evil\u{0}\u{1B}[31m\r\n# x",
        "`|*_[a](javascript:x)", "</title></style></svg><iframe>", "| x |\n| - |", "<!--", "# heading", "1. list", "- [x](http://e)",
        "[a]: http://e",
    ]

    @Test("the page has no element and no attribute but its own", arguments: texts)
    func page(text: String) throws {
        let clean = try HTMLSkeleton(ReportWriter.text(of: try SampleRun.told(), as: .html))
        let page = ReportWriter.text(of: try SampleRun.told { $0 + text }, as: .html)
        let skeleton = try HTMLSkeleton(page)
        #expect(skeleton.kinds == clean.kinds)
        #expect(skeleton.count == clean.count)
        #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}" })
    }

    @Test("the page asks nobody for anything")
    func selfContained() throws {
        let page = ReportWriter.text(of: try SampleRun.told { "http://evil.example/\($0)" }, as: .html)
        #expect(page.contains("content=\"default-src &#39;none&#39;; style-src"))
        let skeleton = try HTMLSkeleton(page)
        for element in ["script", "link", "img", "iframe", "object", "embed", "form", "base", "audio", "video", "use", "image"] {
            #expect(!skeleton.kinds.contains { $0 == element || $0.hasPrefix("\(element) ") }, "\(element)")
        }
        #expect(skeleton.values("href").allSatisfy { $0.hasPrefix("#") })
        #expect(skeleton.values("src").isEmpty)
        #expect(!page.contains("url(") && !page.contains("@import"))
    }

    @Test("every element is closed where it was opened")
    func balanced() throws {
        let skeleton = try HTMLSkeleton(ReportWriter.text(of: try SampleRun.told(), as: .html))
        #expect(skeleton.unbalanced == nil, "\(skeleton.unbalanced ?? "")")
    }

    @Test("Markdown keeps its lines: each table as broad as its head, no heading, no link of theirs", arguments: texts)
    func markdown(text: String) throws {
        let clean = ReportWriter.text(of: try SampleRun.told(), as: .md).split(separator: "\n", omittingEmptySubsequences: false)
        let lines = ReportWriter.text(of: try SampleRun.told { text + $0 }, as: .md).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == clean.count)
        #expect(lines.count { $0.hasPrefix("#") } == clean.count { $0.hasPrefix("#") })
        for (line, own) in zip(lines, clean) { #expect(Self.cells(line) == Self.cells(own), "\(line)") }
        #expect(!lines.contains { $0.replacing("\\](", with: "").contains("](") })
        #expect(!lines.contains { $0.contains("<") && !$0.contains("\\<") })
    }

    /// Bars that are not escaped.
    private static func cells(_ line: Substring) -> Int {
        var count = 0
        var isEscaped = false
        for character in line {
            if character == "|", !isEscaped { count += 1 }
            isEscaped = character == "\\" && !isEscaped
        }
        return count
    }

    @Test("JSON says the texts as they were", arguments: texts)
    func json(text: String) throws {
        let document = try JSONValue.parse(ReportWriter.text(of: try SampleRun.told { text + $0 }, as: .json))
        #expect(document["runbook"]?.string == text + "Drain broker 2")
        #expect(document["notes"]?.array?.first?["text"]?.string == text + "done")
    }
}

/// The elements of a page, read by a small strict reader: what a browser would make of it.
struct HTMLSkeleton {
    /// Each element with the names of its attributes, once.
    private(set) var kinds: Set<String> = []
    private(set) var count = 0
    /// What is wrong with the nesting; nil: nothing.
    private(set) var unbalanced: String?
    private var attributes: [(name: String, value: String)] = []

    struct Fault: Error { var text: String }

    init(_ page: String) throws {
        var open: [String] = []
        var rest = Substring(page)
        while let start = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: start)...]
            if rest.hasPrefix("!DOCTYPE html>") { continue }
            guard let end = rest.firstIndex(of: ">") else { throw Fault(text: "a tag without its end") }
            let tag = rest[..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                if open.last == String(tag.dropFirst()) {
                    open.removeLast()
                } else {
                    unbalanced = unbalanced ?? "</\(tag.dropFirst())> in \(open)"
                }
                continue
            }
            let name = String(tag.prefix { $0 != " " })
            guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else { throw Fault(text: "a tag named \(name)") }
            let names = try read(attributes: tag.dropFirst(name.count))
            kinds.insert(([name] + names).joined(separator: " "))
            count += 1
            if name != "meta" { open.append(name) }
            // What is in a style is no markup.
            if name == "style", let close = rest.firstRange(of: "</style>") { rest = rest[close.lowerBound...] }
        }
        if !open.isEmpty { unbalanced = unbalanced ?? "left open: \(open)" }
    }

    private mutating func read(attributes text: Substring) throws -> [String] {
        var names: [String] = []
        var rest = text
        while let first = rest.first {
            guard first == " ", let equals = rest.firstIndex(of: "=") else { throw Fault(text: "attributes: \(text)") }
            let name = String(rest[rest.index(after: rest.startIndex)..<equals])
            rest = rest[rest.index(after: equals)...]
            guard rest.first == "\"" else { throw Fault(text: "attributes: \(text)") }
            rest = rest.dropFirst()
            guard let close = rest.firstIndex(of: "\"") else { throw Fault(text: "attributes: \(text)") }
            attributes.append((name, String(rest[..<close])))
            names.append(name)
            rest = rest[rest.index(after: close)...]
        }
        return names
    }

    func values(_ name: String) -> [String] { attributes.filter { $0.name == name }.map(\.value) }
}
