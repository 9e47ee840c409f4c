import Language
import Testing

@Suite("What the checker says")
struct CheckerDiagnosticsTests {
    @Test("a runbook with more than ten mistakes hears of each, in order, with its place and its fix")
    func tenMistakes() throws {
        let path = "\(Shipped.root)/Tests/LanguageTests/Programs/ten-mistakes.runbook"
        let bytes = try #require(TestFiles.read(path))
        let checked = Checking.check(bytes: bytes, mode: .file, environment: CheckedEnvironment(), name: "ten-mistakes.runbook")
        #expect(Set(checked.diagnostics.map(\.code)).count >= 10)
        let text = DiagnosticRenderer(files: checked.program.trees.map(\.file)).render(checked.diagnostics)
        Golden.expect(text, "check/ten-mistakes.txt")
    }

    @Test("a name that a broken line was to make is not called unknown")
    func noEchoes() {
        let checked = Checking.file(
            """
            runbook "t" { param far: , }
            func broken(n: int) = = 3
            step "a" {
                let x = )
                show x
                show broken(3)
                show far
            }
            """)
        #expect(checked.diagnostics.filter { $0.code.hasPrefix("unknown") }.map { Checking.line($0, checked.program) } == [])
        #expect(!checked.diagnostics.isEmpty)
    }

    @Test("files that use each other in a circle, and files that are not there, are said")
    func imports() {
        let texts = ["a": "use b\nfunc one() = two()", "b": "use a\nuse nosuch\nfunc two() = 2", "steps": "step \"s\" { }"]
        let loader = ProgramLoader(libraryNames: ["a", "b"]) { request in
            guard case .library(let name) = request, let text = texts[name] else { return nil }
            return ProgramLoader.Text(name: name, bytes: Array(text.utf8))
        } parse: { file in
            let (tree, diagnostics) = Parser.parse(file: file, effects: [], mode: .file)
            return (tree, diagnostics)
        }
        func check(_ text: String) -> [String] {
            let (tree, parsing) = Parser.parse(file: SourceFile(id: 0, name: "main", text: text), effects: [], mode: .file)
            let (program, loading) = loader.load(tree, firstFile: 1)
            return Checker.check(program, schema: Checking.schema, earlier: parsing + loading).diagnostics.map(\.code)
        }
        #expect(check("use a\nuse b\nstep \"s\" { show one() }") == ["import-cycle", "unknown-import"])
        #expect(check("use steps") == ["import-holds-steps"])
    }

    @Test("functions of tables that call each other again and again end in an error, not in a wait")
    func tooComplex() {
        var text = "func f0(t: table) = t take 1\n"
        for n in 1...24 { text += "func f\(n)(t: table) = f\(n - 1)(f\(n - 1)(t))\n" }
        text += "runbook \"t\" { }\nstep \"a\" { show f24(partitions) }"
        #expect(Checking.file(text).diagnostics.map(\.code).contains("too-complex"))
    }

    @Test("the examples of every source, effect and function that is built check without a diagnostic")
    func examples() {
        let schema = Checking.schema
        let texts =
            schema.sources.filter { $0.availability == .built }.flatMap(\.examples)
            + schema.effects.filter { $0.availability == .built }.flatMap(\.examples) + schema.functions.flatMap(\.examples)
        #expect(texts.count > 40)
        let moves = Checking.entry("let moves = plan reassign topics where replicationFactor < 3 to 3 replicas").environment
        for text in texts {
            let checked = Checking.entry(text, after: moves, file: 1)
            #expect(checked.diagnostics.map { Checking.line($0, checked.program) } == [], "\(text)")
        }
    }

    @Test("damaged programs, parsed and checked, never trap; what is said of them stands inside their text")
    func damaged() {
        var texts = Shipped.files.map(\.bytes)
        for file in CheckerProgramTests.files { texts.append(TestFiles.read("\(CheckerProgramTests.folder)/\(file)") ?? []) }
        let words = texts.map { $0.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }).map { Array($0) } }
        for seed in 1...120 {
            var random = SeededRandom(seed: UInt64(seed))
            var bytes = random.pick(texts)
            let start = random.next(below: bytes.count)
            bytes = Array(bytes[start..<min(bytes.count, start + 1500)])
            for _ in 0..<random.next(below: 12) where !bytes.isEmpty {
                let word = random.pick(random.pick(words))
                let place = random.next(below: bytes.count)
                if random.next(below: 2) == 0 {
                    bytes.insert(contentsOf: [UInt8(ascii: " ")] + word + [UInt8(ascii: " ")], at: place)
                } else {
                    bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.next(below: 8)))
                }
            }
            for mode in [CheckOptions.Mode.file, .entry] {
                let checked = Checking.check(bytes: bytes, mode: mode, environment: CheckedEnvironment(), name: "damaged")
                for diagnostic in checked.diagnostics where diagnostic.span.file == 0 {
                    #expect(diagnostic.span.start >= 0 && diagnostic.span.start <= diagnostic.span.end)
                    #expect(Int(diagnostic.span.end) <= bytes.count)
                }
            }
        }
    }
}
