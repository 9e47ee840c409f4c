import KafkaAdmin
import Testing

@Suite("classes of settings") struct ConfigClassTests {
    enum Class { case harmless, notice, irreversible }

    private func kind(_ verdict: ConfigClass.Verdict) -> Class {
        switch verdict {
        case .harmless: .harmless
        case .notice: .notice
        case .irreversible: .irreversible
        }
    }

    static let numbersThatDelete = [
        "retention.ms", "log.retention.ms", "log.retention.minutes", "log.retention.hours", "retention.bytes", "log.retention.bytes",
        "local.retention.ms", "log.local.retention.ms", "local.retention.bytes", "log.local.retention.bytes", "delete.retention.ms",
        "log.cleaner.delete.retention.ms", "max.message.bytes", "message.max.bytes",
    ]

    @Test("less of what keeps or admits records cannot be taken back; more of it can", arguments: numbersThatDelete)
    func numbers(key: String) {
        #expect(kind(ConfigClass.judge(key, from: "1000", to: "999")) == .irreversible)
        #expect(ConfigClass.judge(key, from: "1000", to: "1000") == .harmless)
        #expect(ConfigClass.judge(key, from: "1000", to: "1001") == .harmless)
    }

    @Test(
        "without end is more than every number", arguments: numbersThatDelete.filter { $0.contains("retention") && !$0.contains("delete") })
    func endless(key: String) {
        #expect(kind(ConfigClass.judge(key, from: "-1", to: "999999999999")) == .irreversible)
        #expect(ConfigClass.judge(key, from: "1", to: "-1") == .harmless)
        // -2 of local.retention.*: as long as the records are kept at all.
        #expect(kind(ConfigClass.judge(key, from: "-2", to: "10")) == .irreversible)
        #expect(ConfigClass.judge(key, from: "-1", to: "-2") == .harmless)
    }

    @Test("what is not known, or no number, is supposed to be the worst", arguments: numbersThatDelete)
    func unknown(key: String) {
        #expect(kind(ConfigClass.judge(key, from: nil, to: "5")) == .irreversible)
        #expect(kind(ConfigClass.judge(key, from: "5", to: nil)) == .irreversible)
        #expect(kind(ConfigClass.judge(key, from: "5", to: "five")) == .irreversible)
    }

    @Test("cleanup.policy by what it adds", arguments: ["cleanup.policy", "log.cleanup.policy"])
    func cleanupPolicy(key: String) {
        #expect(kind(ConfigClass.judge(key, from: "compact", to: "compact,delete")) == .irreversible)
        #expect(kind(ConfigClass.judge(key, from: "compact", to: "delete")) == .irreversible)
        #expect(kind(ConfigClass.judge(key, from: "delete", to: "compact")) == .irreversible)
        #expect(kind(ConfigClass.judge(key, from: "delete", to: "delete, compact")) == .irreversible)
        #expect(ConfigClass.judge(key, from: "compact,delete", to: "compact") == .harmless)
        #expect(ConfigClass.judge(key, from: "compact,delete", to: "delete") == .harmless)
        #expect(ConfigClass.judge(key, from: "compact,delete", to: "compact, delete") == .harmless)
    }

    @Test("truths by the value that they become")
    func truths() {
        for value in ["true", "TRUE", " true"] {
            #expect(kind(ConfigClass.judge("unclean.leader.election.enable", from: "false", to: value)) == .irreversible)
            #expect(kind(ConfigClass.judge("remote.log.delete.on.disable", from: "false", to: value)) == .irreversible)
            #expect(ConfigClass.judge("remote.storage.enable", from: "false", to: value) == .harmless)
        }
        #expect(ConfigClass.judge("unclean.leader.election.enable", from: "true", to: "false") == .harmless)
        #expect(ConfigClass.judge("remote.log.delete.on.disable", from: "true", to: "false") == .harmless)
        #expect(kind(ConfigClass.judge("remote.storage.enable", from: "true", to: "false")) == .irreversible)
        #expect(kind(ConfigClass.judge("unclean.leader.election.enable", from: "false", to: nil)) == .irreversible)
    }

    @Test(
        "what only slows, narrows or turns away is told when it goes down",
        arguments: [
            "min.insync.replicas", "min.compaction.lag.ms", "max.compaction.lag.ms", "log.cleaner.min.compaction.lag.ms",
            "log.cleaner.max.compaction.lag.ms", "segment.ms", "segment.bytes", "log.segment.bytes", "log.roll.ms", "log.roll.hours",
            "message.timestamp.difference.max.ms", "message.timestamp.before.max.ms", "message.timestamp.after.max.ms",
            "log.message.timestamp.difference.max.ms", "log.message.timestamp.before.max.ms", "log.message.timestamp.after.max.ms",
            "max.connections", "max.connections.per.ip", "max.connection.creation.rate",
        ])
    func notices(key: String) {
        #expect(kind(ConfigClass.judge(key, from: "3", to: "2")) == .notice)
        #expect(ConfigClass.judge(key, from: "2", to: "3") == .harmless)
        #expect(ConfigClass.judge(key, from: "2", to: "2") == .harmless)
    }

    @Test("halves of throttles and the kind of timestamps are told whatever they become")
    func any() {
        for key in [
            "leader.replication.throttled.replicas", "follower.replication.throttled.replicas", "leader.replication.throttled.rate",
            "follower.replication.throttled.rate", "message.timestamp.type", "log.message.timestamp.type",
        ] { #expect(kind(ConfigClass.judge(key, from: nil, to: "x")) == .notice) }
    }

    @Test("everything else is harmless", arguments: ["num.io.threads", "compression.type", "flush.ms", "log.cleaner.threads", "nonsense"])
    func others(key: String) {
        #expect(ConfigClass.judge(key, from: "9", to: "1") == .harmless)
        #expect(ConfigClass.judge(key, from: nil, to: nil) == .harmless)
    }

    @Test("says what goes, in units of people")
    func texts() {
        #expect(ConfigClass.judge("retention.ms", from: "604800000", to: "3600000") == .irreversible("records older than 1h are deleted"))
        #expect(
            ConfigClass.judge("retention.bytes", from: "-1", to: "1073741824")
                == .irreversible("of each partition all but the newest 1 GiB is deleted"))
        #expect(ConfigClass.judge("log.retention.hours", from: "168", to: "24") == .irreversible("records older than 24 h are deleted"))
    }
}
