import Engine
import Foundation
import KafkaClient
import KafkaLab
import KafkaPrimitives
import KafkaWire
import Network
import Testing

/// The real cluster that all suites share, seen as a cluster under test.
@MainActor
final class RealUnderTest: ClusterUnderTest {
    let real: RealCluster
    let mend: KafkaCluster
    private var consumers: [String: Process] = [:]
    private var started = 0

    var release: KafkaRelease { real.distribution.release }

    init(_ real: RealCluster) throws {
        self.real = real
        let endpoints = real.bootstrap.split(separator: ",").compactMap { Endpoint(String($0)) }
        mend = KafkaCluster(client: Client(loop: PollLoop(), bootstrap: endpoints, softwareVersion: "test"))
        mend.register { KafkaEffects.all(on: $0) }
    }

    /// The same by one of its secure listeners.
    init(
        _ real: RealCluster, at listener: SecureListeners.Name, transport: TransportSecurity, _ authentication: Authentication
    ) throws {
        self.real = real
        let security = ClientSecurity(transport: transport, authentication: authentication)
        mend = KafkaCluster(
            client: Client(loop: PollLoop(), bootstrap: real.secure.bootstrap(listener), softwareVersion: "test", security: security))
        mend.register { KafkaEffects.all(on: $0) }
    }

    func kill(_ broker: Int32) { real.kill(Int(broker)) }
    func start(_ broker: Int32) throws { try real.start(Int(broker)) }
    func freeze(_ broker: Int32) { real.freeze(Int(broker)) }
    func thaw(_ broker: Int32) { real.thaw(Int(broker)) }

    func createTopic(_ name: String, _ assignment: [[Int32]], configs: [NameKey: String]) throws {
        let request = CreateTopicsRequest(topic: name, assignment: assignment, configs: configs)
        let outcome = try client.ask(request, to: .controller, deadline: deadline(30)).get().value.outcomes.first
        guard let outcome, outcome.code == .none else { throw HarnessFailure("no topic \(name): \(String(describing: outcome))") }
        try wait(for: "\(name) has its leaders") {
            let rows = try partitions(of: name, "leader")
            return rows.count == assignment.count && rows.allSatisfy { $0.int("leader") != nil }
        }
    }

    func startConsumer(group: String, topic: String) throws {
        let words = ["--bootstrap-server", real.bootstrap, "--topic", topic, "--group", group]
        started += 1
        let name = "consumer-\(started)"
        consumers[name] = try real.launch("kafka-console-consumer", words, name: name)
    }

    func stopConsumers() {
        for (name, consumer) in consumers {
            if consumer.isRunning {
                Foundation.kill(consumer.processIdentifier, SIGKILL)
                consumer.waitUntilExit()
            }
            real.ended(name)
        }
        consumers = [:]
    }

    /// Whatever the last test left: every broker runs, everything is in sync.
    func restore() throws {
        stopConsumers()
        try real.startAllThatAreDown()
        try wait(for: "three brokers alive") { try rows("brokers", "state", "up").count { $0["up"] == .bool(true) } == 3 }
        try wait(for: "everything in sync") {
            try rows("partitions", "underReplicated", "offline", "reassigning").allSatisfy {
                $0["underReplicated"] == .bool(false) && $0["offline"] == .bool(false)
            }
        }
    }
}
