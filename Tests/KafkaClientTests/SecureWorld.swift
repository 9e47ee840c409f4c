import KafkaMessages
import KafkaWire
import Network
import Platform
import TestCertificates

@testable import KafkaClient

/// Three scripted brokers behind SASL and, where it is wanted, TLS, with a client that has a security of its own.
struct SecureWorld {
    let loop = SimulatedLoop(seed: 7)
    let brokers: ScriptedBrokers
    let sasl: SASLFront
    let client: Client
    /// All that was traced.
    let trace = Lines()

    final class Lines { var all: [String] = [] }

    static let authority = TestCertificate("test-ca", isAuthority: true)

    static func context(_ certificate: TestCertificate, requiresCertificate: Bool = false) throws -> TLSContext {
        try TLSContext(
            server: TLSSettings(trust: authority.trust, identity: certificate.identity()), requiresCertificate: requiresCertificate)
    }

    /// The certificates of the three, each for its own name.
    static func good() throws -> [String: TLSContext] {
        var contexts: [String: TLSContext] = [:]
        for host in ["b1", "b2", "b3"] { contexts[host] = try context(TestCertificate(host, names: ["DNS:\(host)"], issuedBy: authority)) }
        return contexts
    }

    static let trusting = TransportSecurity.tls(TLSSettings(trust: authority.trust))
    static let alice = Authentication.plain(user: "alice", password: Secret("alice-secret"))

    init(
        _ security: ClientSecurity, tls: [String: TLSContext] = [:], hasSASL: Bool = true, bootstrap: [String] = ["b1", "b2", "b3"],
        link: SimulatedLink = SimulatedLink()
    ) {
        loop.defaultLink = link
        brokers = ScriptedBrokers([
            1: Endpoint(host: "b1", port: 9092), 2: Endpoint(host: "b2", port: 9092), 3: Endpoint(host: "b3", port: 9092),
        ])
        sasl = SASLFront(brokers)
        let inner: any Peer = hasSASL ? sasl : brokers
        loop.add(TLSFront(inner, tls), at: Array(brokers.endpoints.values))
        client = Client(
            loop: loop, bootstrap: bootstrap.map { Endpoint(host: $0, port: 9092) }, softwareVersion: "0.1", security: security)
        let trace = trace
        client.trace = { _, line in trace.all.append(line) }
        client.beginEvaluation()
    }

    /// A question that any broker answers.
    func ask(seconds: Int = 5) -> RequestFailure? {
        client.ask(DescribeClusterRequest(), deadline: client.deadline(in: .seconds(seconds))).failure
    }

    /// The cause of a failure of the security.
    func cause(seconds: Int = 5) -> SecurityFailure.Cause? {
        if case .security(let failure)? = ask(seconds: seconds)?.reason { failure.cause } else { nil }
    }

    /// A question to each of the brokers.
    func askEach() -> [RequestFailure?] {
        (1...3).map { client.send(ListGroupsRequest(), to: .broker($0), deadline: client.deadline(in: .seconds(5))) }
            .map { client.take($0).failure }
    }
}
