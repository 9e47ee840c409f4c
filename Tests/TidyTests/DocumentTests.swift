import Foundation
import Testing

@Suite("Documents")
struct DocumentTests {
    @Test("links to files of the repository lead somewhere", arguments: Repository.documents)
    func links(document: Repository.File) throws {
        for match in document.text.matches(of: /\]\(([^)#\s]+)[^)]*\)/) {
            let link = String(match.1)
            guard !link.contains("://") else { continue }
            let folder = Repository.root.appending(path: document.path).deletingLastPathComponent()
            #expect(FileManager.default.fileExists(atPath: folder.appending(path: link).path), "\(document.path) links to \(link)")
        }
    }
}
