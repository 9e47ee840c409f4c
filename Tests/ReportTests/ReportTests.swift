import Engine
import Foundation
import Journal
import Language
import Report
import Testing

@Suite("Reports")
struct ReportTests {
    /// Compares with a file in Golden/; `MEND_UPDATE_GOLDEN=1` writes it anew.
    private func expect(_ text: String, isGolden name: String, _ place: SourceLocation = #_sourceLocation) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["MEND_UPDATE_GOLDEN"] != nil { try Data(text.utf8).write(to: file) }
        #expect(String(decoding: try Data(contentsOf: file), as: UTF8.self) == text, sourceLocation: place)
    }

    @Test("a run with something of everything, in each form", arguments: ReportForm.allCases)
    func golden(form: ReportForm) throws {
        try expect(ReportWriter.text(of: try SampleRun.told(), as: form), isGolden: "sample.\(form.rawValue)")
    }

    @Test("the same journal gives the same bytes", arguments: ReportForm.allCases)
    func regenerable(form: ReportForm) throws {
        let first = ReportWriter.text(of: try SampleRun.told(), as: form)
        #expect(ReportWriter.text(of: try SampleRun.told(), as: form) == first)
    }

    @Test("a run that stopped anywhere can be told", arguments: ReportForm.allCases)
    func everyRecord(form: ReportForm) throws {
        for count in 0...SampleRun.records().count {
            let text = ReportWriter.text(of: try SampleRun.told(keep: count), as: form)
            #expect(text.hasSuffix("\n") && text.count > 100)
        }
    }

    @Test("the summary says how it ended, what was changed, what is owed, what is in doubt, how to go on")
    func summary() throws {
        let summary = ReportSummary(try SampleRun.told())
        #expect(summary.tone == .bad)
        #expect(summary.verdict == "Failed at step “After”: not so: no debts where mine")
        #expect(summary.changes == ["reassign (Move): trips-0, trips-2, 763 MiB; 1 refused; 1 skipped by decision."])
        #expect(
            summary.debts == [
                "Still to be given back: leader.replication.throttled.rate of broker 3.", "1 setting given back.",
                "1 left alone, since somebody had set something else.",
            ])
        #expect(summary.doubts.first == "Nothing is in doubt.")
        #expect(summary.next == "mend resume \(SampleRun.name)")
        #expect(summary.course.contains("Cut off (killed, or its machine died) after 40s, taken up by bob on desk 4m20s later."))
        #expect(summary.course.contains("Offline partitions: 6 at the first reading, 0 at the last."))
    }

    @Test("a run that died with an effect in doubt is in doubt, whatever else it did")
    func doubt() throws {
        let until = try #require(SampleRun.records().lastIndex { $0.1.kind == "submitting" }) + 1
        let summary = ReportSummary(try SampleRun.told(keep: until))
        #expect(summary.tone == .bad && summary.doubts == ["reassign (Move): trips-2, trips-3."])
        #expect(summary.debts == ["Still to be given back: 3 settings of brokers 1, 2, 3."])
    }

    @Test("the form is known by the name of the file")
    func forms() {
        #expect(ReportForm(fileName: "a/b.report.HTML") == .html && ReportForm(fileName: "x.md") == .md)
        #expect(ReportForm(fileName: "x.json") == .json && ReportForm(fileName: "x") == nil)
    }

    @Test("secrets stand in it by their name only")
    func secrets() throws {
        for form in ReportForm.allCases { #expect(ReportWriter.text(of: try SampleRun.told(), as: form).contains("kafka")) }
    }
}
