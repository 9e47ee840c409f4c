import Language

extension DescriptionSchema {
    /// `partition "trips" 3`.
    static let partition = DescriptionSchema(
        noun: "partition", source: "partitions", key: ["topic", "partition"],
        facts: [
            .init("leader", ["leader", "leaderEpoch", "preferredLeader", "leaderIsPreferred", "offline"], quiet: ["offline"]),
            .init(
                "replicas", ["replicas", "isr", "elr", "missing", "deadReplicas", "adding", "removing"],
                quiet: ["elr", "missing", "deadReplicas", "adding", "removing"]),
            .init(
                "writes", ["minIsr", "effectiveMinIsr", "spare", "underMinIsr", "refusesWrites", "soleIsr"],
                quiet: ["underMinIsr", "refusesWrites", "soleIsr"]),
            .init("log", ["earliest", "latest", "records", "unstable", "size"], quiet: ["unstable"]),
        ],
        signs: [
            .init(
                .bad, "offline and cleanElectable",
                says: "it is offline although a replica could lead without loss: the controller is stuck",
                open: "whether a replica could lead without loss",
                next: ["quorum", "plan elect preferred for partitions where topic == $1 and partition == $2"]),
            .init(
                .bad, "offline and not cleanElectable", says: "it is offline: no replica that lives may lead without loss",
                open: "whether it is offline",
                next: [
                    "brokers where id in {replicas} select id, state, up, answers",
                    "replicas where topic == $1 and partition == $2 select broker, live, inSync, logEnd, dirError",
                    "plan elect unclean for partitions where topic == $1 and partition == $2",
                ]),
            .init(
                .bad, "refusesWrites and not offline", says: "it refuses acks=all: {isr} in sync, {effectiveMinIsr} are needed",
                open: "whether it refuses acks=all",
                next: ["replicas where topic == $1 and partition == $2 select broker, live, inSync, behind"]),
            .init(
                .warning, "underReplicated", says: "replicas out of the ISR: {missing}", open: "whether it is under-replicated",
                next: ["brokers where id in {missing} select id, state, up, answers, outOfSync"]),
            .init(
                .warning, "soleIsr and not offline", says: "one replica is left in sync, {isr}: its loss takes the partition offline",
                open: "whether one replica is all that is left in sync"),
            .init(
                .notice, "not leaderIsPreferred and not offline", says: "{leader} leads, {preferredLeader} should",
                open: "whether the preferred replica leads",
                next: ["plan elect preferred for partitions where topic == $1 and partition == $2"]),
            .init(
                .notice, "reassigning", says: "it is being moved", open: "whether it is being moved",
                next: ["reassignments where topic == $1 and partition == $2"]),
        ],
        parts: [
            .init(
                "replicas",
                "replicas where topic == thing and partition == thingNumber select broker, isLeader, inSync, live, rack, size, behind, dir",
                line: "replicas where topic == $1 and partition == $2", empty: "none is listed")
        ],
        next: ["lags where topic == $1 and partition == $2", "topic $1", "replicas where topic == $1 and partition == $2"])
}
