import KafkaMessages
import KafkaWire

/// Settings that topics do not have themselves and take from a broker.
///
/// Whichever broker is asked answers with its *own* value of them (`ConfigHelper.describeConfigs` lays the topic's settings over the broker's
/// configuration), while what holds for a partition is its leader's. With `min.insync.replicas=3` in the file of one broker of three the
/// answer depends on who is asked (seen on 2.4.1). So each broker that leads is asked once more, and tells what topics get from it.
extension FactReader {
    /// Settings of topics that no broker gives.
    private static let ownOnly = Set<NameKey>([
        ThrottledReplicas.leaderList, ThrottledReplicas.followerList, "remote.storage.enable", "remote.copy.disable",
        "remote.log.delete.on.disable",
    ])
    /// With this feature the cluster as a whole has a minimum, and brokers refuse one of their own (KIP-966).
    private static let clusterWideMinIsr = (feature: "eligible.leader.replicas.version", key: "min.insync.replicas")

    /// In the round after the topics' own settings.
    func askInherited() {
        guard needs.inheritedConfigs, let table = facts.partitions.value else { return }
        let isClusterWide = questions.hasFeature(Self.clusterWideMinIsr.feature)
        // Of each setting one topic that inherits it stands for all.
        var stands: [NameKey: String] = [:]
        var givers: Set<Int32> = []
        for topic in table.topics {
            guard let settings = facts.configs[ConfigResource(.topic, topic.name)]?.value else { continue }
            var inherits = false
            for setting in settings.settings.values where setting.source != .topic && !Self.ownOnly.contains(setting.name) {
                if isClusterWide, setting.name == Self.clusterWideMinIsr.key { continue }
                inherits = true
                if let other = stands[setting.name], other <= topic.name { continue }
                stands[setting.name] = topic.name
            }
            guard inherits else { continue }
            // Where nobody leads, those that could.
            for row in topic.rows {
                if table.leader[row] >= 0 { givers.insert(table.leader[row]) } else { givers.formUnion(table.replicas[row]) }
            }
        }
        facts.inherited.keys = Set(stands.keys)
        guard !stands.isEmpty else { return }
        let answeredBy = Set(stands.values.map { facts.configs[ConfigResource(.topic, $0)]?.value?.answeredBy })
        for broker in reachable {
            // Who has told already need not be asked again.
            if answeredBy == [broker] {
                for (key, topic) in stands {
                    facts.inherited.take(facts.setting(ConfigResource(.topic, topic), key.text), key.text, of: broker)
                }
                continue
            }
            guard givers.contains(Int32(truncatingIfNeeded: broker)) else { continue }
            ask(stands, of: broker)
        }
    }

    private func ask(_ stands: [NameKey: String], of broker: Int) {
        let resources = stands.grouped(byName: \.value).map { topic, settings in
            DescribeConfigsRequest.DescribeConfigsResource(
                resourceType: ConfigResource.Kind.topic.number, resourceName: topic, configurationKeys: settings.map(\.key.text).sorted())
        }
        questions.ask(DescribeConfigsRequest(resources: resources), of: .broker(broker)) { [self] answer in
            switch answer {
            case .unknown(let why):
                note(why, of: broker)
                for key in stands.keys { facts.inherited.take(.unknown(why), key.text, of: broker) }
            case .known(let answer):
                for result in answer.response.results {
                    for key in stands.filter({ $0.value == result.resourceName }).keys.map(\.text) {
                        let entry = result.configs.first { $0.name == key }
                        // Set on the topic since: what it inherited is not told any more.
                        let told = entry.map(Self.setting).flatMap { $0.source == .topic ? nil : $0 }
                        facts.inherited.take(
                            told.map { .known($0) }
                                ?? .unknown(
                                    Unread(broker: broker, result.errorCode.isSuccess ? "does not tell \(key)" : result.errorCode.name)),
                            key, of: broker)
                    }
                }
            }
        }
    }
}
