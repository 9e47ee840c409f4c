import KafkaWire

/// A broker as the cluster lists it.
package struct BrokerListing: Hashable, Sendable {
    package var id: Int
    package var host: String
    package var port: Int
    package var rack: String?
    package var isFenced: Bool

    package init(id: Int, host: String, port: Int, rack: String?, isFenced: Bool = false) {
        self.id = id
        self.host = host
        self.port = port
        self.rack = rack
        self.isFenced = isFenced
    }
}

/// What the cluster said of its brokers.
package struct BrokerList: Sendable {
    package var brokers: [BrokerListing]
    /// True where fenced brokers are listed too (DescribeCluster v2): who is missing then is gone.
    package var tellsFenced: Bool
    /// Why it does not, where the cluster is not too old to tell.
    package var whyFencedIsUntold: Unread?
    package var clusterID: String?
    /// The controller as brokers say it: right with ZooKeeper, any live broker in KRaft.
    package var controller: Int?
    package var answeredBy: Int?
    package var asOf: Int

    package init(brokers: [BrokerListing], tellsFenced: Bool, clusterID: String?, controller: Int?, answeredBy: Int?, asOf: Int) {
        self.brokers = brokers
        self.tellsFenced = tellsFenced
        self.clusterID = clusterID
        self.controller = controller
        self.answeredBy = answeredBy
        self.asOf = asOf
    }

    /// Ids of the brokers that may serve.
    package var live: Set<Int32> { Set(brokers.lazy.filter { !$0.isFenced }.map { Int32(truncatingIfNeeded: $0.id) }) }

    /// The broker of that id, if listed.
    package func broker(_ id: Int) -> BrokerListing? { brokers.first { $0.id == id } }
}

/// How a broker answered us.
package struct BrokerAnswer: Hashable, Sendable {
    package enum Kind: String, Sendable { case yes, late, no, refused, garbage, authFailed, unproved, untried }
    package var kind: Kind
    /// The round trip, nanoseconds; nil where there was none.
    package var roundTrip: Int?
    /// The 99th percentile of the last round trips, nanoseconds.
    package var roundTripP99: Int?
    /// Why it did not answer.
    package var why: Unread?

    package init(_ kind: Kind, roundTrip: Int? = nil, why: Unread? = nil) {
        self.kind = kind
        self.roundTrip = roundTrip
        self.why = why
    }
}

/// The requests a node knows, and the features it told with them.
package struct NodeVersions: Hashable, Sendable {
    /// Of each API key, the versions it takes.
    package var ranges: [Int16: ClosedRange<Int16>]
    /// Levels of the finalized features, by name.
    package var features: [NameKey: Int16]
    /// −1 where not told.
    package var featuresEpoch: Int64
    package var isReadyForMigration: Bool

    package init(
        ranges: [Int16: ClosedRange<Int16>], features: [NameKey: Int16] = [:], featuresEpoch: Int64 = -1, isReadyForMigration: Bool = false
    ) {
        self.ranges = ranges
        self.features = features
        self.featuresEpoch = featuresEpoch
        self.isReadyForMigration = isReadyForMigration
    }

    /// Whether it takes that request in that version.
    package func takes(_ key: Int16, _ version: Int16 = 0) -> Bool { (ranges[key]?.upperBound ?? -1) >= version }
}

/// A move of a partition's replicas under way.
package struct Move: Hashable, Sendable {
    package var replicas: [Int32]
    package var adding: [Int32]
    package var removing: [Int32]

    package init(replicas: [Int32], adding: [Int32], removing: [Int32]) {
        self.replicas = replicas
        self.adding = adding
        self.removing = removing
    }

    /// The replicas when it is done, in order.
    package var target: [Int32] { replicas.filter { !removing.contains($0) } }

    package enum Kind: String, Sendable { case addOnly, move, shrink, reorder }

    /// What it does to the list of replicas.
    package var kind: Kind {
        switch (adding.isEmpty, removing.isEmpty) {
        case (false, true): .addOnly
        case (false, false): .move
        case (true, false): .shrink
        case (true, true): .reorder
        }
    }
}

/// The quorum as its leader tells it.
package struct QuorumFacts: Sendable {
    package struct Node: Sendable, Hashable {
        package var id: Int
        /// nil before version 2.
        package var directory: String?
        package var isVoter: Bool
        package var logEnd: Int
        /// Milliseconds by the leader's clock, −1: unknown.
        package var lastFetch: Int
        package var lastCaughtUp: Int

        package init(id: Int, directory: String?, isVoter: Bool, logEnd: Int, lastFetch: Int, lastCaughtUp: Int) {
            self.id = id
            self.directory = directory
            self.isVoter = isVoter
            self.logEnd = logEnd
            self.lastFetch = lastFetch
            self.lastCaughtUp = lastCaughtUp
        }
    }
    /// nil: none.
    package var leader: Int?
    package var epoch: Int
    package var highWatermark: Int
    package var nodes: [Node]
    /// Addresses of nodes, `NAME host:port`; empty before version 2.
    package var endpoints: [Int: [String]]
    package var answeredBy: Int?
    package var asOf: Int

    package init(
        leader: Int?, epoch: Int, highWatermark: Int, nodes: [Node], endpoints: [Int: [String]], answeredBy: Int?, asOf: Int
    ) {
        self.leader = leader
        self.epoch = epoch
        self.highWatermark = highWatermark
        self.nodes = nodes
        self.endpoints = endpoints
        self.answeredBy = answeredBy
        self.asOf = asOf
    }

    /// The node that leads.
    package var leaderNode: Node? { leader.flatMap { node($0) } }

    /// The node of that id. A quorum that takes voters by id and directory (KIP-853) keeps one whose disk was replaced beside the new one, until
    /// somebody removes it: the one that was caught up, asked, or had come furthest last is the one that runs.
    package func node(_ id: Int) -> Node? {
        nodes.filter { $0.id == id }.max { ($0.lastCaughtUp, $0.lastFetch, $0.logEnd) < ($1.lastCaughtUp, $1.lastFetch, $1.logEnd) }
    }
    /// Voters that must agree.
    package var majority: Int { nodes.count { $0.isVoter } / 2 + 1 }
}
