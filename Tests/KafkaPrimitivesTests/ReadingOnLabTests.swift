import Engine
import KafkaAdmin
import KafkaLab
import KafkaWire
import Language
import Testing

@testable import KafkaPrimitives

/// Texts of what a value is unknown for; nil where it is known.
private func cause(_ value: Value?) -> String? {
    if case .unknown(let cause)? = value { cause.text } else { nil }
}

private func isUnknown(_ value: Value?) -> Bool { cause(value) != nil }

@Suite("A broker without the listener that is used here")
struct ListenerTests {
    static let releases = ["2.4", "2.8", "3.9", "4.3"]

    @Test("what it leads is not known to be led by nobody, and it is not known to be gone", arguments: releases)
    func noOutage(release: String) throws {
        let world = try LabWorld("healthy", release: release)
        let led = Set(world.peers.cluster.allPartitions.filter { $0.leader == 2 }.map(\.name))
        #expect(!led.isEmpty)
        world.apply(.dropListener(2))
        let rows = try world.rows(
            "partitions", "topic", "partition", "leader", "offline", "isr", "deadReplicas", "offlineReplicas", "leaderIsPreferred",
            "underReplicated", "refusesWrites", "error")
        for row in rows {
            guard case .text(let topic)? = row["topic"], case .int(let number)? = row["partition"] else { continue }
            if led.contains("\(topic)-\(number)") {
                #expect(cause(row["leader"]) == "its leader has no listener of this name")
                #expect(isUnknown(row["offline"]) && isUnknown(row["refusesWrites"]))
                #expect(row["error"] == .text("LISTENER_NOT_FOUND"))
            } else {
                #expect(row["offline"] == .bool(false) && row["refusesWrites"] == .bool(false))
                #expect(row["error"] == .null)
            }
            // All replicas are in sync, whoever is listed.
            #expect(row["underReplicated"] == .bool(false))
            if row["isr"] == .set(ListValue([.int(1), .int(2), .int(3)])) {
                #expect(isUnknown(row["deadReplicas"]) && isUnknown(row["offlineReplicas"]))
            }
        }
        let cluster = try world.rows("cluster", "offline", "brokersLive", "brokersAbsent", "refusesWrites")[0]
        #expect(cluster["offline"] == .bound(.atLeast, .int(0)) && cluster["refusesWrites"] == .bound(.atLeast, .int(0)))
        #expect(cluster["brokersLive"] == .bound(.atLeast, .int(2)) && cluster["brokersAbsent"] == .bound(.atLeast, .int(0)))
        let brokers = try world.rows("brokers", "id", "state", "up", "host", "leaders", "replicas")
        #expect(brokers.count == 3)
        #expect(isUnknown(brokers[1]["state"]) && isUnknown(brokers[1]["up"]) && isUnknown(brokers[1]["host"]))
        #expect(brokers[1]["leaders"] == .bound(.atLeast, .int(0)))
        // Of the others it is known: what they do not lead is led by one that is not listed.
        let truth = world.peers.cluster.allPartitions
        for (index, id) in [(0, Int32(1)), (2, Int32(3))] {
            #expect(brokers[index]["state"] == .text("live"))
            #expect(brokers[index]["leaders"] == .int(truth.count { $0.leader == id }))
        }
    }

    @Test("its replicas are not dead, and where eligible replicas are read, too, the leader stays untold", arguments: ["3.9", "4.3"])
    func replicas(release: String) throws {
        let world = try LabWorld("healthy", release: release)
        world.apply(.dropListener(2))
        let rows = try world.rows("replicas", "broker", "isLeader", "live", "offline", "eligible")
        for row in rows where row["broker"] == .int(2) { #expect(isUnknown(row["live"]) && isUnknown(row["offline"])) }
        for row in rows where row["broker"] != .int(2) { #expect(row["live"] == .bool(true) && !isUnknown(row["isLeader"])) }
        let told = try world.rows("partitions", "leader", "elr", "lastKnownElr", "offline")
        #expect(told.contains { isUnknown($0["leader"]) && isUnknown($0["offline"]) })
        #expect(!told.contains { $0["offline"] == .bool(true) })
    }

    @Test("groups that it coordinates may be there, and no lag counts as none")
    func groups() throws {
        let world = try LabWorld("healthy")
        let whole = try world.table("groups", ["id", "lag"])
        #expect(whole.isComplete)
        world.apply(.dropListener(2))
        let table = try world.table("groups", ["id", "lag"])
        #expect(!table.isComplete)
        #expect(table.missing.contains { $0.text.hasSuffix("its leader has no listener of this name") })
        for row in try world.rows("lags", "leader", "offline", "lag") where isUnknown(row["leader"]) {
            #expect(isUnknown(row["offline"]) && isUnknown(row["lag"]))
        }
    }

    @Test("nothing is elected over a leader that only lacks the listener", arguments: ["2.8", "4.3"])
    func elections(release: String) throws {
        let world = try EffectWorld("healthy", release: try #require(KafkaRelease(release)))
        let led = try #require(world.lab.allPartitions.first { $0.leader == 2 && $0.topic == "trip-events" })
        world.apply(.dropListener(2))
        for mode in ["preferred", "unclean"] {
            let plan = try world.plan("elect", ["target": world.partitions([(led.topic, Int(led.id))]), "mode": .word(mode)])
            #expect(plan.items.isEmpty)
            #expect(plan.blocked.map(\.why) == ["whether it is led is not known: its leader has no listener of this name"])
        }
    }

    @Test("a broker that is gone is gone: where all that is in sync is listed nothing is doubted", arguments: releases)
    func gone(release: String) throws {
        let world = try LabWorld("brokerLoss", release: release)
        let brokers = try world.rows("brokers", "id", "state", "up")
        #expect(brokers[1]["state"] == .text(release == "4.3" ? "fenced" : "absent") && brokers[1]["up"] == .bool(false))
        #expect(try world.count("offline") == 6)
    }
}

@Suite("What a topic takes from its brokers")
struct InheritedSettingsTests {
    private func world(_ release: String, minIsrOfTwo: String = "3") throws -> LabWorld {
        let world = try LabWorld("healthy", release: release)
        for topic in world.peers.cluster.topics.values where !topic.isInternal { topic.configs["min.insync.replicas"] = nil }
        world.peers.cluster.brokers[2]?.staticConfigs["min.insync.replicas"] = minIsrOfTwo
        return world
    }

    @Test(
        "min.insync.replicas is the leader's own, whoever is asked; of a topic whose leaders differ it is unknown",
        arguments: ["2.4", "3.9"])
    func minIsr(release: String) throws {
        let world = try world(release)
        // One replica of three is lost: what broker 2 leads refuses writes, the rest takes them.
        world.apply(.crash(3))
        world.pass(.seconds(30))
        let rows = try world.rows("partitions", "topic", "leader", "minIsr", "isr", "refusesWrites", "underMinIsr", "spare")
        var seen: Set<Int> = []
        for row in rows where row["topic"] == .text("trip-events") {
            guard case .int(let leader)? = row["leader"] else { continue }
            seen.insert(leader)
            #expect(row["minIsr"] == .int(leader == 2 ? 3 : 1))
            #expect(row["refusesWrites"] == .bool(leader == 2) && row["underMinIsr"] == .bool(leader == 2))
            #expect(row["spare"] == .int(leader == 2 ? -1 : 1))
        }
        #expect(seen == [1, 2])
        let topic = try #require(
            try world.rows("topics", "name", "minIsr", "minIsrSource", "tolerance").first { $0["name"] == .text("trip-events") })
        #expect(cause(topic["minIsr"]) == "min.insync.replicas differs: broker 1 has 1, broker 2 has 3")
        #expect(isUnknown(topic["minIsrSource"]) && isUnknown(topic["tolerance"]))
    }

    @Test("a topic with a value of its own asks nobody else; otherwise each broker at most once more, beside the proof of each connection")
    func cost() throws {
        // Each connection asks who answers, once, by a request of the same kind.
        let proof = 1
        let own = try LabWorld("healthy", release: "3.9")
        for topic in own.peers.cluster.topics.values { topic.configs["min.insync.replicas"] = "2" }
        _ = try own.rows("partitions", "minIsr")
        #expect(own.peers.requestCounts[32] == 1 + proof)
        let inherited = try world("3.9")
        _ = try inherited.rows("partitions", "minIsr")
        // The broker that told the topics' settings has told its own with them.
        #expect(inherited.peers.requestCounts[32] == 1 + 2 + 3 * proof)
        // With eligible leader replicas the cluster as a whole has a minimum, and brokers refuse one of their own.
        let elr = try LabWorld("healthy", release: "4.3")
        for topic in elr.peers.cluster.topics.values { topic.configs["min.insync.replicas"] = nil }
        _ = try elr.rows("partitions", "minIsr")
        #expect(elr.peers.requestCounts[32] == 1 + proof)
    }

    @Test("retention, too, is the leader's: where they differ it is unknown, with both values")
    func retention() throws {
        let world = try LabWorld("healthy", release: "4.3")
        #expect(try world.rows("topics", "retention").allSatisfy { $0["retention"] == .duration(604_800_000_000_000) })
        world.peers.cluster.brokers[3]?.staticConfigs["log.retention.ms"] = "3600000"
        let rows = try world.rows("topics", "name", "retention", "config")
        let topic = try #require(rows.first { $0["name"] == .text("trip-events") })
        #expect(cause(topic["retention"])?.contains("broker 1 has 604800000") == true)
        #expect(cause(topic["retention"])?.contains("broker 3 has 3600000") == true)
        guard case .record(let config)? = topic["config"] else { throw ReadingFailure.noRecord }
        #expect(isUnknown(config["retention.ms"]) && config["min.insync.replicas"] == .text("2"))
    }

    private enum ReadingFailure: Error { case noRecord }
}

@Suite("Settings of groups and client metrics")
struct OwnSettingsTests {
    private func world(_ release: String) throws -> LabWorld {
        let world = try LabWorld("healthy", release: release)
        world.peers.cluster.groupConfigs["sh1"] = ["share.auto.offset.reset": "earliest"]
        world.peers.cluster.clientMetrics["cm1"] = ["interval.ms": "30000"]
        return world
    }

    private func configs(_ world: LabWorld, type: String? = nil, resource: String? = nil) throws -> Table {
        var restrictions: [NameKey: [Value]] = [:]
        if let type { restrictions["type"] = [.text(type)] }
        if let resource { restrictions["resource"] = [.text(resource)] }
        return try world.table("configs", ["type", "resource", "name", "value"], restrictions: restrictions)
    }

    private func names(_ table: Table) -> [String] {
        table.decided.map { row in
            ["type", "resource", "name", "value"].map { column in
                if case .text(let text)? = table.column(column)?.value(at: row) { text } else { "?" }
            }.joined(separator: " ")
        }
    }

    @Test("groups with settings of their own are listed where brokers list them, and unknown where they do not")
    func groups() throws {
        #expect(names(try configs(try world("4.3"), type: "group")) == ["group sh1 share.auto.offset.reset earliest"])
        let older = try configs(try world("3.9"), type: "group")
        #expect(older.decided.isEmpty)
        #expect(older.missing.contains { $0.text == "which groups have settings is told from Kafka 4.1 on" })
        // Before there was a list of anything, no group had settings.
        let oldest = try configs(try world("2.8"), type: "group")
        #expect(!oldest.missing.contains { $0.text.contains("groups") })
    }

    @Test("client metrics are listed from 3.7 on; before, there are none", arguments: ["2.8", "3.9", "4.3"])
    func clientMetrics(release: String) throws {
        let table = try configs(try world(release), type: "clientMetrics")
        #expect(names(table) == (release == "2.8" ? [] : ["clientMetrics cm1 interval.ms 30000"]))
    }

    @Test(
        "a name alone is looked for among groups and client metrics, too; of a name that nobody set there is nothing",
        arguments: ["3.9", "4.3"])
    func byName(release: String) throws {
        #expect(names(try configs(try world(release), resource: "sh1")) == ["group sh1 share.auto.offset.reset earliest"])
        #expect(names(try configs(try world(release), resource: "cm1")) == ["clientMetrics cm1 interval.ms 30000"])
        let none = try configs(try world(release), resource: "nobody")
        #expect(none.decided.isEmpty && none.isComplete)
    }

    @Test("a name alone reads topics of releases that know nothing of groups' settings")
    func oldByName() throws {
        let table = try configs(try world("2.8"), resource: "trip-events")
        #expect(table.isComplete && names(table).contains("topic trip-events min.insync.replicas 2"))
    }
}

@Suite("What is hidden, failed, open or empty is not absent")
struct KnownAbsentTests {
    @Test("a failed log directory of a live broker: what was in it is unknown, sums are at least", arguments: ["3.9", "4.3"])
    func failedDirectory(release: String) throws {
        let world = try LabWorld("healthy", release: release)
        let lab = world.peers.cluster
        world.apply(.failLogDir(3, 1))
        let hit = Set(lab.allPartitions.filter { $0.id % 2 == 1 && $0.replicas.contains(3) }.map(\.name))
        for row in try world.rows("replicas", "topic", "partition", "broker", "dir", "dirError", "size", "live", "offline", "behindBytes") {
            guard row["broker"] == .int(3), case .text(let topic)? = row["topic"], case .int(let number)? = row["partition"] else {
                #expect(!isUnknown(row["dir"]))
                continue
            }
            #expect(row["live"] == .bool(true))
            guard hit.contains("\(topic)-\(number)") else {
                #expect(row["offline"] == .bool(false) && !isUnknown(row["dir"]) && row["dirError"] == .null)
                continue
            }
            #expect(row["offline"] == .bool(true))
            for column in ["dir", "dirError", "size"] { #expect(cause(row[column]) == "KAFKA_STORAGE_ERROR") }
        }
        let brokers = try world.rows("brokers", "id", "dirs", "offlineDirs", "bytes", "diskTotal", "diskUsable", "diskUsedPercent")
        let broker = brokers[2]
        #expect(broker["dirs"] == .int(2) && broker["offlineDirs"] == .int(1))
        let left = lab.allPartitions.filter { $0.id % 2 == 0 }.reduce(0) { $0 + Int($1.size(of: 3)) }
        #expect(broker["bytes"] == .bound(.atLeast, .size(left)))
        #expect(broker["diskTotal"] == .bound(.atLeast, .size(500_000_000_000)))
        #expect(broker["diskUsable"] == .bound(.atLeast, .size(500_000_000_000 - left)))
        guard case .bound(.atLeast, .percent)? = broker["diskUsedPercent"] else {
            Issue.record("\(String(describing: broker["diskUsedPercent"]))")
            return
        }
        let dirs = try world.rows("logDirs", "broker", "error", "total", "usedPercent", "bytes").filter { $0["error"] != .null }
        #expect(dirs.count == 1)
        for column in ["total", "usedPercent", "bytes"] { #expect(cause(dirs[0][column]) == "KAFKA_STORAGE_ERROR") }
    }

    @Test("where nobody can be elected, what has happened to each replica is said: a broker that is up has lost a disk")
    func electionsAfterADisk() throws {
        let world = try EffectWorld("offlinePartitions", release: try #require(KafkaRelease("3.9")))
        let partition = try #require(world.lab.offlinePartitions.first)
        let other = try #require(partition.replicas.first { $0 != 2 })
        world.apply(.failLogDir(other, Int(partition.id) % 2))
        let plan = try world.plan("elect", ["target": world.partitions([(partition.topic, Int(partition.id))]), "mode": .word("unclean")])
        #expect(plan.items.isEmpty)
        let why = try #require(plan.blocked.first?.why)
        #expect(why.contains("broker \(other) has lost the log directory of it") && why.contains("broker 2 is not alive"))
    }

    @Test("beside an open transaction the committed offset is known, and so is the lag", arguments: ["2.8", "3.9", "4.3"])
    func openTransaction(release: String) throws {
        let world = try LabWorld("healthy", release: release)
        let place = LabTopicPartition("trip-events", 0)
        let committed = try #require(world.peers.cluster.groups["trip-processing"]?.offsets[place]?.offset)
        world.peers.cluster.sendOffset(committed + 50, of: place, to: "trip-processing")
        let rows = try world.rows("lags", "group", "topic", "partition", "committed", "latest", "lag")
        let row = try #require(rows.first { $0["group"] == .text("trip-processing") && $0["partition"] == .int(0) })
        guard case .int(let seen)? = row["committed"], case .int(let latest)? = row["latest"] else {
            Issue.record("committed is \(String(describing: row["committed"]))")
            return
        }
        #expect(seen >= Int(committed) && seen < Int(committed) + 50_000)
        #expect(row["lag"] == .int(latest - seen))
        // Whoever is about to commit over it is told that it is open.
        let stable = CommittedOffsets.read(["trip-processing"], by: world.cluster.client, timeout: 5_000_000_000)
        let fact = stable["trip-processing"]?.value?[TopicPartition("trip-events", 0)]?.offset
        #expect(fact?.why?.error == .unstableOffsetCommit)
    }

    @Test("a replica in sync is not eligible, and no release is blamed for it", arguments: ["2.8", "3.9", "4.3"])
    func eligible(release: String) throws {
        let world = try LabWorld("healthy", release: release)
        #expect(try world.rows("replicas", "eligible").allSatisfy { $0["eligible"] == .bool(false) })
    }

    @Test("a share group that is Empty has no members, and nothing of it is missing among members")
    func emptyShareGroup() throws {
        let world = try LabWorld("healthy", release: "4.3")
        let group = try #require(world.peers.cluster.groups["analytics"])
        group.type = "share"
        group.members = []
        group.state = .empty
        let rows = try world.rows("groups", "id", "type", "members", "memberless", "hosts", "staticMembers", "idleMembers", "epoch")
        let row = try #require(rows.first { $0["id"] == .text("analytics") })
        #expect(row["type"] == .text("share") && row["members"] == .int(0) && row["memberless"] == .bool(true))
        #expect(row["hosts"] == .int(0) && row["staticMembers"] == .int(0) && row["idleMembers"] == .int(0))
        // What only a description tells stays unknown.
        #expect(isUnknown(row["epoch"]))
        #expect(try world.table("members", ["group", "id"]).isComplete)
    }

    @Test("a throttle whose value the broker hides stands all the same", arguments: ["2.4", "2.8"])
    func hiddenRate(release: String) throws {
        let world = try LabWorld("healthy", release: release)
        world.peers.cluster.brokers[1]?.dynamicConfigs["leader.replication.throttled.rate"] = "1000000"
        let isHidden = release == "2.4"
        let why = "set, but this broker hides its value"
        let brokers = try world.rows("brokers", "id", "leaderThrottleRate")
        if isHidden {
            #expect(cause(brokers[0]["leaderThrottleRate"]) == why)
        } else {
            #expect(brokers[0]["leaderThrottleRate"] == .byteRate(1_000_000))
        }
        #expect(brokers[1]["leaderThrottleRate"] == .null)
        let throttles = try world.rows("throttles", "kind", "resource", "value", "paired")
        #expect(throttles.count == 1 && throttles[0]["resource"] == .text("1") && throttles[0]["paired"] == .bool(false))
        if isHidden { #expect(cause(throttles[0]["value"]) == why) } else { #expect(throttles[0]["value"] == .text("1000000")) }
        world.peers.cluster.topics["trip-events"]?.configs["leader.replication.throttled.replicas"] = "*"
        let replicas = try world.rows("replicas", "topic", "broker", "throttledLeader")
        for row in replicas where row["topic"] == .text("trip-events") {
            #expect(row["throttledLeader"] == .bool(row["broker"] == .int(1)))
        }
    }
}
