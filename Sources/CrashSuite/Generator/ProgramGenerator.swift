import Network

/// Random programs that check, from a seed: every construct of the language, nested, over the quiet cluster.
///
/// What they ask depends only on what they did themselves, not on the hour, so that a run that was stopped and one that was not come to the same.
package struct ProgramGenerator {
    private var dice: SeededGenerator
    private var lines: [String] = []
    private var depth = 0
    private var names = 0
    /// Topics whose replicas a program may change, each only to what it can always come back from.
    private static let topics = ["topic-00000", "topic-00001", "topic-00002", "topic-00003"]
    private var actions: [String] = []

    /// The text of a program.
    package static func text(seed: UInt64) -> String {
        var generator = ProgramGenerator(seed: seed)
        return generator.program(seed)
    }

    /// The workload of a seed.
    package static func workload(seed: UInt64) -> Workload {
        var workload = Workload("seed-\(seed)", text(seed: seed), isUndone: seed % 7 == 3, offsetsOf: ["group-00003"])
        workload.catchesFaults = true
        return workload
    }

    private init(seed: UInt64) { dice = SeededGenerator(seed: seed &* 0x9E37_79B9 &+ 17) }

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[dice.below(elements.count)] }

    private mutating func name(_ stem: String) -> String {
        names += 1
        return "\(stem)\(names)"
    }

    private mutating func put(_ line: String) { lines.append(String(repeating: "    ", count: depth) + line) }

    private mutating func block(_ head: String, end: String = "}", _ body: (inout ProgramGenerator) -> Void) {
        put("\(head) {")
        depth += 1
        body(&self)
        depth -= 1
        put(end)
    }

    // MARK: - The whole

    private mutating func program(_ seed: UInt64) -> String {
        block("runbook \"Seed \(seed)\"") { program in
            program.put("param days: int = \(2 + program.dice.below(5)) in 1..9")
            program.put("permits set, unset, reassign, elect, reset, run, notify, cancel")
            program.put("limits { partitions 500, groups 50, duration 9h }")
        }
        if dice.below(2) == 0 { put("use health") }
        put("func named(t: string) = partitions where topic == t")
        put("func total(t: string) = count(partitions where topic == t)")
        for _ in 0..<dice.below(3) { action() }
        for number in 1...(1 + dice.below(3)) { step(number) }
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func action() {
        let name = name("act")
        block("action \(name)(t: topic, n: int = 1)") { program in
            program.put("note \"\(name) of {t}, {n}\"")
            program.put("if n > 0 { set config of topic(t) { retention.ms: \(program.days()) } for good } else { note \"nothing\" }")
        }
        actions.append(name)
    }

    private mutating func step(_ number: Int) {
        let condition = dice.below(4) == 0 ? " when \(truth())" : ""
        block("step \"Step \(number)\"\(condition)", end: "}" + verify()) { program in
            for _ in 0..<(1 + program.dice.below(4)) { program.statement(loops: 0) }
        }
    }

    private mutating func verify() -> String {
        switch dice.below(3) {
        case 0: " verify { require no partitions where offline within 2h }"
        case 1: " verify { require total(\"\(pick(Self.topics))\") == 4 }"
        default: ""
        }
    }

    // MARK: - Statements

    private mutating func statement(loops: Int) {
        let canNest = depth < 4
        switch dice.below(canNest ? 20 : 11) {
        case 0...5: effect()
        case 6: put("let \(name("v")) = \(value())")
        case 7: put("show \(value())")
        case 8: put("note \"so far: {\(pick(["days + 1", "days", "count(brokers)"]))}\"")
        case 9: gate()
        case 10:
            if let action = actions.first {
                put("do \(action)(t: \"\(pick(Self.topics))\"\(pick(["", ", n: 0", ", n: 3"])))")
            } else {
                effect()
            }
        case 11, 12: branch(loops)
        case 13, 14: if loops < 2 { loop(loops) } else { effect() }
        case 15, 16: attempt(loops)
        case 17: retry()
        case 18: question()
        default: wait(loops)
        }
    }

    private mutating func body(_ loops: Int, most: Int = 3) {
        for _ in 0..<(1 + dice.below(most)) { statement(loops: loops) }
    }

    private mutating func branch(_ loops: Int) {
        put("if \(truth()) {")
        depth += 1
        body(loops)
        depth -= 1
        if dice.below(2) == 0 {
            put("} else if \(truth()) {")
            depth += 1
            body(loops, most: 2)
            depth -= 1
        }
        put("} else {")
        depth += 1
        body(loops, most: 2)
        depth -= 1
        put("}")
    }

    private mutating func loop(_ loops: Int) {
        let item = name("x")
        let list = pick([
            "[1, 2, 2]", "[\"a\", \"b/c\"]", "partitions where topic == \"topic-00001\" and partition < 2", "brokers where id < 3",
            "(topics where name startsWith \"topic-\").name",
        ])
        block("for \(item) in \(list)") { program in
            program.body(loops + 1, most: 2)
        }
    }

    private mutating func attempt(_ loops: Int) {
        put("try {")
        depth += 1
        body(loops, most: 2)
        if dice.below(2) == 0 { put("require count(brokers) == \(4 + dice.below(2))") }
        depth -= 1
        put("} catch gate, refused, timeout, unreachable as \(name("e")) {")
        depth += 1
        body(loops, most: 2)
        depth -= 1
        put("}")
    }

    private mutating func retry() {
        block("retry \(2 + dice.below(2)) every 1s") { program in
            program.set(last: "for good")
            program.put("require count(brokers) == 4")
        }
    }

    private mutating func question() {
        if dice.below(2) == 0 {
            block("confirm \"Sure?\"") { $0.set(last: "for good") }
        } else {
            block("approve \"Sure?\" type \"yes\"") { $0.put("reset offsets of group \"group-00003\" to offset \($0.dice.below(900))") }
        }
    }

    private mutating func wait(_ loops: Int) {
        let condition = truth()
        put("wait until \(condition) within \(2 + dice.below(4))s every 1s\(dice.below(3) == 0 ? " holds 1s" : "")")
        depth += 1
        put("otherwise {")
        depth += 1
        body(loops, most: 2)
        depth -= 1
        put("}")
        depth -= 1
    }

    private mutating func gate() {
        put(
            pick([
                "require no partitions where offline", "require count(brokers) == 4 else \"a broker is gone\"",
                "require any brokers where up within 1h every 1s holds 1s", "wait until no reassignments within 2h every 1s",
            ]))
    }

    // MARK: - Effects

    private mutating func effect() {
        switch dice.below(12) {
        case 0, 1: set(last: "for good")
        case 2: lend("give back at end")
        case 3: lend("give back when \(truth())")
        case 4: lend("give back after \(dice.below(3))s")
        case 5: put("unset config of topic \"\(pick(Self.topics))\" { retention.ms }")
        case 6: put("reset offsets of group \"group-00003\" to earliest")
        case 7: put("run [\"do\", \"\(name("it"))\"] done when any brokers within 9h")
        case 8: put("notify \"about {count(brokers)}\"")
        case 9: put("elect preferred for partitions where topic == \"\(pick(Self.topics))\" and leader != preferredLeader")
        default: move()
        }
    }

    /// A temporary setting. No condition looks at it: how long it stands is a matter of the hour.
    private mutating func lend(_ back: String) {
        put("set config of topic \"\(pick(Self.topics))\" { max.message.bytes: \(2 + dice.below(3))MB } \(back)")
    }

    private mutating func set(last: String) {
        let key = pick(["retention.ms: \(days())", "segment.ms: \(days())"])
        put("set config of topic \"\(pick(Self.topics))\" { \(key) } \(last)")
    }

    /// Longer than what stands: what is kept less long goes, and that would have to be approved.
    private mutating func days() -> String { "\(8 + dice.below(9))d" }

    private mutating func move() {
        let topic = pick(Self.topics)
        let speed = pick(["unthrottled", "throttle 2MB/s", "throttle 9MB/s"])
        let stages = pick(["", " staged 1", " staged 2 every 2s", " staged 3"])
        switch dice.below(3) {
        case 0: put("reassign topics where name == \"\(topic)\" to \(2 + dice.below(2)) replicas\(stages) \(speed) within 9h")
        case 1:
            let brokers = pick(["[1, 2, 3]", "[2, 3, 4]", "[3, 4, 1]", "[4, 2]"])
            let partition = dice.below(4)
            put("reassign partitions where topic == \"\(topic)\" and partition == \(partition) onto \(brokers) \(speed) within 9h")
        default:
            let plan = name("plan")
            put("let \(plan) = plan reassign topics where name == \"\(topic)\" to \(2 + dice.below(2)) replicas")
            put("reassign \(plan)\(stages) \(speed) within 9h into \(name("r"))")
        }
    }

    // MARK: - Expressions

    private mutating func truth() -> String {
        pick([
            "days > \(dice.below(6))", "any partitions where topic == \"\(pick(Self.topics))\" and count(replicas) == 2",
            "no configs where resource == \"\(pick(Self.topics))\" and name == \"segment.ms\" and source == \"topic\"",
            "total(\"\(pick(Self.topics))\") == 4 and days > 2", "count(brokers where up) >= 4",
            "any brokers where id == 9 or days == \(dice.below(6))", "no reassignments",
        ])
    }

    private mutating func value() -> String {
        pick([
            "named(\"\(pick(Self.topics))\") select topic, partition, count(replicas) sort by partition",
            "(brokers where id < \(2 + dice.below(3))).id", "total(\"\(pick(Self.topics))\") + days",
            "partitions where topic startsWith \"topic\" group by topic select topic, parts = count(it)",
            "topics where name == \"\(pick(Self.topics))\" select name, replicationFactor take 3", "\"text {days}\"",
        ])
    }
}
