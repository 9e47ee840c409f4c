import Engine
import KafkaAdmin
import Language
import Platform

/// Counts readings of the whole cluster on their way, whatever they were made for.
struct ReadingCounts {
    /// Groups read by name of which the lag is kept one by one; where they are more, only sums are.
    static let mostGroups = 8

    private var counts: ClusterCounts?

    /// Counts partitions and brokers. Where only some topics were read, nothing is known of the whole.
    mutating func take(_ facts: ClusterFacts, _ needs: Needs) {
        var found = ClusterCounts(readMs: facts.startedAt)
        // One that is not listed to us may be alive.
        found.liveBrokers = facts.unlisted == nil ? facts.brokers.value.map { $0.live.count } : nil
        if needs.topics == .all, let table = facts.partitions.value, facts.missingTopics().isEmpty { count(table, facts, &found) }
        if needs.moves, let moves = facts.movesByName.value { found.reassigning = moves.count }
        merge(found)
    }

    private func count(_ table: PartitionTable, _ facts: ClusterFacts, _ found: inout ClusterCounts) {
        let health = facts.health(of: table)
        var offline: Int? = 0
        var outOfSync = 0
        var under: Int? = 0
        for row in 0..<table.count {
            switch health.isOffline(row) {
            case .known(let truth): if truth, let known = offline { offline = known + 1 }
            case .unknown: offline = nil
            }
            if !health.allReplicasAreInISR(row) { outOfSync += 1 }
            switch health.isUnderReplicated(row) {
            case .known(let truth): if truth, let known = under { under = known + 1 }
            case .unknown: under = nil
            }
        }
        found.offline = offline
        found.outOfSync = outOfSync
        found.underReplicated = under
    }

    /// Adds up the lags of a table of groups: of all, or of those that were asked for by name.
    mutating func take(_ table: Table, _ request: SourceRequest) {
        guard request.source == GroupsSource.schema.name, request.columns.contains("lag"), let ids = table.column("id"),
            let lags = table.column("lag"), let reading = table.reading
        else { return }
        var found = ClusterCounts(readMs: reading.asOf)
        let isWhole = request.restrictions.isEmpty
        var sum = ClusterCounts.Amount(0, isLowerBound: !table.isComplete)
        for row in table.decided {
            guard let lag = Self.amount(lags.value(at: row)) else {
                sum.isLowerBound = true
                continue
            }
            sum.value = sum.value.addingClamped(lag.value)
            sum.isLowerBound = sum.isLowerBound || lag.isLowerBound
            if !isWhole, table.decided.count <= Self.mostGroups, case .text(let id) = ids.value(at: row) { found.groupLags[id] = lag }
        }
        if isWhole { found.lag = sum }
        merge(found)
    }

    private static func amount(_ value: Value) -> ClusterCounts.Amount? {
        switch value {
        case .int(let number): .init(number)
        case .bound(.atLeast, .int(let number)): .init(number, isLowerBound: true)
        default: nil
        }
    }

    private mutating func merge(_ found: ClusterCounts) {
        guard !found.isEmpty else { return }
        if counts == nil { counts = found } else { counts?.merge(found) }
    }

    /// What has come together; it begins anew.
    mutating func takeAll() -> ClusterCounts? {
        defer { counts = nil }
        return counts
    }
}

extension KafkaCluster {
    package func countReadings() { if counts == nil { counts = ReadingCounts() } }

    package func takeCounts() -> ClusterCounts? { counts?.takeAll() }
}
