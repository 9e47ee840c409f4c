import Engine
import KafkaLab

extension Workload {
    /// Moves that end otherwise than they were meant to: their topic is deleted, they are cancelled, they can never end.
    static var taken: [Workload] { [deleted, ordered, endless] }

    /// One of two topics is deleted half a second after its move has begun; the other one's moves go on, throttled.
    private static var deleted: Workload {
        var setting = LabSetting.quiet
        setting.arrange = { cluster in
            LabSetting.quiet.arrange(cluster)
            cluster.afterEffect = { cluster, effect in
                guard effect.api == 45, effect.changed, effect.target == "topic-00001-0" else { return }
                cluster.schedule(.deleteTopic("topic-00001"), at: cluster.now + 500)
            }
        }
        var workload = Workload(
            "deleted-in-mid-move",
            runbook(
                "reassign",
                """
                step "Move" {
                    reassign partitions where partition == 0 and topic in ["topic-00001", "topic-00002"] away from 3
                        throttle 100kB/s within 30m
                } verify {
                    require no topics where name == "topic-00001"
                    require no partitions where topic == "topic-00002" and partition == 0 and replicas contains 3
                }
                """), in: setting)
        workload.row = 27
        return workload
    }

    /// Moves whose cancel takes two requests: Kafka keeps the order of the target.
    private static var ordered: Workload {
        var workload = Workload(
            "cancel-then-order",
            runbook(
                "reassign, cancel",
                """
                step "Too slow" {
                    let moves = plan reassign partitions where topic == "topic-00001" and partition < 3 away from 2
                    try {
                        reassign moves throttle 1kB/s within 150s
                        fail "so fast?"
                    } catch timeout as e {
                        note "{e.kind}"
                        cancel moves
                    }
                }
                step "As before" {
                    require no reassignments
                    require any partitions where topic == "topic-00001" and partition == 0 and replicas == [2, 3, 4]
                }
                """))
        workload.catchesFaults = true
        workload.row = 28
        return workload
    }

    /// A move over which somebody asked for the replicas before: from 4.3 on it stands until it is cancelled.
    private static var endless: Workload {
        var setting = LabSetting.quiet
        setting.arrange = { cluster in
            LabSetting.quiet.arrange(cluster)
            for (partition, original, target) in [(0, [3, 4, 1], [2, 4, 1]), (1, [4, 1, 2], [3, 1, 2])] as [(Int32, [Int32], [Int32])] {
                _ = cluster.reassign("topic-00002", partition, to: target)
                _ = cluster.reassign("topic-00002", partition, to: original)
            }
        }
        var workload = Workload(
            "cancel-of-what-cannot-end",
            runbook(
                "cancel",
                """
                step "Stands" { require any reassignments where not canEnd }
                step "Out" { cancel reassignments within 10m }
                step "Gone" { require no reassignments }
                """), in: setting)
        workload.row = 28
        return workload
    }
}
