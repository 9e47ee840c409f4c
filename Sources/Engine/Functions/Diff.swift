import Language

/// `diff(before, after)`: what was added, removed or changed, by key. What only one side could not read is left open, not called a change.
enum Diff {
    static func diff(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        for argument in arguments { if case .unknown = argument { return argument } }
        guard case .table(let before) = arguments[0], case .table(let after) = arguments[1] else {
            throw site.fault("`diff` takes two tables")
        }
        let names = before.columns.map(\.name).filter { after.column($0) != nil }
        let key = before.key.filter { names.contains($0) }
        let keyed = key.isEmpty ? names : key
        var rows = Rows(keys: keyed.compactMap { name in before.column(name).map { ($0.name, $0.type) } })
        func keys(_ table: Table, _ row: UInt32) -> [Value] { keyed.map { table.column($0)?.value(at: row) ?? .null } }
        func find(_ table: Table, _ rows: [UInt32]) -> [[Value]: UInt32] {
            Dictionary(rows.map { (keys(table, $0), $0) }) { first, _ in first }
        }
        let (old, new) = (find(before, before.decided), find(after, after.decided))
        let (oldOpen, newOpen) = (find(before, before.undecided), find(after, after.undecided))
        for row in before.decided {
            let key = keys(before, row)
            let record = before.record(at: row)
            if let now = new[key] {
                let current = after.record(at: now)
                switch Kleene.truth(sameValues(record, current, names)) {
                case .yes: break
                case .no: rows.add(key, "changed", .record(record), .record(current), isDecided: true)
                case .open: rows.add(key, "changed", .record(record), .record(current), isDecided: false)
                }
            } else if let cause = after.causes.first {
                rows.add(
                    key, "removed", .record(record), newOpen[key].map { .record(after.record(at: $0)) } ?? .unknown(cause),
                    isDecided: after.missing.isEmpty && newOpen[key] == nil)
            } else {
                rows.add(key, "removed", .record(record), .null, isDecided: true)
            }
        }
        for row in after.decided where old[keys(after, row)] == nil {
            let key = keys(after, row)
            let isSure = before.missing.isEmpty && oldOpen[key] == nil
            let was: Value = isSure ? .null : before.causes.first.map { .unknown($0) } ?? .null
            rows.add(key, "added", was, .record(after.record(at: row)), isDecided: isSure)
        }
        return .table(
            rows.table(
                missing: before.missing + after.missing.filter { !before.missing.contains($0) }, because: before.causes + after.causes))
    }

    private static func sameValues(_ a: Record, _ b: Record, _ names: [String]) -> Value {
        names.reduce(.bool(true)) { result, name in
            Kleene.and(result, Comparison.compare(.equal, a[name] ?? .null, b[name] ?? .null))
        }
    }

    private struct Rows {
        var keys: [(String, ValueType)]
        var values: [[Value]] = []
        var changes: [Value] = []
        var before: [Value] = []
        var after: [Value] = []
        var decided: [UInt32] = []
        var undecided: [UInt32] = []

        init(keys: [(String, ValueType)]) { self.keys = keys }

        mutating func add(_ key: [Value], _ change: String, _ old: Value, _ new: Value, isDecided: Bool) {
            let row = UInt32(changes.count)
            values.append(key)
            changes.append(.text(change))
            before.append(old)
            after.append(new)
            if isDecided { decided.append(row) } else { undecided.append(row) }
        }

        func table(missing: [Cause], because: [Cause]) -> Table {
            var columns = keys.enumerated().map { index, key in Column(key.0, key.1, .values(values.map { $0[index] })) }
            columns.append(Column("change", .closedSet(["added", "removed", "changed"]), .values(changes)))
            columns.append(Column("before", .record(RowType(fields: [])), .values(before)))
            columns.append(Column("after", .record(RowType(fields: [])), .values(after)))
            var table = Table(columns: columns, key: keys.map(\.0), rowCount: changes.count, missing: missing)
            table.decided = decided
            table.undecided = undecided
            if !undecided.isEmpty {
                for cause in because where !table.undecidedBecause.contains(cause) { table.undecidedBecause.append(cause) }
            }
            return table
        }
    }
}
