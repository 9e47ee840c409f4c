import Journal

extension DebtIntent {
    /// `leader.replication.throttled.rate of broker 1`.
    package var title: String {
        let place = resource.isEmpty ? "all brokers" : kind == "brokerConfig" ? "broker \(resource)" : "topic \(resource)"
        return "\(name) of \(place)"
    }
}

extension Debt {
    /// Several debts as one fact for a person: by name where they are few, else by count.
    package static func title(of debts: [Debt]) -> String {
        if debts.count <= 2 { return debts.map(\.intent.title).joined(separator: ", ") }
        let brokers = Set<NameKey>(debts.filter { $0.intent.kind == "brokerConfig" }.map(\.intent.resource))
        let topics = Set<NameKey>(debts.filter { $0.intent.kind == "topicConfig" }.map(\.intent.resource))
        var places: [String] = []
        if !brokers.isEmpty {
            let names = brokers.map(\.text).sorted { (Int($0) ?? -1, NameKey($0)) < (Int($1) ?? -1, NameKey($1)) }
            places.append((names.count == 1 ? "broker " : "brokers ") + names.joined(separator: ", "))
        }
        if !topics.isEmpty {
            let names = topics.sorted().joined(separator: ", ")
            places.append(topics.count == 1 ? "topic \(names)" : topics.count <= 5 ? "topics \(names)" : "\(topics.count) topics")
        }
        return "\(debts.count) settings of \(places.joined(separator: " and "))"
    }
}

extension Debt {
    /// Debts that are due at the same time together, in the order in which they were made.
    package static func byDue(_ debts: [Debt]) -> [(due: Due, debts: [Debt])] {
        var groups: [(due: Due, debts: [Debt])] = []
        for debt in debts {
            // Moves of several effects are one fact for a person: they have settled, or they have not.
            let place = groups.firstIndex { group in
                if case .whenSettled = group.due, case .whenSettled = debt.due { return true }
                return group.due == debt.due
            }
            if let place { groups[place].debts.append(debt) } else { groups.append((debt.due, [debt])) }
        }
        return groups
    }
}

extension Debt.Due {
    /// Who will give it back once the process that made it has left.
    /// - Parameters:
    ///   - hasEnded: its run has come to its end, well or badly.
    ///   - pay: the command that pays.
    ///   - resume: the command that goes on with its run.
    package func whoGivesBack(hasEnded: Bool, pay: String, resume: String) -> String {
        let head = "nobody does by itself: "
        switch self {
        case .when: return head + "`\(resume)` looks at the condition again, `\(pay) --early` does not ask for it"
        case .atEnd where !hasEnded: return head + "`\(resume)` goes on to that end, `\(pay) --early` does not wait for it"
        case .atEnd, .whenSettled, .after:
            return head + "`\(pay)` gives back what is due, `\(pay) --wait` stays until nothing is owed"
        }
    }

    /// As the last part of "owed until …".
    package var title: String {
        switch self {
        case .whenSettled: "its moves have settled"
        case .atEnd: "the end of the run"
        case .when(let text): text
        case .after(let instant): TimeText.rfc3339(ms: instant)
        }
    }
}
