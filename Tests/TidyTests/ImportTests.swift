import Testing

/// The module map: what each target may import. The same table stands in docs/architecture.md, with each target's duty.
private let arrows: [String: Set<String>] = [
    "Bytewise": [],
    "Platform": ["COpenSSL", "Glibc"],
    "KafkaWire": [],
    "KafkaMessages": ["KafkaWire", "CCompression"],
    "Network": ["Platform", "CAres", "COpenSSL"],
    "KafkaClient": ["KafkaWire", "KafkaMessages", "Network", "Platform"],
    "ClientProperties": ["Platform", "Network", "KafkaClient", "Language"],
    "KafkaAdmin": ["KafkaWire", "KafkaMessages", "KafkaClient", "Network", "Platform"],
    "KafkaLab": ["KafkaWire", "KafkaMessages", "Network", "Platform"],
    "Language": [],
    "Journal": ["Platform", "KafkaWire"],
    "Engine": ["Language", "Journal", "Platform"],
    "KafkaPrimitives": ["Language", "Journal", "Engine", "KafkaWire", "KafkaMessages", "KafkaClient", "KafkaAdmin", "Network", "Platform"],
    "Output": ["Language", "Journal", "Engine"],
    "Report": ["Language", "Journal", "Engine", "Output"],
    "Terminal": ["Platform", "Language", "CLibedit"],
    "Commands": ["Language"],
    "CrashSuite": [
        "Platform", "KafkaWire", "Network", "KafkaClient", "KafkaLab", "Language", "Journal", "Engine", "KafkaPrimitives",
        "StandardLibrary", "Runbooks",
    ],
]

@Suite("Imports")
struct ImportTests {
    @Test("point one way, as the module map says", arguments: Repository.sources.filter { arrows[$0.target] != nil })
    func arrowsHold(file: Repository.File) {
        for imported in imports(of: file) {
            #expect(
                arrows[file.target]?.contains(imported) == true || allowedAnywhere.contains(imported), "\(file.path) imports \(imported)")
        }
    }

    @Test("every target of Sources is in the map")
    func complete() {
        let targets = Set(Repository.sources.map(\.target)).subtracting(["mend", "mend-crash", "kafka-codegen"])
        #expect(targets.subtracting(arrows.keys) == [])
        #expect(!targets.isEmpty)
    }

    @Test("Foundation stays out of what ships", arguments: Repository.sources.filter { $0.target != "kafka-codegen" })
    func noFoundation(file: Repository.File) {
        #expect(!imports(of: file).contains { $0 == "Foundation" || $0 == "Dispatch" || $0 == "_Concurrency" }, "\(file.path)")
    }

    private let allowedAnywhere: Set<String> = ["Bytewise", "FoundationEssentials", "Synchronization"]

    private func imports(of file: Repository.File) -> [String] {
        file.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), words[..<index].allSatisfy({ $0.hasPrefix("@") || accessLevels.contains($0) })
            else {
                return nil
            }
            return words.dropFirst(index + 1).last.map { String($0.split(separator: ".")[0]) }
        }
    }

    private let accessLevels: Set<Substring> = ["package", "internal", "public", "private", "fileprivate"]
}
