import Foundation
import Testing

@testable import ClientProperties

/// Files that are wrong, and the sentence that each is answered with. The whole of it is a golden file, for people read it.
@Suite("What is wrong with a file is said")
struct ErrorTextTests {
    private static let sasl = "security.protocol=SASL_PLAINTEXT\n"
    private static let ssl = "security.protocol=SSL\n"
    private static func jaas(_ options: String, _ module: String = plainModule) -> String {
        "sasl.jaas.config=\(module) required \(options)"
    }

    private static let cases: [(name: String, text: String)] = [
        ("misspelt", "boostrap.servers=b1\nbootstrap.server=b1\nreqest.timeout.ms=1"),
        ("misspelt security", "sasl.mechansim=PLAIN\nssl.trustore.location=/x\nsecurity.protokol=SSL"),
        ("unknown security", "ssl.spiffe.socket=/x"),
        ("unknown elsewhere, and irrelevant", "my.app.key=1\ngroup.id=g\nacks=all"),
        ("of mend", "mend.color=red"),
        ("of mend, a value", "mend.read.only=yes"),
        ("librdkafka", "sasl.username=canary\nssl.ca.location=/x"),
        ("orphans of JAAS", "sasl.jaas.config=\(plainModule) required\n  username=\"canary\"\n  password=\"canary\";"),
        (
            "classes",
            "ssl.engine.factory.class=a.B\nsasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMClientCallbackHandler"
        ),
        ("trust manager", "ssl.trustmanager.algorithm=TrustAll"), ("harmless algorithm", "ssl.trustmanager.algorithm=PKIX"),
        ("protocol", "security.protocol=TLS"), ("no mechanism", sasl), ("kerberos", sasl + "sasl.mechanism=GSSAPI"),
        ("mechanism", sasl + "sasl.mechanism=SCRAM-SHA512"), ("iam", sasl + "sasl.mechanism=AWS_MSK_IAM"),
        ("no jaas", sasl + "sasl.mechanism=PLAIN"),
        ("kerberos module", sasl + "sasl.mechanism=PLAIN\n" + jaas("useKeyTab=true;", "com.sun.security.auth.module.Krb5LoginModule")),
        ("module misspelt", sasl + "sasl.mechanism=PLAIN\n" + jaas("a=b;", plainModule + "s")),
        ("no module", sasl + "sasl.mechanism=PLAIN\n" + jaas("a=b;", "canary")),
        ("wrong module", sasl + "sasl.mechanism=OAUTHBEARER\n" + jaas("a=b;")),
        ("no password", sasl + "sasl.mechanism=PLAIN\n" + jaas("username=u;")),
        ("delegation token", sasl + "sasl.mechanism=SCRAM-SHA-256\n" + jaas("username=u password=canary tokenauth=true;", scramModule)),
        ("handler", sasl + "sasl.mechanism=PLAIN\nsasl.login.callback.handler.class=a.B\n" + jaas("username=u password=canary;")),
        ("no token", sasl + "sasl.mechanism=OAUTHBEARER\n" + jaas(";", oauthModule)),
        (
            "endpoint without handler",
            sasl + "sasl.mechanism=OAUTHBEARER\nsasl.oauthbearer.token.endpoint.url=https://x/y\n" + jaas(";", oauthModule)
        ),
        ("not used", jaas("username=u password=canary;")),
        ("no variable", "client.id=${env:NOT_THERE}\nbootstrap.servers=${vault:a:b}"),
        ("no file", "client.id=${file:/no/such:key}\nbootstrap.servers=${dir:/d:../x}"),
        ("not looked at", "group.id=${env:NOT_THERE}"),
        ("store", ssl + "ssl.truststore.location=there/is.none"),
        ("store type", ssl + "ssl.truststore.type=BCFKS\nssl.truststore.location=/garbage"),
        ("PEM undeclared", ssl + "ssl.truststore.location=/ca.pem"),
        ("PEM with a password", ssl + "ssl.truststore.type=PEM\nssl.truststore.location=/ca.pem\nssl.truststore.password=canary"),
        ("garbage store", ssl + "ssl.truststore.location=/garbage"),
        ("key store without password", ssl + "ssl.keystore.location=/garbage"),
        ("key without certificate", ssl + "ssl.keystore.type=PEM\nssl.keystore.key=canary"),
        ("versions", ssl + "ssl.enabled.protocols=TLSv1.1"), ("version misspelt", ssl + "ssl.enabled.protocols=TLSv12"),
        ("identification", ssl + "ssl.endpoint.identification.algorithm=none"),
        ("address", "bootstrap.servers=b1:9092,b2:port"), ("escape", "a=\\u00g0"),
    ]

    @Test("each mistake, in one sentence with its line and what to do")
    func golden() throws {
        let world = MadeUpWorld(files: ["/ca.pem": Array(pem.utf8), "/garbage": [1, 2, 3]])
        var text = ""
        for (name, file) in Self.cases {
            text += "## \(name)\n"
            do {
                let reading = try world.read(file)
                for problem in reading.problems { text += "\(problem.severity): \(problem)\n" }
                if reading.problems.isEmpty { text += "fine\n" }
                #expect(reading.configuration == nil || reading.errors.isEmpty)
            } catch let problem as PropertyProblem {
                text += "\(problem.severity): \(problem)\n"
            }
        }
        #expect(!text.holds("canary"))
        let path = Vectors.folder.appendingPathComponent("problems.txt")
        if ProcessInfo.processInfo.environment["MEND_UPDATE_GOLDEN"] != nil { try Data(text.utf8).write(to: path) }
        #expect(String(decoding: try Data(contentsOf: path), as: UTF8.self) == text)
    }
}
