import Foundation

/// A real Kafka of one node, with an authorizer: whoever comes without a name, over the plain listener, may do what rules say, and at first
/// nothing. The node itself and the tools come as `admin`, by SASL.
final class GuardedCluster {
    let distribution: Distribution
    private let folder: String
    private let ports: [Int]
    private let watchdog: Watchdog
    private var process: Process?

    /// Where nobody says who they are.
    var plain: String { "127.0.0.1:\(ports[2])" }

    private static let login = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\" password=\"admin\""

    init(_ distribution: Distribution) throws {
        self.distribution = distribution
        folder = NSTemporaryDirectory() + "mend-guarded-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0 ... .max))"
        ports = try freePorts(3)
        try FileManager.default.createDirectory(atPath: "\(folder)/logs", withIntermediateDirectories: true)
        watchdog = try Watchdog(of: folder)
        try properties.write(toFile: file, atomically: true, encoding: .utf8)
        try "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=\(Self.login);\n"
            .write(toFile: "\(folder)/admin.properties", atomically: true, encoding: .utf8)
        let surroundings = ["LOG_DIR": "\(folder)/logs", "KAFKA_HEAP_OPTS": "-Xms192m -Xmx320m"]
        let id = String((0..<21).map { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "a" }) + "A"
        try distribution.run("kafka-storage", ["format", "-t", id, "-c", file], environment: surroundings)
        let process = try distribution.launch("kafka-server-start", [file], log: "\(folder)/console.log", environment: surroundings)
        self.process = process
        watchdog.begins("node", process.processIdentifier)
    }

    private var file: String { "\(folder)/server.properties" }

    private var properties: String {
        let places = ["CONTROLLER", "ADMIN", "PLAIN"].enumerated().map { "\($1)://127.0.0.1:\(ports[$0])" }
        return [
            "process.roles=broker,controller", "node.id=1", "controller.quorum.voters=1@127.0.0.1:\(ports[0])",
            "controller.listener.names=CONTROLLER", "listeners=\(places.joined(separator: ","))",
            "advertised.listeners=\(places.dropFirst().joined(separator: ","))", "inter.broker.listener.name=ADMIN",
            "listener.security.protocol.map=CONTROLLER:SASL_PLAINTEXT,ADMIN:SASL_PLAINTEXT,PLAIN:PLAINTEXT",
            "sasl.enabled.mechanisms=PLAIN", "sasl.mechanism.controller.protocol=PLAIN", "sasl.mechanism.inter.broker.protocol=PLAIN",
            "listener.name.controller.plain.sasl.jaas.config=\(Self.login) user_admin=\"admin\";",
            "listener.name.admin.plain.sasl.jaas.config=\(Self.login) user_admin=\"admin\";",
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer", "super.users=User:admin",
            "log.dirs=\(folder)/data", "auto.create.topics.enable=false", "offsets.topic.replication.factor=1",
            "offsets.topic.num.partitions=1", "group.initial.rebalance.delay.ms=0",
        ].joined(separator: "\n") + "\n"
    }

    /// Gives whoever comes without a name every right, as an administrator does.
    func allowEverything() throws {
        try distribution.run(
            "kafka-acls",
            [
                "--bootstrap-server", "127.0.0.1:\(ports[1])", "--command-config", "\(folder)/admin.properties", "--add",
                "--allow-principal", "User:ANONYMOUS", "--operation", "All", "--topic", "*", "--group", "*", "--cluster",
            ])
    }

    func stop() {
        if let process, process.isRunning {
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        process = nil
        watchdog.dismiss()
        try? FileManager.default.removeItem(atPath: folder)
    }

    deinit { stop() }
}
