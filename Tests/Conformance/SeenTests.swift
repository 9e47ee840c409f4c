import Engine
import KafkaClient
import KafkaLab
import KafkaPrimitives
import KafkaWire
import Language
import Network
import Platform
import Testing

extension Conformance {
    /// What `mend` says of a cluster whose state is known.
    @Suite("What is seen") @MainActor
    struct Seen {
        @Test("a healthy cluster: brokers live, leaders as preferred, nobody missing", arguments: Subject.all)
        func healthy(_ subject: Subject) throws {
            let cluster = try subject.cluster()
            try cluster.createTopic("seen", [[1, 2], [2, 3], [3, 1]])
            try cluster.produce("seen", 0, count: 5)
            let brokers = try cluster.rows("brokers", "state", "up")
            #expect(brokers.compactMap { $0.int("id") }.sorted() == [1, 2, 3])
            #expect(brokers.allSatisfy { $0["state"] == .text("live") && $0["up"] == .bool(true) })
            let whole = try cluster.rows("cluster", "mode", "brokersLive", "brokersFenced", "offline", "reassigning")[0]
            #expect(whole["mode"] == .text(cluster.release.isKRaft ? "kraft" : "zookeeper") && whole.int("brokersLive") == 3)
            // Fenced brokers are listed from 4.0 on.
            #expect(whole.int("brokersFenced") == 0 || whole.isUnknown("brokersFenced") && !cluster.keepsEligibleLeaders)
            #expect(whole.int("offline") == 0 && whole.int("reassigning") == 0)
            try cluster.waitForWhole("seen")
            let partitions = try cluster.partitions(
                of: "seen", "leader", "replicas", "isr", "elr", "offline", "underReplicated", "missing", "leaderIsPreferred", "reassigning")
            #expect(partitions.map { $0.int("leader") } == [1, 2, 3])
            #expect(partitions.map { $0.ids("replicas") } == [[1, 2], [2, 3], [3, 1]])
            #expect(partitions.map { $0.ids("isr")?.sorted() } == [[1, 2], [2, 3], [1, 3]])
            #expect(partitions.allSatisfy { $0.ids("missing") == [] && $0["leaderIsPreferred"] == .bool(true) })
            #expect(partitions.allSatisfy { $0["reassigning"] == .bool(false) })
            #expect(partitions.allSatisfy { cluster.keepsEligibleLeaders ? $0.ids("elr") == [] : ($0.ids("elr") ?? []).isEmpty })
            let quorum = try cluster.table("quorum", ["role"])
            #expect(quorum.allRows.count { $0["role"] == .text("leader") } == (cluster.release.isKRaft ? 1 : 0))
            // ZooKeeper has no quorum that a broker could tell of: that is not known, not none.
            #expect(quorum.missing.isEmpty == cluster.release.isKRaft)
            #expect(try cluster.rows("reassignments", "target").isEmpty)
            let dirs = try cluster.rows("logDirs", "error", "replicas")
            #expect(dirs.compactMap { $0.int("broker") }.sorted() == [1, 1, 2, 2, 3, 3])
            #expect(dirs.allSatisfy { $0["error"] == .null })
        }

        @Test("a group without members lags what was not read; a commit past the end is no lag below zero", arguments: Subject.all)
        func lag(_ subject: Subject) throws {
            let cluster = try subject.cluster()
            try cluster.createTopic("read", [[1, 2], [3, 1], [2, 1]])
            for partition: Int32 in 0..<3 { try cluster.produce("read", partition, count: 10) }
            #expect(try cluster.commit(group: "readers", "read", 0, offset: 4) == .none)
            #expect(try cluster.commit(group: "readers", "read", 1, offset: 25) == .none)
            var lags: [Row] = []
            try cluster.wait(for: "the high watermark") {
                lags = try cluster.rows("lags", "committed", "latest", "lag", "lagRaw", "ahead", "member")
                    .filter { $0["group"] == .text("readers") }.sorted { ($0.int("partition") ?? 0) < ($1.int("partition") ?? 0) }
                return lags.count == 2 && lags.allSatisfy { $0.int("latest") == 10 }
            }
            #expect(lags.map { $0.int("committed") } == [4, 25])
            #expect(lags.map { $0.int("lag") } == [6, 0])
            #expect(lags.map { $0.int("lagRaw") } == [6, -15])
            #expect(lags.map { $0.int("ahead") } == [0, 15])
            #expect(lags.allSatisfy { $0["member"] == .null })
            // What is in sync is not "eligible", and no release is to blame for that.
            #expect(
                try cluster.rows("replicas", "inSync", "eligible").allSatisfy {
                    $0["inSync"] == .bool(false) || $0["eligible"] == .bool(false)
                })
            let group = try #require(
                try cluster.rows("groups", "state", "members", "memberless", "lag", "lagUnknown", "maxLag", "partitions")
                    .first { $0["id"] == .text("readers") })
            #expect(group["state"] == .text("Empty") && group.int("members") == 0 && group["memberless"] == .bool(true))
            #expect(group.int("lag") == 6 && group.int("lagUnknown") == 0 && group.int("maxLag") == 6 && group.int("partitions") == 2)
        }

        @Test(
            "a broker killed: fenced, its leaderships moved, what only it had is offline; back again it leads only that",
            arguments: Subject.all)
        func killed(_ subject: Subject) throws {
            let cluster = try subject.cluster()
            try cluster.createTopic("pair", [[2, 1], [2, 3], [1, 3]])
            try cluster.createTopic("alone", [[2]])
            try cluster.createTopic("firm", [[2, 3], [1, 3]], configs: ["min.insync.replicas": "2"])
            for partition: Int32 in 0..<3 { try cluster.produce("pair", partition, count: 10) }
            try cluster.produce("alone", 0, count: 10)
            #expect(try cluster.commit(group: "hurt", "alone", 0, offset: 3) == .none)
            #expect(try cluster.commit(group: "hurt", "pair", 0, offset: 3) == .none)
            for topic in ["pair", "alone", "firm"] { try cluster.waitForWhole(topic) }
            let epochs = try cluster.partitions(of: "pair", "leaderEpoch").map { $0.int("leaderEpoch") ?? -1 }

            cluster.kill(2)
            try cluster.waitUntilGone(2)
            try checkBrokerGone(cluster, epochs)
            try checkGroupHurt(cluster)

            try cluster.start(2)
            try cluster.waitUntilLive(2)
            for topic in ["pair", "alone", "firm"] { try cluster.waitForWhole(topic) }
            #expect(try cluster.partitions(of: "alone", "leader")[0].int("leader") == 2)
            // Leadership does not return by itself.
            let back = try cluster.partitions(of: "pair", "leader", "leaderIsPreferred", "isr")
            #expect(back.map { $0.int("leader") } == [1, 3, 1])
            #expect(back.map { $0["leaderIsPreferred"] } == [.bool(false), .bool(false), .bool(true)])
            #expect(back.map { $0.ids("isr")?.sorted() } == [[1, 2], [2, 3], [1, 3]])
        }

        private func checkBrokerGone(_ cluster: any ClusterUnderTest, _ epochs: [Int]) throws {
            try cluster.wait(for: "leaders moved") {
                try cluster.partitions(of: "pair", "leader").map { $0.int("leader") } == [1, 3, 1]
            }
            let broker = try #require(try cluster.rows("brokers", "up", "leaders").first { $0.int("id") == 2 })
            #expect(broker["up"] == .bool(false) && broker.int("leaders") == 0)
            let pairs = try cluster.partitions(
                of: "pair", "isr", "missing", "underReplicated", "offline", "deadReplicas", "leaderEpoch", "soleIsr", "atMinIsr")
            #expect(pairs.map { $0.ids("isr")?.sorted() } == [[1], [3], [1, 3]])
            #expect(pairs.map { $0.ids("missing") } == [[2], [2], []])
            #expect(pairs.map { $0.ids("deadReplicas") } == [[2], [2], []])
            #expect(pairs.map { $0["underReplicated"] } == [.bool(true), .bool(true), .bool(false)])
            #expect(pairs.map { $0["atMinIsr"] } == [.bool(true), .bool(true), .bool(false)])
            #expect(pairs.allSatisfy { $0["offline"] == .bool(false) })
            let now = pairs.map { $0.int("leaderEpoch") ?? -1 }
            #expect(now[0] > epochs[0] && now[1] > epochs[1] && now[2] == epochs[2])

            let alone = try cluster.partitions(
                of: "alone", "leader", "isr", "elr", "offline", "underReplicated", "cleanElectable", "underMinIsr", "uncleanCandidates")[0]
            #expect(alone["leader"] == .null && alone["offline"] == .bool(true) && alone["underMinIsr"] == .bool(true))
            #expect(alone["cleanElectable"] == .bool(false))
            // Without eligible leaders the last one stays in the ISR: offline, and not under-replicated.
            #expect(alone["underReplicated"] == .bool(cluster.keepsEligibleLeaders))
            #expect(alone.ids("isr") == (cluster.keepsEligibleLeaders ? [] : [2]))
            if cluster.keepsEligibleLeaders { #expect(alone.ids("elr") == [2]) }
            #expect(alone.ids("uncleanCandidates") == [])
            let strict = try cluster.partitions(of: "firm", "isr", "elr", "underMinIsr", "refusesWrites", "atMinIsr")
            #expect(strict.map { $0["underMinIsr"] } == [.bool(true), .bool(false)])
            #expect(strict.map { $0["refusesWrites"] } == [.bool(true), .bool(false)])
            #expect(strict.map { $0["atMinIsr"] } == [.bool(false), .bool(true)])
            if cluster.keepsEligibleLeaders { #expect(strict[0].ids("elr") == [2]) }
        }

        private func checkGroupHurt(_ cluster: any ClusterUnderTest) throws {
            var lags: [Row] = []
            try cluster.wait(for: "the group's coordinator") {
                let table = try cluster.table("lags", ["committed", "lag", "offline"])
                lags = table.allRows.filter { $0["group"] == .text("hurt") }
                    .sorted { ($0.text("topic")) < ($1.text("topic")) }
                return lags.count == 2 && lags[1].int("lag") == 7
            }
            #expect(lags[0].isUnknown("lag") && lags[0]["offline"] == .bool(true) && lags[0].int("committed") == 3)
            let group = try #require(try cluster.rows("groups", "lag", "lagUnknown").first { $0["id"] == .text("hurt") })
            #expect(group["lag"] == .bound(.atLeast, .int(7)))
            #expect(group.int("lagUnknown") == 1)
        }

        @Test("a frozen broker costs its deadline once; its own facts are unknown, the others' are there", arguments: Subject.all)
        func frozen(_ subject: Subject) throws {
            let cluster = try subject.cluster()
            cluster.freeze(2)
            let begin = cluster.client.loop.now
            let dirs = try cluster.table("logDirs", ["replicas"], timeout: 2_000_000_000)
            #expect(begin.duration(to: cluster.client.loop.now) < .milliseconds(4_500))
            #expect(Set(dirs.allRows.compactMap { $0.int("broker") }) == [1, 3])
            #expect(dirs.missing.map(\.broker) == [2])
            let up = try cluster.table("brokers", ["up"], timeout: 2_000_000_000).allRows
            #expect(up.filter { $0["up"] == .bool(true) }.compactMap { $0.int("id") }.sorted() == [1, 3])
            cluster.thaw(2)
            try cluster.waitUntilLive(2)
        }

        @Test(
            "beside a dead port and a name that nobody knows a live broker is found",
            .enabled(if: Distribution.ofEnvironment != nil, Comment(rawValue: Distribution.reason)))
        func addresses() throws {
            let real = try SharedCluster.whole().real
            #expect(try look("127.0.0.1:1", "nobody.invalid:9092", "127.0.0.1:\(real.port(of: 2))").decided.count == 3)
        }

        private func look(_ addresses: String...) throws -> Table {
            let client = Client(loop: PollLoop(), bootstrap: addresses.compactMap { Endpoint($0) }, softwareVersion: "test")
            let request = SourceRequest(source: "brokers", columns: ["state"])
            return try KafkaCluster(client: client).read([request], timing: ReadTiming(requestTimeout: 3_000_000_000))[0]
        }

        @Test(
            "a controller's port is called one", .enabled(if: Distribution.ofEnvironment != nil, Comment(rawValue: Distribution.reason)))
        func controllersPort() throws {
            let shared = try SharedCluster.whole()
            try shared.needs("controllers of its own", since: 3, 3)
            #expect {
                try look("127.0.0.1:\(shared.real.port(of: 0))")
            } throws: { error in
                guard case .outOfReach(let why)? = error as? ClusterFailure else { return false }
                return why.contains("a controller's port")
            }
        }
    }
}
