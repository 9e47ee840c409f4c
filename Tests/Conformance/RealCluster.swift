import Foundation
import KafkaLab

/// A real cluster of one controller, or ZooKeeper, and some brokers, each a process of its own on loopback. Ports are free ones, data lies in
/// a folder of its own; both are gone after `stop`.
final class RealCluster {
    let distribution: Distribution
    let folder: String
    /// Beside the plain listeners.
    let secure: SecureListeners
    private let ports: [Int]
    private var processes: [Int: Process] = [:]
    private let clusterID: String
    private let watchdog: Watchdog

    /// Node 0 is the controller, or ZooKeeper; the others are brokers.
    private var nodes: [Int] { Array(ports.indices) }

    /// Brokers by number, from 1.
    var brokers: [Int] { Array(nodes.dropFirst()) }

    /// `host:port` of each broker.
    var bootstrap: String { brokers.map { "127.0.0.1:\(ports[$0])" }.joined(separator: ",") }

    /// A broker's port.
    func port(of broker: Int) -> Int { ports[broker] }

    /// Starts a cluster and waits until all of its brokers are alive.
    init(_ distribution: Distribution, brokers: Int) throws {
        self.distribution = distribution
        folder = NSTemporaryDirectory() + "mend-kafka-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0 ... .max))"
        // All at once, so that no port is given twice.
        let free = try freePorts(brokers + 1 + SecureListeners.portCount(brokers: brokers))
        ports = Array(free.prefix(brokers + 1))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        secure = try SecureListeners(distribution, folder: folder, brokers: brokers, ports: free.dropFirst(brokers + 1))
        watchdog = try Watchdog(of: folder)
        // A cluster id is 16 bytes as URL-safe base64 without padding; any will do.
        clusterID = String((0..<21).map { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "a" }) + "A"
        for node in nodes {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(node)/logs", withIntermediateDirectories: true)
            try properties(of: node).write(toFile: file(of: node), atomically: true, encoding: .utf8)
            guard !distribution.hasZooKeeper else { continue }
            let users = node == 0 && distribution.isAtLeast(3, 5) ? SecureListeners.usersOfSCRAM : []
            try distribution.run(
                "kafka-storage", ["format", "-t", clusterID, "-c", file(of: node)] + users, environment: surroundings(of: node))
        }
        for node in nodes { try start(node) }
        if distribution.hasZooKeeper { try addUsersOfSCRAM() }
    }

    /// Where ZooKeeper keeps the users of SCRAM they can be made before any broker is up.
    private func addUsersOfSCRAM() throws {
        try wait(for: "ZooKeeper takes the users of SCRAM") {
            try atZooKeeper(
                "kafka-configs", "--alter", "--entity-type", "users", "--entity-name", "admin", "--add-config",
                SecureListeners.settingsOfSCRAM)
            return true
        }
    }

    private func file(of node: Int) -> String { "\(folder)/\(node)/server.properties" }

    private func surroundings(of node: Int) -> [String: String] {
        ["LOG_DIR": "\(folder)/\(node)/logs", "KAFKA_HEAP_OPTS": "-Xms192m -Xmx320m"]
    }

    private func properties(of node: Int) -> String {
        if node == 0, distribution.hasZooKeeper {
            let lines = [
                "dataDir=\(folder)/0/data", "clientPort=\(ports[0])", "clientPortAddress=127.0.0.1", "admin.enableServer=false",
                "tickTime=500",
                "maxClientCnxns=0",
            ]
            return lines.joined(separator: "\n") + "\n"
        }
        var lines = [
            "listener.security.protocol.map=\(distribution.hasZooKeeper ? "" : "CONTROLLER:PLAINTEXT,")PLAIN:PLAINTEXT\(secure.protocols)"
        ]
        // Fencing within seconds, and no leader moved but by the test.
        lines.append("auto.leader.rebalance.enable=false")
        if distribution.hasZooKeeper {
            lines += [
                "broker.id=\(node)", "zookeeper.connect=127.0.0.1:\(ports[0])", "zookeeper.session.timeout.ms=4000",
                "zookeeper.connection.timeout.ms=60000",
            ]
        } else {
            lines += [
                "node.id=\(node)", "controller.quorum.voters=0@127.0.0.1:\(ports[0])", "controller.listener.names=CONTROLLER",
                "process.roles=\(node == 0 ? "controller" : "broker")", "broker.session.timeout.ms=3000",
                "broker.heartbeat.interval.ms=500",
            ]
        }
        if node == 0 {
            lines += ["listeners=CONTROLLER://127.0.0.1:\(ports[0])", "log.dirs=\(folder)/0/data"]
        } else {
            lines += [
                // Small fetches: a throttled copy takes its time from the first byte on.
                "listeners=PLAIN://127.0.0.1:\(ports[node])\(secure.listeners(of: node))",
                "advertised.listeners=PLAIN://127.0.0.1:\(ports[node])\(secure.listeners(of: node))",
                "inter.broker.listener.name=PLAIN", "log.dirs=\(folder)/\(node)/a,\(folder)/\(node)/b", "broker.rack=rack\(node)",
                "replica.lag.time.max.ms=3000", "replica.fetch.max.bytes=2000",
                "auto.create.topics.enable=false",
                "offsets.topic.replication.factor=2", "offsets.topic.num.partitions=6", "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1", "group.initial.rebalance.delay.ms=0", "log.segment.bytes=1048576",
            ]
            lines += secure.properties(of: node)
        }
        lines += SecureListeners.authorizer(distribution)
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: faults

    /// Starts a node, or starts it again.
    func start(_ node: Int) throws {
        let process = try distribution.launch(
            node == 0 && distribution.hasZooKeeper ? "zookeeper-server-start" : "kafka-server-start", [file(of: node)],
            log: "\(folder)/\(node)/console.log", environment: surroundings(of: node))
        processes[node] = process
        watchdog.begins("node-\(node)", process.processIdentifier)
    }

    /// Starts what was killed and thaws what was frozen.
    func startAllThatAreDown() throws {
        for node in nodes {
            thaw(node)
            if processes[node]?.isRunning != true { try start(node) }
        }
    }

    /// Ends a node at once, as a power cut does.
    func kill(_ node: Int) {
        guard let process = processes.removeValue(forKey: node), process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        watchdog.ended("node-\(node)")
    }

    /// A program of the test's own that ends with the cluster.
    func launch(_ tool: String, _ words: [String], name: String) throws -> Process {
        let process = try distribution.launch(tool, words, log: "\(folder)/\(name).log")
        watchdog.begins(name, process.processIdentifier)
        return process
    }

    /// That program is over.
    func ended(_ name: String) { watchdog.ended(name) }

    /// Stops a node's process where it stands.
    func freeze(_ node: Int) { processes[node].map { _ = Foundation.kill($0.processIdentifier, SIGSTOP) } }

    /// Lets it go on.
    func thaw(_ node: Int) { processes[node].map { _ = Foundation.kill($0.processIdentifier, SIGCONT) } }

    /// Ends all nodes and removes their data.
    func stop() {
        for node in nodes { kill(node) }
        watchdog.dismiss()
        try? FileManager.default.removeItem(atPath: folder)
    }

    deinit { stop() }

    // MARK: tools

    /// Runs a tool of the distribution against a broker that lives.
    @discardableResult
    func tool(_ name: String, at broker: Int = 1, _ words: String...) throws -> String {
        try distribution.run(name, ["--bootstrap-server", "127.0.0.1:\(ports[broker])"] + words)
    }

    /// Runs a tool of the distribution against ZooKeeper, which old ones demand for some of their work.
    @discardableResult
    func atZooKeeper(_ name: String, _ words: String...) throws -> String {
        try distribution.run(name, ["--zookeeper", "127.0.0.1:\(ports[0])"] + words)
    }

    /// Waits until something holds; after a minute it says what did not.
    func wait(for what: String, _ holds: () throws -> Bool) throws {
        let end = Date().addingTimeInterval(90)
        var last: (any Error)?
        while Date() < end {
            do {
                if try holds() { return }
            } catch { last = error }
            Thread.sleep(forTimeInterval: 0.2)
        }
        throw HarnessFailure("not within 90 s: \(what)\(last.map { " (\($0))" } ?? "")")
    }
}

/// Ports of loopback that nobody listens on now.
func freePorts(_ count: Int) throws -> [Int] {
    var sockets: [Int32] = []
    defer { for socket in sockets { close(socket) } }
    return try (0..<count).map { _ in
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw HarnessFailure("no socket") }
        sockets.append(descriptor)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard bound else { throw HarnessFailure("no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
