import Engine
import Foundation
import KafkaLab
import Language
import Output
import Testing

@testable import KafkaPrimitives

/// What people read on a terminal of 120 and of 80 columns, from labs in virtual time.
/// The files are read by people: a change of one is a change of a screen.
@Suite("Screens")
struct ScreenTests {
    private static let schema = Schema(
        sources: Catalog(Sources.all + [DebtsSource.schema, RunsSource.schema]), effects: EffectSignatures.all,
        functions: BuiltinFunctions.all,
        descriptions: Descriptions.all)

    /// Compares with a file in Golden/; `MEND_UPDATE_GOLDEN=1` writes it anew.
    private func expect(_ text: String, isGolden name: String, _ place: SourceLocation = #_sourceLocation) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
        if ProcessInfo.processInfo.environment["MEND_UPDATE_GOLDEN"] != nil { try Data(text.utf8).write(to: file) }
        #expect(String(decoding: try Data(contentsOf: file), as: UTF8.self) == text, "\(name)", sourceLocation: place)
    }

    private static let screens: [(name: String, scenario: String, entry: String)] = [
        ("broker-dead", "offlinePartitions", "broker 2"), ("topic-offline", "offlinePartitions", "topic \"trip-events\""),
        ("partition-offline", "offlinePartitions", "partition \"trip-events\" 1"), ("group-stuck", "consumerLag", "group \"rebalancing\""),
        ("group-abandoned", "consumerLag", "group \"abandoned\""), ("topic-missing", "healthy", "topic \"nope\""),
    ]

    @Test("a thing alone fills one screen, and no line is wider than it", arguments: screens.map(\.name), [(120, 40), (80, 24)])
    func descriptions(name: String, size: (columns: Int, rows: Int)) throws {
        let screen = try #require(Self.screens.first { $0.name == name })
        let recorder = EntryRecorder()
        let session = EntrySession(Self.schema, try LabWorld(screen.scenario), recorder)
        #expect(session.run(screen.entry) == .done)
        let described = try #require(recorder.described.first)
        var options = OutputOptions(form: .table, width: size.columns)
        let rendered = Renderer.description(described, options, rows: size.rows - 2)
        // A line to be typed is whole, whatever the width.
        let lines = rendered.lines.filter { !described.next.contains(where: $0.plain.hasSuffix) }
        #expect(lines.allSatisfy { $0.width <= size.columns }, "\(lines.filter { $0.width > size.columns }.map(\.plain))")
        #expect(rendered.lines.count <= size.rows, "\(rendered.lines.count)")
        try expect(rendered.plain, isGolden: "\(name)-\(size.columns)")
        if size.columns == 120 {
            options.form = .json
            try expect(Renderer.description(described, options).plain, isGolden: "\(name).json")
        }
    }

    @Test(
        "the default columns of every source are all there at 80 columns, and numbers in them are whole",
        arguments: Sources.built.map(\.name))
    func defaults(source: String) throws {
        let recorder = EntryRecorder()
        let session = EntrySession(Self.schema, try LabWorld("brokerLoss"), recorder)
        #expect(session.run("\(source) take 6") == .done, "\(recorder.said)")
        guard case .table(let table)? = recorder.shown.first, table.decided.count > 1 else { return }
        let rendered = Renderer.render(table, OutputOptions(form: .table, width: 80))
        #expect(rendered.lines.allSatisfy { $0.width <= 80 })
        #expect(rendered.footer?.plain.contains("no room") == false, "\(rendered.footer?.plain ?? "")")
        if ["brokers", "partitions", "replicas", "lags", "members"].contains(source) {
            try expect(rendered.plain, isGolden: "\(source)-80")
        }
    }

    @Test("offsets, epochs and ports have all their digits; amounts do not")
    func whole() throws {
        let recorder = EntryRecorder()
        let session = EntrySession(Self.schema, try LabWorld("healthy"), recorder)
        for text in [
            "lags select group, topic, partition, off = committed, latest, lag take 3", "partitions select topic, partition, latest take 3",
            "lags group by group select group, top = max(latest) take 3", "brokers select p = port",
        ] {
            recorder.shown = []
            #expect(session.run(text) == .done, "\(recorder.said)")
            guard case .table(let table)? = recorder.shown.first else {
                Issue.record("\(text) shows no table")
                continue
            }
            let lines = Renderer.render(table, OutputOptions(form: .csv)).lines.map(\.plain)
            for (column, name) in table.shownColumns.map(\.name).enumerated() where ["off", "latest", "top", "p"].contains(name) {
                let shown = Renderer.render(table, OutputOptions(form: .table)).lines.map(\.plain)
                for line in lines.dropFirst() {
                    let cell = String(line.dropLast().split(separator: ",", omittingEmptySubsequences: false)[column])
                    #expect(shown.contains { $0.split(separator: " ").map(String.init).contains(cell) }, "\(text): \(cell) in \(shown)")
                }
            }
        }
    }
}
