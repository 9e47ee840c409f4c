import Engine
import KafkaClient
import KafkaLab
import KafkaPrimitives
import KafkaWire
import Language
import Network
import Platform
import TestCertificates
import Testing

extension Conformance {
    /// TLS and SASL, against Kafka's own.
    @Suite("A secure cluster", .enabled(if: Distribution.ofEnvironment != nil, Comment(rawValue: Distribution.reason))) @MainActor
    struct Secured {
        /// A way into the cluster.
        struct Way: CustomTestStringConvertible {
            var listener: SecureListeners.Name
            var authentication: Authentication
            var testDescription: String { "\(listener.rawValue) \(authentication.mechanism ?? "")" }
        }

        nonisolated static let mechanisms =
            [SecureListeners.plain, SecureListeners.bearer] + SCRAMHash.allCases.map { SecureListeners.scram($0) }
        nonisolated static let ways =
            [Way(listener: .tls, authentication: .none), Way(listener: .mutual, authentication: .none)]
            + [SecureListeners.Name.sasl, .saslTLS].flatMap { listener in mechanisms.map { Way(listener: listener, authentication: $0) } }

        @Test("by every way in: partitions and groups are listed, replicas reassigned, a leader elected", arguments: ways.indices)
        func ways(index: Int) throws {
            let way = Self.ways[index]
            let shared = try SharedCluster.whole()
            if case .scram = way.authentication, shared.release.isKRaft { try shared.needs("users of SCRAM in KRaft", since: 3, 5) }
            let cluster = try RealUnderTest(shared.real, at: way.listener, transport: transport(shared, way.listener), way.authentication)
            defer { cluster.client.close() }
            let topic = "secure-\(index)"
            try cluster.createTopic(topic, [[1, 2]])
            #expect(try cluster.partitions(of: topic, "leader").map { $0.int("leader") } == [1])
            #expect(try cluster.table("groups", ["state"]).missing.isEmpty)
            #expect(try cluster.alterReplicas(topic, 0, [2, 1]) == ErrorCode.none)
            try cluster.wait(for: "the new order") { try cluster.partitions(of: topic, "replicas")[0].ids("replicas") == [2, 1] }
            #expect(try cluster.elect(topic, 0) == ErrorCode.none)
            try cluster.wait(for: "the new leader") { try cluster.partitions(of: topic, "leader")[0].int("leader") == 2 }
        }

        private func transport(_ cluster: RealUnderTest, _ listener: SecureListeners.Name) -> TransportSecurity {
            guard listener.securityProtocol.hasSuffix("SSL") else { return .plaintext }
            var settings = TLSSettings(trust: cluster.real.secure.authority.trust)
            if listener == .mutual {
                let store = cluster.real.secure.client.pkcs12("client-secret")
                settings.identity = CertificateStore(
                    .pkcs12, content: Secret(bytes: store), origin: "client.p12", storePassword: Secret("client-secret"))
            }
            return .tls(settings)
        }

        // MARK: What does not work

        /// How a look ends: the sentence that the person sees, and how long it took.
        private func failure(_ endpoints: [Endpoint], _ transport: TransportSecurity, _ authentication: Authentication = .none) -> String {
            let security = ClientSecurity(transport: transport, authentication: authentication)
            let client = Client(loop: PollLoop(), bootstrap: endpoints, softwareVersion: "test", security: security)
            defer { client.close() }
            let begin = client.loop.now
            do {
                // Of a broker itself and of the controller through it: two connections.
                let request = SourceRequest(source: "partitions", columns: ["leader", "underReplicated"])
                _ = try KafkaCluster(client: client).read([request], timing: ReadTiming(requestTimeout: 10_000_000_000))
                return "no failure"
            } catch ClusterFailure.secured(let why) {
                #expect(begin.duration(to: client.loop.now) < .seconds(10))
                return why
            } catch {
                return "another failure: \(error)"
            }
        }

        @Test("certificates that do not stand: which, why, and what to do")
        func certificates() throws {
            let secure = try SharedCluster.whole().real.secure
            let trusting = TransportSecurity.tls(TLSSettings(trust: secure.authority.trust))
            let expired = failure(secure.bootstrap(.expired), trusting)
            #expect(expired.contains("its certificate CN=expired expired on 20"))
            #expect(expired.hasSuffix("Z; renew it, or put this host's clock right"))
            #expect(failure(secure.bootstrap(.future), trusting).contains("its certificate CN=future is valid only from 20"))
            #expect(
                failure(secure.bootstrap(.elsewhere), trusting).contains(
                    "its certificate is not for 127.0.0.1, but for kafka-7.example; if this is the right cluster, connect by a name that it is for"
                ))
            let stranger = TestCertificate("stranger", isAuthority: true)
            let unknown = failure(secure.bootstrap(.tls), .tls(TLSSettings(trust: stranger.trust)))
            #expect(
                unknown.contains("its certificate CN=broker is issued by CN=test-ca, which the trust store test-ca.pem does not hold; if"))
            var lenient = TLSSettings(trust: secure.authority.trust)
            lenient.verifiesHostName = false
            #expect(failure(secure.bootstrap(.elsewhere), .tls(lenient)) == "no failure")
        }

        @Test("a client's certificate: demanded and not there, or of the wrong authority", arguments: TLSVersion.allCases)
        func clientCertificates(version: TLSVersion) throws {
            let shared = try SharedCluster.whole()
            if version == .tls13 { try shared.needs("TLS 1.3", since: 2, 6) }
            let secure = shared.real.secure
            var settings = TLSSettings(trust: secure.authority.trust, versions: [version])
            let absent = failure(secure.bootstrap(.mutual), .tls(settings))
            #expect(absent.contains("client certificate") && absent.contains("ssl.keystore.location"), "\(absent)")
            settings.identity = TestCertificate("stranger").identity()
            let stranger = failure(secure.bootstrap(.mutual), .tls(settings))
            #expect(
                stranger.contains("it demands a client certificate of CN=test-ca, and the PEM store test-key.pem holds none"), "\(stranger)"
            )
        }

        @Test("ports of another kind than what is spoken")
        func otherPorts() throws {
            let real = try SharedCluster.whole().real
            let secure = real.secure
            let tls = TransportSecurity.tls(TLSSettings(trust: secure.authority.trust))
            let plainPort = [Endpoint(host: "127.0.0.1", port: UInt16(real.port(of: 1)))]
            #expect(failure(plainPort, tls).contains("as a listener does that speaks plain text; give the address of an SSL listener"))
            #expect(failure(secure.bootstrap(.tls), .plaintext).contains("this port speaks TLS, and it was asked in plain text; set"))
            #expect(failure(secure.bootstrap(.sasl), .plaintext).contains("wants SASL; set security.protocol=SASL_PLAINTEXT"))
            #expect(failure(secure.bootstrap(.saslTLS), tls).contains("wants SASL; set security.protocol=SASL_SSL"))
            #expect(
                failure(plainPort, .plaintext, SecureListeners.plain).contains(
                    "does not use SASL; give the address of a SASL_PLAINTEXT listener"))
        }

        @Test("a port of another version of TLS than what is spoken")
        func otherVersion() throws {
            let shared = try SharedCluster.whole()
            try shared.needs("TLS 1.3", since: 2, 6)
            let secure = shared.real.secure
            let old = TransportSecurity.tls(TLSSettings(trust: secure.authority.trust, versions: [.tls12]))
            let why = failure(secure.bootstrap(.modern), old)
            // Brokers of 2.8.2 send zeros in place of the alert.
            let told =
                shared.release < KafkaRelease(3, 0)
                ? "it answers TLS with zero bytes" : "it does not speak TLSv1.2; allow both TLSv1.2 and TLSv1.3 in ssl.enabled.protocols"
            #expect(why.contains(told) && why.contains("ssl.enabled.protocols"), "\(why)")
        }

        @Test("credentials that the broker does not take; the password is in no sentence")
        func credentials() throws {
            let shared = try SharedCluster.whole()
            let sasl = shared.real.secure.bootstrap(.sasl)
            let wrong = Secret("wrong-secret")
            for (authentication, mechanism) in [
                (Authentication.plain(user: "admin", password: wrong), "PLAIN"),
                (.scram(.sha256, user: "admin", password: wrong), "SCRAM-SHA-256"),
                (.scram(.sha512, user: "nobody", password: wrong), "SCRAM-SHA-512"),
            ] {
                let sentence = failure(sasl, .plaintext, authentication)
                #expect(
                    sentence.contains("the broker refused the user \(authentication.user ?? "") by \(mechanism) (Authentication failed"))
                #expect(sentence.hasSuffix("; correct the user's name or the password in sasl.jaas.config"))
                #expect(!sentence.contains("wrong-secret"))
            }
            let token = UnsecuredToken(claims: ["sub": .text("admin")], lifetime: .seconds(-7200))
            let expired = failure(sasl, .plaintext, .oauthBearer(.unsecured(token)))
            #expect(expired.contains("the broker refused what it was given by OAUTHBEARER"), "\(expired)")
            let unknown = failure(shared.real.secure.bootstrap(.short), .plaintext, SecureListeners.scram(.sha512))
            #expect(
                unknown.contains("the listener does not offer SCRAM-SHA-512, but PLAIN; enable it in the broker's sasl.enabled.mechanisms"))
        }

        @Test("sessions of five seconds are renewed: no answer is lost, and no connection")
        func renewal() throws {
            let secure = try SharedCluster.whole().real.secure
            let client = Client(
                loop: PollLoop(), bootstrap: secure.bootstrap(.short), softwareVersion: "test",
                security: ClientSecurity(authentication: SecureListeners.plain))
            defer { client.close() }
            var connections = 0
            var runs = 0
            client.trace = { kind, line in
                if kind == .loop, line.contains("connects to") { connections += 1 }
                if kind == .bytes, line.contains("> "), line.contains("SASL, not shown") { runs += 1 }
            }
            let end = client.deadline(in: .seconds(14))
            while client.loop.now < end {
                client.beginEvaluation()
                let answer = client.refreshMetadata(topics: nil, deadline: client.deadline(in: .seconds(5)))
                #expect(answer.isSuccess, "\(answer)")
                client.pause(until: client.deadline(in: .milliseconds(100)))
            }
            #expect(connections == 1)
            // Two messages each: the first run, and one in each four seconds.
            #expect(runs >= 2 * 4)
        }
    }
}

extension Result {
    fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}
