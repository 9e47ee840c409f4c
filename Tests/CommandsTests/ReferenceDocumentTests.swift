import Engine
import Foundation
import KafkaPrimitives
import Language
import Testing

@testable import Commands

@Suite("docs/reference.md")
struct ReferenceDocumentTests {
    @Test("is what the checker's tables say; `mend help --reference` makes it")
    func upToDate() throws {
        let schema = Schema(
            sources: Catalog(Sources.all + [DebtsSource.schema, RunsSource.schema]), effects: EffectSignatures.all,
            functions: BuiltinFunctions.all, requests: RequestRights.catalog)
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let document = try String(contentsOf: root.appending(path: "docs/reference.md"), encoding: .utf8)
        #expect(document == Manual.text(schema: schema))
    }

    @Test("docs/guide.md is `mend help language`")
    func guide() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let document = try String(contentsOf: root.appending(path: "docs/guide.md"), encoding: .utf8)
        #expect(document == LanguageGuide.text + "\n")
    }
}
