/// `${NAME:KEY}` and `${NAME:PATH:KEY}` in values, for the providers that `config.providers` names and no others (KIP-297, KIP-421,
/// KIP-887, KIP-993). What they stand for is not looked through again. By the rules of Kafka's `AbstractConfig`, `ConfigTransformer`,
/// `EnvVarConfigProvider`, `FileConfigProvider`, `DirectoryConfigProvider` and `AllowedPaths`.
///
/// Where Kafka finds nothing (the variable is not set, the key is not there, the path is not allowed) it leaves the text as it stands; in a
/// value that is used that is refused here, for it is never meant.
struct ConfigVariables {
    private enum Provider {
        case environment(AllowlistPattern?)
        /// The paths that it may read; nil: all.
        case file([[Substring]]?)
        case directory([[Substring]]?)
    }

    private static let classes = "org.apache.kafka.common.config.provider."
    private static let prefix = "config.providers"
    private static let usual = ["env": "EnvVarConfigProvider", "file": "FileConfigProvider", "dir": "DirectoryConfigProvider"]

    private var providers: [String: Provider] = [:]
    private let readers: PropertyReaders
    /// Providers that are named and then not described: Kafka passes over them.
    private(set) var warnings: [PropertyProblem] = []

    /// Providers by `config.providers` and `config.providers.NAME.class`. Those that are not Kafka's own are refused by name.
    init(_ entries: [String: PropertyEntry], readers: PropertyReaders) throws(PropertyProblem) {
        self.readers = readers
        guard let declared = entries[Self.prefix] else { return }
        // As in Kafka names are not trimmed: ` env` is another name than `env`.
        for name in declared.value.split(separator: ",").map(String.init) {
            guard let entry = entries["\(Self.prefix).\(name).class"] else {
                warnings.append(
                    PropertyProblem(
                        .warning, at: declared.place,
                        "`\(Self.prefix)`: there is no `\(Self.prefix).\(name).class`, so `\(name)` provides nothing",
                        hint: name.trimmingJavaSpace == name ? "add it" : "write the names without blanks, as Kafka reads them"))
                continue
            }
            providers[name] = try provider(name, entry, entries)
        }
    }

    private func provider(
        _ name: String, _ entry: PropertyEntry, _ entries: [String: PropertyEntry]
    ) throws(PropertyProblem) -> Provider {
        let parameters = "\(Self.prefix).\(name).param."
        switch entry.value {
        case Self.classes + "EnvVarConfigProvider":
            guard let pattern = entries[parameters + "allowlist.pattern"] else { return .environment(nil) }
            guard let read = AllowlistPattern(pattern.value) else {
                throw PropertyProblem(
                    at: pattern.place, "`\(pattern.key)` is no pattern that is read here",
                    hint: "letters, digits, `_`, `.`, `*`, `+`, `?`, `|`, ( ) and [ ] are: KAFKA_.*")
            }
            return .environment(read)
        case Self.classes + "FileConfigProvider": return .file(try allowedPaths(entries[parameters + "allowed.paths"]))
        case Self.classes + "DirectoryConfigProvider": return .directory(try allowedPaths(entries[parameters + "allowed.paths"]))
        default:
            throw PropertyProblem(
                at: entry.place, "`\(entry.key)`: mend knows Kafka's own providers only",
                hint: "\(Self.classes)EnvVarConfigProvider, FileConfigProvider or DirectoryConfigProvider, and nothing behind it")
        }
    }

    // MARK: - Values

    /// A value with all that it refers to. A value that is not used may refer to what is not there.
    func resolved(_ entry: PropertyEntry, isUsed: Bool) throws(PropertyProblem) -> PropertyEntry {
        guard !providers.isEmpty else { return entry }
        var text = ""
        for piece in Self.pieces(of: entry.value) {
            guard let reference = piece.reference, let found = try value(of: reference, in: entry, isUsed: isUsed) else {
                text += piece.text
                continue
            }
            text += found
        }
        var entry = entry
        entry.value = text
        return entry
    }

    /// Whether the text of a value is the value, or some of it.
    func isLiteral(_ entry: PropertyEntry) -> Bool {
        guard !entry.value.trimmingJavaSpace.isEmpty else { return false }
        return !Self.pieces(of: entry.value).contains { piece in piece.reference.map { providers[$0.provider] != nil } ?? false }
    }

    /// The files that a value refers to.
    func files(in entry: PropertyEntry) -> [String] {
        Self.pieces(of: entry.value).compactMap(\.reference).compactMap { reference in
            switch providers[reference.provider] {
            case .file: reference.path
            case .directory: reference.path.map { Self.file(reference.key, in: $0) }
            case .environment, nil: nil
            }
        }
    }

    /// What looks like a reference and is none.
    func warning(of entry: PropertyEntry) -> PropertyProblem? {
        let open = Self.pieces(of: entry.value).compactMap(\.reference).filter { providers[$0.provider] == nil }
        guard let first = open.first else { return nil }
        // The name of a provider that is not known may be a part of a password.
        guard let className = Self.usual[first.provider] else {
            return PropertyProblem(
                .warning, at: entry.place,
                "\(entry.key): a `${…:…}` in it stands as it is, for `\(Self.prefix)` names no provider of that name")
        }
        return PropertyProblem(
            .warning, at: entry.place,
            "\(entry.key): `${\(first.provider):…}` in it stands as it is, as with Kafka's tools, for `\(Self.prefix)` does not name "
                + "`\(first.provider)`",
            hint:
                "to have it replaced add \(Self.prefix)=\(first.provider) and \(Self.prefix).\(first.provider).class=\(Self.classes)\(className)"
        )
    }

    // MARK: - References

    private struct Reference {
        var provider: String
        /// nil where there is none, or an empty one.
        var path: String?
        var key: String
    }

    private struct Piece {
        var text: String
        var reference: Reference?
    }

    /// A value cut by Kafka's pattern `\$\{([^}]*?):(([^}]*?):)?([^}]*?)\}` (KAFKA-8363).
    private static func pieces(of text: String) -> [Piece] {
        let bytes = Array(text.utf8)
        var pieces: [Piece] = []
        var start = 0
        var index = 0
        func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        while index < bytes.count {
            guard bytes[index...].starts(with: "${".utf8), let found = reference(bytes, index + 2) else {
                index += 1
                continue
            }
            if start < index { pieces.append(Piece(text: string(start..<index))) }
            pieces.append(Piece(text: string(index..<found.end), reference: found.reference))
            index = found.end
            start = index
        }
        if start < bytes.count { pieces.append(Piece(text: string(start..<bytes.count))) }
        return pieces
    }

    private static func reference(_ bytes: [UInt8], _ start: Int) -> (reference: Reference, end: Int)? {
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let parts = bytes[start..<end].split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parts.count > 1 else { return nil }
        let path = parts.count == 3 && !parts[1].isEmpty ? parts[1] : nil
        return (Reference(provider: parts[0], path: path, key: parts[parts.count - 1]), end + 1)
    }

    /// What a reference stands for; nil: itself.
    private func value(of reference: Reference, in entry: PropertyEntry, isUsed: Bool) throws(PropertyProblem) -> String? {
        func missing(_ message: String, hint: String? = nil) throws(PropertyProblem) -> String? {
            guard isUsed else { return nil }
            throw problem(entry, message, hint: hint)
        }
        switch providers[reference.provider] {
        case nil: return nil
        case .environment(let pattern):
            guard reference.path == nil else {
                throw problem(entry, "a variable of the environment has no path", hint: "write ${\(reference.provider):NAME}")
            }
            if let pattern, !pattern.matches(reference.key) {
                return try missing("the variable `\(reference.key)` of the environment is not allowed by allowlist.pattern")
            }
            guard let value = readers.environment(reference.key) else {
                return try missing("the variable `\(reference.key)` of the environment is not set")
            }
            return value
        case .file(let allowed):
            guard let path = reference.path else { return try missing("`${file:…}` needs a path and a key: ${file:PATH:KEY}") }
            guard let real = Self.allowed(path, by: allowed) else { return try missing("\(path) is not in allowed.paths") }
            let entries = try PropertiesText.entries(of: try read(real, for: entry), in: real, .utf8)
            guard let found = entries.last(where: { $0.key == reference.key }) else {
                return try missing("\(real) has no key `\(reference.key)`")
            }
            return found.value
        case .directory(let allowed):
            guard let path = reference.path else { return try missing("`${dir:…}` needs a path and a file in it: ${dir:PATH:FILE}") }
            guard let real = Self.allowed(path, by: allowed) else { return try missing("\(path) is not in allowed.paths") }
            guard !reference.key.isEmpty, !reference.key.contains("/"), reference.key != "..", reference.key != "." else {
                return try missing("`\(reference.key)` is no file directly in \(path)")
            }
            let file = Self.file(reference.key, in: real)
            guard readers.exists(file) else { return try missing("\(file) is not there") }
            guard let text = String(validating: try read(file, for: entry), as: UTF8.self) else {
                throw problem(entry, "\(file) is not UTF-8")
            }
            // As in Kafka the end of a line belongs to the value; around the whole of one it does not matter.
            let isInside = entry.value.trimmingJavaSpace != "${\(reference.provider):\(path):\(reference.key)}"
            if isInside, text.hasSuffix("\n") || text.hasSuffix("\r\n") {
                return try missing(
                    "\(file) ends with a line's end, which for Kafka is a part of the value", hint: "write it without: printf %s …") ?? text
            }
            return text
        }
    }

    // MARK: - Paths

    private func allowedPaths(_ entry: PropertyEntry?) throws(PropertyProblem) -> [[Substring]]? {
        guard let entry, !entry.value.isEmpty else { return nil }
        var paths: [[Substring]] = []
        for path in entry.value.split(separator: ",").map(String.init) {
            guard path.hasPrefix("/") else {
                throw PropertyProblem(
                    at: entry.place, "`\(entry.key)`: `\(path)` is not absolute", hint: "there is no white space around commas, either")
            }
            guard readers.exists(path) else { throw PropertyProblem(at: entry.place, "`\(entry.key)`: \(path) is not there") }
            paths.append(Self.parts(of: path))
        }
        return paths
    }

    /// The path to read; nil: it is not allowed.
    private static func allowed(_ path: String, by allowed: [[Substring]]?) -> String? {
        guard let allowed else { return path }
        guard path.hasPrefix("/") else { return nil }
        let parts = parts(of: path)
        guard allowed.contains(where: { parts.starts(with: $0) }) else { return nil }
        return "/" + parts.joined(separator: "/")
    }

    /// The names of an absolute path, without `.` and `..`.
    private static func parts(of path: String) -> [Substring] {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." { if part == ".." { _ = parts.popLast() } else { parts.append(part) } }
        return parts
    }

    private static func file(_ name: String, in path: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

    private func read(_ path: String, for entry: PropertyEntry) throws(PropertyProblem) -> [UInt8] {
        do throws(PropertyReaders.Failure) { return try readers.file(path) } catch { throw problem(entry, error.why) }
    }

    private func problem(_ entry: PropertyEntry, _ message: String, hint: String? = nil) -> PropertyProblem {
        PropertyProblem(at: entry.place, "\(entry.key): \(message)", hint: hint)
    }
}

extension StringProtocol {
    /// Without what `String.trim` of Java takes off: characters up to U+0020, at both ends.
    var trimmingJavaSpace: String {
        let isSpace: (Unicode.Scalar) -> Bool = { $0.value <= 0x20 }
        let head = unicodeScalars.drop(while: isSpace)
        guard let last = head.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(String.UnicodeScalarView(head[...last]))
    }
}
