import Engine
import Language
import Output
import Terminal
import Testing

@testable import mend

@Suite("Own commands about the last result")
struct LastResultCommandTests {
    @Test("they take what is behind them as it was typed")
    func parse() {
        #expect(MetaCommand.parse(":x") == .expand)
        #expect(MetaCommand.parse(":all") == .all)
        #expect(MetaCommand.parse("  :pipe  grep  'a  b' | wc -l ") == .pipe("grep  'a  b' | wc -l"))
        guard case .save(let file)? = MetaCommand.parse(":save 'my rows.CSV'") else {
            Issue.record("a quoted name is not taken")
            return
        }
        #expect(file.path == "my rows.CSV" && file.form == .csv)
        for wrong in [":x 1", ":all rows", ":save", ":save rows", ":save rows.xls", ":save .csv", ":pipe", ":pipe  "] {
            guard case .wrong? = MetaCommand.parse(wrong) else {
                Issue.record("\(wrong) is taken")
                continue
            }
        }
    }

    @Test("the ending tells the form")
    func endings() {
        let forms = ["a.csv", "a.json", "a.jsonl", "a.md", "b/c.d/a.txt"].map { SavedFile($0)?.form }
        #expect(forms == [.csv, .json, .jsonl, .md, .table])
        #expect(SavedFile("/dev/stdout") == nil && SavedFile("a.b/c") == nil)
    }

    @Test("$PAGER is taken at its word, an empty one is none, else less where there is one")
    func pager() {
        #expect(OutputCommand.pager { $0 == "PAGER" ? "most -s" : nil }?.text == "most -s")
        #expect(OutputCommand.pager { $0 == "PAGER" ? " " : "/bin" } == nil)
        #expect(OutputCommand.pager { $0 == "PATH" ? "/nowhere" : nil } == nil)
        #expect(OutputCommand(text: "/usr/bin/less -S").takesColours && !OutputCommand(text: "more").takesColours)
    }

    @Test("help knows each of them, and Tab")
    func help() {
        let completer = Completer(schema: Vocabulary.schema)
        let found = Set(completer.completions(of: ":", at: 1).candidates)
        #expect(
            found.isSuperset(of: [":x", ":all", ":save", ":pipe", ":format", ":why", ":quit", ":arm", ":disarm", ":run", ":plan", ":help"]))
        for word in found where word != ":" { #expect(MetaCommand.parse("help \(word)") == .help(word)) }
    }
}
