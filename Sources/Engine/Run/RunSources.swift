import Journal
import Language

/// The texts of a program as a run keeps them in `source/`: the runbook first, then its imports.
package struct RunSources: Sendable, Hashable {
    /// One file.
    package struct Text: Sendable, Hashable {
        /// As the program's files are named.
        package var name: String
        package var bytes: [UInt8]

        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    package var texts: [Text]

    package init(texts: [Text]) { self.texts = texts }

    package init(_ program: Program) {
        texts = program.trees.map { Text(name: $0.file.name, bytes: $0.file.bytes) }
    }

    private static let manifest = "source/files.json"

    /// The files of the run's folder, and the list of them.
    var files: [RunFile] { files(in: "source") + [RunFile(path: Self.manifest, bytes: list(in: "source").utf8)] }

    /// The files of a later edit, the n-th, from 1: beside those that ran before, with a list of their own as the last.
    func files(ofEdit number: Int) -> [RunFile] {
        let folder = "source/edit-\(number)"
        return files(in: folder) + [RunFile(path: "\(folder)/files.json", bytes: list(in: folder).utf8)]
    }

    /// The list for those who only read, once an edit counts: which files the program is made of now.
    static func current(_ list: RunFile) -> RunFile { RunFile(path: manifest, bytes: list.bytes) }

    private func files(in folder: String) -> [RunFile] {
        texts.enumerated().map { RunFile(path: path($0, $1, in: folder), bytes: $1.bytes) }
    }

    private func list(in folder: String) -> JSONValue {
        .array(texts.enumerated().map { ["name": .string($1.name), "path": .string(path($0, $1, in: folder))] })
    }

    private func path(_ number: Int, _ text: Text, in folder: String) -> String { "\(folder)/\(number)-\(Self.plainName(text.name))" }

    /// What a run recorded.
    /// - Parameter named: the list of its files, as the journal says after an edit; nil: the one that stands.
    package static func read(_ run: String, in store: any JournalStore, list named: String? = nil) throws(JournalFailure) -> RunSources {
        let manifest = named ?? Self.manifest
        guard let bytes = try store.file(manifest, of: run), let list = (try? JSONValue.parse(bytes))?.array else {
            throw .disk("\(run)/\(manifest) is missing or damaged: the runbook as it ran is not known")
        }
        var texts: [Text] = []
        for entry in list {
            guard let name = entry["name"]?.string, let path = entry["path"]?.string, let content = try store.file(path, of: run) else {
                throw .disk("\(run)/\(manifest) names a file that is missing")
            }
            texts.append(Text(name: name, bytes: content))
        }
        return RunSources(texts: texts)
    }

    /// The recorded import that a `use` means.
    package func text(for request: ProgramLoader.Request) -> ProgramLoader.Text? {
        let wanted: String =
            switch request {
            case .library(let name): "\(name).runbook"
            case .path(let path, beside: _): path
            }
        return texts.dropFirst().first { $0.name == wanted || $0.name.hasSuffix("/\(wanted)") }
            .map { ProgramLoader.Text(name: $0.name, bytes: $0.bytes) }
    }

    /// The last part of a path, such that it names a file.
    private static func plainName(_ name: String) -> String {
        let last = name.split(separator: "/").last.map(String.init) ?? "text"
        return String(last.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" })
    }
}

/// The parameters of a run as its folder keeps them; a secret only by its name.
package enum RunParameters {
    static let path = "parameters.json"

    /// - Parameter list: the list of the files of an edit, beside which it is kept; nil: as the run was begun.
    static func file(_ parameters: [NameKey: Value], beside list: String? = nil) -> RunFile {
        RunFile(path: place(beside: list), bytes: json(parameters).utf8)
    }

    private static func place(beside list: String?) -> String {
        guard let list, let end = list.lastIndex(of: "/") else { return path }
        return "\(list[...end])\(path)"
    }

    static func json(_ parameters: [NameKey: Value]) -> JSONValue {
        .object(parameters.sorted { $0.key < $1.key }.map { .init($0.key.text, $0.value.json) })
    }

    /// What a run was started with.
    /// - Parameter list: the list of the files of the edit that counts now; nil: it was not edited.
    package static func read(
        _ run: String, in store: any JournalStore, beside list: String? = nil
    ) throws(JournalFailure) -> [NameKey: Value] {
        guard let bytes = try store.file(place(beside: list), of: run) else { return [:] }
        var parameters: [NameKey: Value] = [:]
        do throws(JSONFault) {
            guard case .object(let members) = try JSONValue.parse(bytes) else { throw JSONFault(message: "no object", offset: 0) }
            for member in members { parameters[member.name] = try? Value(json: member.value) }
            guard parameters.count == members.count else { throw JSONFault(message: "a value cannot be understood", offset: 0) }
        } catch { throw .disk("\(run)/\(path): \(error)") }
        return parameters
    }
}
