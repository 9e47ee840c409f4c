import Language

/// A topic, group or broker that a program names in full: `topic "trips"`, `group == "late"`, `leader in [1, 2]`.
package struct NamedThing: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable { case topic, group, broker }

    package var kind: Kind
    /// Its name, a broker's id as digits.
    package var name: String

    package var description: String { "\(kind) \(name)" }

    init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    var type: ValueType {
        switch kind {
        case .topic: .topic
        case .group: .group
        case .broker: .broker
        }
    }

    fileprivate static func kind(of type: ValueType?) -> Kind? {
        switch type {
        case .topic: .topic
        case .group: .group
        case .broker: .broker
        default: nil
        }
    }

    var value: Value { kind == .broker ? Int(name).map { .int($0) } ?? .null : .text(name) }
}

/// A thing that is written in a program and that a complete listing does not have.
package struct AbsentName: Hashable, Sendable {
    package var thing: NamedThing
    /// What may have been meant.
    package var near: [String]

    /// As people read it: `there is no topic trisp; near: trips`.
    package var message: String {
        let hint =
            near.isEmpty
            ? "" : thing.kind == .broker ? "; there are \(near.joined(separator: ", "))" : "; near: \(near.joined(separator: ", "))"
        return "there is no \(thing)\(hint)"
    }
}

/// Whether a thing exists.
enum Presence {
    case there
    case absent(AbsentName)
    /// What could not be read may hold it.
    case open([Cause])
}

extension Evaluator {
    /// Whether a thing exists, as far as a listing of all of its kind tells. Asks the cluster for the names.
    func presence(of thing: NamedThing, timing: ReadTiming) throws(ClusterFailure) -> Presence {
        guard let tables = try readListing(of: thing.type, timing) else { return .open([Cause("nothing lists things of its kind")]) }
        if tables.contains(where: { $0.mentions(thing.value, as: thing.type) }) { return .there }
        let causes = tables.flatMap(\.causes)
        guard causes.isEmpty else { return .open(causes) }
        return .absent(AbsentName(thing: thing, near: near(thing, tables.flatMap { $0.names(of: thing.type) }.distinctSorted())))
    }

    /// What an expression names in full.
    func named(in expression: Expression) -> [NamedThing] {
        var found: [NamedThing] = []
        collect(expression, &found)
        return found
    }

    private func collect(_ expression: Expression, _ found: inout [NamedThing]) {
        switch expression.kind {
        case .noun(let noun, .text(let parts, let span)):
            if let kind = NamedThing.Kind(rawValue: noun.text), let text = TextLiteral(parts: parts, span: span).plain {
                note(NamedThing(kind, text), &found)
            }
        case .noun(_, .numbered(let parts, _, let span)):
            if let text = TextLiteral(parts: parts, span: span).plain { note(NamedThing(.topic, text), &found) }
        case .noun(let noun, .number(let number, _)) where noun.text == NamedThing.Kind.broker.rawValue:
            note(NamedThing(.broker, String(number)), &found)
        case .call(let callee, let arguments) where arguments.count == 1 && functions[callee.text] == nil:
            if let kind = NamedThing.Kind(rawValue: callee.text) { literals(arguments[0].value, kind, &found) }
        case .binary(.equal, let left, let right), .binary(.in, let left, let right):
            compared(left, right, &found)
            compared(right, left, &found)
        case .binary(.contains, let whole, let part):
            if let kind = NamedThing.kind(of: findings.types[whole.span]?.element) { literals(part, kind, &found) }
        default: break
        }
        for child in expression.children { collect(child, &found) }
    }

    private func compared(_ column: Expression, _ value: Expression, _ found: inout [NamedThing]) {
        guard case .column? = resolution(column), let kind = NamedThing.kind(of: findings.types[column.span]) else { return }
        literals(value, kind, &found)
    }

    private func resolution(_ expression: Expression) -> Resolution? {
        switch expression.kind {
        case .name: findings.resolution[expression.span]
        case .field(let base, let name): if case .it = base.kind { .column(name.text) } else { nil }
        default: nil
        }
    }

    private func literals(_ expression: Expression, _ kind: NamedThing.Kind, _ found: inout [NamedThing]) {
        switch expression.kind {
        case .text(let parts):
            if kind != .broker, let text = TextLiteral(parts: parts, span: expression.span).plain { note(NamedThing(kind, text), &found) }
        case .literal(.int(let number)): if kind == .broker { note(NamedThing(kind, String(number)), &found) }
        case .list(let elements): for element in elements { literals(element, kind, &found) }
        default: break
        }
    }

    private func note(_ thing: NamedThing, _ found: inout [NamedThing]) { if !found.contains(thing) { found.append(thing) } }

    /// What listings say of things that are named.
    struct NameLook {
        /// What a complete listing does not have.
        var absent: [AbsentName] = []
        /// What a listing that may lack rows does not have: whether these exist is not known.
        var untold: [NamedThing] = []
    }

    /// Which of these exist. Asks the cluster for all the names of each kind.
    /// - Throws: what ends the look for good: an interruption, another cluster. One that is out of reach only leaves all untold.
    func look(for things: [NamedThing], timing: ReadTiming) throws(ClusterFailure) -> NameLook {
        var look = NameLook()
        for kind in [NamedThing.Kind.topic, .group, .broker] {
            let wanted = things.filter { $0.kind == kind }
            guard let type = wanted.first?.type else { continue }
            guard let tables = try listing(of: type, timing) else {
                look.untold += wanted
                continue
            }
            let missing = wanted.filter { thing in !tables.contains { $0.mentions(thing.value, as: type) } }
            if missing.isEmpty { continue }
            let names = tables.flatMap { $0.names(of: type) }.distinctSorted()
            for thing in missing { look.absent.append(AbsentName(thing: thing, near: near(thing, names))) }
        }
        return look
    }

    private func near(_ thing: NamedThing, _ names: [String]) -> [String] {
        if thing.kind == .broker { return names.count <= 20 ? names.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) } : [] }
        return Suggestion.nearest(thing.name, among: names).map { [$0] } ?? []
    }

    /// The tables that together name all of a kind. nil where one of them may lack rows.
    private func listing(of type: ValueType, _ timing: ReadTiming) throws(ClusterFailure) -> [Table]? {
        do throws(ClusterFailure) {
            guard let tables = try readListing(of: type, timing), tables.allSatisfy(\.isComplete) else { return nil }
            return tables
        } catch {
            switch error {
            case .interrupted, .otherCluster: throw error
            case .outOfReach, .secured: return nil
            }
        }
    }

    /// The tables that together name all of a kind: the source whose key it is, and for brokers the replicas that are assigned to some that are
    /// gone. nil where there is no such source.
    private func readListing(of type: ValueType, _ timing: ReadTiming) throws(ClusterFailure) -> [Table]? {
        guard let source = sources.first(where: { $0.key.count == 1 && $0.column($0.key[0])?.type == type && $0.availability == .built })
        else {
            return nil
        }
        var requests = [SourceRequest(source: source.name, columns: Set<NameKey>(source.key))]
        if type == .broker {
            for other in sources where other.column("replicas")?.type.element == .broker {
                requests.append(SourceRequest(source: other.name, columns: Set<NameKey>(other.key + ["replicas"])))
            }
        }
        let tables = try cluster.read(requests, timing: timing)
        guard tables.count == requests.count, tables[0].column(source.key[0]) != nil else { return nil }
        return tables
    }
}

extension Table {
    /// Whether a column of things of this type, or of lists of them, holds one.
    func mentions(_ value: Value, as type: ValueType) -> Bool {
        columns.contains { column in
            guard column.type == type || column.type.element == type && !column.type.isTable else { return false }
            switch (column.storage, value) {
            case (.texts(_, let pool, _), .text(let text)): return pool.contains(text)
            case (.ints(let numbers, _), .int(let number)): return numbers.contains(number)
            case (.intLists(_, let items, _), .int(let number)): return Int32(exactly: number).map { items.contains($0) } ?? false
            default:
                return rows.contains { row in
                    let held = column.value(at: row)
                    return held == value || Kleene.truth(Membership.isIn(value, held)) == .yes
                }
            }
        }
    }

    fileprivate func names(of type: ValueType) -> [String] {
        columns.filter { $0.type == type }.flatMap { column in rows.compactMap { DisplayForm.exact(column.value(at: $0)) } }
    }
}
