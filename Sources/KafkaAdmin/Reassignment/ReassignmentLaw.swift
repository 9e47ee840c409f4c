import KafkaClient

/// When the controller calls a move of replicas done: which replicas must be in sync, by release.
///
/// The one place of it: planner, sources, probes ask here. With ZooKeeper every target (`KafkaController.isReassignmentComplete`, the same from
/// 2.4 to 3.9). With KRaft, `PartitionReassignmentReplicas.maybeCompleteReassignment` (before 3.5 `PartitionChangeBuilder`): up to 3.7 those that
/// come; from 3.8 on every target (KAFKA-15665); from 4.3 on those that come, and every target only where fewer come than leave (KAFKA-19975,
/// of December 2025: 4.0 and 4.1 were out by then, of 4.2 it is not known whether it got it).
package struct ReassignmentLaw: Hashable, Sendable {
    /// What one release wants.
    package enum Rule: CaseIterable, Sendable {
        /// Every replica of the target.
        case everyTarget
        /// The replicas that come.
        case added
        /// The replicas that come; every replica of the target where fewer come than leave.
        case addedUnlessFewer
    }

    /// What the controller may go by: more than one where its release is not told exactly.
    package let rules: Set<Rule>

    package init(rules: Set<Rule>) { self.rules = rules.isEmpty ? Set(Rule.allCases) : rules }

    /// A major and a minor number: `4.3`.
    package struct Version: Hashable, Comparable, Sendable {
        package var major: Int
        package var minor: Int

        package init(_ major: Int, _ minor: Int) {
            self.major = major
            self.minor = minor
        }

        package static func < (left: Version, right: Version) -> Bool { (left.major, left.minor) < (right.major, right.minor) }
    }

    /// The law of a controller.
    /// - Parameters:
    ///   - isKRaft: nil where that is not known.
    ///   - versions: what its release may be; nil where that is not known.
    package init(isKRaft: Bool?, versions: ClosedRange<Version>?) {
        var rules: Set<Rule> = []
        if isKRaft != true { rules.insert(.everyTarget) }
        if isKRaft != false {
            let versions = versions ?? Version(3, 3)...Version(.max, 0)
            if versions.lowerBound < Version(3, 8) { rules.insert(.added) }
            if versions.upperBound >= Version(3, 8), versions.lowerBound < Version(4, 3) { rules.insert(.everyTarget) }
            if versions.upperBound >= Version(4, 2) { rules.insert(.addedUnlessFewer) }
        }
        self.init(rules: rules)
    }

    // MARK: What it says

    /// The replicas of a move that must be in sync when it ends, in the order of the target; nil where the controller's release, which is not
    /// told exactly, decides.
    package func needed(_ move: Move) -> [Int32]? {
        let found = Set(rules.map { $0.needed(move) })
        return found.count == 1 ? found.first : nil
    }

    /// The replicas that one or another of the rules wants in sync.
    package func mostNeeded(_ move: Move) -> [Int32] {
        let all = Set(rules.flatMap { $0.needed(move) })
        return (move.target + move.adding).filter { all.contains($0) }.eachOnce
    }

    /// Whether a move can end: one that adds what it removes never does where the added must be in sync without the removed. Such a move is left
    /// where a target that adds nothing is asked for over a running move: the controller keeps the old list of what is added
    /// (`ReplicationControlManager.changePartitionReassignment` sets only lists that are not empty). nil: its release decides.
    package func canEnd(_ move: Move) -> Bool? {
        let answers = Set(rules.map { rule in Set(rule.needed(move)).isDisjoint(with: move.removing) })
        return answers.count == 1 ? answers.first : nil
    }
}

extension ReassignmentLaw.Rule {
    /// The replicas that must be in sync, in the order of the target. Nothing waits where nothing comes and nothing leaves.
    package func needed(_ move: Move) -> [Int32] {
        guard !move.adding.isEmpty || !move.removing.isEmpty else { return [] }
        switch self {
        case .everyTarget: return move.target
        case .added: return move.comingFirst
        case .addedUnlessFewer: return move.adding.count < move.removing.count ? (move.target + move.adding).eachOnce : move.comingFirst
        }
    }
}

extension Move {
    /// The move that a target makes of replicas that stand still.
    package init(from present: [Int32], to target: [Int32]) {
        let removing = present.filter { !target.contains($0) }.sorted()
        self.init(replicas: target + removing, adding: target.filter { !present.contains($0) }.sorted(), removing: removing)
    }

    /// Its replicas after a cancel: those of now without the coming ones, in the order that Kafka keeps.
    package var cancelled: [Int32] { replicas.filter { !adding.contains($0) } }

    /// True where a replica both comes and leaves: it was asked for over another move.
    package var addsWhatItRemoves: Bool { !Set(adding).isDisjoint(with: removing) }

    /// What comes, in the order of the replicas.
    fileprivate var comingFirst: [Int32] { replicas.filter { adding.contains($0) } }
}

extension [Int32] {
    /// Each element once, where it stands first.
    fileprivate var eachOnce: [Int32] {
        var seen: Set<Int32> = []
        return filter { seen.insert($0).inserted }
    }
}

extension Client {
    /// The law that the active controller goes by. Its own release decides, which it tells where it is a broker, too. Of a controller that is
    /// none, and of one that nobody named, it is only known that it knows the cluster's `metadata.version`: while nodes are upgraded one by one
    /// no broker's release tells the controller's.
    /// - Parameter controller: the active controller; nil where that is not known.
    package func reassignmentLaw(controller: BrokerID?) -> ReassignmentLaw {
        let isKRaft = view.mode.map { $0 == .kraft }
        if let own = controller.flatMap({ versions(of: $0) }) {
            return ReassignmentLaw(isKRaft: isKRaft, versions: Release.versions(of: [own]))
        }
        let level = toldVersions.compactMap { $0.finalizedFeatures["metadata.version"] }.max()
        let oldest = level.flatMap { MetadataVersion.release(ofLevel: $0) }
        return ReassignmentLaw(isKRaft: isKRaft, versions: oldest.map { $0...max($0, ReassignmentLaw.Version(.max, 0)) })
    }
}
