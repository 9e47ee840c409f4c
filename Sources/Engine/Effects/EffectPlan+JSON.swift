import Journal
import Platform

extension EffectPlan {
    /// The plan as the journal keeps it.
    package var json: JSONValue {
        [
            "effect": .string(effect), "items": .array(items.map(\.json)), "blocked": .array(blocked.map(\.json)), "parameters": parameters,
            "debts": .array(debts.map(\.json)), "table": table.json, "notices": .array(notices.map { .string($0) }),
            "mustConfirm": mustConfirm.map { .string($0) } ?? .null, "mustApprove": mustApprove.map { .string($0) } ?? .null,
            "requests": .array(requests.map { .string($0) }),
            "stages": stages.map { ["size": .int($0.size), "every": .int($0.everyMs)] } ?? .null,
        ]
    }

    package init(json: JSONValue) throws(ValueFault) {
        guard let effect = json["effect"]?.string, let items = json["items"]?.array, let tableJSON = json["table"] else {
            throw ValueFault("a plan lacks its effect, items or table")
        }
        var read: [EffectItem] = []
        for item in items { read.append(try EffectItem(json: item)) }
        self.init(
            effect: effect, items: read, blocked: (json["blocked"]?.array ?? []).compactMap(BlockedItem.init(json:)),
            parameters: json["parameters"] ?? .null, debts: (json["debts"]?.array ?? []).compactMap(DebtIntent.init(json:)),
            table: try Table(json: tableJSON), notices: (json["notices"]?.array ?? []).compactMap(\.string),
            mustConfirm: json["mustConfirm"]?.string, mustApprove: json["mustApprove"]?.string,
            requests: (json["requests"]?.array ?? []).compactMap(\.string),
            stages: try json["stages"].flatMap { (stages) throws(ValueFault) in
                do throws(MemberFault) {
                    guard let size = try stages.number("size", in: JournalRange.count), size > 0,
                        let every = try stages.number("every", in: JournalRange.milliseconds)
                    else { return nil }
                    return Stages(size: size, everyMs: every)
                } catch { throw ValueFault(error.description) }
            })
    }

    /// Tells this plan from others: the effect, what it touches, what it wants. Not when it was read, nor how it is shown.
    package var hash: String {
        let content: JSONValue = [
            "effect": .string(effect), "parameters": parameters, "debts": .array(debts.map(\.json)),
            "items": .array(
                items.map { .array([.array($0.key), $0.before, $0.target]) }.sorted { $0.text < $1.text }),
        ]
        return String(Digest.sha256Hex(content.utf8).prefix(12))
    }

    /// This plan with some of its items only, in the plan's order.
    package func restricted(to indexes: [Int]) -> EffectPlan {
        var copy = self
        copy.items = indexes.map { items[$0] }
        if table.decided.count == items.count { copy.table.decided = indexes.map { table.decided[$0] } }
        return copy
    }

    /// Bytes that it moves, as far as they are known; nil where none are.
    package var knownBytes: Int? {
        var sum: Int?
        for item in items { if let bytes = item.bytes { sum = (sum ?? 0).addingClamped(bytes) } }
        return sum
    }
}

extension EffectItem {
    var json: JSONValue {
        [
            "key": .array(key), "label": .string(label), "before": before, "target": target, "bytes": bytes.map { .int($0) } ?? .null,
        ]
    }

    init(json: JSONValue) throws(ValueFault) {
        guard let key = json["key"]?.array, let label = json["label"]?.string, let before = json["before"], let target = json["target"]
        else {
            throw ValueFault("an item of a plan lacks its key, label, before or target")
        }
        do throws(MemberFault) {
            self.init(key: key, label: label, before: before, target: target, bytes: try json.number("bytes", in: JournalRange.amount))
        } catch { throw ValueFault(error.description) }
    }
}

extension BlockedItem {
    var json: JSONValue { ["key": .array(key), "label": .string(label), "why": .string(why)] }

    init?(json: JSONValue) {
        guard let key = json["key"]?.array, let label = json["label"]?.string, let why = json["why"]?.string else { return nil }
        self.init(key: key, label: label, why: why)
    }
}

extension DebtIntent {
    var json: JSONValue {
        [
            "kind": .string(kind), "resource": .string(resource), "name": .string(name), "before": before.map { .string($0) } ?? .null,
            "set": .string(set), "entries": .bool(isListEntries), "shared": .string(shared),
        ]
    }

    init?(json: JSONValue) {
        guard let kind = json["kind"]?.string, let resource = json["resource"]?.string, let name = json["name"]?.string,
            let set = json["set"]?.string
        else { return nil }
        self.init(
            kind: kind, resource: resource, name: name, before: json["before"]?.string, set: set,
            isListEntries: json["entries"]?.bool ?? false, shared: json["shared"]?.string ?? "")
    }
}
