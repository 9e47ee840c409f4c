import Engine
import KafkaLab

extension Workload {
    /// Programs that together hold every construct of the language, in a quiet cluster.
    package static var programs: [Workload] { moves + taken + control + settings + groups + commands + undone }

    static func runbook(_ permits: String, _ steps: String, head: String = "") -> String {
        "runbook \"Program\" {\n    permits \(permits)\n    limits { partitions 200, groups 20, duration 9h }\n\(head)}\n\n\(steps)\n"
    }

    /// Replicas that move, in stages, throttled, asked about, cancelled.
    private static var moves: [Workload] {
        var cancelled = Workload(
            "cancelled-moves",
            runbook(
                "reassign, cancel",
                """
                step "Fewer" { reassign topics where name == "topic-00001" to 2 replicas unthrottled within 30m }
                step "Too slow" {
                    let moves = plan reassign topics where name == "topic-00001" to 3 replicas
                    try {
                        reassign moves throttle 1kB/s within 150s
                        fail "so fast?"
                    } catch timeout as e {
                        note "{e.kind}"
                        cancel moves
                    }
                }
                step "Nothing moves" { require no reassignments }
                """))
        cancelled.catchesFaults = true
        var staged = Workload(
            "staged-moves",
            runbook(
                "reassign",
                """
                step "Fewer" {
                    reassign topics where name == "topic-00000" to 2 replicas staged 2 unthrottled within 30m
                }
                step "More" {
                    let moves = plan reassign topics where name == "topic-00000" to 3 replicas
                    confirm "Add {count(moves)}?" {
                        reassign moves staged 2 every 5s throttle 1MB/s within 30m
                    }
                } verify {
                    require no topics where name == "topic-00000" and replicationFactor < 3
                }
                """))
        staged.drift = { lab in
            guard let partition = lab.partition("topic-00000", 0) else { return }
            let other = lab.brokerIDs.filter { !partition.replicas.contains($0) }
            _ = lab.reassign("topic-00000", 0, to: Array(other.prefix(2)))
        }
        return [
            staged,
            Workload(
                "onto-and-elect",
                runbook(
                    "reassign, elect",
                    """
                    step "Turn" when any partitions where topic == "topic-00002" {
                        for p in partitions where topic == "topic-00002" and partition < 2 {
                            reassign partitions where topic == p.topic and partition == p.partition onto [4, 2, 3]
                                throttle 20MB/s within 10m into turned
                            show turned
                        }
                    }
                    step "Lead" {
                        elect preferred for partitions where topic == "topic-00002" and leader != preferredLeader staged 1 every 2s into led
                        show led where outcome == "refused"
                    } verify {
                        require no partitions where topic == "topic-00002" and leader != preferredLeader within 1m
                    }
                    """)),
            cancelled,
        ]
    }

    /// Branches, loops, tries, actions, functions, waits, gates.
    private static var control: [Workload] {
        var nested = Workload(
            "nested",
            """
            runbook "Nested" {
                param most: int = 2 in 1..4
                param first: topic = "topic-00000"
                permits set, unset, reassign
                limits { partitions 200, duration 9h }
            }

            use health

            func small(below: int) = topics where name startsWith "topic-" and name < "topic-0000{below}"

            action mark(t: topic, days: int) {
                let kept = "{days * 86400000}"
                if days > 1 {
                    set config of topic(t) { retention.ms: kept } for good
                } else {
                    note "{t} is left"
                }
            }

            action both(t: topic) {
                do mark(t: t, days: 8)
                do mark(t, 1)
            }

            step "Walk" {
                let names = (small(most)).name
                for t in names {
                    for p in partitions where topic == t and partition < 2 {
                        if p.partition == 0 {
                            try {
                                if t == first {
                                    do both(t: t)
                                } else if t == "topic-00001" {
                                    retry 3 every 1s {
                                        do mark(t: t, days: 9)
                                        require any configs where resource == t and name == "retention.ms"
                                    }
                                } else {
                                    fail "unknown topic {t}"
                                }
                            } catch gate, refused, timeout, unreachable as e {
                                note "{t}: {e.message}"
                            }
                        } else {
                            note "{t}-{p.partition} is not the first"
                        }
                    }
                }
            }

            step "Not needed" when no topics where name == first {
                note "never"
            }

            step "Skipped" {
                skip "nothing to do"
                note "never"
            }

            step "After" {
                show names
                unset config of topic "topic-00001" { retention.ms }
                wait until no configs where resource == "topic-00001" and name == "retention.ms" and source == "topic" within 10m every 1s
                    otherwise { fail "it stands" }
            } verify {
                require no brokers where not up
            }
            """)
        nested.catchesFaults = true
        return [nested] + waits
    }

    private static var waits: [Workload] {
        [
            Workload(
                "waits",
                runbook(
                    "elect, reassign",
                    """
                    step "Calm" {
                        require no partitions where offline within 2h every 1s holds 3s
                        wait until any brokers where id == 9 within 8s every 2s showing brokers
                            otherwise { note "nobody came" }
                        watch brokers every 2s until it is empty within 5s
                    }
                    step "Between waits" {
                        reassign topics where name == "topic-00003" to 2 replicas unthrottled within 2h
                        wait until no reassignments within 2h every 1s holds 2s
                        retry 3 every 2s { require any partitions where topic == "topic-00003" and count(replicas) == 2 }
                    }
                    """)),
            Workload(
                "runs-out",
                runbook(
                    "set",
                    """
                    step "Set" { set config of topic "topic-00001" { retention.ms: 8d } give back at end }
                    step "Too long" { wait until any brokers where id == 9 within 6s every 1s }
                    step "Never" { note "never" }
                    """)),
            Workload(
                "says-no",
                runbook(
                    "reassign",
                    """
                    step "Move" { reassign topics where name == "topic-00001" to 2 replicas unthrottled within 1h }
                    step "Gate" { require any partitions where offline else "nothing is broken" }
                    """)),
        ]
    }

    /// Settings that are set, taken back, and given back.
    private static var settings: [Workload] {
        var throttles = throttles
        throttles.catchesFaults = true
        return [
            throttles,
            Workload(
                "given-back",
                runbook(
                    "set, reassign",
                    """
                    step "Set" {
                        set config of topic "topic-00000" { retention.ms: 8d, max.message.bytes: 2MB } give back at end
                        set config of topic "topic-00001" { retention.ms: 9d } give back when any partitions where topic == "topic-00003"
                            and count(replicas) == 2
                        set config of topic "topic-00002" { retention.ms: 10d } give back after 3s
                        set config of topic "topic-00003" { segment.ms: 9d } give back when no configs where resource == "topic-00000"
                            and name == "segment.ms" and source == "topic"
                        set config of broker 2 { num.io.threads: 9 } give back at end
                        set config of topic "topic-00003" { retention.ms: 11d } for good
                    }
                    step "Meanwhile" {
                        reassign topics where name == "topic-00003" to 2 replicas unthrottled within 1h
                        wait until any brokers where id == 9 within 4s every 1s otherwise { note "time has passed" }
                        note "still here"
                    }
                    """)),
        ]
    }

    private static var throttles: Workload {
        Workload(
            "throttles",
            runbook(
                "set, unset, reassign",
                """
                step "Fewer" { reassign topics where name == "topic-00002" to 2 replicas unthrottled within 1h }
                step "Slow" {
                    try {
                        reassign topics where name == "topic-00002" to 3 replicas throttle 1kB/s within 150s
                    } catch timeout {
                        note "moving"
                    }
                    set throttle of reassignments to 60MB/s give back at end
                    wait until no reassignments within 1h every 1s
                }
                """))
    }

    /// Groups: offsets and members.
    private static var groups: [Workload] {
        var members = Workload(
            "members",
            runbook(
                "remove",
                """
                step "Out" {
                    confirm "Remove?" { remove members where group in ["group-00001", "group-00002"] }
                } verify {
                    require no groups where rebalancing within 10m
                }
                """))
        members.settleMs = 60_000
        var offsets = Workload(
            "offsets",
            runbook(
                "reset",
                """
                step "Back" {
                    reset offsets of group "group-00003" to earliest
                    approve "Skip" type "yes" { reset offsets of group "group-00003" for topic "topic-00003" to latest }
                    note "skipped"
                }
                step "Again" {
                    approve "Some" type "yes" {
                        reset offsets of group "group-00003" to offset 42
                    }
                    approve "By" type "yes" { reset offsets of group "group-00003" by -10 }
                    reset offsets of group "group-00003" from saved
                }
                """), offsetsOf: ["group-00003"])
        // One partition less, and topics that the group had nothing to do with: it is not what was approved.
        offsets.drift = { lab in
            guard let group = lab.groups["group-00003"], let any = group.offsets.values.first else { return }
            group.offsets[LabTopicPartition("topic-00003", 0)] = nil
            for topic in ["topic-00000", "topic-00001", "topic-00002"] {
                for partition in 0..<4 {
                    let place = LabTopicPartition(topic, Int32(partition))
                    if group.offsets[place] == nil { group.offsets[place] = any }
                }
            }
        }
        // The first is for what the text names, whatever is committed.
        offsets.driftsFrom = 2
        return [members, offsets]
    }

    /// What is done on this machine, with a secret among its words.
    private static var commands: [Workload] {
        var commands = Workload(
            "commands",
            runbook(
                "run, notify, set",
                """
                step "Tell" {
                    notify "about {count(brokers)} brokers"
                    run ["scale", "up", "{count(topics)}"] done when any brokers within 30m
                    explain set config of topic "topic-00001" { retention.ms: 8d } for good
                    note "scaled"
                }
                step "Blind" {
                    run ["log", "in", token] within 30m
                    notify "logged in"
                }
                step "Again" {
                    run ["reload", "it", token] done when any brokers within 30m
                }
                """, head: "    param token: secret\n"), parameters: [NameKey(Workload.secretName): .secret(Workload.secretName)])
        commands.canary = "c4nary-7f3d9b"
        return [commands]
    }
}
