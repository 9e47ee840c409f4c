import Language

/// The cluster as the engine sees it. `KafkaPrimitives` implements it over a real one or the lab.
package protocol Cluster: AnyObject {
    /// Who this is. Asks the cluster the first time.
    func identity() throws(ClusterFailure) -> ClusterIdentity

    /// Reads sources, all at once: independent requests leave together. One table a request, in the same order, with the columns asked for
    /// (and the key). What could not be read is `unknown` in its rows or a cause in `missing`; throws only where no broker can be reached at all.
    func read(_ requests: [SourceRequest], timing: ReadTiming) throws(ClusterFailure) -> [Table]

    /// The effects that this cluster can be asked for, by the id of their signature.
    var effects: [NameKey: any EffectPrimitive] { get }

    /// Something is about to be changed: until it was, so many signals do not break off what waits for its answer. A first Ctrl-C stops at the
    /// next safe point, not in the middle of a request.
    func beginChange(shieldedSignals: Int)

    /// It was, or was given up: what `recipients` fixed, and what was shielded, is over.
    func endChange()

    /// Gives back a temporary setting: only if the value that stands is the one we set.
    func pay(_ debt: Debt, timing: ReadTiming) -> DebtPayment

    /// Gives back a setting that `pay` found `blind`, through the controller, without having seen what stands. Somebody has said yes to that.
    func payThroughController(_ debt: Debt, timing: ReadTiming) -> DebtPayment

    /// Where it finds what runs have set and still owe, newest last: it knows from there what brokers do not show. Asked only where it must be.
    func remember(_ owed: @escaping () -> [DebtIntent])

    /// From now on readings of the whole cluster are counted on their way. Nothing more is read for it.
    func countReadings()

    /// What was counted since it was last asked; nil: no reading told anything of the whole.
    func takeCounts() -> ClusterCounts?
}

extension Cluster {
    /// Nothing here waits for answers.
    package func beginChange(shieldedSignals: Int) {}
    package func endChange() {}

    /// There is no controller to go through.
    package func payThroughController(_ debt: Debt, timing: ReadTiming) -> DebtPayment {
        .notNow(Cause("this cluster has no controller to go through"))
    }

    /// It shows all its values.
    package func remember(_ owed: @escaping () -> [DebtIntent]) {}

    /// Nothing is counted.
    package func countReadings() {}

    package func takeCounts() -> ClusterCounts? { nil }
}

/// Which cluster this is.
package struct ClusterIdentity: Sendable, Hashable {
    package var id: String
    /// Where it was reached: `host:port,…`.
    package var bootstrap: String

    package init(id: String, bootstrap: String) {
        self.id = id
        self.bootstrap = bootstrap
    }
}

/// What to read of one source.
package struct SourceRequest: Sendable, Hashable {
    package var source: String
    /// The columns that are needed; only these cause requests.
    package var columns: Set<NameKey>
    /// Values of key columns to which the answer may be restricted. The caller filters again: a source is free to ignore them.
    package var restrictions: [NameKey: [Value]]
    /// For `offsets at T`: the time, milliseconds since 1970.
    package var at: Int?

    package init(source: String, columns: Set<NameKey>, restrictions: [NameKey: [Value]] = [:], at: Int? = nil) {
        self.source = source
        self.columns = columns
        self.restrictions = restrictions
        self.at = at
    }
}

/// Bounds of a reading.
package struct ReadTiming: Sendable {
    /// The longest that one request to one broker may take, in nanoseconds.
    package var requestTimeout: Int

    package init(requestTimeout: Int) { self.requestTimeout = requestTimeout }
}

/// Nothing can be said or done at all.
package enum ClusterFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// No broker could be reached; each address tried, and why.
    case outOfReach(String)
    /// A TLS or SASL cluster, which this version refuses.
    case secured(String)
    /// Another cluster answered than the one that was meant: which, and what to do.
    case otherCluster(String)
    /// Ctrl-C while asking.
    case interrupted

    /// As a person reads it, after what it kept from being done.
    package var description: String {
        switch self {
        case .outOfReach(let why), .secured(let why), .otherCluster(let why): why
        case .interrupted: "interrupted"
        }
    }
}
