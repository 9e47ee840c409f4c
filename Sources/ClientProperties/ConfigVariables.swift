/// `${env:NAME}`, `${file:PATH:KEY}` and `${dir:PATH:FILE}` in values (KIP-297, KIP-421, KIP-887). What they stand for is not looked through again.
///
/// Kafka knows a provider only where `config.providers` names it; these three are known here under their usual names as well.
struct ConfigVariables {
    enum Provider: String {
        case environment = "org.apache.kafka.common.config.provider.EnvVarConfigProvider"
        case file = "org.apache.kafka.common.config.provider.FileConfigProvider"
        case directory = "org.apache.kafka.common.config.provider.DirectoryConfigProvider"
    }

    private var providers: [String: Provider] = ["env": .environment, "file": .file, "dir": .directory]
    private let readers: PropertyReaders
    private static let prefix = "config.providers"

    /// Providers by `config.providers` and `config.providers.NAME.class`. Those that are not Kafka's own are refused by name.
    init(_ entries: [String: PropertyEntry], readers: PropertyReaders) throws(PropertyProblem) {
        self.readers = readers
        guard let declared = entries[Self.prefix] else { return }
        for name in declared.value.split(separator: ",").map({ $0.trimmingJavaSpace }) where !name.isEmpty {
            let key = "\(Self.prefix).\(name).class"
            guard let entry = entries[key] else {
                throw PropertyProblem(at: declared.place, "the provider `\(name)` of `\(Self.prefix)` has no `\(key)`")
            }
            let className = entry.value.trimmingJavaSpace
            guard let provider = Provider(rawValue: className) else {
                throw PropertyProblem(
                    at: entry.place, "`\(key)`: mend knows Kafka's own providers only",
                    hint: "use ${env:NAME}, ${file:PATH:KEY} or ${dir:PATH:FILE}")
            }
            providers[name] = provider
        }
    }

    /// A value with all that it refers to.
    func resolved(_ entry: PropertyEntry) throws(PropertyProblem) -> PropertyEntry {
        var entry = entry
        entry.value = try resolve(entry.value, of: entry)
        return entry
    }

    /// The files that a value refers to.
    func files(in entry: PropertyEntry) -> [String] {
        var files: [String] = []
        Self.scan(Array(entry.value.utf8), literal: { _ in }) { reference in
            guard let path = reference.path else { return }
            switch providers[reference.provider] {
            case .file: files.append(path)
            case .directory: files.append(Self.file(reference.key, in: path))
            case .environment, nil: break
            }
        }
        return files
    }

    private func resolve(_ text: String, of entry: PropertyEntry) throws(PropertyProblem) -> String {
        var result: [UInt8] = []
        var failure: PropertyProblem?
        Self.scan(Array(text.utf8), literal: { result.append($0) }) { reference in
            guard failure == nil else { return }
            do throws(PropertyProblem) { result += Array(try value(of: reference, in: entry).utf8) } catch { failure = error }
        }
        if let failure { throw failure }
        return String(decoding: result, as: UTF8.self)
    }

    /// As in Kafka: a reference begins with `${`, has a `:` in it, and ends at the first `}`.
    private static func scan(_ bytes: [UInt8], literal: (UInt8) -> Void, reference: (Reference) -> Void) {
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: "${".utf8), let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")),
                let found = Reference(String(decoding: bytes[index + 2..<end], as: UTF8.self))
            {
                reference(found)
                index = end + 1
            } else {
                literal(bytes[index])
                index += 1
            }
        }
    }

    private struct Reference {
        var provider: String
        var path: String?
        var key: String

        /// `NAME:KEY` or `NAME:PATH:KEY`.
        init?(_ text: String) {
            let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard parts.count > 1 else { return nil }
            provider = parts[0]
            path = parts.count == 3 ? parts[1] : nil
            key = parts[parts.count - 1]
        }
    }

    private func value(of reference: Reference, in entry: PropertyEntry) throws(PropertyProblem) -> String {
        switch providers[reference.provider] {
        case .environment:
            guard reference.path == nil, let value = readers.environment(reference.key) else {
                throw problem(entry, "the variable `\(reference.key)` of the environment is not set")
            }
            return value
        case .file:
            guard let path = reference.path else { throw problem(entry, "`${file:…}` needs a path and a key: ${file:PATH:KEY}") }
            let entries = try PropertiesText.entries(of: try read(path, for: entry), in: path, .utf8)
            guard let found = entries.last(where: { $0.key == reference.key }) else {
                throw problem(entry, "\(path) has no key `\(reference.key)`")
            }
            return found.value
        case .directory:
            guard let path = reference.path, !path.isEmpty else {
                throw problem(entry, "`${dir:…}` needs a path and a file in it: ${dir:PATH:FILE}")
            }
            guard !reference.key.isEmpty, !reference.key.contains("/"), reference.key != "..", reference.key != "." else {
                throw problem(entry, "`\(reference.key)` is no file directly in \(path)")
            }
            let file = Self.file(reference.key, in: path)
            guard let text = String(validating: try read(file, for: entry), as: UTF8.self) else {
                throw problem(entry, "\(file) is not UTF-8")
            }
            // Files of secrets often end with a newline that is no part of them.
            return text.hasSuffix("\r\n") || text.hasSuffix("\n") ? String(text.dropLast()) : text
        case nil:
            throw problem(
                entry, "there is no config provider `\(reference.provider)`",
                hint: "${env:NAME}, ${file:PATH:KEY} and ${dir:PATH:FILE} are known")
        }
    }

    private static func file(_ name: String, in path: String) -> String {
        path.hasSuffix("/") ? path + name : "\(path)/\(name)"
    }

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
