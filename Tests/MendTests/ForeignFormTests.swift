import Engine
import Language
import Testing

@testable import Commands
@testable import mend

@Suite("Where people come from")
struct ForeignFormTests {
    /// What is typed elsewhere, and the same in the language: from the manuals of SQL, psql, SQLite, shells and Kafka's tools on one side, from
    /// the grammar on the other.
    private static let forms: [(String, String)] = [
        ("select * from topics", "topics"),
        ("SELECT name FROM topics;", "topics select name"),
        (
            "select name, partitions from topics where partitions > 3 order by partitions desc limit 2",
            "topics where partitions > 3 sort by partitions desc select name, partitions take 2"
        ),
        ("select count(*) from partitions where offline = true", "count(partitions where offline == true)"),
        ("partitions order by topic", "partitions sort by topic"),
        ("partitions limit 5", "partitions take 5"),
        ("partitions head 5", "partitions take 5"),
        ("topics where name like \"t1%\"", "topics where name ~ \"t1*\""),
        ("topics where name like 't1_'", "topics where name ~ \"t1?\""),
        ("describe topic trip-events", "topic \"trip-events\""),
        ("describe group g5", "group \"g5\""),
        ("describe broker 2", "broker 2"),
        ("list topics", "topics"),
        ("kafka-topics --list", "topics"),
        ("bin/kafka-topics.sh --bootstrap-server b:9092 --describe --topic t1", "partitions where topic == \"t1\""),
        ("kafka-topics.sh --describe --under-replicated-partitions", "partitions where underReplicated"),
        ("kafka-consumer-groups.sh --list", "groups"),
        ("kafka-consumer-groups.sh --describe --group g", "lags where group == \"g\""),
        ("\\q", ":quit"),
        (".tables", "help"),
        (".quit", ":quit"),
        ("partitions where topic == t1", "partitions where topic == \"t1\""),
        ("partitions where length(isr) < 2", "partitions where count(isr) < 2"),
        ("partitions where isr.count < 2", "partitions where count(isr) < 2"),
        ("partitions where isr.size() < 2", "partitions where count(isr) < 2"),
        ("topics where retention > 7 days", "topics where retention > 7d"),
        ("topics where retention > 2 weeks", "topics where retention > 14d"),
        ("logDirs where total > 1 GB", "logDirs where total > 1GB"),
        ("groups where lag > 1,000", "groups where lag > 1000"),
        ("cluster where now > 2025-12-01T00:30:00Z", "cluster where now > @2025-12-01T00:30:00Z"),
        ("partitions | where offline", "partitions where offline"),
        ("topics | grep trip", "topics where name ~ \"*trip*\""),
        ("partitions | wc -l", "count(partitions)"),
        ("topics where name = \"x\"", "topics where name == \"x\""),
        ("topics where partitions > 3 && offline > 0", "topics where partitions > 3 and offline > 0"),
        ("Partitions Where offline", "partitions where offline"),
    ]

    private static func isLine(_ text: String) -> Bool {
        MetaCommand.parse(text) != nil
            || !ProgramFile(SourceFile(id: 0, name: "", text: text), mode: .entry).check(options: CheckOptions(mode: .entry)).hasErrors
    }

    @Test("each form is answered with the line to type", arguments: forms)
    func answered(typed: String, wanted: String) {
        #expect(!Self.isLine(typed) || MetaCommand.parse(typed) != nil, "it is a line of the language by itself")
        let forms = ForeignForms(sources: Vocabulary.beginnings().sources)
        #expect(forms.line(for: typed, isLine: Self.isLine) == wanted)
    }

    @Test(
        "what cannot be guessed is left to the diagnostic", arguments: ["partitions where", "frobnicate", "((((", "select", "1 1 1", "\""])
    func unknown(typed: String) {
        #expect(ForeignForms(sources: Vocabulary.beginnings().sources).line(for: typed, isLine: Self.isLine) == nil)
    }

    /// The command lines in an answer: what stands between backticks.
    private static func lines(in answer: String) -> [String] {
        answer.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    @Test("what is answered to other tools' words on the command line can be typed, and changes nothing")
    func shellAnswers() throws {
        let lines = ForeignWords.answers.flatMap(Self.lines).filter { $0.hasPrefix("mend -e ") }
        #expect(lines.count > 10)
        let verbs = Vocabulary.beginnings().verbs
        for line in lines {
            let typed = line.dropFirst("mend -e ".count).drop { $0 == "'" }.prefix { $0 != "'" }
            #expect(!verbs.contains(String(typed.prefix { $0 != " " })), "\(line) changes something")
            // Placeholders are for the reader.
            let filled = typed.replacing("ID", with: "1")
            if !filled.contains("…"), filled != "LINE" { #expect(Self.isLine(String(filled)), "\(line)") }
        }
    }

    @Test("a word that is answered on the command line and at the prompt means the same in both")
    func sameWords() {
        let forms = ForeignForms(sources: Vocabulary.beginnings().sources)
        for (word, line) in ForeignLines.words { #expect(forms.line(for: word, isLine: Self.isLine) == line, "\(word)") }
        for (name, line) in ForeignLines.flags { #expect(forms.line(for: "kafka-topics --\(name)", isLine: Self.isLine) == line) }
    }

    @Test("a run's ways out and the table of exit codes are one", arguments: RunExit.allCases)
    func exits(exit: RunExit) {
        #expect(Int(ExitStatus(exit).rawValue) == exit.rawValue)
    }
}
