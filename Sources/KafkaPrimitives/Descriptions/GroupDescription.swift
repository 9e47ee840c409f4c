import Language

extension DescriptionSchema {
    /// `group "trips"`.
    static let group = DescriptionSchema(
        noun: "group", source: "groups", key: ["id"],
        facts: [
            .init(
                "state", ["state", "type", "coordinator", "assignor", "epoch", "assignmentEpoch"],
                quiet: ["assignor", "epoch", "assignmentEpoch"]),
            .init("members", ["members", "hosts", "staticMembers", "idleMembers"], quiet: ["staticMembers", "idleMembers"]),
            .init("reads", ["topics", "partitions", "unassigned", "noCommit"], quiet: ["unassigned", "noCommit"]),
            .init("lag", ["lag", "maxLag", "worst", "lagUnknown", "lost", "ahead"], quiet: ["worst", "lagUnknown", "lost", "ahead"]),
        ],
        signs: [
            .init(
                .bad, "coordinator is null", says: "it has no coordinator: it can neither commit nor rebalance", open: "who coordinates it",
                next: ["partitions where topic == \"__consumer_offsets\" and offline"]),
            .init(
                .bad, "memberless and lag > 0", says: "nobody reads: {lag} records wait", open: "whether anybody reads",
                next: ["lags where group == $1 and lag > 0 sort by lag desc"]),
            .init(
                .bad, "rebalancing", says: "it is rebalancing ({state}): its members read nothing until that is over",
                open: "whether it is rebalancing",
                next: ["watch groups where id == $1 every 2s until no groups where id == $1 and rebalancing within 2m"]),
            .init(
                .bad, "ahead > 0", says: "commits lie {ahead} records past the log's end: truncated, or a topic made anew",
                open: "whether commits lie past the log's end",
                next: ["lags where group == $1 and ahead > 0 select topic, partition, committed, latest, ahead"]),
            .init(
                .bad, "lost > 0", says: "{lost} records were gone before it read them", open: "whether records were lost to it",
                next: ["lags where group == $1 and lost > 0 select topic, partition, committed, earliest, lost"]),
            .init(
                .warning, "lagUnknown > 0", says: "the lag of {lagUnknown} partitions cannot be known: they have no leader",
                open: "how far it is behind",
                next: ["lags where group == $1 and offline select topic, partition, committed, leader"]),
            .init(
                .warning, "unassigned > 0 and not memberless", says: "{unassigned} partitions that it committed on are nobody's",
                open: "whether all its partitions are somebody's",
                next: ["lags where group == $1 and member is null select topic, partition, committed, latest, lag"]),
            .init(
                .notice, "idleMembers > 0", says: "{idleMembers} members have no partition", open: "whether members are idle",
                next: ["members where group == $1 and partitions == 0 select id, clientId, host"]),
        ],
        parts: [
            .init(
                "members", "members where group == thing select clientId, host, partitions, lag sort by lag desc",
                line: "members where group == $1", empty: "none", most: 6),
            .init(
                "furthest behind",
                "lags where group == thing and lag > 0 select topic, partition, committed, latest, lag, clientId sort by lag desc",
                line: "lags where group == $1 sort by lag desc", most: 6),
        ],
        next: [
            "lags where group == $1 sort by lag desc", "members where group == $1",
            "partitions where topic in {topics} and (offline or underReplicated)",
        ])
}
