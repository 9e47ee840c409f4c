import Engine
import Foundation
import Journal
import Language
import Output
import Testing

@Suite("Output forms")
struct GoldenTests {
    /// Compares with a file in Golden/; `MEND_UPDATE_GOLDEN=1` writes it anew.
    func expect(_ text: String, isGolden name: String, _ place: SourceLocation = #_sourceLocation) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["MEND_UPDATE_GOLDEN"] != nil { try Data(text.utf8).write(to: file) }
        #expect(String(decoding: try Data(contentsOf: file), as: UTF8.self) == text, sourceLocation: place)
    }

    @Test("a table in each form", arguments: OutputForm.allCases)
    func forms(form: OutputForm) throws {
        let rendered = Renderer.render(Samples.everything, OutputOptions(form: form, today: Samples.today))
        try expect(rendered.plain, isGolden: "everything.\(form.rawValue)")
    }

    @Test("a narrow table keeps its keys, drops the right-most others and names them")
    func narrow() throws {
        for width in [100, 60, 10] {
            let rendered = Renderer.render(Samples.everything, OutputOptions(form: .table, width: width, today: Samples.today))
            try expect(rendered.plain + (rendered.footer?.plain ?? "") + "\n", isGolden: "everything-\(width).table")
            if width > 40 { #expect(rendered.lines.allSatisfy { $0.width <= width }) }
        }
    }

    @Test("the footer says rows, undecided ones, causes, moment, time taken")
    func footer() {
        var table = Samples.everything
        table.missing = []
        let rendered = Renderer.render(table, OutputOptions(form: .json, today: Samples.today))
        #expect(rendered.footer?.plain == "3 rows · 1 undecided · broker 3: no answer in 5s · 14:02:11Z · 18 ms")
    }

    @Test("twenty undecided rows at most, then a count")
    func manyUndecided() {
        var table = Table(columns: [Column("x", .int, .ints(Array(0..<50), [:]))], rowCount: 50)
        table.undecided = Array(table.decided[2...])
        table.decided = [0, 1]
        let lines = Renderer.render(table, OutputOptions(form: .table)).lines
        #expect(lines.count == 1 + 2 + 20 + 1)
        #expect(lines.last?.plain == "? … 28 more undecided")
        #expect(lines[3].pieces.first?.style == .dim)
    }

    @Test("one broad row that does not fit is listed downwards")
    func oneRow() {
        let table = Table(
            source: "cluster", columns: (1...9).map { Column("column\($0)", .int, .constant(.int($0))) }, key: ["column1"], rowCount: 1)
        let lines = Renderer.render(table, OutputOptions(form: .table, width: 40)).lines.map(\.plain)
        #expect(lines.count == 9 && lines[8] == "column9  9")
        #expect(Renderer.render(table, OutputOptions(form: .table, width: 100)).lines.count == 2)
    }

    @Test("shown columns are the same in every form")
    func shown() {
        var table = Samples.everything
        table.shown = ["topic", "leader", "absent"]
        #expect(table.shownColumns.map(\.name) == ["topic", "leader"])
        #expect(Renderer.render(table, OutputOptions(form: .csv)).lines.first?.plain == "topic,leader\r")
    }

    @Test("values that are no tables")
    func values() throws {
        func json(_ value: Value) -> String { Renderer.render(value, OutputOptions(form: .json)).lines.map(\.plain).joined() }
        #expect(json(.int(1010)) == #"{"value":1010}"#)
        #expect(json(.bound(.atLeast, .int(5))) == #"{"value":{"atLeast":5}}"#)
        #expect(json(.unknown(Samples.mute)) == #"{"value":{"unknown":"broker 3: no answer in 5s"}}"#)
        #expect(json(.duration(250_000_000)) == #"{"value":0.25}"#)
        // What may lack elements is one value: its known elements and the causes, none of which is an element.
        let open = Value.list(ListValue([.int(1)], missing: [Cause("x"), Cause("y")]))
        #expect(json(open) == #"{"value":{"known":[1],"unknown":["x","y"]}}"#)
        #expect(json(.list(ListValue([.int(1), .unknown(Cause("x"))]))) == #"{"value":[1,{"unknown":"x"}]}"#)
        #expect(Renderer.render(open, OutputOptions(form: .csv)).lines.map(\.plain) == ["value\r", "?\r"])
        #expect(Renderer.render(open, OutputOptions(form: .table)).lines.map(\.plain) == ["[1, ?]"])
        func table(_ value: Value) -> [String] { Renderer.render(value, OutputOptions(form: .table)).lines.map(\.plain) }
        #expect(table(.unknown(Samples.mute)) == ["? (broker 3: no answer in 5s)"])
        #expect(table(.drawing(["a", "b"])) == ["a", "b"])
        #expect(
            table(.record(Record(fields: [.init("kind", .string, .text("gate")), .init("n", .int, .int(3))]))) == ["kind  gate", "n     3"])
    }

    @Test("effects, plans and gates have the shapes of the contract")
    func effects() throws {
        let items = Table(
            columns: [
                Column("topic", .topic, .constant(.text("trips"))), Column("partition", .int, .ints([3, 4], [:])),
                Column("outcome", .string, .values([.text("done"), .text("refused")])),
                Column("error", .string, .values([.null, .text("ELECTION_NOT_NEEDED")])), Column("message", .string, .constant(.null)),
            ], key: ["topic", "partition"], rowCount: 2)
        let effect = Renderer.effect("elect", items: items, run: "20261123T0312-kqvd", OutputOptions(form: .json))
        #expect(
            effect.plain
                == #"{"effect":"elect","items":[{"topic":"trips","partition":3,"outcome":"done","error":null,"message":null},"#
                + #"{"topic":"trips","partition":4,"outcome":"refused","error":"ELECTION_NOT_NEEDED","message":null}],"run":"20261123T0312-kqvd"}"#
                + "\n")
        #expect(effect.footer?.plain == "1 done · 1 refused")
        let plan = EffectPlan(
            effect: "reassign",
            items: [EffectItem(key: ["trips", 3], label: "trips-3", before: [1, 2], target: [1, 3], bytes: 2048)],
            blocked: [BlockedItem(key: ["pay", 0], label: "pay-0", why: "no leader")],
            table: Table(
                columns: [
                    Column("topic", .topic, .constant(.text("trips"))), Column("partition", .int, .ints([3], [:])),
                    Column("to", .list(.broker), .intLists(bounds: [0, 2], items: [1, 3], [:])),
                ], key: ["topic", "partition"], rowCount: 1), notices: ["broker 2 is drained"])
        let json = Renderer.plan(plan, hash: "abc123", OutputOptions(form: .json))
        #expect(
            json.plain
                == #"{"plan":"abc123","effect":"reassign","items":[{"topic":"trips","partition":3,"to":[1,3]}],"#
                + #""blocked":[{"topic":"pay","partition":0,"why":"no leader"}],"bytes":2048,"notices":["broker 2 is drained"]}"#
                + "\n")
        let people = Renderer.plan(plan, hash: "abc123", OutputOptions(form: .table))
        #expect(people.plain == "topic  partition  to\ntrips          3  [1, 3]\n1 blocked: no leader (pay-0)\nbroker 2 is drained\n")
        #expect(people.footer?.plain == "1 item · 1 blocked · 2 KiB · plan abc123")
        #expect(
            Renderer.failedGate("require", because: "offline partitions").text
                == #"{"gate":"require","satisfied":false,"because":"offline partitions"}"#)
    }

    @Test("diagnostics are JSON lines with place and help")
    func diagnostics() {
        let file = SourceFile(id: 4, name: "drain.runbook", text: "step \"x\" {\n    show partitionz\n}")
        let diagnostic = Diagnostic(
            code: "unknown-name", message: "there is no \"partitionz\"", span: Span(file: 4, start: 20, end: 30),
            help: "did you mean `partitions`?")
        #expect(
            DiagnosticLines(files: [file]).json(diagnostic).text
                == #"{"code":"unknown-name","severity":"error","file":"drain.runbook","line":2,"column":10,"#
                + #""message":"there is no \"partitionz\"","help":"did you mean `partitions`?"}"#
        )
    }

    @Test("csv reads back as RFC 4180 says, whatever the texts hold")
    func csv() {
        let texts = ["a", "", "a,b", "\"", "x\r\ny", "\n", "é", " lead", "a\"b,c\n"]
        let table = Table(
            columns: [Column("t", .string, .values(texts.map { .text($0) })), Column("u,v", .string, .constant(.null))],
            rowCount: texts.count)
        let text = Renderer.render(table, OutputOptions(form: .csv)).plain
        #expect(records(text) == [["t", "u,v"]] + texts.map { [$0, ""] })
    }

    /// A reader of RFC 4180 that knows nothing of the writer.
    private func records(_ text: String) -> [[String]] {
        var records: [[String]] = []
        var fields: [String] = []
        var field = ""
        var quoted = false
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            if quoted {
                if scalar == "\"" {
                    if scalars.first == "\"" {
                        field.unicodeScalars.append("\"")
                        scalars.removeFirst()
                    } else {
                        quoted = false
                    }
                } else {
                    field.unicodeScalars.append(scalar)
                }
            } else if scalar == "\"" {
                quoted = true
            } else if scalar == "," {
                fields.append(field)
                field = ""
            } else if scalar == "\r" {
                scalars.removeFirst()
                records.append(fields + [field])
                fields = []
                field = ""
            } else {
                field.unicodeScalars.append(scalar)
            }
        }
        return records
    }
}
