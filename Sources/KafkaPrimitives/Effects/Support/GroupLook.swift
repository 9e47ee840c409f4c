import Engine
import KafkaAdmin
import KafkaWire

/// Groups as an effect finds them just before it plans or acts.
struct GroupLook {
    /// How a group stands.
    enum Standing {
        case there(GroupDescription)
        /// No coordinator knows it.
        case absent
        /// Its coordinator did not tell.
        case unread(Unread)
        /// `share`, `streams`: groups that this version does not describe.
        case ofType(String)
    }

    private let facts: ClusterFacts
    /// When the look began, milliseconds since 1970.
    var startedAt: Int { facts.startedAt }

    /// Asks the coordinators.
    init(_ groups: [String], _ cluster: KafkaCluster, _ timing: ReadTiming) throws(EffectFailure) {
        var needs = Needs()
        needs.topics = .named(["__consumer_offsets"])
        needs.groups = true
        needs.groupNames = Set(groups)
        needs.describesGroups = true
        do throws(ClusterFailure) { facts = try cluster.facts(needs, timeout: timing.requestTimeout) } catch { throw .cluster(error) }
    }

    /// The broker that coordinates a group; nil: nobody listed it.
    func coordinator(of group: String) -> Int? { facts.groups.first { $0.id == group }?.coordinator }

    /// How a group stands.
    func standing(of group: String) -> Standing {
        guard let listing = facts.groups.first(where: { $0.id == group }) else {
            // An empty listing proves nothing while a coordinator is away.
            return facts.missingGroups(among: [NameKey(group)]).first.map { .unread($0) } ?? .absent
        }
        if listing.type == "share" || listing.type == "streams" { return .ofType(listing.type) }
        switch facts.descriptions[group] {
        case .known(let description)?: return description.state == "Dead" ? .absent : .there(description)
        case .unknown(let why)?: return why.error == .groupIDNotFound ? .absent : .unread(why)
        case nil: return .unread(Unread("not described"))
        }
    }
}

extension GroupDescription {
    /// `3 members: trips-1 at /10.0.0.7, …`.
    var membersTold: String {
        let named = members.prefix(10).map { "\($0.instanceID ?? $0.clientID) at \($0.host)" }
        let rest = members.count > 10 ? " and \(members.count - 10) more" : ""
        return "\(counted(members.count, "member"))\(named.isEmpty ? "" : ": ")\(named.joined(separator: ", "))\(rest)"
    }
}

extension EffectTargets {
    /// The groups that a target names, each once, in order.
    static func groups(_ argument: EffectCall.Argument?, of effect: String) throws(EffectFailure) -> [String] {
        var found: [String] = []
        func add(_ group: String) { if !found.contains(group) { found.append(group) } }
        switch argument {
        case .value(.text(let group))?: return [group]
        case .value(.list(let list))?, .value(.set(let list))?:
            for element in list.elements {
                guard case .text(let group) = element else { break }
                add(group)
            }
            if found.count == list.elements.count { return found }
            found = []
        default: break
        }
        for row in try rows(argument, of: effect) {
            guard case .text(let group)? = row["id"] else { throw .refused("`\(effect)` needs rows of groups; \(row.label) has no id") }
            add(group)
        }
        return found
    }
}
