import KafkaMessages
import KafkaWire
import Network
import Platform
import TestCertificates
import Testing

@testable import KafkaClient

@Suite("A secure cluster")
struct SecurityTests {
    static let bearer = Authentication.oauthBearer(.fixed(Secret("good.token")), extensions: [TokenExtension(name: "tenant", value: "a b")])
    static let authentications: [Authentication] = [
        .none, SecureWorld.alice, .scram(.sha256, user: "alice", password: Secret("alice-secret")),
        .scram(.sha512, user: "alice", password: Secret("alice-secret")), bearer,
    ]

    @Test("every mechanism opens every broker, over TLS and in plain text, on a link that tears bytes apart", arguments: authentications)
    func opens(authentication: Authentication) throws {
        for tls in [[:], try SecureWorld.good()] {
            let security = ClientSecurity(transport: tls.isEmpty ? .plaintext : SecureWorld.trusting, authentication: authentication)
            let world = SecureWorld(
                security, tls: tls, hasSASL: authentication != .none, link: SimulatedLink(latency: .milliseconds(1), fragments: true))
            #expect(world.ask() == nil)
            #expect(world.askEach() == [nil, nil, nil])
            #expect(!world.trace.all.contains { $0.contains("alice-secret") || $0.contains(hexadecimal("alice-secret")) })
            #expect(!world.trace.all.contains { $0.contains(hexadecimal("good.token")) || $0.contains(hexadecimal("alice")) })
        }
    }

    @Test("a wrong password is shown to one broker, once, and the failure says whose it was")
    func wrongPassword() {
        let world = SecureWorld(ClientSecurity(authentication: .plain(user: "alice", password: Secret("wrong-secret"))))
        let failure = world.ask()
        #expect(
            failure?.description
                == "b1:9092: the broker refused the user alice by PLAIN (no such user or password); correct the user's name or the "
                + "password in sasl.jaas.config")
        #expect(world.sasl.attempts == 1)
        #expect(world.askEach().allSatisfy { $0 != nil })
        // A look every second does not lock the account.
        for _ in 0..<3 {
            world.client.pause(until: world.client.deadline(in: .seconds(1)))
            world.client.beginEvaluation()
            #expect(world.ask()?.description == failure?.description)
        }
        #expect(world.sasl.attempts == 1)
        #expect(!world.trace.all.contains { $0.contains("wrong-secret") || $0.contains(hexadecimal("wrong-secret")) })
        // Later it may have been put right.
        world.sasl.users["alice"] = "wrong-secret"
        world.client.pause(until: world.client.deadline(in: .seconds(6)))
        world.client.beginEvaluation()
        #expect(world.ask() == nil)
    }

    @Test("one broker that refuses what others take is one bad broker")
    func oneRefuses() {
        let world = SecureWorld(ClientSecurity(authentication: SecureWorld.alice))
        #expect(world.ask() == nil)
        world.sasl.users = [:]
        let failures = world.askEach()
        #expect(failures[0] == nil)
        #expect(failures[1] != nil && failures[2] != nil)
        #expect(world.sasl.attempts == 3)
        #expect(world.client.health(of: 2).verdict == .authFailed)
    }

    @Test("a mechanism that is not offered: which ones are")
    func mechanism() {
        let world = SecureWorld(ClientSecurity(authentication: SecureWorld.alice))
        world.sasl.offered = ["SCRAM-SHA-512", "OAUTHBEARER"]
        #expect(world.cause() == .sasl(.mechanismNotOffered("PLAIN", offered: ["SCRAM-SHA-512", "OAUTHBEARER"])))
    }

    @Test("a token that is refused: the broker's words")
    func token() {
        let world = SecureWorld(ClientSecurity(authentication: .oauthBearer(.fixed(Secret("bad.token")))))
        #expect(world.cause() == .sasl(.refused(mechanism: "OAUTHBEARER", user: nil, message: "no such user or password")))
    }

    @Test("a token that does not come in time is no broker's fault, and its program is ended")
    func slowToken() {
        let world = SecureWorld(ClientSecurity(authentication: .oauthBearer(.command(["sleep", "60"]))))
        #expect(world.cause() == .sasl(.noToken("it did not come in time")))
        #expect(world.client.tokenWaiters.isEmpty)
    }

    @Test("brokers that must not be believed: no proof, few rounds, many rounds, garbage")
    func misbehaves() {
        let scram = ClientSecurity(authentication: .scram(.sha256, user: "alice", password: Secret("alice-secret")))
        func cause(_ misbehaviour: SASLFront.Misbehaviour) -> SecurityFailure.Cause? {
            let world = SecureWorld(scram, bootstrap: ["b1"])
            world.sasl.misbehaviour = misbehaviour
            return world.cause()
        }
        #expect(cause(.badSignature) == .sasl(.serverNotProven(mechanism: "SCRAM-SHA-256")))
        #expect(cause(.iterations(1)) == .sasl(.iterations(1, allowed: 4096...1_000_000)))
        #expect(cause(.iterations(50_000_000)) == .sasl(.iterations(50_000_000, allowed: 4096...1_000_000)))
        #expect(cause(.garbage) == .sasl(.brokenMessage(mechanism: "SCRAM-SHA-256", why: "it is no UTF-8")))
        #expect(cause(.noSASL) == .sasl(.notSpoken))
    }

    @Test("a broker that says nothing in the middle of SASL is one that does not answer, not one that refuses")
    func silent() {
        let world = SecureWorld(ClientSecurity(authentication: SecureWorld.alice), bootstrap: ["b1"])
        world.sasl.misbehaviour = .mute
        #expect(world.ask()?.reason == .deadline(after: .seconds(5)))
        #expect(world.client.brokers[0].health.verdict != .authFailed)
    }

    @Test("ports of another kind than what is spoken are told apart")
    func otherPorts() throws {
        let alice = SecureWorld.alice
        let plain = SecureWorld(.plaintext)
        #expect(plain.cause() == .wantsSASL)
        let toTLS = SecureWorld(.plaintext, tls: try SecureWorld.good(), hasSASL: false)
        #expect(toTLS.cause() == .speaksTLS)
        let toPlain = SecureWorld(ClientSecurity(transport: SecureWorld.trusting, authentication: alice), bootstrap: ["b1"])
        // A broker of Kafka closes at a frame of 369 MiB, which the greeting of TLS is to it.
        #expect(toPlain.cause() == .tls(.closedAtGreeting) || toPlain.ask() != nil)
    }

    @Test("a bad certificate is one broker's own: the others are asked")
    func oneExpired() throws {
        var tls = try SecureWorld.good()
        let old = TestCertificate("b2", names: ["DNS:b2"], from: -20, until: -10, issuedBy: SecureWorld.authority)
        tls["b2"] = try SecureWorld.context(old)
        let world = SecureWorld(
            ClientSecurity(transport: SecureWorld.trusting), tls: tls, hasSASL: false, bootstrap: ["b2", "b1", "b3"])
        #expect(world.ask() == nil)
        let failures = world.askEach()
        #expect(failures[0] == nil && failures[2] == nil)
        #expect(failures[1]?.description.contains("its certificate CN=b2 expired on") == true)
        #expect(world.client.health(of: 2).verdict == .authFailed)
    }

    @Test("a client certificate that is demanded and not there is said, whichever way the broker says it")
    func certificateDemanded() throws {
        var tls = try SecureWorld.good()
        let b1 = TestCertificate("b1", names: ["DNS:b1"], issuedBy: SecureWorld.authority)
        tls["b1"] = try SecureWorld.context(b1, requiresCertificate: true)
        let world = SecureWorld(ClientSecurity(transport: SecureWorld.trusting), tls: tls, hasSASL: false, bootstrap: ["b1"])
        #expect(world.cause() == .tls(.certificateRequired))
        let own = TestCertificate("mend", issuedBy: SecureWorld.authority)
        let settings = TLSSettings(trust: SecureWorld.authority.trust, identity: own.identity())
        let mutual = SecureWorld(ClientSecurity(transport: .tls(settings)), tls: tls, hasSASL: false, bootstrap: ["b1"])
        #expect(mutual.ask() == nil)
    }

    @Test("settings that cannot be had connect to nobody")
    func settings() {
        let broken = CertificateStore(.pkcs12, content: Secret("no store"), origin: "/etc/trust.p12")
        let world = SecureWorld(ClientSecurity(transport: .tls(TLSSettings(trust: .store(broken)))))
        let failure = world.ask()
        #expect(failure?.description.hasPrefix("no broker: the PKCS12 store /etc/trust.p12 cannot be read:") == true)
        #expect(failure?.description.hasSuffix("check ssl.truststore.location and ssl.truststore.type") == true)
        #expect(world.loop.sendCount == 0)
        #expect(world.brokers.connectionCount == 0)
    }

    @Test("a session is renewed before its life ends: no answer is lost, no connection either", arguments: authentications.dropFirst())
    func renewal(authentication: Authentication) {
        let world = SecureWorld(ClientSecurity(authentication: authentication))
        world.sasl.lifetime = .seconds(5)
        for _ in 0..<240 {
            world.client.beginEvaluation()
            #expect(world.ask() == nil)
            #expect(world.askEach() == [nil, nil, nil])
            world.client.pause(until: world.client.deadline(in: .milliseconds(500)))
        }
        #expect(world.sasl.expired == 0)
        #expect(world.brokers.connectionCount == 3)
        #expect(world.sasl.believed >= 3 * 120 / 5)
    }

    @Test("a session that ran out while nobody asked is renewed before the next question")
    func idle() {
        let world = SecureWorld(ClientSecurity(authentication: SecureWorld.alice))
        world.sasl.lifetime = .seconds(5)
        #expect(world.ask() == nil)
        world.client.pause(until: world.client.deadline(in: .seconds(600)))
        world.client.beginEvaluation()
        #expect(world.ask() == nil)
        #expect(world.sasl.expired == 0)
        #expect(world.brokers.connectionCount == 1)
    }

    @Test("a connection that is found dead while it proves itself again is opened anew, for what was to go by it, changes too")
    func renewalOnDeadConnection() {
        let world = SecureWorld(ClientSecurity(authentication: SecureWorld.alice), bootstrap: ["b1"])
        world.sasl.lifetime = .seconds(5)
        #expect(world.ask() == nil)
        func change() -> RequestFailure? {
            world.client.ask(IncrementalAlterConfigsRequest(), to: .broker(1), deadline: world.client.deadline(in: .seconds(5))).failure
        }
        #expect(change() == nil)
        for (changes, connections) in [(false, 3), (true, 4)] {
            // Past four fifths of its life, and gone without a word: the first bytes find out.
            world.client.pause(until: world.client.deadline(in: .milliseconds(4500)))
            world.client.beginEvaluation()
            world.loop.plan(PlannedFault(.closeBefore, at: .send, world.loop.sendCount + 1))
            let deadline = world.client.deadline(in: .seconds(5))
            #expect((changes ? change() : world.client.ask(ListGroupsRequest(), to: .broker(1), deadline: deadline).failure) == nil)
            #expect(world.brokers.connectionCount == connections)
        }
        #expect(world.brokers.log.count { $0.contains("IncrementalAlterConfigs") } == 2)
    }

    @Test("a renewal that is refused ends the connection, and what waited fails as not sent")
    func renewalRefused() {
        let world = SecureWorld(ClientSecurity(authentication: SecureWorld.alice), bootstrap: ["b1"])
        world.sasl.lifetime = .seconds(5)
        #expect(world.ask() == nil)
        world.sasl.users = [:]
        world.client.pause(until: world.client.deadline(in: .seconds(10)))
        world.client.beginEvaluation()
        let request = IncrementalAlterConfigsRequest()
        let failure = world.client.ask(request, to: .broker(1), deadline: world.client.deadline(in: .seconds(5))).failure
        #expect(failure?.mayHaveBeenSent == false)
        if case .security(let why)? = failure?.reason {
            #expect(why.cause != .wantsSASL)
        } else {
            Issue.record("\(String(describing: failure))")
        }
    }

    private func hexadecimal(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
