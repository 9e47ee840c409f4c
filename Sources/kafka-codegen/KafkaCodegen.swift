import Foundation

/// Writes `Sources/KafkaMessages/Generated` from Kafka's message definitions. Development only.
@main
enum KafkaCodegen {
    static let usage = """
        usage: kafka-codegen PATH-TO-JAR-OR-FOLDER [--output DIR]

        Reads common/message/*.json from a kafka-clients jar, from a folder that holds one, or from a folder of JSON files,
        and writes one Swift file an API (client's half) and one more (server's half) to DIR (Sources/KafkaMessages/Generated).
        """

    static func main() {
        var paths: [String] = []
        var output = "Sources/KafkaMessages/Generated"
        var rest = CommandLine.arguments.dropFirst()
        while let argument = rest.popFirst() {
            if argument == "--output", let value = rest.popFirst() {
                output = value
            } else if argument.hasPrefix("-") {
                stop(usage, code: argument == "--help" ? 0 : 2)
            } else {
                paths.append(argument)
            }
        }
        guard paths.count == 1, let path = paths.first else { stop(usage, code: 2) }
        do {
            let files = try generate(DefinitionSource(path: path))
            try write(files, to: URL(fileURLWithPath: output))
        } catch {
            stop("kafka-codegen: \(error)", code: 1)
        }
    }

    private static func stop(_ text: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data((text + "\n").utf8))
        exit(code)
    }

    /// File names and contents.
    private static func generate(_ source: DefinitionSource) throws -> [String: String] {
        var files: [String: String] = [:]
        for api in Manifest.apis {
            let request = Emitter(message: try Message(source.definition("\(api)Request")))
            let response = Emitter(message: try Message(source.definition("\(api)Response")))
            let number = String(request.message.apiKey)
            let stem = String(repeating: "0", count: max(0, 2 - number.count)) + "\(number)_\(api)"
            let origin = "\(api)Request.json and \(api)Response.json of \(source.title)"

            var client = header(origin)
            request.declarations(into: &client)
            request.identity(into: &client)
            request.nested(reading: false, into: &client)
            response.declarations(into: &client)
            response.identity(into: &client)
            response.nested(reading: true, into: &client)
            files["\(stem).swift"] = client.text

            var server = header(origin)
            request.serverHalf(into: &server)
            response.serverHalf(into: &server)
            files["\(stem)+Server.swift"] = server.text
        }
        for name in Manifest.data {
            let data = Emitter(message: try Message(source.definition(name)))
            var code = header("\(name).json of \(source.title)")
            data.declarations(into: &code)
            data.identity(into: &code)
            data.nested(reading: false, into: &code)
            data.nested(reading: true, into: &code)
            files["\(name).swift"] = code.text
        }
        files["MessageIndex.swift"] = index()
        return files
    }

    private static func index() -> String {
        var code = CodeBuffer()
        code.line("// Made by kafka-codegen from its manifest. Not to be edited.")
        code.line()
        code.line("/// Every API that this program speaks.")
        code.block("package enum MessageIndex") { code in
            code.line("/// The requests' types, in the order of the manifest.")
            code.line("package static let requests: [any ServedRequest.Type] = [")
            for api in Manifest.apis { code.line("    \(api)Request.self,") }
            code.line("]")
        }
        return code.text
    }

    private static func header(_ origin: String) -> CodeBuffer {
        var code = CodeBuffer()
        code.line("// Made by kafka-codegen from \(origin). Not to be edited.")
        code.line()
        code.line("import KafkaWire")
        return code
    }

    /// Writes what changed, and removes what is no longer made.
    private static func write(_ files: [String: String], to folder: URL) throws {
        let manager = FileManager.default
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in try manager.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".swift") && files[name] == nil {
            try manager.removeItem(at: folder.appendingPathComponent(name))
        }
        var changed = 0
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            let file = folder.appendingPathComponent(name)
            if let before = try? String(contentsOf: file, encoding: .utf8), before == text { continue }
            try text.write(to: file, atomically: true, encoding: .utf8)
            changed += 1
        }
        FileHandle.standardError.write(Data("\(files.count) files, \(changed) changed\n".utf8))
    }
}
