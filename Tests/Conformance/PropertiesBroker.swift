import Foundation
import KafkaClient
import Network
import Platform
import TestCertificates

/// One broker with a listener for each way in which a file of properties may fit or not, what those files name (certificates, keys, stores),
/// and Kafka's own client, which is asked what it makes of them.
final class PropertiesBroker {
    /// A listener: what its certificate is, and what else its part of the broker's file says.
    struct Listener {
        var name: String
        var securityProtocol = "SSL"
        var certificate: TestCertificate?
        var properties: [String] = []
    }

    let folder: String
    private let watchdog: Watchdog
    private var broker: Process?
    private let ports: [String: Int]
    private let probe: JavaProbe
    private(set) var issuerPort = 0

    /// `{ca}` and the like in the text of a case, as paths and ports.
    func text(_ text: String) -> String {
        var text = text.replacingOccurrences(of: "{dir}", with: folder).replacingOccurrences(of: "{issuer}", with: "\(issuerPort)")
        for (name, port) in ports { text = text.replacingOccurrences(of: "{\(name)}", with: "\(port)") }
        return text
    }

    init(_ distribution: Distribution, _ material: PropertiesMaterial) throws {
        folder = NSTemporaryDirectory() + "mend-properties-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: "\(folder)/logs", withIntermediateDirectories: true)
        watchdog = try Watchdog(of: folder)
        let listeners = material.listeners
        let free = try freePorts(listeners.count + 1)
        ports = Dictionary(uniqueKeysWithValues: zip(listeners.map(\.name), free))
        for (name, bytes) in material.files { try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
        probe = try JavaProbe(distribution, variables: material.variables, log: "\(folder)/logs/probe.log")
        watchdog.begins("probe", probe.processIdentifier)
        for store in material.stores {
            try probe.send(text(store).split(separator: " ", omittingEmptySubsequences: false).map(String.init))
        }
        try probe.send(["issuer", folder])
        issuerPort = Int(try probe.answer(to: "issuer").first ?? "") ?? 0
        try start(distribution, listeners, controller: free[listeners.count])
    }

    private func start(_ distribution: Distribution, _ listeners: [Listener], controller: Int) throws {
        let addresses = listeners.map { "\($0.name)://127.0.0.1:\(ports[$0.name] ?? 0)" }.joined(separator: ",")
        var lines = [
            "process.roles=broker,controller", "node.id=1", "controller.quorum.voters=1@127.0.0.1:\(controller)",
            "controller.listener.names=CONTROLLER", "listeners=\(addresses),CONTROLLER://127.0.0.1:\(controller)",
            "advertised.listeners=\(addresses)", "inter.broker.listener.name=\(listeners[0].name)", "log.dirs=\(folder)/data",
            "listener.security.protocol.map=CONTROLLER:PLAINTEXT,"
                + listeners.map { "\($0.name):\($0.securityProtocol)" }.joined(separator: ","),
            "ssl.truststore.type=PEM", "ssl.truststore.location=\(folder)/ca.pem", "ssl.keystore.type=PEM", "ssl.client.auth=requested",
            "offsets.topic.replication.factor=1",
        ]
        for listener in listeners {
            let prefix = "listener.name.\(listener.name.lowercased())"
            if let certificate = listener.certificate {
                let file = "\(folder)/listener-\(listener.name).pem"
                try (certificate.key + certificate.certificate).write(toFile: file, atomically: true, encoding: .utf8)
                lines.append("\(prefix).ssl.keystore.location=\(file)")
            }
            lines += listener.properties.map { "\(prefix).\(text($0))" }
        }
        let file = "\(folder)/server.properties"
        try (lines.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let surroundings = [
            "LOG_DIR": "\(folder)/logs", "KAFKA_HEAP_OPTS": "-Xms192m -Xmx320m",
            "KAFKA_OPTS": "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=file:\(folder)/jwks.json "
                + "-Dorg.apache.kafka.sasl.oauthbearer.allowed.files=\(folder)/jwks.json",
        ]
        try distribution.run("kafka-storage", ["format", "-t", "AAAAAAAAAAAAAAAAAAAAAQ", "-c", file], environment: surroundings)
        let process = try distribution.launch("kafka-server-start", [file], log: "\(folder)/logs/console.log", environment: surroundings)
        broker = process
        watchdog.begins("broker", process.processIdentifier)
        let end = Date().addingTimeInterval(60)
        while !answers(Endpoint(host: "127.0.0.1", port: UInt16(ports[listeners[0].name] ?? 0)), .plaintext, seconds: 2) {
            guard process.isRunning, Date() < end else {
                let log = (try? String(contentsOfFile: "\(folder)/logs/console.log", encoding: .utf8)) ?? ""
                throw HarnessFailure("the broker does not start: \(log.suffix(3000))")
            }
            usleep(200_000)
        }
    }

    /// Whether a client of ours learns the cluster's brokers.
    private func answers(_ endpoint: Endpoint, _ security: ClientSecurity, seconds: Int64) -> Bool {
        let client = Client(loop: PollLoop(), bootstrap: [endpoint], softwareVersion: "test", security: security)
        defer { client.close() }
        client.beginEvaluation()
        if case .success = client.refreshMetadata(topics: [], deadline: client.deadline(in: .seconds(seconds))) { return true }
        return false
    }

    /// What Kafka's client makes of files, by their names.
    func verdictsOfJava(_ names: [String]) throws -> [String: JavaProbe.Verdict] {
        for name in names { try probe.send(["probe", name, "\(folder)/\(name).properties"]) }
        try probe.send(["wait"])
        return try probe.verdicts(count: names.count)
    }

    func stop() {
        for process in [broker, probe.process] {
            guard let process, process.isRunning else { continue }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        watchdog.ended("broker")
        watchdog.ended("probe")
        watchdog.dismiss()
        try? FileManager.default.removeItem(atPath: folder)
    }

    deinit { stop() }
}

/// `Java/Probe.java` as a process: lines in, lines out.
final class JavaProbe {
    struct Verdict {
        var isYes: Bool
        var why: String
    }

    let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var pending: [UInt8] = []

    var processIdentifier: Int32 { process.processIdentifier }

    init(_ distribution: Distribution, variables: [String: String], log: String) throws {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Java/Probe.java").path
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "java", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", "\(distribution.home)/libs/*", source,
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
        process.standardInput = input
        process.standardOutput = output
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        process.standardError = FileHandle(forWritingAtPath: log)
        try process.run()
    }

    func send(_ words: [String]) throws {
        try input.fileHandleForWriting.write(contentsOf: Data((words.joined(separator: "\t") + "\n").utf8))
    }

    /// The words behind the next line that begins so; what the JVM prints beside is passed over.
    func answer(to word: String) throws -> [String] {
        while let line = try line() {
            let words = line.split(separator: " ", maxSplits: 4).map(String.init)
            if words.count > 1, words[0] == "=", words[1] == word { return Array(words.dropFirst(2)) }
        }
        throw HarnessFailure("Probe.java has ended; it needs a JDK")
    }

    func verdicts(count: Int) throws -> [String: Verdict] {
        var verdicts: [String: Verdict] = [:]
        while verdicts.count < count {
            let words = try answer(to: "verdict")
            verdicts[words[0]] = Verdict(isYes: words[1] == "yes", why: words.count > 2 ? words[2] : "")
        }
        return verdicts
    }

    private func line() throws -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending.removeFirst(end + 1) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return nil }
            pending += more
        }
    }
}
