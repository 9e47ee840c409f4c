import Output
import Platform

/// Where `:save` writes: a path, and the form that its ending tells.
struct SavedFile: Equatable {
    /// The forms by the ending of a file's name.
    static let endings: [(ending: String, form: OutputForm)] = [
        ("csv", .csv), ("json", .json), ("jsonl", .jsonl), ("md", .md), ("txt", .table),
    ]

    let path: String
    let form: OutputForm

    /// The file of a name as it is typed, with or without quotes; nil where its ending tells no form.
    init?(_ name: String) {
        var path = name
        if path.count > 1, let quote = path.first, quote == "\"" || quote == "'", path.last == quote {
            path = String(path.dropFirst().dropLast())
        }
        if path.hasPrefix("~/"), let home = SystemProcess.environment("HOME") { path = home + path.dropFirst() }
        let file = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let dot = file.lastIndex(of: "."), dot > file.startIndex,
            let found = Self.endings.first(where: { $0.ending == file[file.index(after: dot)...].lowercased() })
        else { return nil }
        self.path = path
        form = found.form
    }

    /// What is there already, as people read it: nil where nothing is. Throws where that cannot be told, or where it is no file to be replaced.
    func standing() throws(Errno) -> String? {
        guard let status = try Files.status(of: path) else { return nil }
        if status.isDirectory { throw Errno(.isDirectory, attempt: "write", subject: path) }
        return "\(path) is there already"
    }

    /// Writes it, whole or not at all.
    func write(_ bytes: [UInt8]) throws(Errno) {
        try Files.replace(path, with: bytes, permissions: try Files.status(of: path)?.permissions ?? 0o644)
    }
}
