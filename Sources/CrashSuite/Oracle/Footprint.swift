import Engine
import Journal

/// What a workload has come to: what two runs of it are compared by.
package struct Footprint: Sendable {
    package var end: RunEnd
    /// The cluster, as lines.
    var state: [String]
    /// What the items of the journal changed at the cluster, and how often.
    var changed: [String: Int]
    /// Settings that are given back after a time, or when something holds: how often they are made and given back depends on how long the
    /// statements between take.
    var timed: Set<String>
    /// Statements that have finished, steps that are done, ways that were taken.
    var statements: Set<String>
    /// Settings that may stand at any time, since nobody owes them.
    var forGood: Set<String>
    /// What the run itself had not given back at its end.
    var leftAtEnd: Int
    var debts: Int

    /// What differs in `other`, which was disturbed.
    /// - Parameter isLoose: What disturbed it may rightly have led it another way: only what never may be counts.
    /// - Parameter mayStayInDoubt: Somebody else has changed what it was changing, and nobody says what shall be.
    /// - Parameter mayDecideAgain: Its journal has lost what it had decided: it may have come to the same end another way.
    /// - Parameter plain: Makes two things equal whose details depend on the hour at which they were asked for.
    func differences(
        in other: Footprint, isLoose: Bool, mayStayInDoubt: Bool, mayDecideAgain: Bool, plain: (String) -> String
    ) -> [String] {
        var found: [String] = []
        if isLoose {
            if end.state != other.end.state, ![0, 1, 3].contains(other.end.exitCode), !(mayStayInDoubt && other.end.exitCode == 5) {
                found.append("another end: it ended \(other.end.state) (\(other.end.message)), not in good order")
            }
            return found
        }
        if end.state != other.end.state || end.exitCode != other.end.exitCode {
            found.append("another end: it ended \(other.end.state) (\(other.end.message)), not \(end.state) (\(end.message))")
        }
        if other.end == .done, other.leftAtEnd > leftAtEnd {
            found.append("debts: it is done, and has left \(other.leftAtEnd) debts, not \(leftAtEnd)")
        }
        if other.debts > debts { found.append("debts: \(other.debts) debts are left, not \(debts)") }
        found += compare(Set(state), Set(other.state), "another end: the cluster")
        let timed = timed.union(other.timed)
        func isCounted(_ key: String) -> Bool { Claims.setting(of: key).map { !timed.contains($0) } ?? true }
        let (ours, theirs) = (changed.filter { isCounted($0.key) }, other.changed.filter { isCounted($0.key) })
        found += compare(Self.counted(ours, plain), Self.counted(theirs, plain), "another end: done")
        if !mayDecideAgain { found += compare(statements, other.statements, "finished and run again: the journal") }
        return found
    }

    private static func counted(_ keys: [String: Int], _ plain: (String) -> String) -> Set<String> {
        var sums: [String: Int] = [:]
        for (key, times) in keys { sums[plain(key), default: 0] += times }
        return Set(sums.map { "\($0.key), \($0.value) times" })
    }

    private func compare(_ ours: Set<String>, _ theirs: Set<String>, _ what: String) -> [String] {
        ours.subtracting(theirs).sorted().prefix(6).map { "\(what) lacks: \($0)" }
            + theirs.subtracting(ours).sorted().prefix(6).map { "\(what) has: \($0)" }
    }
}

extension RunState {
    /// How far it is, as texts.
    var statements: Set<String> {
        var texts: Set<String> = []
        for path in finished.keys { texts.insert("finished \(path)") }
        for (path, taken) in ways { texts.insert("way \(path) \(taken.way)") }
        for (step, state) in steps {
            switch state.status {
            case .begun: texts.insert("step \(step) begun")
            case .done: texts.insert("step \(step) done")
            case .skipped: texts.insert("step \(step) skipped")
            case .failed: texts.insert("step \(step) failed")
            }
        }
        return texts
    }
}
