import Language

extension DescriptionSchema {
    /// `broker 2`.
    static let broker = DescriptionSchema(
        noun: "broker", source: "brokers", key: ["id"],
        facts: [
            .init("state", ["state", "up", "answers", "rtt", "isController", "isVoter"], quiet: ["isController", "isVoter"]),
            .init("is", ["host", "port", "rack", "release"]),
            .init(
                "leads", ["leaders", "preferredLeaders", "leadersAway", "groupCoordinatorOf", "txnCoordinatorOf"],
                quiet: ["txnCoordinatorOf"]),
            .init(
                "holds", ["replicas", "outOfSync", "followersBehind", "soleIsr", "adding", "removing"],
                quiet: ["followersBehind", "soleIsr", "adding", "removing"]),
            .init("its stop", ["stopWouldOffline", "stopWouldRefuse"], quiet: ["stopWouldOffline", "stopWouldRefuse"]),
            .init("disks", ["dirs", "offlineDirs", "diskUsedPercent", "bytes"], quiet: ["offlineDirs"]),
            .init("throttled", ["leaderThrottleRate", "followerThrottleRate"], quiet: ["leaderThrottleRate", "followerThrottleRate"]),
        ],
        signs: [
            .init(
                .bad, "state != \"live\"", says: "the cluster does not count it as alive: {state}",
                open: "whether the cluster counts it as alive",
                next: ["partitions where replicas contains $1 and underReplicated group by topic select topic, thin = count(it)"]),
            .init(
                .bad, "state == \"live\" and not up", says: "the cluster counts it as alive, and it does not answer: {answers}",
                open: "whether it answers", next: ["brokers select id, state, up, answers, rtt"]),
            .init(
                .bad, "offlineDirs > 0", says: "{offlineDirs} of its {dirs} log directories failed",
                open: "whether its log directories are well",
                next: ["logDirs where broker == $1"]),
            .init(
                .bad, "outOfSync > 0 and state != \"live\"", says: "{outOfSync} of its {replicas} replicas are out of the ISR",
                open: "whether its replicas are in sync",
                next: [
                    "partitions where replicas contains $1 and soleIsr select topic, partition, leader, isr",
                    "plan reassign partitions where replicas contains $1 away from $1",
                ]),
            .init(
                .warning, "outOfSync > 0 and state == \"live\"", says: "{outOfSync} of its {replicas} replicas are out of the ISR",
                open: "whether its replicas are in sync",
                next: ["replicas where broker == $1 and not inSync select topic, partition, leader, behind"]),
            .init(
                .warning, "stopWouldOffline > 0 and state == \"live\"", says: "its stop would take {stopWouldOffline} partitions offline",
                open: "what its stop would take offline",
                next: ["partitions where isr contains $1 and soleIsr select topic, partition, leader, replicas, isr"]),
            .init(
                .warning, "diskUsedPercent > 85%", says: "its fullest disk is at {diskUsedPercent}", open: "how full its disks are",
                next: ["logDirs where broker == $1"]),
            .init(
                .notice, "leadersAway > 0 and state == \"live\"",
                says: "{leadersAway} partitions that it should lead are led by others, or by nobody",
                open: "whether it leads what it should",
                next: ["plan elect preferred for partitions where preferredLeader == $1 and leader != $1"]),
            .init(
                .notice, "adding > 0 or removing > 0", says: "{adding} replicas are coming to it, {removing} are leaving",
                open: "whether replicas are moving", next: ["reassignments"]),
        ],
        parts: [
            .init(
                "offline",
                "partitions where offline and replicas contains thing select topic, partition, replicas, isr, elr",
                line: "partitions where offline and replicas contains $1", most: 6, isHarm: true),
            .init(
                "log dirs", "logDirs where broker == thing select path, error, usedPercent, replicas, bytes",
                line: "logDirs where broker == $1",
                most: 4),
            .init(
                "set on it",
                "configs where type == \"broker\" and resource == thingText and source == \"brokerDynamic\" select name, value",
                line: "configs where type == \"broker\" and resource == \"$1\"", empty: "nothing is set on it at run time", most: 4),
        ],
        next: [
            "partitions where leader == $1", "replicas where broker == $1 and not inSync", "logDirs where broker == $1",
        ])
}
