import KafkaMessages
import KafkaWire

/// Topics and groups that are left out of answers in silence, because the identity may not describe them.
///
/// Kafka gives no sign of them. Whether there can be any is found out in two steps. The rights on the cluster come with Metadata at no cost:
/// who says no name and has all of them is taken to see everything, since on a cluster without an authorizer everybody has all. Anyone else
/// asks for a topic, and a group, of a name that nobody has: who may describe that may describe any. What stays out of sight is a rule that
/// denies single names, and rules for single names where an authorizer allows what no rule speaks of.
extension FactReader {
    /// Names of no topic and no group. No rule speaks of them but one for all.
    static let anyTopic = "..mend-asks-whether-it-may-describe-every-topic"
    static let anyGroup = "..mend-asks-whether-it-may-describe-every-group"

    private var asksTopics: Bool { needs.topics == .all || needs.commits || needs.hiddenTopics }

    /// Beside Metadata: who is known by name may have every right on the cluster and not see every topic.
    func askWhatIsHiddenAtOnce() {
        if questions.isAuthenticated, needs.asksHidden, asksTopics { askForAnyTopic() }
    }

    /// In the round after Metadata.
    func askWhatIsHidden() {
        guard needs.asksHidden else { return }
        // Where brokers do not tell rights, they are asked like anyone else.
        let rights = facts.clusterRights.value ?? []
        guard !rights.isSuperset(of: AclOperation.ofCluster) else { return }
        if asksTopics, !questions.isAuthenticated { askForAnyTopic() }
        if needs.groups, needs.groupNames == nil, !rights.contains(.describe) { askForGroups([Self.anyGroup]) }
    }

    private func askForAnyTopic() {
        let request = MetadataRequest(topics: [.init(name: Self.anyTopic)], allowAutoTopicCreation: false)
        questions.ask(request, of: .any, atLeast: 4) { [self] answer in
            let sentence = "topics that this identity may not describe are left out"
            switch answer {
            case .unknown(let why): facts.hiddenTopics = Unread(broker: why.broker, "whether topics are hidden is not known: \(why.text)")
            case .known(let answer):
                guard answer.response.topics.contains(where: { $0.errorCode.isNotAuthorised }) else { return }
                facts.hiddenTopics = .lacking(Right(.describe, .everyTopic), error: .topicAuthorizationFailed, sentence)
            }
        }
    }

    /// In the round after ListGroups: groups that were named and not listed. Whether one may describe them is said before anything else, by
    /// any broker.
    func askForUnlistedGroups() {
        guard needs.groups, let names = needs.groupNames, !(facts.clusterRights.value ?? []).contains(.describe) else { return }
        let unlisted = names.subtracting(facts.groups.map(\.id)).sorted()
        if !unlisted.isEmpty { askForGroups(unlisted) }
    }

    private func askForGroups(_ ids: [String]) {
        questions.ask(DescribeGroupsRequest(groups: ids), of: .any) { [self] answer in
            let sentence = "groups that this identity may not describe are left out"
            switch answer {
            case .unknown(let why):
                let unknown = Unread(broker: why.broker, "whether groups are hidden is not known: \(why.text)")
                for id in ids { note(unknown, ofGroup: id) }
            case .known(let answer):
                for group in answer.response.groups where group.errorCode.isNotAuthorised {
                    let isAny = group.groupId == Self.anyGroup
                    note(
                        isAny
                            ? .lacking(Right(.describe, .everyGroup), error: group.errorCode, sentence)
                            : .lacking(Right(.describe, .group(group.groupId)), error: group.errorCode), ofGroup: group.groupId)
                }
            }
        }
    }

    private func note(_ why: Unread, ofGroup id: String) {
        if id == Self.anyGroup { facts.hiddenGroups = why } else { facts.hiddenGroupNames[id] = why }
    }
}
