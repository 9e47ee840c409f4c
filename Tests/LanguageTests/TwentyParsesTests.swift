import Language
import Testing

/// The twenty texts of docs/grammar.md, section 4, and what each parses to.
@Suite("Twenty that could surprise")
struct TwentyParsesTests {
    private func forms(_ text: String) -> [String] {
        let (tree, diagnostics) = Parsing.parse(text)
        #expect(diagnostics.map(\.message) == [])
        return tree.items.map { NormalForm.of($0) }
    }

    private func form(_ text: String) -> String { forms(text).joined(separator: " ; ") }

    private func errors(_ text: String, mode: Parser.Mode = .entry) -> [String] {
        Parsing.parse(text, mode: mode).1.map { $0.code + ($0.help.map { ": \($0)" } ?? "") }
    }

    @Test("what is written in a row groups to the left, as the table of precedence says; parentheses hold")
    func associativity() {
        let parses = [
            "a / b / c": "(/ (/ a b) c)", "a / b * c": "(* (/ a b) c)", "a * b / c * d": "(* (/ (* a b) c) d)",
            "a / (b * c)": "(/ a (* b c))",
            "(a / b) * c": "(* (/ a b) c)", "a - b - c": "(- (- a b) c)", "a - b * c / d": "(- a (/ (* b c) d))", "-a * b": "(* (neg a) b)",
            "a or b or c": "(or (or a b) c)", "a and b and c": "(and (and a b) c)", "not a and b": "(and (not a) b)",
            "a / b / c == d * e * f": "(== (/ (/ a b) c) (* (* d e) f))",
        ]
        for (text, wanted) in parses { #expect(form("show \(text)") == "(show \(wanted))", "\(text)") }
    }

    @Test("by the grouping of the first journals products in a row were grouped to the right, and parentheses were what they are")
    func earlyGrouping() {
        func early(_ text: String) -> String { Parsing.parse("show \(text)").0.items.map { NormalForm.early.of($0) }.joined() }
        let parses = [
            "a / b / c": "(/ a (/ b c))", "a / b * c": "(/ a (* b c))", "(a / b) * c": "(* (/ a b) c)", "a / (b * c)": "(/ a (* b c))",
            "a * b / c * d": "(* a (/ b (* c d)))", "(a) / b / c": "(/ a (/ b c))", "a - b - c": "(- (- a b) c)",
            "a / (b / c / d) * e": "(/ a (* (/ b (/ c d)) e))", "a / b + c / d / e": "(+ (/ a b) (/ c (/ d e)))",
        ]
        for (text, wanted) in parses { #expect(early(text) == "(show \(wanted))", "\(text)") }
    }

    @Test("1: `is` belongs to the condition of `where`")
    func isInWhere() {
        #expect(form("partitions where isr is empty") == "(q partitions (where (is isr empty)))")
    }

    @Test("2: a gate over a list parses; the checker refuses it")
    func gateOverList() {
        #expect(form("require partitions where offline is empty") == "(require (q partitions (where (is offline empty))))")
    }

    @Test("3: `no` takes the whole query, `else` the message")
    func noQuery() {
        #expect(
            form(#"require no partitions where offline else "x""#) == #"(require (no (q partitions (where offline))) (else "x"))"#)
    }

    @Test("4: a second `no` is an error whose fix is written out")
    func secondNo() {
        #expect(
            errors("require no partitions where offline and no reassignments") == [
                "misplaced-word: put each in parentheses: `(no partitions where offline) and (no reassignments)`"
            ])
        #expect(
            form("require (no partitions where offline) and (no reassignments)")
                == "(require (and (no (q partitions (where offline))) (no reassignments)))")
    }

    @Test("5: `not` binds before `and`, `and` before `or`")
    func logic() {
        #expect(
            form(#"partitions where not offline and leader != 3 or topic in ["a", "b"]"#)
                == #"(q partitions (where (or (and (not offline) (!= leader 3)) (in topic ["a" "b"]))))"#)
    }

    @Test("6: `is` with a value asks for `==`")
    func isValue() {
        #expect(errors(#"groups where state is "Empty""#) == [#"is-needs-test: to compare, say `== "Empty"`"#])
        #expect(errors(#"groups where state is not "Empty""#) == [#"is-needs-test: to compare, say `!= "Empty"`"#])
        #expect(form("groups where state is empty") == "(q groups (where (is state empty)))")
    }

    @Test("7: a second `where` belongs to the query outside")
    func twoWheres() {
        #expect(form("topics where name in partitions where offline") == "(q topics (where (in name partitions)) (where offline))")
    }

    @Test("8: inside arguments a comma separates arguments")
    func commas() {
        #expect(form("diff(partitions select topic, leader, hurt)") == "(diff (q partitions (select topic)) leader hurt)")
        #expect(form("diff((partitions select topic, leader), hurt)") == "(diff (q partitions (select topic leader)) hurt)")
    }

    @Test("9: the slots of an effect end its query")
    func reassign() {
        #expect(
            form("reassign partitions where replicas contains broker away from broker staged 10")
                == "(reassign (q partitions (where (contains replicas broker))) (awayFrom broker) (staged 10))")
    }

    @Test("10: without a target the last result is meant, and the checker refuses that in a file")
    func noTarget() {
        #expect(form("reassign staged 10") == "(reassign _ (staged 10))")
        #expect(form("elect") == "(elect preferred _)")
    }

    @Test("11: a statement word begins a new statement")
    func twoStatements() {
        #expect(
            forms("elect preferred for hurt\nset throttle of brokers to 50MB/s") == [
                "(elect preferred hurt)", "(set-throttle brokers (rate 50MB/s))",
            ])
    }

    @Test("12: connectors go on over lines")
    func connectors() {
        #expect(forms("reassign moves\nstaged 10\nthrottle 50MB/s") == ["(reassign moves (staged 10) (throttle 50MB/s))"])
    }

    @Test("13: `group` goes on with a query only before `by`")
    func groupBy() {
        #expect(forms("partitions\ngroup by leader") == ["(q partitions (group leader))"])
        #expect(forms("partitions\ngroup \"trips\"") == ["partitions", #"(group "trips")"#])
    }

    @Test("14: nouns, columns, bindings and look-ups are told apart")
    func nouns() {
        #expect(form(#"topic "trips""#) == #"(topic "trips")"#)
        #expect(form(#"topic == "trips""#) == #"(== topic "trips")"#)
        #expect(form("show topic") == "(show topic)")
        #expect(form("topic(t)") == "(call topic t)")
    }

    @Test("15: ranges of counts, rates and durations")
    func ranges() {
        #expect(form("1..50") == "(.. 1 50)")
        #expect(form("5MB/s..200MB/s") == "(.. 5MB/s 200MB/s)")
        #expect(form("1h30m..2h") == "(.. 1h30m 2h)")
        #expect(form("partition not in 0..3") == "(not (in partition (.. 0 3)))")
    }

    @Test("16: `/s` belongs to a literal only without a space")
    func rates() {
        #expect(form("50MB/s / 2") == "(/ 50MB/s 2)")
        #expect(form("50MB / s") == "(/ 50MB s)")
        #expect(form("bytes/s") == "(/ bytes s)")
    }

    @Test("17: a parameter's default ends before `in`")
    func parameter() {
        #expect(
            form("runbook \"r\" { param rate: byteRate = 50MB/s in 5MB/s..200MB/s }")
                == #"(runbook "r" (params (rate byteRate (= 50MB/s) (in (.. 5MB/s 200MB/s)))))"#)
    }

    @Test("18: `ago` binds before signs and operators")
    func ago() {
        #expect(form("now - 15m < 15m ago") == "(< (- now 15m) (ago 15m))")
        #expect(form("-2h ago") == "(neg (ago 2h))")
    }

    @Test("19: `plan` takes an effect and nothing else")
    func plan() {
        #expect(
            form("let m = plan reassign topics where replicationFactor < 3 to 3 replicas")
                == "(let m (plan (reassign (q topics (where (< replicationFactor 3))) (toReplicas 3))))")
        #expect(errors("plan hurt").map { $0.prefix(17) } == ["plan-needs-effect"])
    }

    @Test("20: a gate that waits")
    func waitingGate() {
        #expect(
            form(#"require count(partitions where lag > 1M) == 0 within limit every 5s else "late""#)
                == #"(require (== (count (q partitions (where (> lag 1000000)))) 0) (within limit) (every 5s) (else "late"))"#)
    }

    @Test("a clause behind an operator's result asks for parentheses")
    func clauseBehindOperator() {
        #expect(errors("lag / 2 where offline") == ["stage-needs-query: say `(lag / 2) where …`"])
        #expect(form("(lag / 2) where offline") == "(q (/ lag 2) (where offline))")
    }

    @Test("comparisons do not chain, and the fix is written out")
    func chain() {
        #expect(errors("show a < b < c") == ["chained-comparison: say `a < b and b < c`"])
    }

    @Test("after `distinct` a clause word is the clause")
    func distinct() {
        #expect(form("partitions distinct where offline") == "(q partitions (distinct) (where offline))")
        #expect(form("groups distinct it.type, state") == "(q groups (distinct (. it type) state))")
    }

    @Test("no statement word is a clause or a connector, so no line is taken for a continuation by mistake")
    func disjointLists() {
        #expect(Words.statements.isDisjoint(with: Words.clauses))
        #expect(Words.statements.isDisjoint(with: Words.connectors))
        #expect(Words.clauses.isDisjoint(with: Words.connectors))
        #expect(Words.operators.isDisjoint(with: Words.statements.union(Words.clauses).union(Words.connectors)))
    }
}
