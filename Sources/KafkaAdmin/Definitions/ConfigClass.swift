/// What a change of a setting does to data and to writers, by key and by direction: undo restores a value, never what went with it.
package enum ConfigClass {
    /// What a person must know of a change before it is made.
    package enum Verdict: Hashable, Sendable {
        case harmless
        /// Can be taken back, yet somebody may feel it: what.
        case notice(String)
        /// Cannot be taken back: what goes.
        case irreversible(String)
    }

    /// Which way a value goes.
    private enum Direction {
        /// To less. `endless`: values that mean "without end", which are more than every number.
        case lower(endless: Set<Int>)
        /// To this very value.
        case becomes(String)
        /// A list gets this entry.
        case adds(String)
        case any
    }

    /// What a number is, for the text.
    private enum Unit {
        case milliseconds, minutes, hours, bytes, plain
    }

    private struct Rule {
        var keys: Set<NameKey>
        var direction: Direction
        var isIrreversible: Bool
        var unit = Unit.plain
        /// `{to}` stands for the new value.
        var text: String
    }

    private static let retentionEnds: Set<Int> = [-1, -2]

    /// The table. A change meets every rule whose key and direction fit; the gravest counts.
    private static let rules: [Rule] =
        [
            Rule(
                keys: ["retention.ms", "log.retention.ms"], direction: .lower(endless: retentionEnds), isIrreversible: true,
                unit: .milliseconds, text: "records older than {to} are deleted"),
            Rule(
                keys: ["log.retention.minutes"], direction: .lower(endless: retentionEnds), isIrreversible: true, unit: .minutes,
                text: "records older than {to} are deleted"),
            Rule(
                keys: ["log.retention.hours"], direction: .lower(endless: retentionEnds), isIrreversible: true, unit: .hours,
                text: "records older than {to} are deleted"),
            Rule(
                keys: ["retention.bytes", "log.retention.bytes"], direction: .lower(endless: retentionEnds), isIrreversible: true,
                unit: .bytes, text: "of each partition all but the newest {to} is deleted"),
            Rule(
                keys: ["local.retention.ms", "log.local.retention.ms"], direction: .lower(endless: retentionEnds), isIrreversible: true,
                unit: .milliseconds, text: "copies older than {to} go from the brokers' disks; who reads them waits for remote storage"),
            Rule(
                keys: ["local.retention.bytes", "log.local.retention.bytes"], direction: .lower(endless: retentionEnds),
                isIrreversible: true, unit: .bytes,
                text: "of each partition all but the newest {to} goes from the brokers' disks; who reads it waits for remote storage"),
            Rule(
                keys: ["cleanup.policy", "log.cleanup.policy"], direction: .adds("delete"), isIrreversible: true,
                text: "records past the retention are deleted from now on"),
            Rule(
                keys: ["cleanup.policy", "log.cleanup.policy"], direction: .adds("compact"), isIrreversible: true,
                text: "of each key only the newest record stays, and records without a key are refused"),
            Rule(
                keys: ["delete.retention.ms", "log.cleaner.delete.retention.ms"], direction: .lower(endless: []), isIrreversible: true,
                unit: .milliseconds, text: "tombstones older than {to} go: readers that are behind never hear of those deletions"),
            Rule(
                keys: ["unclean.leader.election.enable"], direction: .becomes("true"), isIrreversible: true,
                text: "within minutes offline partitions are led by replicas that may lack records, which are lost then"),
            Rule(
                keys: ["max.message.bytes", "message.max.bytes"], direction: .lower(endless: []), isIrreversible: true, unit: .bytes,
                text: "batches above {to} are refused from now on: what their producers give up is lost"),
            Rule(
                keys: ["remote.storage.enable"], direction: .becomes("false"), isIrreversible: true,
                text: "records that only remote storage holds are no longer read, and may be deleted"),
            Rule(
                keys: ["remote.log.delete.on.disable"], direction: .becomes("true"), isIrreversible: true,
                text: "records in remote storage are deleted where tiering is switched off"),
        ] + notices

    private static let notices: [Rule] = [
        Rule(
            keys: ["min.insync.replicas"], direction: .lower(endless: []), isIrreversible: false,
            text: "acks=all is content with {to} in-sync replicas: what only those hold is lost with them"),
        Rule(
            keys: [
                "min.compaction.lag.ms", "max.compaction.lag.ms", "log.cleaner.min.compaction.lag.ms",
                "log.cleaner.max.compaction.lag.ms",
            ], direction: .lower(endless: []), isIrreversible: false, unit: .milliseconds,
            text: "compaction takes older records of a key sooner"),
        Rule(
            keys: ["segment.ms", "segment.bytes", "log.segment.bytes", "log.roll.ms", "log.roll.hours"], direction: .lower(endless: []),
            isIrreversible: false, text: "segments close sooner, so what is past the retention goes sooner"),
        Rule(
            keys: [
                "message.timestamp.difference.max.ms", "message.timestamp.before.max.ms", "message.timestamp.after.max.ms",
                "log.message.timestamp.difference.max.ms", "log.message.timestamp.before.max.ms",
                "log.message.timestamp.after.max.ms",
            ], direction: .lower(endless: []), isIrreversible: false, unit: .milliseconds,
            text: "records whose time is further off than {to} are refused"),
        Rule(
            keys: ["message.timestamp.type", "log.message.timestamp.type"], direction: .any, isIrreversible: false,
            text: "retention by time counts from another time for new records"),
        Rule(
            keys: ["max.connections", "max.connections.per.ip", "max.connection.creation.rate"], direction: .lower(endless: []),
            isIrreversible: false, text: "clients above {to} are turned away"),
        Rule(
            keys: [
                "leader.replication.throttled.replicas", "follower.replication.throttled.replicas",
                "leader.replication.throttled.rate", "follower.replication.throttled.rate",
            ], direction: .any, isIrreversible: false,
            text: "one half of a throttle alone has no effect, or a late one: `set throttle` sets both, and gives them back"),
    ]

    /// What changing a setting does.
    /// - Parameters:
    ///   - from: the value that holds now, wherever it is set; nil: not known.
    ///   - to: the value that will hold; nil: not known. Where either is not known the worst is supposed.
    package static func judge(_ key: String, from: String?, to: String?) -> Verdict {
        var found = Verdict.harmless
        if let from, let to, same(from, to) { return .harmless }
        for rule in rules where rule.keys.contains(key) && meets(rule.direction, from, to) {
            let text = rule.text.split(separator: "{to}", omittingEmptySubsequences: false).joined(separator: told(to, rule.unit))
            switch (rule.isIrreversible, found) {
            case (true, .irreversible(let before)): found = .irreversible("\(before); \(text)")
            case (true, _): found = .irreversible(text)
            case (false, .harmless): found = .notice(text)
            case (false, _): continue
            }
        }
        return found
    }

    /// Whether two texts say the same value: Kafka gives lists back without blanks and truths in small letters.
    package static func same(_ one: String, _ other: String) -> Bool { one == other || plain(one) == plain(other) }

    private static func plain(_ text: String) -> String {
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0) }.joined(separator: ",")
        return ["true", "false"].contains(words.lowercased()) ? words.lowercased() : words
    }

    private static func trimmed(_ text: Substring) -> String {
        let head = text.drop { $0 == " " }
        return String(head.reversed().drop { $0 == " " }.reversed())
    }

    private static func entries(_ text: String) -> Set<NameKey> {
        Set(text.split(separator: ",").map { trimmed($0).lowercased() })
    }

    private static func meets(_ direction: Direction, _ from: String?, _ to: String?) -> Bool {
        switch direction {
        case .any: return true
        case .becomes(let value): return to.map { plain($0) == value } ?? true
        case .adds(let entry):
            guard let to else { return true }
            return entries(to).contains(entry) && !(from.map { entries($0).contains(entry) } ?? false)
        case .lower(let endless):
            guard let to else { return true }
            guard let new = Int(plain(to)) else { return true }
            if endless.contains(new) { return false }
            guard let from, let old = Int(plain(from)) else { return true }
            return endless.contains(old) || new < old
        }
    }

    private static func told(_ value: String?, _ unit: Unit) -> String {
        guard let value else { return "an unknown value" }
        guard let number = Int(plain(value)) else { return value }
        switch unit {
        case .plain: return value
        case .minutes: return "\(number) min"
        case .hours: return "\(number) h"
        case .bytes: return bytes(number)
        case .milliseconds: return time(number)
        }
    }

    private static func time(_ milliseconds: Int) -> String {
        for (size, unit) in [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s")]
        where milliseconds >= size && milliseconds % size == 0 { return "\(milliseconds / size)\(unit)" }
        return "\(milliseconds)ms"
    }

    private static func bytes(_ number: Int) -> String {
        for (size, unit) in [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")] where number >= size && number % size == 0 {
            return "\(number / size) \(unit)"
        }
        return "\(number) B"
    }
}
