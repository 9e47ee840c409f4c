import Foundation
import Platform
import Testing

/// A secret that a person gives to the program is looked for in every file that the program wrote, and in all that it said.
@Suite("A canary secret")
struct CanaryTests {
    private static let canary = "canary-3c9d41"

    /// The files below a folder that hold the secret; the file that the person wrote it to does not count.
    private func found(in folder: URL, except own: String) -> [String] {
        guard let walker = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else { return ["no folder"] }
        let canary = Data(Self.canary.utf8)
        return walker.compactMap { item in
            guard let url = item as? URL, !url.path.hasSuffix(own), let data = try? Data(contentsOf: url) else { return nil }
            return data.range(of: canary) == nil ? nil : url.path
        }
    }

    private func said(_ result: Binary.Result) -> String { result.output + result.errors }

    private func profile(_ lab: LabProcess, _ protocolName: String) -> String {
        """
        bootstrap.servers=\(lab.bootstrap)
        security.protocol=\(protocolName)
        sasl.mechanism=PLAIN
        sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="ops" password="\(Self.canary)";
        ssl.key.password=\(Self.canary)
        """
    }

    @Test("is in no file and no word after a run, a session, a failed login and a kill -9")
    func nowhere() throws {
        let world = try ProfileWorld()
        let lab = try LabProcess("brokerLoss", "--speed", "200")
        try world.profile("prod", profile(lab, "PLAINTEXT"))
        try world.profile("login", profile(lab, "SASL_PLAINTEXT"))
        var said = ""

        // A session, with everything that may be told about it.
        let session = try world.mend("-c", "prod", "--trace", "bytes", input: "topics\npartitions where offline\nelect nothing\n")
        said += self.said(session)
        #expect(session.code == 2)
        // A login that fails: the lab knows no SASL.
        for trace in ["requests", "bytes", "loop"] {
            let login = try world.mend("-c", "login", "--trace", trace, "--timeout", "2s", "-e", "topics")
            #expect(login.code == 9, "\(login.errors)")
            said += self.said(login)
        }
        // A run that is killed once something was done, and goes on; one in doubt would wait a minute for what may still come.
        let folder = try Binary.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let child = try world.start(["run", "-c", "prod", "emergency-partition-recovery", "--yes"], in: folder)
        _ = try Binary.waitUntil {
            world.journals.contains("\"kind\":\"submitted\"") || child.poll() != nil ? true : nil
        } orElse: {
            child.kill(forced: true)
        }
        child.kill(forced: true)
        _ = try Binary.waitUntil {
            child.poll()
        } orElse: {
        }
        said += Binary.text("out", in: folder) + Binary.text("err", in: folder)
        #expect(world.journals.contains("\"profile\":\"prod\""))
        let resumed = try world.mend("resume", "--yes")
        said += self.said(resumed)
        // On a machine with much to do the run may have come to its end before it was killed.
        #expect(resumed.code == 0 || resumed.errors.contains("no run is open"), "\(resumed.errors)")
        for command in [["runs"], ["show"], ["why"], ["clusters", "prod"]] { said += self.said(try world.mend(command)) }
        // An error about the very value.
        try world.profile("wrong", profile(lab, "SASL_PLAINTEXT").replacingOccurrences(of: "\";", with: "\""))
        let wrong = try world.mend("-c", "wrong", "-e", "topics")
        #expect(wrong.code == 2)
        said += self.said(wrong)

        #expect(!said.contains(Self.canary))
        #expect(!said.contains(Data(Self.canary.utf8).map { String(format: "%02x", $0) }.joined()), "nor as bytes of the trace")
        #expect(found(in: world.folder, except: ".properties") == [])
        #expect(found(in: folder, except: ".properties") == [])
    }
}
