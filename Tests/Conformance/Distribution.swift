import Foundation
import KafkaLab

/// A Kafka distribution, as `KAFKA_HOME` names it.
struct Distribution {
    let home: String
    /// As the name of its clients' library says.
    let release: KafkaRelease

    /// The distribution under test; nil where none is named: then the suites of this target are skipped, and say so.
    static let ofEnvironment: Distribution? = {
        guard let home = ProcessInfo.processInfo.environment["KAFKA_HOME"], !home.isEmpty else { return nil }
        guard FileManager.default.isExecutableFile(atPath: "\(home)/bin/kafka-server-start.sh") else { return nil }
        guard let release = release(of: home), release >= .oldest else { return nil }
        return Distribution(home: home, release: release)
    }()

    private static func release(of home: String) -> KafkaRelease? {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(home)/libs")) ?? []
        for file in files where file.hasPrefix("kafka-clients-") {
            let numbers = file.dropFirst("kafka-clients-".count).split(separator: ".").compactMap { Int($0) }
            if numbers.count >= 2 { return KafkaRelease(numbers[0], numbers[1]) }
        }
        return nil
    }

    /// Whether it is of that release or a later one.
    func isAtLeast(_ major: Int, _ minor: Int) -> Bool { release >= KafkaRelease(major, minor) }

    /// Whether its clusters are started with ZooKeeper: KRaft is for production from 3.3 on.
    var hasZooKeeper: Bool { !release.isKRaft }

    /// What a skipped suite says.
    static let reason = "KAFKA_HOME names no Kafka distribution of 2.4 or later: nothing is compared with a real cluster"

    /// Runs one of its tools and gives what it prints. Throws where it fails.
    @discardableResult
    func run(_ tool: String, _ words: [String], environment: [String: String] = [:]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(home)/bin/\(tool).sh")
        process.arguments = words
        var variables = ProcessInfo.processInfo.environment
        variables["KAFKA_HEAP_OPTS"] = "-Xmx128m"
        variables["KAFKA_JVM_PERFORMANCE_OPTS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
        for (name, value) in environment { variables[name] = value }
        process.environment = variables
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let complaints = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: printed, as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw HarnessFailure("\(tool) \(words.joined(separator: " ")): \(text)\(String(decoding: complaints, as: UTF8.self))")
        }
        return text
    }
}

extension Distribution {
    /// Starts one of its programs, which goes on by itself; what it prints goes into a file.
    func launch(_ tool: String, _ words: [String], log: String, environment: [String: String] = [:]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(home)/bin/\(tool).sh")
        process.arguments = words
        var variables = ProcessInfo.processInfo.environment
        variables["KAFKA_HEAP_OPTS"] = "-Xmx128m"
        variables["KAFKA_JVM_PERFORMANCE_OPTS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
        for (name, value) in environment { variables[name] = value }
        process.environment = variables
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        process.standardOutput = FileHandle(forWritingAtPath: log)
        process.standardError = FileHandle(forWritingAtPath: log)
        try process.run()
        return process
    }
}

/// Something about the cluster under test, not about what is tested, went wrong.
struct HarnessFailure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
