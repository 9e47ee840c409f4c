import Language

/// `diff(before, after)`: what was added, removed or changed, by key. What only one side could not read is left open, not called a change.
///
/// Rows are told apart by the key of `before` where it tells those of `after` apart as well, else by all columns that both have. Each key has one
/// row: undecided where nothing may have happened to it, its change unknown where it may be one of several.
enum Diff {
    static func diff(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        for argument in arguments { if case .unknown = argument { return argument } }
        guard case .table(let before) = arguments[0], case .table(let after) = arguments[1] else {
            throw site.fault("`diff` takes two tables")
        }
        let names = before.columns.map(\.name).filter { after.column($0) != nil }
        let isKeyed =
            !before.key.isEmpty && before.key.allSatisfy { names.contains($0) } && !after.key.isEmpty
            && Set(after.key).isSubset(of: before.key)
        let keyed = isKeyed ? before.key : names
        try site.evaluation.spend((before.rows.count + after.rows.count) * max(1, names.count), site.span)
        let (shown, isUnique) = (isKeyed ? nil : names, isKeyed)
        let old = Side(before, keyed: keyed, names: shown, isUnique: isUnique, others: after.rows.count)
        let new = Side(after, keyed: keyed, names: shown, isUnique: isUnique, others: before.rows.count)
        var rows = Rows(before, after, keyed)
        for row in old.rowsInOrder {
            if let place = old.exact(row) {
                if old.rows[place] == row { exact(old, place, new, new.place(of: old.identities[place]), names, &rows) }
            } else {
                loose(old, row, new, isOld: true, &rows)
            }
        }
        for row in new.rowsInOrder {
            if let place = new.exact(row) {
                if new.rows[place] == row, old.place(of: new.identities[place]) == nil { exact(old, nil, new, place, names, &rows) }
            } else {
                loose(new, row, old, isOld: false, &rows)
            }
        }
        let isUnsure = [old, new].contains(where: \.isUnsure)
        return .table(rows.table(isOrderUnsure: isUnsure))
    }

    /// A key that is known on one side or on both.
    private static func exact(_ old: Side, _ a: Int?, _ new: Side, _ b: Int?, _ names: [String], _ rows: inout Rows) {
        guard let identity = a.map({ old.identities[$0] }) ?? b.map({ new.identities[$0] }) else { return }
        let (was, now) = (old.presence(a, identity), new.presence(b, identity))
        var outcomes: [Outcome] = []
        var isSure = true
        if was.truth != .yes, now.truth != .yes { isSure = false }
        if was.truth != .yes, now.truth != .no { outcomes.append(Outcome("added", .null, now.record)) }
        if was.truth != .no, now.truth != .yes { outcomes.append(Outcome("removed", was.record, .null)) }
        if was.truth != .no, now.truth != .no {
            let same = sameRows(was.record, now.record, names, isUnique: old.isUnique)
            if same != .no { isSure = false }
            if same != .yes { outcomes.append(Outcome("changed", was.record, now.record)) }
        }
        let key = a.map { old.keys[$0] } ?? b.map { new.keys[$0] } ?? []
        rows.add(key, outcomes, isDecided: isSure, because: was.cause ?? now.cause)
    }

    /// A row whose key is not known: it may be one that the other side has.
    private static func loose(_ mine: Side, _ row: UInt32, _ theirs: Side, isOld: Bool, _ rows: inout Rows) {
        let key = mine.key(row)
        let record = mine.record(row)
        let cause = KeyMatch.cause(key)
        var outcomes = [isOld ? Outcome("removed", record, .null) : Outcome("added", .null, record)]
        // What matches a row that is told of on the other side, is told of there; here stands what nobody else tells.
        let isMet = !theirs.table.missing.isEmpty || isOld && theirs.mayBeLoose(key) != nil
        if mine.isUnique, isMet { outcomes.append(Outcome("changed", isOld ? record : .unknown(cause), isOld ? .unknown(cause) : record)) }
        let isSure =
            mine.isDecided(row) && theirs.table.missing.isEmpty && theirs.mayBeLoose(key) == nil && !theirs.mayBeExact(key, foundBy: mine)
            && (mine.isUnique || !mine.repeats(key))
        rows.add(key, outcomes, isDecided: isSure, because: cause)
    }

    private static func sameRows(_ a: Value, _ b: Value, _ names: [String], isUnique: Bool) -> Truth {
        // By all columns: of one key is the same row.
        if !isUnique { return .yes }
        guard case .record(let one) = a, case .record(let other) = b else { return .open }
        return Kleene.truth(
            names.reduce(.bool(true)) { result, name in
                Kleene.and(result, Comparison.compare(.equal, one[name] ?? .null, other[name] ?? .null))
            })
    }

    /// What may have become of a row.
    private struct Outcome {
        let change: String
        let before: Value
        let after: Value

        init(_ change: String, _ before: Value, _ after: Value) {
            self.change = change
            self.before = before
            self.after = after
        }
    }

    /// One of the tables, its rows by key.
    private struct Side {
        /// Of more pairs it is taken for granted that they may be the same.
        private static let mostPairs = 1_000_000

        let table: Table
        /// True where no two rows can have one key.
        let isUnique: Bool
        private let columns: [Column?]
        /// The columns that a record of a row has; nil: all.
        private let names: Set<NameKey>?
        /// By place: of the rows of one key the one that stands for it, its key, and its key as equal ones are one.
        private(set) var rows: [UInt32] = []
        private(set) var keys: [[Value]] = []
        private(set) var identities: [[Value]] = []
        private var places: [[Value]: Int] = [:]
        private var placeOfRow: [UInt32: Int] = [:]
        private(set) var loose = KeyMatch.Loose()
        private let decided: Set<UInt32>
        private var hasManyLoose = false

        /// - Parameter others: how many rows the other side has.
        init(_ table: Table, keyed: [String], names: [String]?, isUnique: Bool, others: Int) {
            self.table = table
            self.isUnique = isUnique
            self.names = names.map { Set($0.map { NameKey($0) }) }
            columns = keyed.map { table.column($0) }
            decided = Set(table.decided)
            for row in rowsInOrder {
                let key = key(row)
                guard let identity = KeyMatch.identity(key) else {
                    loose.add(key)
                    continue
                }
                if let place = places[identity] {
                    placeOfRow[row] = place
                    if !decided.contains(rows[place]), decided.contains(row) { rows[place] = row }
                } else {
                    places[identity] = rows.count
                    placeOfRow[row] = rows.count
                    rows.append(row)
                    keys.append(key)
                    identities.append(identity)
                }
            }
            hasManyLoose = loose.keys.count * max(others, table.rows.count) > Self.mostPairs
        }

        /// Decided and undecided ones as they stand among each other.
        var rowsInOrder: [UInt32] { table.undecided.isEmpty ? table.decided : table.ordered(table.rows) }

        /// True where it is not sure which rows are there, or which one stands first.
        var isUnsure: Bool { !table.undecided.isEmpty || table.isOrderUnsure || !loose.keys.isEmpty }

        func key(_ row: UInt32) -> [Value] { columns.map { $0?.value(at: row) ?? .null } }

        /// The place of a row's key; nil where that is not known.
        func exact(_ row: UInt32) -> Int? { placeOfRow[row] }

        func place(of identity: [Value]) -> Int? { places[identity] }

        func isDecided(_ row: UInt32) -> Bool { decided.contains(row) }

        func record(_ row: UInt32) -> Value {
            var record = table.record(at: row)
            if let names { record.fields.removeAll { !names.contains(NameKey($0.name)) } }
            return .record(record)
        }

        /// Whether a row with this key is there, and which one it is where that is known.
        func presence(_ place: Int?, _ identity: [Value]) -> (truth: Truth, record: Value, cause: Cause?) {
            if let place {
                let row = rows[place]
                return decided.contains(row) ? (.yes, record(row), nil) : (.open, record(row), table.causes.first)
            }
            guard let cause = table.missing.first ?? mayBeLoose(identity) else { return (.no, .null, nil) }
            return (.open, .unknown(cause), cause)
        }

        /// Why a row whose key is not known may have this key; nil where none may.
        func mayBeLoose(_ key: [Value]) -> Cause? {
            (hasManyLoose ? loose.keys.indices.first : loose.possible(key).first).map { KeyMatch.cause(loose.keys[$0]) }
        }

        /// Whether a row of this side may have a key that is not known.
        /// - Parameter other: a side whose own rows have found theirs among these: two rows of it are never one.
        func mayBeExact(_ key: [Value], foundBy other: Side? = nil) -> Bool {
            if keys.count * max(1, (other ?? self).loose.keys.count) > Self.mostPairs { return true }
            return keys.indices.contains { place in
                if isUnique, other?.places[identities[place]] != nil { return false }
                return KeyMatch.same(key, keys[place]) != .no
            }
        }

        /// Whether another row of this side may have the same key, which is not known.
        func repeats(_ key: [Value]) -> Bool {
            hasManyLoose || mayBeExact(key) || loose.possible(key).reduce(0) { $0 + loose.counts[$1] } > 1
        }
    }

    private struct Rows {
        private let before: Table
        private let after: Table
        private let keyed: [String]
        private var values: [[Value]] = []
        private var changes: [Value] = []
        private var was: [Value] = []
        private var now: [Value] = []
        private var decided: [UInt32] = []
        private var undecided: [UInt32] = []
        private var because: [Cause] = []

        init(_ before: Table, _ after: Table, _ keyed: [String]) {
            (self.before, self.after, self.keyed) = (before, after, keyed)
        }

        /// - Parameter isDecided: false where nothing may have become of it.
        mutating func add(_ key: [Value], _ outcomes: [Outcome], isDecided: Bool, because cause: Cause?) {
            guard let first = outcomes.first else { return }
            let unknown = Value.unknown(cause ?? Comparison.onlyBound)
            func common(_ part: (Outcome) -> Value) -> Value {
                outcomes.allSatisfy { part($0) == part(first) } ? part(first) : unknown
            }
            let row = UInt32(clamping: changes.count)
            values.append(key)
            changes.append(common { .text($0.change) })
            was.append(common(\.before))
            now.append(common(\.after))
            if isDecided { return decided.append(row) }
            undecided.append(row)
            if let cause, because.count < 16, !because.contains(cause) { because.append(cause) }
        }

        func table(isOrderUnsure: Bool) -> Table {
            var columns = keyed.enumerated().compactMap { index, name -> Column? in
                guard let old = before.column(name), let new = after.column(name) else { return nil }
                return Column.packed(old.name, old.type, values.map { $0[index] }, isSigned: old.isSigned || new.isSigned)
            }
            columns.append(Column("change", .closedSet(["added", "removed", "changed"]), .values(changes)))
            columns.append(Column("before", .record(RowType(fields: [])), .values(was)))
            columns.append(Column("after", .record(RowType(fields: [])), .values(now)))
            var table = Table(
                columns: columns, key: columns.dropLast(3).map(\.name), rowCount: changes.count,
                missing: before.missing + after.missing.filter { !before.missing.contains($0) })
            table.decided = decided
            table.undecided = undecided
            if !undecided.isEmpty {
                table.undecidedBecause = because
                for cause in before.causes + after.causes where !table.undecidedBecause.contains(cause) {
                    table.undecidedBecause.append(cause)
                }
            }
            if isOrderUnsure {
                // Which of them stands first depends on what is not known.
                let open = RowOrder.Reach(earliest: 0, latest: UInt32(clamping: changes.count))
                table.order = RowOrder(
                    places: (0..<UInt32(clamping: changes.count)).map { $0 }, reach: changes.map { _ in open },
                    because: before.order?.because ?? after.order?.because ?? (before.causes + after.causes).first ?? because.first)
            }
            return table
        }
    }
}
