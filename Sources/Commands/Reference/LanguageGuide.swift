/// The guide to the language: `mend help language`, a part of the man page, and docs/guide.md are this text.
///
/// Every indented line of it runs in a test, block by block: at a prompt on the lab, or as a file where a block begins with `runbook`.
package enum LanguageGuide {
    package static let text = #"""
        # The language

        A query looks and changes nothing. An effect begins with a verb and changes the cluster. That is the whole division: what has no
        verb in front can be typed at any time, on any cluster.

        ## Looking

        A query is a source and clauses, read from left to right; each clause works on what the one before it gave.

            partitions
            partitions where offline
            partitions where offline group by topic select topic, offline = count(it)
            groups where lag > 100k select id, state, lag sort by lag desc take 10
            replicas where not inSync group by broker select broker, behind = count(it) sort by behind desc
            partitions where underMinIsr join brokers on leader == id select topic, partition, leader, rack

        `where` keeps rows, `select` chooses columns and `add` adds some, `sort by` orders, `take` cuts, `group by` makes a row of many,
        `distinct` drops repeats, `join … on` brings the columns of another table. `help partitions` tells a source's columns, `help where` a
        clause. A thing alone is described, on one screen: what it is, how it is, what is wrong, what could be typed next.

            topic "trip-events"
            partition "trip-events" 3
            group "analytics"
            broker 2

        What does not fit is shortened, `…`, never left out; one row that does not fit is listed downwards. At the prompt `:x` lists all rows so,
        more rows than the screen go through the pager (`$PAGER`, else `less`), `:all` shows all of them, `:save rows.csv` writes them to a file
        and `:pipe COMMAND` hands them on. Offsets, epochs, ports have all their digits; amounts are rounded (`2.3M`), and whole in json and csv.

        `let` binds a name, once; `count`, `sum`, `min`, `max`, `avg` and others compute; `x | f(y)` is `f(x, y)`.

            let hurt = partitions where underReplicated
            count(hurt)
            groups | bars(lag, id)

        ## Values

        | written | is |
        |---|---|
        | `100` `100k` `2.3M` | a count |
        | `0.5` | a float |
        | `512B` `50MB` `64KiB` | a size |
        | `95%` | a percent |
        | `250ms` `5s` `1h30m` `7d` | a duration |
        | `50MB/s` `2k/s` | a rate |
        | `@2026-11-23T06:00Z` | a time |
        | `"text"` `'text as it is'` | a text |
        | `[1, 2]` `1..50` | a list, a range |

        Units are checked: a lag is not compared with a size, a duration not with a count. `m` is minutes and `M` millions. In a text in
        double quotes `{…}` is filled in: `"{count(topics)} topics"`.

        ## Conditions

            topics where name ~ "trip-*"
            topics where name matches /^(trip|user)-/
            partitions where topic in ["trip-events", "user-events"] and partition in 0..3
            partitions where replicas contains 2 and not (isr contains 2)
            partitions where leader is null
            topics where retention < 7d or cleanupPolicy contains "compact"

        `==` and `!=` compare, `<` `<=` `>` `>=` order; `~` is a glob, `matches` a regular expression; `in`, `contains`, `startsWith` say what
        they mean, each also with `not` before it; `is` asks for `empty`, `null`, `unknown`. A minus sign binds tightest, then `*` and `/`, then `+`
        and `-`, then come ranges, comparisons, `not`, `and`, `or`. What is written in a row groups from left to right (`100 / 10 / 2` is 5), but
        for signs and `not`, which stand before what they turn; ranges and comparisons do not chain: `a < b and b < c`.

        ## What is not known

        In an outage some facts cannot be read. They are `unknown`, shown as `?` with the cause in the line below the table, and never false,
        zero or left out. A sum with unknown parts is *at least* what is known, `≥ 2.3M`, and that is still more than `100k`. Rows that a
        condition cannot decide stand below the others, marked `?`. `no` and `any` are true, false or unknown; a gate that meets unknown is
        not satisfied.

            no partitions where offline
            groups where lag is unknown
            decided(groups where lag > 100k)

        `null` is something else: known to be absent, as the leader of an offline partition.

        ## Touching

        An effect shows what it would do and asks; `plan` in front only shows, `explain` prints the requests.

            plan elect preferred for partitions where leader != preferredLeader
            explain elect preferred for partitions where leader != preferredLeader
            elect preferred for partitions where leader != preferredLeader and preferredLeader in isr
            plan reassign partitions where replicas contains 3 away from 3

        `staged 10` sends ten at a time and waits for them; `throttle 50MB/s` bounds what a move may use, and is taken off at its end; a
        setting says when it is given back (`give back at end`, `give back after 1h`) or stays `for good`. What cannot be undone, such as an
        unclean election, stands inside `approve "…" type … { … }`, and a person types the word. `help` lists the verbs, `help reassign` one.

        ## A runbook in six steps

        **1.** A file needs a head and a step. `mend check FILE` says what is wrong before anything runs.

            runbook "Drain a broker" {
            }

            step "Look" {
                show brokers select id, host, state, replicas, outOfSync
            }

        **2.** Gates. A step stops where a `require` is not satisfied: nothing after it happens.

            runbook "Drain a broker" {
            }

            step "Look" {
                require no partitions where offline else "offline partitions: recover these first"
                require no reassignments else "something is being moved already"
            }

        **3.** Parameters: `mend run FILE --set sick=3`. A default makes one optional; a range bounds it.

            runbook "Drain a broker" {
                ## The broker to drain.
                param sick: broker = 3
                param rate: byteRate = 50MB/s in 1MB/s..500MB/s
            }

            step "Look" {
                show partitions where replicas contains sick select topic, partition, replicas, isr
                note "a move may use {rate} of each broker"
            }

        **4.** Effects. The head names the verbs that may be used, and how much. `confirm` asks; Enter is no.

            runbook "Drain a broker" {
                ## The broker to drain.
                param sick: broker = 3
                param rate: byteRate = 50MB/s in 1MB/s..500MB/s
                permits elect
                limits { partitions 200, duration 1h }
            }

            step "Leaders away" {
                require no partitions where offline
                confirm "Bring leaders to where they should be?" {
                    elect preferred for partitions where leader != preferredLeader and preferredLeader in isr
                }
            }

        **5.** Waiting and proof. `verify` proves a step, and is looked at again when a run is resumed.

            runbook "Leaders home" {
                permits elect
            }

            step "Leaders home" {
                elect preferred for partitions where leader != preferredLeader and preferredLeader in isr
                wait until no partitions where leader != preferredLeader and preferredLeader in isr within 1m every 1s
            } verify {
                require no partitions where offline
            }

        **6.** A test, in the lab: `mend test FILE`. Then `mend plan FILE` on the cluster, `mend run FILE`, and `mend resume` after whatever
        stopped it. `mend new NAME` writes a file to begin with.

            runbook "Leaders home" {
                permits elect
            }

            step "Leaders home" {
                elect preferred for partitions where leader != preferredLeader and preferredLeader in isr
            } verify {
                require no partitions where leader != preferredLeader and preferredLeader in isr within 30s
            }

            test "leaders are home" in lab healthy {
                do runbook()
                require no partitions where leader != preferredLeader
            }
        """#
}
