import Journal
import Platform

/// How far an effect was at one moment.
package struct EffectCounts: Sendable, Hashable {
    package var effect: EffectID
    package var items: Int
    /// Items that are over, whichever way.
    package var over: Int
    package var underWay: Int
    package var inDoubt: Int
    /// Bytes that it moves in all, and those that it has: whole items, and of those under way as much as is there. nil: not known, or none.
    package var bytes: Int?
    package var bytesDone: Int?

    package init(
        effect: EffectID, items: Int, over: Int, underWay: Int, inDoubt: Int, bytes: Int? = nil, bytesDone: Int? = nil
    ) {
        self.effect = effect
        self.items = items
        self.over = over
        self.underWay = underWay
        self.inDoubt = inDoubt
        self.bytes = bytes
        self.bytesDone = bytesDone
    }

    /// As the journal's state and the last look show it.
    /// - Parameter copied: bytes that are there of items under way.
    init(_ state: EffectState, plan: EffectPlan, copied: Int) {
        var done = copied
        for (item, planned) in zip(state.items, plan.items) {
            if case .over(let settled) = item, settled.outcome.kind == .done { done = done.addingClamped(planned.bytes ?? 0) }
        }
        let bytes = plan.knownBytes.flatMap { $0 > 0 ? $0 : nil }
        self.init(
            effect: state.intent.id, items: state.items.count, over: state.items.count { if case .over = $0 { true } else { false } },
            underWay: state.items.count { if case .accepted = $0 { true } else { false } },
            inDoubt: state.items.count { if case .doubt = $0 { true } else { false } }, bytes: bytes, bytesDone: bytes == nil ? nil : done)
    }

    var members: [JSONValue.Member] {
        [
            .init("effect", effect.json), .init("items", .int(items)), .init("over", .int(over)), .init("underWay", .int(underWay)),
            .init("inDoubt", .int(inDoubt)),
        ] + (bytes.map { [.init("bytes", .int($0))] } ?? []) + (bytesDone.map { [.init("bytesDone", .int($0))] } ?? [])
    }

    /// nil where it names no effect.
    init?(json: JSONValue) throws(MemberFault) {
        guard let effect = json["effect"]?.string.flatMap(EffectID.init), let items = try json.number("items", in: JournalRange.count),
            let over = try json.number("over", in: JournalRange.count)
        else { return nil }
        self.init(
            effect: effect, items: items, over: over, underWay: try json.number("underWay", in: JournalRange.count) ?? 0,
            inDoubt: try json.number("inDoubt", in: JournalRange.count) ?? 0, bytes: try json.number("bytes", in: JournalRange.amount),
            bytesDone: try json.number("bytesDone", in: JournalRange.amount))
    }
}

/// A point of the charts in a run's report: what was read anyhow, written down now and then.
package enum Sample: Sendable, Hashable {
    case cluster(ClusterCounts)
    case effect(EffectCounts)

    var members: [JSONValue.Member] {
        switch self {
        case .cluster(let counts): counts.members
        case .effect(let counts): counts.members
        }
    }

    init(json: JSONValue) throws(MemberFault) {
        if let counts = try EffectCounts(json: json) {
            self = .effect(counts)
        } else if let counts = try ClusterCounts(json: json) {
            self = .cluster(counts)
        } else {
            throw MemberFault("it has neither an effect nor a moment")
        }
    }
}
