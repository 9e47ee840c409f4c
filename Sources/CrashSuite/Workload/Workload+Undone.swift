extension Workload {
    /// Runs that are taken back: the undoing is what is disturbed.
    static var undone: [Workload] {
        [
            Workload(
                "undone-inverses",
                """
                runbook "Undone" {
                    permits reassign, set, reset
                    limits { partitions 100, duration 9h }
                }

                step "Move" {
                    reassign topics where name == "topic-00000" to 2 replicas staged 2 unthrottled within 30m
                    set config of topic "topic-00000" { retention.ms: 8d } for good
                }

                step "Turn" {
                    reset offsets of group "group-00003" to earliest
                    reassign partitions where topic == "topic-00001" and partition == 0 onto [4, 2, 3] throttle 2MB/s within 30m
                }
                """, isUndone: true, offsetsOf: ["group-00003"]),
            Workload(
                "undone-block",
                """
                runbook "Undone by its block" {
                    permits reassign, set, unset
                    limits { partitions 100, duration 9h }
                }

                step "Change" {
                    set config of topic "topic-00000" { retention.ms: 8d } for good
                    let found = partitions where topic == "topic-00002"
                    reassign topics where name == "topic-00002" to 2 replicas unthrottled within 30m
                } undo {
                    unset config of topic "topic-00000" { retention.ms }
                    reassign topics where name in found.topic to 3 replicas throttle 2MB/s within 30m
                    show found
                }
                """, isUndone: true),
        ]
    }
}
