import KafkaWire

/// A Kafka cluster as a deterministic state machine: the same seed, script and requests give the same states and effects.
/// It has no clock, no socket and no thread; `advance(to:)` is the only way in which time passes.
package final class LabCluster {
    /// The release that it pretends to be.
    package let release: KafkaRelease
    /// The seed that decides ids and small chances.
    package let seed: UInt64
    /// The cluster id, 22 characters.
    package var id: String
    /// Virtual milliseconds since the story began.
    package internal(set) var now: Int64 = 0
    /// What `now` 0 is on the calendar, in milliseconds since 1970.
    package var epoch: Int64
    /// The brokers that are registered, by id.
    package var brokers: [Int32: LabBroker] = [:]
    /// Their ids, ascending.
    package var brokerIDs: [Int32] { brokers.keys.sorted() }
    /// The topics, by name.
    package var topics: [NameKey: LabTopic] = [:]
    /// Their names, ascending.
    package private(set) var topicNames: [String] = []
    /// The groups, by id.
    package var groups: [NameKey: LabGroup] = [:]
    /// The cluster-wide dynamic defaults of brokers.
    package var clusterConfigs: [NameKey: String] = [:]
    /// The settings of groups, by group.
    package var groupConfigs: [NameKey: [NameKey: String]] = [:]
    /// The settings of client metrics, by the name of their subscription.
    package var clientMetrics: [NameKey: [NameKey: String]] = [:]
    /// Controllers (KRaft: voters) by broker id; in ZooKeeper mode any broker can be one.
    package var voters: [Int32] = []
    /// The active controller, or nil while there is none.
    package var controller: Int32?
    /// Rises with each new controller.
    package var controllerEpoch: Int32 = 1
    /// Records of metadata so far: the source of broker epochs.
    package var metadataOffset: Int64 = 1000
    /// Links that are cut, both ways.
    package var cutLinks: Set<LabLink> = []
    /// Every change that was asked for, in order.
    package private(set) var effectLog: [LabEffect] = []
    /// What whoever asks may do; nil: there is no authorizer, everything.
    package var access: LabAccess?
    /// How the laws are tuned.
    package var timing = LabTiming()
    /// The scenario's own test of "recovered".
    package var recoveredTest: (LabCluster) -> Bool = { $0.isWhole }
    /// What happens after a change that was asked for: a story that turns on what is done, not on the clock.
    package var afterEffect: (LabCluster, LabEffect) -> Void = { _, _ in }
    /// The name of the scenario that made it.
    package var scenarioName = ""

    var random: SeededRandom
    private var namesByID: [KafkaUUID: String] = [:]
    private(set) var awake: [LabPartition] = []
    private var awakeIsSorted = true
    var script: [LabScriptEntry] = []
    var controllerLostAt: Int64?
    var controllerIsHeldBack = false
    var nextImbalanceCheck: Int64 = 300_000
    var nextProducerID: Int64 = 1000

    /// Virtual time of one tick: the laws run at its multiples, whatever the steps of `advance` are.
    static let tick: Int64 = 500

    /// An empty cluster; scenarios fill it.
    package init(release: KafkaRelease = .newest, seed: UInt64 = 1, epoch: Int64 = 1_780_000_000_000) {
        self.release = release
        self.seed = seed
        self.epoch = epoch
        random = SeededRandom(seed: seed)
        id = random.uuid().description
    }

    /// A cluster with the scenario's state and script.
    package convenience init(scenario: Scenario, seed: UInt64 = 1, version: KafkaRelease = .newest) {
        self.init(release: version, seed: seed)
        scenarioName = scenario.name
        scenario.build(self)
        script = scenario.script.enumerated().map { LabScriptEntry(at: $1.at, order: $0, fault: $1.fault) }
            .sorted { ($0.at, $0.order) < ($1.at, $1.order) }
        recoveredTest = scenario.recovered
        settle()
    }

    /// The time on the calendar, in milliseconds since 1970.
    package var calendar: Int64 { epoch &+ now }

    /// Whether the state is what the scenario calls recovered.
    package var isRecovered: Bool { recoveredTest(self) }

    /// Lets virtual time pass up to `time` (milliseconds since the story began); the past is ignored.
    package func advance(to time: Int64) {
        while now < time {
            var next = min(time, (now / Self.tick + 1) * Self.tick)
            if let first = script.first, first.at < next { next = max(first.at, now) }
            now = next
            while let first = script.first, first.at <= now {
                script.removeFirst()
                apply(first.fault)
            }
            if now % Self.tick == 0 { runLaws() }
        }
    }

    /// One tick of everything that happens by itself.
    private func runLaws() {
        runControllerLaw()
        runSessionLaw()
        runBrokerStarts()
        sortAwake()
        runLoad()
        runReplication()
        runInSyncLaw()
        letSleep()
        runImbalanceLaw()
        runGroups()
    }

    /// Adds a topic; names stay sorted.
    package func add(_ topic: LabTopic) {
        if topics.updateValue(topic, forKey: topic.name) == nil {
            var (low, high) = (0, topicNames.count)
            while low < high {
                let middle = (low + high) / 2
                if topicNames[middle] < topic.name { low = middle + 1 } else { high = middle }
            }
            topicNames.insert(topic.name, at: low)
        }
        namesByID[topic.id] = topic.name
        for partition in topic.partitions { wake(partition) }
    }

    /// Deletes a topic with all that it has: moves, settings, offsets that groups committed on it.
    package func deleteTopic(_ name: String) {
        guard let topic = topics.removeValue(forKey: name) else { return }
        topicNames.removeAll { $0 == name }
        namesByID[topic.id] = nil
        awake.removeAll { $0.topic == name }
        for group in groups.values { group.offsets = group.offsets.filter { $0.key.topic != name } }
        metadataOffset += 1
    }

    /// The name of the topic with that id; nil where there is none.
    package func topicName(_ id: KafkaUUID) -> String? { namesByID[id] }

    // MARK: Who has something to do

    /// Puts a partition among those that the laws look at.
    func wake(_ partition: LabPartition) {
        guard !partition.isAwake else { return }
        partition.isAwake = true
        // A follower that had everything has the whole of its time from now on.
        if let leader = partition.logIndex(of: partition.leader) {
            let end = partition.logs[leader].end
            for index in partition.logs.indices where partition.logs[index].end == end {
                partition.logs[index].caughtUpAt = max(partition.logs[index].caughtUpAt, now)
            }
        }
        awake.append(partition)
        awakeIsSorted = false
    }

    /// Partitions with something to do, by topic name and number.
    func sortAwake() {
        guard !awakeIsSorted else { return }
        awake.sort { ($0.topic, $0.id) < ($1.topic, $1.id) }
        awakeIsSorted = true
    }

    /// Lets partitions sleep to which nothing can happen by itself: nobody writes, and every replica is in the ISR and has everything.
    private func letSleep() {
        guard awake.contains(where: \.isQuiet) else { return }
        awake.removeAll { partition in
            guard partition.isQuiet else { return false }
            partition.isAwake = false
            return true
        }
    }

    /// A partition; nil where there is none.
    package func partition(_ topic: String, _ partition: Int32) -> LabPartition? {
        guard let found = topics[topic], partition >= 0, Int(partition) < found.partitions.count else { return nil }
        return found.partitions[Int(partition)]
    }

    /// Every partition, by topic name and number.
    package var allPartitions: [LabPartition] { topicNames.flatMap { topics[$0]?.partitions ?? [] } }

    /// Calls `body` with every partition, by topic name and number.
    func forEachPartition(_ body: (LabPartition) -> Void) {
        for name in topicNames {
            guard let topic = topics[name] else { continue }
            for partition in topic.partitions { body(partition) }
        }
    }

    /// Keeps what a change was asked for and how it ended.
    func record(api: Int16, broker: Int32, target: String, detail: String, outcome: ErrorCode, changed: Bool) {
        let effect = LabEffect(
            at: now, api: api, broker: broker, target: target, detail: detail, outcome: outcome.rawValue, changed: changed)
        effectLog.append(effect)
        afterEffect(self, effect)
    }

    /// Something to do at a later time, as a scenario's script has it.
    package func schedule(_ fault: LabFault, at time: Int64) {
        script.append(LabScriptEntry(at: max(time, now), order: script.count, fault: fault))
        script.sort { ($0.at, $0.order) < ($1.at, $1.order) }
    }
}

/// Two brokers that cannot hear each other.
package struct LabLink: Hashable {
    /// The smaller id.
    package let low: Int32
    /// The greater id.
    package let high: Int32

    /// The link of the two.
    package init(_ one: Int32, _ other: Int32) {
        low = min(one, other)
        high = max(one, other)
    }
}

/// The times that the laws of a cluster go by, in virtual milliseconds.
package struct LabTiming {
    /// `broker.session.timeout.ms`.
    package var session: Int64 = 9_000
    /// `replica.lag.time.max.ms`.
    package var replicaLag: Int64 = 30_000
    /// From the start of a process to its registration.
    package var start: Int64 = 3_000
    /// From the registration to the end of fencing.
    package var unfence: Int64 = 1_000
    /// How long nobody is the controller after the loss of one.
    package var controllerElection: Int64 = 2_000
    /// How long a new coordinator loads groups.
    package var coordinatorLoad: Int64 = 1_000
    /// `leader.imbalance.check.interval.seconds`; 0 turns the balancer off.
    package var imbalanceCheck: Int64 = 300_000
}

/// One line of a scenario's script.
struct LabScriptEntry {
    var at: Int64
    var order: Int
    var fault: LabFault
}
