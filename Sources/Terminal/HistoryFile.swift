import Platform

/// What was typed, for the arrow keys of the next session: one entry a line, newlines and backslashes escaped; a file for each cluster.
///
/// Several sessions append to one file at once; each appends whole lines under a lock.
package struct HistoryFile: Sendable {
    /// More entries than this are not read.
    static let limit = 5000
    private let path: String

    /// - Parameter path: The file; its folder is made (mode 0700) when something is first written.
    package init(path: String) { self.path = path }

    /// The newest entries, oldest first; none where there is no file yet.
    package func load() throws(Errno) -> [String] {
        guard Files.exists(path) else { return [] }
        let text = String(decoding: try Files.read(path), as: UTF8.self)
        return text.split(separator: "\n").suffix(Self.limit).map { Self.unescape($0) }
    }

    /// Appends an entry.
    package func append(_ entry: String) throws(Errno) {
        try Files.makeDirectory(Files.parent(of: path))
        let file = try AppendFile(path: path)
        defer { file.close() }
        try file.append(Array((Self.escape(entry) + "\n").utf8))
    }

    static func escape(_ entry: String) -> String {
        var escaped = ""
        for character in entry {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    static func unescape(_ line: Substring) -> String {
        var entry = ""
        var escaping = false
        for character in line {
            if escaping {
                entry.append(character == "n" ? "\n" : character)
                escaping = false
            } else if character == "\\" {
                escaping = true
            } else {
                entry.append(character)
            }
        }
        return entry
    }
}
