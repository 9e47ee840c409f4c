import Foundation
import Platform
import Testing

/// A folder of profiles and pins, and the labs that they point at.
final class ProfileWorld {
    let folder: URL
    private let journal: URL

    init() throws {
        folder = try Binary.temporaryFolder()
        journal = folder.appendingPathComponent("journal")
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("mend/clusters"), withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func profile(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent("mend/clusters/\(name).properties"))
    }

    private var environment: [(String, String)] { [("XDG_CONFIG_HOME", folder.path), ("XDG_STATE_HOME", folder.path)] }

    func mend(_ arguments: String..., input: String = "") throws -> Binary.Result { try mend(arguments, input: input) }

    func mend(_ arguments: [String], input: String = "") throws -> Binary.Result {
        try Binary.run(arguments, input: input, journal: journal, adding: environment)
    }

    /// Starts it with its three streams in files of a folder.
    func start(_ arguments: [String], in folder: URL) throws -> ChildProcess {
        try Binary.start(arguments, in: folder, journal: journal, adding: environment)
    }

    var pins: String { (try? String(contentsOf: folder.appendingPathComponent("mend/pins"), encoding: .utf8)) ?? "" }

    /// All records of all journals.
    var journals: String {
        let runs = journal.appendingPathComponent("runs")
        return ((try? FileManager.default.contentsOfDirectory(atPath: runs.path)) ?? []).sorted().map { run in
            (try? String(contentsOf: runs.appendingPathComponent("\(run)/journal"), encoding: .utf8)) ?? ""
        }.joined()
    }
}

@Suite("Profiles, on labs")
struct ProfileTests {
    private let election = "elect preferred for partitions where partition == 0"

    @Test("the first connection pins the name; another cluster behind it is refused with 8, and nothing is asked of it")
    func pinned() throws {
        let world = try ProfileWorld()
        let lab = try LabProcess("healthy")
        try world.profile("prod", "bootstrap.servers=\(lab.bootstrap)\n")
        let first = try world.mend("-c", "prod", "-e", "topics")
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.errors.contains("profile prod is cluster "))
        #expect(world.pins.contains("\nprod "))
        let again = try world.mend("-c", "prod", "-e", "topics")
        #expect(again.code == 0 && !again.errors.contains("profile prod"))
        let other = try LabProcess("healthy", "--seed", "2")
        let refused = try world.mend("-c", "prod", "-b", other.bootstrap, "-e", "topics")
        #expect(refused.code == 8)
        #expect(refused.output.isEmpty)
        #expect(refused.errors.contains("if that is right: mend clusters pin prod "))
        #expect(try world.mend("-c", "prod", "-e", "topics", "-X", "mend.cluster.id=other").code == 8)
    }

    @Test("a read-only profile refuses effects; --arm with a reason allows them, and the journal has it")
    func armed() throws {
        let world = try ProfileWorld()
        let lab = try LabProcess("brokerLoss")
        try world.profile("prod", "bootstrap.servers=\(lab.bootstrap)\nmend.read.only=true\n")
        let refused = try world.mend("-c", "prod", "-e", election, "--yes")
        #expect(refused.code == 3)
        #expect(refused.errors.contains("profile prod is read-only"))
        #expect(world.journals.isEmpty)
        #expect(try world.mend("-c", "prod", "-e", election, "--yes", "--arm", " ").code == 2)
        #expect(try world.mend("-c", "prod", input: ":arm 5m reason x\n").code == 2, "a pipe arms nothing")
        let run = try world.mend("run", "-c", "prod", "emergency-partition-recovery", "--yes")
        #expect(run.code == 3)
        #expect(world.journals.isEmpty)
        let allowed = try world.mend("-c", "prod", "-e", election, "--yes", "--arm", "INC-123")
        #expect(allowed.code == 0, "\(allowed.errors)")
        #expect(world.journals.contains("\"reason\":\"INC-123\""))
        #expect(world.journals.contains("\"profile\":\"prod\""))
    }

    @Test("mistakes of a file end 2 with its name and line")
    func mistakes() throws {
        let world = try ProfileWorld()
        try world.profile("prod", "bootstrap.servers=b1\nsasl.mechansim=PLAIN\n")
        let found = try world.mend("-c", "prod", "-e", "topics")
        #expect(found.code == 2)
        #expect(found.errors.contains("prod.properties:2: `sasl.mechansim` is not known"))
    }

    @Test("mend clusters tries every profile and says what each is; pin says that another cluster is right")
    func clusters() throws {
        let world = try ProfileWorld()
        let lab = try LabProcess("healthy")
        #expect(try world.mend("clusters").code == 2, "there is none yet")
        try world.profile("prod", "bootstrap.servers=\(lab.bootstrap)\nmend.read.only=true\nmend.note=call first\n")
        try world.profile("gone", "bootstrap.servers=127.0.0.1:1\n")
        try world.profile("wrong", "bootstrap.servers=b1\nsasl.mechansim=PLAIN\n")
        let all = try world.mend("clusters", "--output", "jsonl", "--timeout", "2s")
        #expect(all.code == 0, "\(all.errors)")
        var rows: [String: [String: Any]] = [:]
        for line in all.output.split(separator: "\n") {
            let row = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            rows[row["name"] as? String ?? ""] = row
        }
        #expect(rows.keys.sorted() == ["gone", "prod", "wrong"])
        #expect(rows["prod"]?["state"] as? String == "ok")
        #expect(rows["prod"]?["security"] as? String == "PLAINTEXT")
        #expect(rows["prod"]?["readOnly"] as? Bool == true)
        #expect(rows["prod"]?["pinned"] is NSNull, "a look at all pins nothing")
        #expect(rows["gone"]?["state"] as? String == "out of reach")
        #expect((rows["gone"]?["id"] as? [String: Any])?["unknown"] != nil)
        #expect((rows["wrong"]?["state"] as? String)?.contains("wrong.properties:2: ") == true)
        #expect(world.pins.isEmpty)

        #expect(try world.mend("clusters", "pin", "prod", "someOtherId").code == 0)
        #expect(try world.mend("-c", "prod", "-e", "topics").code == 8)
        #expect(try world.mend("clusters", "prod", "--output", "csv").output.contains("prod,another cluster,"))
        let id = try #require(rows["prod"]?["id"] as? String)
        #expect(try world.mend("clusters", "pin", "prod", id).errors.contains("it was someOtherId"))
        #expect(try world.mend("-c", "prod", "-e", "topics").code == 0)
        #expect(try world.mend("clusters", "pin", "prd", id).code == 2)
        #expect(try world.mend("clusters", "pin", "prod").code == 2)
    }
}
