import KafkaPrimitives
import Language
import Testing

@Suite("Recovery goes forward") struct RecoveryTests {
    @Test(
        "a header line that ends where a value or a word is needed, before a line that begins a statement",
        arguments: [
            "param copies: int =", "param copies: int in", "param copies:", "param", "permits", "only", "only on", "limits { topics",
        ])
    func headerLine(line: String) {
        for text in ["runbook \"X\" {\n    \(line)\n}\nshow brokers\n", "runbook \"X\" {\n    \(line)\nshow brokers\n}\n"] {
            let (_, diagnostics) = Parser.parse(file: SourceFile(id: 0, name: "test", text: text), effects: [], mode: .file)
            // One fault, and at most what the statement outside of a step is told for.
            #expect((1...4).contains(diagnostics.count), "\(text): \(diagnostics.map(\.message))")
        }
    }
}

@Suite("Whatever is wrong, reading goes forward") struct ForwardTests {
    /// Where something may be missing, or too much.
    private static let pieces = [
        "runbook \"X\" {", "param a: int =", "param a: int in", "only on", "permits", "limits {", "topics", "step \"A\" {", "verify {",
        "undo {",
        "func f(a: int) =", "action a(b:", "test \"t\" in lab", "use", "let x =", "show", "if", "else if", "else {", "for x in",
        "retry 3 every",
        "try {", "catch timeout", "confirm", "approve \"a\" type", "wait until", "within", "otherwise ask \"q\" {", "\"a\" ->", "again",
        "watch",
        "partitions where", "select a,", "add b =", "sort by", "group by", "join x on", "| count(", "take", "(", ")", "[", "]", "{", "}",
        ",", ";",
        "x.", "x[", "\"{", "\"a {b} c\"", "- -", "not", "and", "no", "any", "plan", "place", "partitions onto", "staged", "throttle",
        "give back", "1..", "@2026",
        "/a", "=", "==", "\\", "\"", "'", "#", "é", "\u{0}", "broker 2", "config[\"a\"]", "5 m", "1h30m", "~", "is", "in",
    ]

    /// Every piece behind every other, on one line, on two, and in each of some places: no text may take longer than its length justifies, and
    /// one that loops without taking a token does not end at all.
    @Test("two pieces in a row, in every place", arguments: pieces)
    func pairs(first: String) {
        for second in Self.pieces {
            for (text, mode) in [
                ("\(first) \(second)\nshow brokers\n", Parser.Mode.entry),
                ("runbook \"X\" {\n\(first)\n\(second)\n}\nshow brokers\n", .file),
                ("runbook \"X\" {\nlimits {\n\(first)\n}\n}\nstep \"A\" {\n\(first)\n\(second)\n}\nstep \"B\" { show brokers }\n", .file),
            ] {
                let file = SourceFile(id: 0, name: "t", text: text)
                let (tree, diagnostics) = Parser.parse(file: file, effects: EffectSignatures.all, mode: mode)
                // Each recovery takes a token: there are no more items, and no more faults, than tokens.
                if tree.items.count > text.utf8.count || diagnostics.count > text.utf8.count { Issue.record("\(text)") }
            }
        }
    }

    @Test("a line that goes on a hundred thousand times behind an error is passed in one go")
    func continuedLines() {
        let text = "show = 1" + String(repeating: "\n| count()", count: 100_000) + "\nshow brokers\n"
        let (_, diagnostics) = Parser.parse(file: SourceFile(id: 0, name: "t", text: text), effects: [], mode: .entry)
        #expect(diagnostics.count == 1)
    }
}

@Suite("What nests too deep is told") struct DepthTests {
    /// Forms that nest, each with what it is closed with.
    static let forms: [(open: String, core: String, close: String)] = [
        ("(", "1", ")"), ("[", "1", "]"), ("-", "1", ""), ("not ", "true", ""), ("count(", "[]", ")"), ("1 + ", "1", ""), ("", "x", ".y"),
        ("", "x", "[\"y\"]"), ("true and ", "true", ""), ("1 < ", "1", ""), ("any ", "x", ""), ("", "1", " ago"), ("", "x", " where true"),
        ("", "x", " | first()"), ("x join (", "x", ") on a"), ("if true { ", "show 1", " }"), ("for a in x { ", "show 1", " }"),
        ("try { ", "show 1", " } catch gate { show 1 }"), ("if true { show 1 } else ", "if true { show 1 }", ""),
        ("confirm \"a\" { ", "note \"b\"", " }"), ("retry 3 every 1s { ", "show 1", " }"),
        ("wait until true within 1s otherwise { ", "show 1", " }"), ("plan place x where (", "true", ") onto 1"),
        ("place x where (", "true", ") onto 1"), ("{", "a", "}"), ("\"{", "a", "}\""),
    ]

    @Test("two thousand levels of each form end in diagnostics, in the parser, the checker and the formatter", arguments: forms.indices)
    func deep(index: Int) {
        let form = Self.forms[index]
        for count in [50, 99, 150, 299, 400, 2_000] {
            let statement = String(repeating: form.open, count: count) + form.core + String(repeating: form.close, count: count)
            for (text, mode) in [(statement, Parser.Mode.entry), ("step \"A\" {\n\(statement)\n}\n", .file)] {
                let file = SourceFile(id: 0, name: "t", text: text)
                let (tree, diagnostics) = Parser.parse(file: file, effects: EffectSignatures.all, mode: mode)
                _ = Checker.check(
                    Program(main: tree), schema: Checking.schema, options: CheckOptions(mode: mode == .file ? .file : .entry),
                    earlier: diagnostics)
                _ = Formatter.format(file, effects: EffectSignatures.all, mode: mode)
                for item in tree.items { _ = NormalForm.of(item) }
                if count == 2_000, !["", " where true", " | first()"].contains(form.close) { #expect(!diagnostics.isEmpty, "\(form)") }
            }
        }
    }

    @Test("chains of functions and of actions, whichever stands first, have an end that the checker tells")
    func chains() {
        for isForward in [true, false] {
            var functions: [String] = ["func f0(x: int) = x"]
            var actions: [String] = ["action a0() { note \"a\" }"]
            for index in 1...3_000 {
                functions.append("func f\(index)(x: int) = 1 + (1 + (1 + f\(index - 1)(x)))")
                actions.append("action a\(index)() { if true { if true { do a\(index - 1)() } } }")
            }
            for lines in [functions, actions] {
                let text = (isForward ? lines : lines.reversed()).joined(separator: "\n") + "\nstep \"A\" { show 1 }\n"
                let (tree, diagnostics) = Parser.parse(file: SourceFile(id: 0, name: "t", text: text), effects: [], mode: .file)
                #expect(diagnostics.isEmpty)
                let checked = Checker.check(Program(main: tree), schema: Checking.schema, options: CheckOptions(mode: .file), earlier: [])
                if !isForward { #expect(checked.diagnostics.contains { $0.code == "too-deep" }) }
            }
        }
    }

    @Test("actions that call the one before twice are timed once each")
    func worstTime() {
        var text = "action a0() { wait until true within 1s }\n"
        for index in 1...60 { text += "action a\(index)() { do a\(index - 1)(); do a\(index - 1)() }\n" }
        text += "step \"A\" { do a60() }\n"
        let (tree, diagnostics) = Parser.parse(file: SourceFile(id: 0, name: "t", text: text), effects: [], mode: .file)
        let checked = Checker.check(Program(main: tree), schema: Checking.schema, options: CheckOptions(mode: .file), earlier: diagnostics)
        // 2^60 seconds have no room as nanoseconds: as long as can be said.
        #expect(checked.worstTime.bounded == .max)
    }
}
