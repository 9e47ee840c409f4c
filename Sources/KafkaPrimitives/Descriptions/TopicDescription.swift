import Language

extension DescriptionSchema {
    /// `topic "trips"`.
    static let topic = DescriptionSchema(
        noun: "topic", source: "topics", key: ["name"],
        facts: [
            .init(
                "partitions",
                [
                    "partitions", "offline", "refusesWrites", "underMinIsr", "underReplicated", "atMinIsr", "soleIsr", "notPreferred",
                    "reassigning",
                ],
                quiet: ["offline", "refusesWrites", "underMinIsr", "underReplicated", "atMinIsr", "soleIsr", "notPreferred", "reassigning"]),
            .init(
                "replicas", ["replicationFactor", "mixedReplication", "minIsr", "minIsrSource", "tolerance", "rackSpread"],
                quiet: ["mixedReplication"]),
            .init("content", ["size", "bytesOnDisk", "records"]),
            .init(
                "keeps", ["cleanupPolicy", "retention", "retentionBytes", "unclean", "remote"],
                quiet: ["retentionBytes", "unclean", "remote"]),
            .init("is", ["id", "internal"], quiet: ["internal"]),
        ],
        signs: [
            .init(
                .bad, "offline > 0", says: "{offline} of {partitions} partitions are offline", open: "whether partitions are offline",
                next: [
                    "partitions where topic == $1 and offline select partition, replicas, isr, cleanElectable, uncleanCandidates",
                    "plan elect preferred for partitions where topic == $1 and offline and cleanElectable",
                ]),
            .init(
                .bad, "refusesWrites > 0", says: "{refusesWrites} partitions refuse acks=all", open: "whether partitions refuse acks=all",
                next: ["partitions where topic == $1 and refusesWrites select partition, leader, isr, minIsr"]),
            .init(
                .warning, "underReplicated > 0", says: "{underReplicated} partitions have a replica out of the ISR",
                open: "whether partitions are under-replicated",
                next: ["replicas where topic == $1 and not inSync group by broker, live select broker, live, missing = count(it)"]),
            .init(
                .warning, "soleIsr > 0", says: "{soleIsr} partitions have one replica left in sync: the next loss takes them offline",
                open: "whether one replica is all that is left in sync",
                next: ["partitions where topic == $1 and soleIsr select partition, leader, replicas, isr"]),
            .init(
                .warning, "tolerance <= 0", says: "replication {replicationFactor} with min.insync.replicas {minIsr}: no loss is tolerated",
                open: "how many losses it tolerates", next: ["plan reassign topics where name == $1 to 3 replicas"]),
            .init(
                .warning, "unclean", says: "unclean elections are allowed: a lost leader may lose records",
                open: "whether unclean elections are allowed"),
            .init(
                .notice, "notPreferred > 0", says: "{notPreferred} partitions are led by another than their first replica",
                open: "whether the preferred replicas lead",
                next: ["plan elect preferred for partitions where topic == $1 and not leaderIsPreferred"]),
            .init(
                .notice, "reassigning > 0", says: "{reassigning} partitions are being moved", open: "whether it is being moved",
                next: ["reassignments where topic == $1"]),
        ],
        parts: [
            .init(
                "leaders", "partitions where topic == thing group by leader select leader, partitions = count(it) sort by leader",
                line: "partitions where topic == $1 group by leader select leader, partitions = count(it)", most: 6),
            .init(
                "unwell",
                "partitions where topic == thing and (offline or underReplicated) select partition, leader, replicas, isr, missing",
                line: "partitions where topic == $1 and (offline or underReplicated)"),
            .init(
                "set on it", "configs where type == \"topic\" and resource == thingText and source == \"topic\" select name, value",
                line: "configs where type == \"topic\" and resource == $1", empty: "all settings are the brokers'", most: 6),
        ],
        next: [
            "partitions where topic == $1", "lags where topic == $1 sort by lag desc", "configs where type == \"topic\" and resource == $1",
        ])
}
