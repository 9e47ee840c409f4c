import Foundation
import Testing

/// The checkout that these tests read.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct File: Sendable, CustomTestStringConvertible {
        /// From the root: `Sources/Engine/Values/Value.swift`.
        let path: String
        let text: String
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        /// The target a file of `Sources` or `Tests` belongs to.
        var target: String { String(path.split(separator: "/").dropFirst().first ?? "") }
        var isGenerated: Bool { path.contains("/Generated/") }
        var testDescription: String { path }
    }

    /// All files below a folder whose names end so.
    static func files(under folder: String, endingIn suffix: String) -> [File] {
        let base = root.appending(path: folder)
        guard let walker = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { return [] }
        return walker.compactMap { item in
            guard let url = item as? URL, url.path.hasSuffix(suffix), let text = try? String(contentsOf: url, encoding: .utf8) else {
                return nil
            }
            return File(path: String(url.path.dropFirst(root.path.count)).trimmingPrefix("/").description, text: text)
        }.sorted { $0.path < $1.path }
    }

    static let sources = files(under: "Sources", endingIn: ".swift")
    static let tests = files(under: "Tests", endingIn: ".swift")
    static let documents = files(under: "", endingIn: ".md").filter { !$0.path.hasPrefix(".build/") }
}
