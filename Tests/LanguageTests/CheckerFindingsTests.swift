import Language
import Testing

@Suite("What the checker tells the engine")
struct CheckerFindingsTests {
    /// The demand of each source name of a text, in order: `partitions: isr offline`.
    static func demand(_ checked: CheckedProgram) -> [String] {
        checked.findings.demand.sorted { ($0.key.file, $0.key.start) < ($1.key.file, $1.key.start) }.map { span, columns in
            "\(text(span, checked)): \(columns.sorted().joined(separator: " "))"
        }
    }

    static func text(_ span: Span, _ checked: CheckedProgram) -> String {
        guard let tree = checked.program.trees.first(where: { $0.file.id == span.file }) else { return "?" }
        return String(decoding: tree.file.bytes[Int(span.start)..<Int(span.end)], as: UTF8.self)
    }

    static func inStep(_ body: String) -> CheckedProgram {
        Checking.file("runbook \"t\" { permits elect, cancel; limits { duration 1h } }\nstep \"s\" {\n\(body)\n}")
    }

    static let partitionDefaults = "isr leader offline partition replicas topic underReplicated"

    @Test(
        "a source is asked for its key, what clauses use, and what is shown",
        arguments: [
            ("show partitions", "partitions: \(partitionDefaults)"),
            ("show partitions where soleIsr", "partitions: isr leader offline partition replicas soleIsr topic underReplicated"),
            ("show partitions where soleIsr select topic", "partitions: partition soleIsr topic"),
            ("show count(partitions where soleIsr)", "partitions: partition soleIsr topic"),
            ("require no partitions where soleIsr", "partitions: partition soleIsr topic"),
            ("show partitions group by leader select leader, n = count(it)", "partitions: leader partition topic"),
            ("show partitions group by leader select leader, n = sum(it.earliest)", "partitions: earliest leader partition topic"),
            ("show partitions add late = records select late", "partitions: partition records topic"),
            ("show cluster.mode", "cluster: id mode"),
            ("show (partitions where soleIsr).elr", "partitions: elr partition soleIsr topic"),
            ("show topics select name, config[\"retention.ms\"]", "topics: config name"),
        ])
    func demandOfQueries(body: String, wanted: String) {
        let checked = Self.inStep(body)
        #expect(checked.diagnostics.isEmpty)
        #expect(Self.demand(checked) == [wanted])
    }

    @Test("a binding reads what later lines use of it, and nothing else")
    func demandOfBindings() {
        let checked = Self.inStep(
            """
            let thin = partitions where underReplicated
            let first2 = first(thin)
            show thin where minIsr > 1 select topic
            for p in thin { note "{p.elr}" }
            show first2.lastKnownElr
            """)
        #expect(checked.diagnostics.isEmpty)
        #expect(Self.demand(checked) == ["partitions: elr lastKnownElr minIsr partition topic underReplicated"])
    }

    @Test("an effect's target is asked for the columns that name its rows; a join for both keys")
    func demandOfEffectsAndJoins() {
        let effect = Self.inStep("elect for partitions where offline")
        #expect(Self.demand(effect) == ["partitions: offline partition topic"])
        let join = Self.inStep("show partitions join brokers on leader == id select topic, rack")
        #expect(Self.demand(join) == ["partitions: leader partition topic", "brokers: id rack"])
    }

    @Test("a function's source is asked for what all its calls use")
    func demandOfFunctions() {
        let checked = Checking.file(
            """
            func thin() = partitions where underReplicated
            func top(t: table, what: column) = t sort by what desc take 1
            runbook "t" { }
            step "a" { show thin() select topic, elr }
            step "b" { show thin() select topic, records }
            step "c" { show top(groups where memberless, lag) select id }
            step "d" { show (groups | top(members)).coordinator }
            """)
        #expect(checked.diagnostics.isEmpty)
        #expect(
            Self.demand(checked) == [
                "partitions: elr partition records topic underReplicated", "groups: id lag memberless", "groups: coordinator id members",
            ])
    }

    @Test("in an entry a binding reads what is shown of it")
    func demandOfEntries() {
        let checked = Checking.entry("let thin = partitions where soleIsr")
        #expect(Self.demand(checked) == ["partitions: isr leader offline partition replicas soleIsr topic underReplicated"])
    }

    static func restrictions(_ body: String) -> [String] {
        let checked = inStep(body)
        return checked.findings.restrictions.sorted { $0.key.start < $1.key.start }.flatMap { span, list in
            list.map { "\(text(span, checked)).\($0.column) \($0.isList ? "in" : "==") \(text($0.value.span, checked))" }
        }
    }

    @Test(
        "equality and `in` on a key go into the fetch, where their values use no row and read nothing",
        arguments: [
            ("show partitions where topic == \"t\" and offline", ["partitions.topic == \"t\""]),
            (
                "show partitions where \"t\" == topic where partition in [1, 2]",
                ["partitions.topic == \"t\"", "partitions.partition in [1, 2]"]
            ),
            ("let w = [\"a\"]; show groups where id in w", ["groups.id in w"]),
            ("for g in groups { show lags where group == g.id }", ["lags.group == g.id"]),
            ("show partitions where topic == \"t\" or offline", []),
            ("show partitions where not topic == \"t\"", []),
            ("show partitions where partition == leader", []),
            ("show partitions where topic in (topics where internal).name", []),
            ("show partitions take 3 where topic == \"t\"", []),
            ("let p = partitions; show p where topic == \"t\"", []),
            ("show partitions where leader == 3", []),
            ("show partitions where topic != \"t\"", []),
        ] as [(String, [String])])
    func pushedDown(body: String, wanted: [String]) {
        #expect(Self.restrictions(body) == wanted)
    }

    @Test("each bare name says what it means")
    func resolutions() {
        let checked = Checking.file(
            """
            func f(n: int, what: column) = groups where lag > n sort by what
            runbook "t" { param least: int = 3 }
            step "a" {
                let x = groups
                show x where lag > least and params.least > 2
            }
            """)
        let said = checked.findings.resolution.sorted { $0.key.start < $1.key.start }.map { "\($0.value)" }
        #expect(
            said == [
                "source(\"groups\")", "column(\"lag\")", "parameter(\"n\")", "columnParameter(\"what\")", "source(\"groups\")",
                "binding(\"x\")", "column(\"lag\")", "parameter(\"least\")", "parameters",
            ])
    }

    @Test("verbs are counted in undo blocks, arms and called actions, not in plans and tests")
    func verbs() {
        let checked = Checking.file(
            """
            runbook "t" { permits elect, cancel, notify, remove; limits { duration 1h } }
            step "a" {
                let p = plan reassign topics to 3 replicas
                do tell()
                wait until settled(p) within 1m otherwise ask "?" { "stop" -> { cancel p } }
            } undo { elect for partitions where offline }
            action tell() { notify "x" }
            test "t" in lab healthy { remove members }
            """)
        #expect(checked.diagnostics.isEmpty)
        #expect(checked.verbs == ["elect", "cancel", "notify"])
    }

    @Test("the worst time is the sum of bounded waits, with parameters at their defaults, and says where people are asked")
    func worstTime() {
        let minute = 60_000_000_000
        let checked = Checking.file(
            """
            runbook "t" { param grace: duration = 10m; limits { duration 3h }; permits elect }
            step "a" {
                require no partitions where offline within 1m
                wait until no partitions where offline within grace
                if true { require true within 2m } else { require true within 5m }
                retry 3 every 1m { require true within 1m }
            } verify { require true within 4m }
            step "b" { for g in groups { require true within 1m }; confirm "go on?" }
            """)
        #expect(checked.diagnostics.isEmpty)
        #expect(
            checked.worstTime
                == WorstTime(bounded: 27 * minute, waitsForPeople: true, perItem: true, isPartial: false, limit: 180 * minute))
    }

    @Test("an entry sees what earlier ones made; one that fails leaves nothing behind")
    func entries() {
        let first = Checking.entry("let hurt = partitions where offline; func f(n: int) = n + 1", file: 1)
        #expect(first.diagnostics.isEmpty)
        let second = Checking.entry("show hurt select topic; show f(2)", after: first.environment, file: 2)
        #expect(second.diagnostics.isEmpty)
        #expect(second.environment.last == .int)
        #expect(second.findings.types.keys.contains { $0.file == 1 })
        let failing = Checking.entry("let other = 1; show nosuch", after: second.environment, file: 3)
        #expect(failing.hasErrors)
        #expect(Checking.entry("show other", after: second.environment, file: 4).hasErrors)
        #expect(Checking.entry("partitions where topic in hurt.topic", after: second.environment, file: 5).diagnostics.isEmpty)
        let target = Checking.entry("elect", after: Checking.entry("partitions where offline", file: 6).environment, file: 7)
        #expect(target.diagnostics.isEmpty)
        #expect(
            Checking.entry("elect", after: Checking.entry("brokers", file: 8).environment, file: 9).diagnostics.map(\.code) == [
                "wrong-target"
            ])
        #expect(Checking.entry("elect", file: 9).diagnostics.map(\.code) == ["effect-needs-target"])
        #expect(Checking.entry("_ where offline", after: Checking.entry("partitions", file: 6).environment, file: 7).diagnostics.isEmpty)
        #expect(Checking.entry("reassign partitions to 3 replicas").diagnostics.isEmpty)
        #expect(Checking.entry("step \"a\" { }").diagnostics.isEmpty == false)
    }
}
