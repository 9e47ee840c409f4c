import Foundation

/// Where definitions come from: a kafka-clients jar, a folder that holds one (a distribution's `libs/`), or a folder of JSON files.
struct DefinitionSource {
    /// What the generated files name as their source.
    let title: String
    private let load: (String) throws -> String?

    init(path: String) throws {
        let url = URL(fileURLWithPath: path)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw GeneratorFailure("\(path): no such file or folder")
        }
        guard isFolder.boolValue else {
            self = try Self.jar(url)
            return
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        if let jar = names.last(where: Self.isClientsJar) {
            self = try Self.jar(url.appendingPathComponent(jar))
        } else {
            let folder = names.contains("common") ? url.appendingPathComponent("common/message") : url
            self.init(title: "Kafka") { name in
                try? String(contentsOf: folder.appendingPathComponent("\(name).json"), encoding: .utf8)
            }
        }
    }

    private init(title: String, load: @escaping (String) throws -> String?) {
        self.title = title
        self.load = load
    }

    private static func isClientsJar(_ name: String) -> Bool {
        name.hasPrefix("kafka-clients-") && name.hasSuffix(".jar") && !name.contains("test")
    }

    private static func jar(_ url: URL) throws -> DefinitionSource {
        let archive = try ZipArchive(Data(contentsOf: url))
        let version = url.deletingPathExtension().lastPathComponent.replacingOccurrences(of: "kafka-clients-", with: "")
        return DefinitionSource(title: "Kafka \(version)") { try archive.text(of: "common/message/\($0).json") }
    }

    func definition(_ name: String) throws -> Definition {
        guard let text = try load(name) else { throw GeneratorFailure("\(title) has no definition \(name).json") }
        do { return try Definition.read(text) } catch { throw GeneratorFailure("\(name).json: \(error)") }
    }
}
