import ClientProperties
import Commands
import Engine
import Foundation
import KafkaClient
import Network
import Platform
import Testing

@testable import mend

/// A folder that goes with the test.
final class TemporaryFolder {
    let path: String

    init() throws { path = try Files.makeTemporaryDirectory("mend-profiles") }

    deinit { try? Files.removeTree(path) }

    @discardableResult
    func write(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
        let file = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        return file
    }
}

@Suite("Which cluster, and how it is spoken to")
struct ClusterSettingsTests {
    let folder: TemporaryFolder
    var profiles: ProfileFolder { ProfileFolder(path: folder.path) }

    init() throws { folder = try TemporaryFolder() }

    private func settings(_ words: String..., recorded: RunSummary? = nil) throws -> ClusterSettings {
        try ClusterSettings(try ArgumentParser.parse(["-e", "topics"] + words), recorded: recorded, profiles: profiles)
    }

    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "nothing is wrong"
        } catch let error as UsageError { return error.message + (error.hint.map { "; \($0)" } ?? "") } catch { return "\(error)" }
    }

    @Test("an empty bootstrap.servers is no address, as for Kafka's clients, and not the environment's cluster; -b says another")
    func emptyBootstrap() throws {
        let file = try folder.write("file", "\nbootstrap.servers=\n")
        #expect(message { _ = try settings("--command-config", file) }.hasPrefix("\(file):2: bootstrap.servers is empty"))
        #expect(try settings("--command-config", file, "-b", "b1:1").bootstrap.map(\.description) == ["b1:1"])
        try folder.write("prod.properties", "bootstrap.servers=profile:1")
        #expect(message { _ = try settings("-c", "prod", "-X", "bootstrap.servers= ") }.hasPrefix("-X: bootstrap.servers is empty"))
    }

    @Test("of thousands of wrong keys fifty are told, and how many more there are")
    func manyKeys() throws {
        let keys = (0..<5000).map { "sasl.unknown.\($0)=x" }.joined(separator: "\n")
        let file = try folder.write("file", "bootstrap.servers=b1:1\n" + keys)
        let told = message { _ = try settings("--command-config", file) }.split(separator: "\n")
        #expect(told.count == 51)
        #expect(told.last?.hasPrefix("and 4950 more") == true)
    }

    @Test("-b counts before -X, -X before --command-config, and that before the profile")
    func precedence() throws {
        try folder.write("prod.properties", "bootstrap.servers=profile:1\nclient.id=profile\nmend.note=n")
        let file = try folder.write("file", "bootstrap.servers=file:1\nclient.id=file")
        #expect(try settings("-c", "prod").bootstrap.map(\.host) == ["profile"])
        #expect(try settings("-c", "prod", "--command-config", file).bootstrap.map(\.host) == ["file"])
        #expect(try settings("-c", "prod", "--command-config", file, "-X", "bootstrap.servers=x").bootstrap.map(\.host) == ["x"])
        let all = try settings("-b", "b", "-c", "prod", "--command-config", file, "-X", "bootstrap.servers=x")
        #expect(all.bootstrap.map(\.host) == ["b"])
        #expect(all.configuration.clientID == "file")
        #expect(all.configuration.profile.note == "n")
        #expect(all.profile == "prod" && all.commandConfig == file)
    }

    @Test("a profile that is not there names those that are; a path is no name")
    func noSuchProfile() throws {
        try folder.write("prod.properties", "")
        #expect(message { _ = try settings("-c", "prd") } == "there is no profile `prd`; did you mean `prod`?")
        #expect(message { _ = try settings("-c", "../prod") }.contains("is no name of a profile"))
        #expect(message { _ = try settings("-c", ".prod") }.contains("is no name of a profile"))
    }

    @Test("mistakes of a file come with its name and line, all of them")
    func mistakes() throws {
        let file = try folder.write("client.properties", "\nsasl.mechansim=PLAIN\nssl.provider=BC")
        let said = message { _ = try settings("--command-config", file) }
        #expect(said.contains("client.properties:2: ") && said.contains("client.properties:3: "))
        #expect(message { _ = try settings("-X", "client.id") } == "-X: what follows is no key=value")
        #expect(message { _ = try settings("--command-config", "\(folder.path)/none") }.contains("none"))
    }

    @Test("without any word about a cluster it is asked which")
    func none() {
        #expect(message { _ = try settings("-X", "client.id=x") }.hasPrefix("which cluster?"))
    }

    @Test("a file that holds a secret and that everybody may read gets a warning; others do not")
    func readable() throws {
        let secret = "bootstrap.servers=b\nssl.key.password=canary"
        let open = try settings("--command-config", try folder.write("open", secret, mode: 0o644))
        #expect(open.warnings.count == 1 && open.warnings[0].contains("mode 644"))
        #expect(!open.warnings[0].contains("canary"))
        #expect(try settings("--command-config", try folder.write("own", secret, mode: 0o640)).warnings == [])
        #expect(try settings("--command-config", try folder.write("plain", "bootstrap.servers=b", mode: 0o644)).warnings == [])
        let other = try folder.write("secrets", "pw=canary", mode: 0o604)
        let provider = "config.providers=file\nconfig.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider\n"
        let refers = try folder.write("refers", provider + "bootstrap.servers=b\nssl.key.password=${file:\(other):pw}", mode: 0o644)
        #expect(try settings("--command-config", refers).warnings.map { $0.hasPrefix(other) } == [true])
    }

    @Test("a resume takes the profile and the file that the run recorded, and what is said now before them")
    func recorded() throws {
        try folder.write("prod.properties", "client.id=profile")
        try folder.write("dr.properties", "client.id=dr\nbootstrap.servers=dr:1")
        let run = try RecordedRun.summary(profile: "prod", bootstrap: "recorded:1")
        let same = try settings(recorded: run)
        #expect(same.profile == "prod" && same.bootstrap.map(\.host) == ["recorded"] && same.configuration.clientID == "profile")
        let moved = try settings("-b", "new:1", recorded: run)
        #expect(moved.profile == "prod" && moved.bootstrap.map(\.host) == ["new"])
        let other = try settings("-c", "dr", recorded: run)
        #expect(other.profile == "dr" && other.bootstrap.map(\.host) == ["dr"])
    }
}

@Suite("Pins")
struct PinFileTests {
    let folder: TemporaryFolder
    var pins: PinFile { PinFile(path: "\(folder.path)/state/pins") }

    init() throws { folder = try TemporaryFolder() }

    @Test("the later pin of a name counts; the folder is made for the owner alone")
    func later() throws {
        #expect(try pins.all().isEmpty)
        try pins.add(.init(name: "prod", id: "one", since: "t"))
        try pins.add(.init(name: "dr", id: "two", since: "t"))
        try pins.add(.init(name: "prod", id: "three", since: "u"))
        #expect(try pins.all()["prod"] == .init(name: "prod", id: "three", since: "u"))
        #expect(try pins.all()["dr"]?.id == "two")
        #expect(try Files.status(of: "\(folder.path)/state")?.permissions == 0o700)
        #expect(try Files.status(of: pins.path)?.permissions == 0o600)
    }

    /// Which line of the file is told to be damaged; nil: all are taken.
    private func damaged(_ text: String) throws -> Int? {
        try Files.makeDirectory("\(folder.path)/state")
        try folder.write("state/pins", text)
        do throws(PinFile.Fault) {
            _ = try pins.all()
            return nil
        } catch {
            guard case .damaged(_, let line, _) = error else { return 0 }
            // Nothing is added to a file that is not understood: what stood there would be lost.
            #expect(throws: PinFile.Fault.self) { try pins.add(.init(name: "other", id: "x", since: "t")) }
            #expect(try Files.read(pins.path) == Array(text.utf8))
            return line
        }
    }

    @Test("a file that earlier versions wrote, a line a pin and empty ones between them, is taken as it is, and goes on")
    func earlier() throws {
        #expect(try damaged("prod one t\n\nprod two u\n\ndr three t\n") == nil)
        try pins.add(.init(name: "qa", id: "four", since: "t"))
        #expect(try pins.all().mapValues(\.id) == ["prod": "two", "dr": "three", "qa": "four"])
    }

    @Test(
        "garbled, cut short or emptied it is refused, with the line",
        arguments: [
            ("", 1), ("\n", 1), ("prod one t\n../x y z\n", 2), ("prod one t\nname with more words\n", 2), ("prod one t\nprod tw", 2),
        ])
    func garbled(text: String, line: Int) throws {
        #expect(try damaged(text) == line)
    }

    @Test("no byte of it can be changed, and it can be cut nowhere, without being told")
    func sealed() throws {
        try pins.add(.init(name: "prod", id: "one", since: "t"))
        try pins.add(.init(name: "dr", id: "two", since: "t"))
        let bytes = try Files.read(pins.path)
        for index in bytes.indices {
            var other = bytes
            other[index] ^= 0x01
            #expect(try damaged(String(decoding: other, as: UTF8.self)) != nil, "byte \(index)")
            #expect(try damaged(String(decoding: bytes.prefix(index), as: UTF8.self)) != nil, "cut at \(index)")
        }
        #expect(try damaged(String(decoding: bytes, as: UTF8.self)) == nil)
    }
}

@Suite("Which cluster a profile is")
struct PinCheckTests {
    let folder: TemporaryFolder
    var pins: PinFile { PinFile(path: "\(folder.path)/pins") }

    init() throws { folder = try TemporaryFolder() }

    private func check(_ id: String, profile: String? = "prod", wanted: String? = nil, pins: PinFile? = nil) throws -> String? {
        try PinCheck(profile: profile, wanted: wanted, pins: pins ?? self.pins).check(
            ClusterIdentity(id: id, bootstrap: "b1:9092"), nowMs: 1_795_403_520_000)
    }

    private func refusal(_ body: () throws -> String?) -> String {
        do {
            return "it was taken: \(String(describing: try body()))"
        } catch ClusterFailure.otherCluster(let why) { return why } catch { return "\(error)" }
    }

    @Test("the first one is written down and said, the same one is taken in silence, another is refused with the way out")
    func pinned() throws {
        #expect(try check("one") == "profile prod is cluster one from now on; another one will be refused")
        #expect(try check("one") == nil)
        #expect(
            refusal { try check("two") }
                == "profile prod is cluster one since 2026-11-23T03:12:00.000Z, and b1:9092 is cluster two: nothing is asked of it; "
                + "if that is right: mend clusters pin prod two")
        #expect(try check("two", profile: "dr")?.contains("profile dr is cluster two") == true)
    }

    @Test("the id in the file stands for a pin, and goes before it")
    func wanted() throws {
        #expect(try check("one", wanted: "one") == nil)
        #expect(try pins.all().isEmpty)
        #expect(refusal { try check("two", wanted: "one") }.hasPrefix("mend.cluster.id is one, and b1:9092 is cluster two"))
        #expect(refusal { try check("two", profile: nil, wanted: "one") }.contains("correct the address, or the file"))
    }

    @Test("without a profile every cluster is the right one; one that tells no id is none for a profile")
    func nothing() throws {
        #expect(try check("one", profile: nil) == nil)
        #expect(try check("", profile: nil) == nil)
        #expect(refusal { try check("") }.contains("tells no cluster id"))
    }

    @Test("a damaged file opens nothing: the line is said, and the way out")
    func damagedFile() throws {
        try folder.write("pins", "prod one t\nrubbish\n")
        let why = refusal { try check("one") }
        #expect(why.contains("nothing is asked of it") && why.contains("line 2") && why.contains("mend.cluster.id"))
        try folder.write("pins", "")
        #expect(refusal { try check("one") }.contains("line 1: the file is empty"))
    }

    @Test("a pin that cannot be written is said, and stops nobody; one that cannot be read does")
    func broken() throws {
        try folder.write("file", "")
        let unwritable = PinFile(path: "\(folder.path)/file/pins")
        #expect(try check("one", pins: unwritable)?.hasPrefix("warning: profile prod could not be pinned to cluster one") == true)
        try Files.makeDirectory("\(folder.path)/folder/pins")
        #expect(refusal { try check("one", pins: PinFile(path: "\(folder.path)/folder/pins")) }.contains("cannot be told"))
    }
}
