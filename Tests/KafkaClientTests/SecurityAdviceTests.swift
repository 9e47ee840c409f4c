import Network
import Testing

@testable import KafkaClient

/// What comes from the network may be the work of whoever is on the way: no sentence about it says to protect less than the file does.
@Suite("Advice about security")
struct SecurityAdviceTests {
    private static let peer = PeerCertificate(subject: "CN=b", issuer: "CN=ca", names: ["b"], dnsNames: ["b"])
    private static let tls: [TLSFailure] = [
        .plainText, .zeroBytes, .closedAtGreeting, .closedInHandshake, .broken("x"), .alert("x"), .noCommonCipher,
        .noCommonVersion(ours: [.tls12, .tls13]),
        .noCommonVersion(ours: [.tls12]), .noCommonVersion(ours: [.tls13]), .untrusted(peer, trust: "t"), .notSigned(peer, trust: "t"),
        .expired(peer), .anchorExpired(peer, trust: "t"), .notYetValid(peer), .weakDigest(peer), .weakKey(peer), .wrongUsage(peer),
        .wrongName(host: "c", peer), .badCertificate(peer, why: "x"), .certificateRequired, .closedWithoutCertificate,
        .noneOfAuthorities(["CN=ca"], store: "s"), .certificateRefused("x"),
    ]
    private static let sasl: [SASLFailure] = [
        .notSpoken, .tooOld, .mechanismNotOffered("SCRAM-SHA-512", offered: ["PLAIN"]), .mechanismNotOffered("PLAIN", offered: []),
        .refused(mechanism: "PLAIN", user: "u", message: "x"), .serverNotProven(mechanism: "SCRAM-SHA-256"),
        .iterations(1, allowed: 4096...65_536),
        .brokenMessage(mechanism: "PLAIN", why: "x"),
    ]

    @Test("never says to speak in plain text, to say no name, or to compare no names", arguments: ["SSL", "SASL_SSL", "SASL_PLAINTEXT"])
    func neverLess(protocolName: String) {
        for cause in Self.tls.map(SecurityFailure.Cause.tls) + Self.sasl.map(SecurityFailure.Cause.sasl) {
            let sentence = SecurityFailure(cause, protocolName: protocolName).description
            #expect(!sentence.contains("security.protocol="), "\(sentence)")
            #expect(!sentence.contains("endpoint.identification"), "\(sentence)")
            #expect(!sentence.contains("without SASL"), "\(sentence)")
        }
    }

    @Test("without TLS the offer of another mechanism is no reason to use it")
    func mechanisms() {
        let cause = SecurityFailure.Cause.sasl(.mechanismNotOffered("SCRAM-SHA-512", offered: ["PLAIN"]))
        #expect(!SecurityFailure(cause, protocolName: "SASL_PLAINTEXT").description.contains("set sasl.mechanism"))
        #expect(SecurityFailure(cause, protocolName: "SASL_SSL").description.contains("set sasl.mechanism to one that it offers"))
    }

    @Test("a peer that speaks nothing but old versions is not a reason to allow them")
    func oldVersions() {
        let cause = SecurityFailure.Cause.tls(.noCommonVersion(ours: [.tls12, .tls13]))
        let sentence = SecurityFailure(cause, protocolName: "SSL").description
        #expect(sentence.hasPrefix("it does not speak TLSv1.2 or TLSv1.3; nothing older is spoken"))
    }
}
