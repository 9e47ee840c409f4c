import Engine
import KafkaAdmin
import Language
import Platform

/// Moves as people read them: the table of a plan, and what it amounts to.
struct MovesTold {
    let moves: [ReassignmentMove]
    let facts: ClusterFacts

    /// The columns of a plan's row (`EffectSignature.reassign`), rows in the order of the moves.
    var table: Table {
        func brokers(_ list: (ReassignmentMove) -> [Int32]) -> Column.Storage { .values(moves.map { .brokers(list: list($0)) }) }
        func broker(_ id: (ReassignmentMove) -> Int32) -> Column.Storage {
            .values(moves.map { id($0) < 0 ? .null : .int(Int(id($0))) })
        }
        let columns = EffectSignature.reassign.planRow.fields.map { field in
            let storage: Column.Storage =
                switch field.name {
                case "topic": .values(moves.map { .text($0.place.topic) })
                case "partition": .values(moves.map { .int(Int($0.place.index)) })
                case "from": brokers(\.from)
                case "to": brokers(\.to)
                case "adding": brokers(\.adding)
                case "removing": brokers(\.removing)
                case "bytes":
                    .values(moves.map { $0.bytes.map { .size($0) } ?? .unknown(Cause("the size of its leader's log was not told")) })
                case "leaderBefore": broker(\.leaderBefore)
                case "leaderAfter": broker(\.leaderAfter)
                default: .values(moves.map { .text($0.kind.rawValue) })
                }
            return Column(field.name, field.type, storage, isSigned: false)
        }
        return Table(columns: columns, key: ["topic", "partition"], rowCount: moves.count)
    }

    /// How much, how long, and who leads before and after.
    /// - Parameter hasHiddenRates: whether brokers copy at rates that nobody can see: then no time can be told.
    func lines(throttle: Int?, hasHiddenRates: Bool = false) -> [String] {
        guard !moves.isEmpty else { return [] }
        var lines: [String] = []
        let known = moves.compactMap(\.bytes).reduce(0) { $0.addingClamped($1) }
        let unknown = moves.count { $0.bytes == nil }
        let bytes = "\(unknown > 0 ? "at least " : "")\(DisplayForm.size(known))"
        var text = "\(counted(moves.count, "partition")), \(bytes) to copy"
        if unknown > 0 { text += " (the size of \(unknown) is not known)" }
        if hasHiddenRates {
            text += "; how long that takes is not known: rates stand that are not shown"
        } else if let throttle, let time = estimate(throttle) {
            text +=
                "; at \(DisplayForm.byteRate(Double(throttle))) a broker \(unknown > 0 ? "at least" : "about") \(DisplayForm.duration(time))"
        }
        lines.append(text)
        if let leaders = leaders() { lines.append(leaders) }
        return lines
    }

    /// The time that the busiest broker needs, nanoseconds; nil: nothing is copied.
    private func estimate(_ throttle: Int) -> Int? {
        var load: [Int32: Double] = [:]
        var sent: [Int32: Double] = [:]
        for move in moves {
            guard let bytes = move.bytes, !move.adding.isEmpty else { continue }
            for broker in move.adding { load[broker, default: 0] += Double(bytes) / Double(move.adding.count) }
            sent[move.leaderBefore, default: 0] += Double(bytes)
        }
        guard let most = (Array(load.values) + Array(sent.values)).max(), most > 0 else { return nil }
        let seconds = most / Double(throttle)
        return seconds > 1e9 ? nil : Int(seconds * 1e9)
    }

    /// Preferred leaders of each broker whose number changes.
    private func leaders() -> String? {
        guard let table = facts.partitions.value else { return nil }
        var before: [Int32: Int] = [:]
        for row in 0..<table.count { if let first = table.replicas[row].first { before[first, default: 0] += 1 } }
        var after = before
        for move in moves where move.from.first != move.to.first {
            if let old = move.from.first { after[old, default: 0] -= 1 }
            if let new = move.to.first { after[new, default: 0] += 1 }
        }
        let changed = Set(before.keys).union(after.keys).sorted().filter { before[$0, default: 0] != after[$0, default: 0] }
        guard !changed.isEmpty else { return nil }
        return "preferred leaders: "
            + changed.map { "broker \($0) \(before[$0, default: 0]) → \(after[$0, default: 0])" }.joined(separator: ", ")
    }
}
