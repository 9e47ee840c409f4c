/// A Kafka release such as 3.9, the version that the lab pretends to be.
package struct KafkaRelease: Comparable, Hashable, CustomStringConvertible {
    /// The first number.
    package let major: Int
    /// The second number.
    package let minor: Int

    /// The release `major.minor`.
    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads "2.8", "3.9.2", "4.3": the third number does not matter here. Nil for anything else, and outside 2.4 ... 4.3.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let major = Int(parts[0]), let minor = Int(parts[1]) else { return nil }
        if parts.count == 3, Int(parts[2]) == nil { return nil }
        let release = KafkaRelease(major, minor)
        guard release >= .oldest, release <= .newest, minor >= 0, minor <= 9 else { return nil }
        self = release
    }

    /// The oldest release that the lab can pretend to be.
    package static let oldest = KafkaRelease(2, 4)
    /// The newest release, and the default.
    package static let newest = KafkaRelease(4, 3)

    /// "4.3".
    package var description: String { "\(major).\(minor)" }

    /// Older releases are smaller.
    package static func < (left: KafkaRelease, right: KafkaRelease) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    /// Whether this lab has a quorum of controllers (KRaft) instead of ZooKeeper.
    package var isKRaft: Bool { self >= KafkaRelease(3, 3) }
    /// Whether broker settings can cordon log dirs (KIP-1066).
    var cordonsLogDirs: Bool { self >= KafkaRelease(4, 3) }
    /// Whether a placement by name on a cordoned broker is refused: 4.4.0 does, 4.3.1 does not.
    var refusesCordonedTargets: Bool { self >= KafkaRelease(4, 4) }
    /// Which replicas of a move must be in sync when it ends.
    var completion: Completion {
        if !isKRaft || (self >= KafkaRelease(3, 8) && self < KafkaRelease(4, 3)) { return .everyTarget }
        return self < KafkaRelease(3, 8) ? .added : .addedUnlessFewer
    }

    /// The law by which a controller ends a move.
    enum Completion {
        /// All of the target: with ZooKeeper (KafkaController.isReassignmentComplete), and KRaft from 3.8 on (KAFKA-15665). Of 4.2 that is a
        /// guess: the change that 4.3 has (KAFKA-19975) was made in the month in which 4.2 was frozen.
        case everyTarget
        /// What comes: KRaft up to 3.7.
        case added
        /// What comes, and all of the target where fewer come than leave: from 4.3 on (KAFKA-19975).
        case addedUnlessFewer
    }

    /// Whether eligible leader replicas (KIP-966) are kept; new clusters have them from 4.1 on.
    package var keepsEligibleLeaders: Bool { self >= KafkaRelease(4, 1) }
    /// Whether the high watermark stands still below min.insync.replicas.
    var holdsWatermarkBelowMinISR: Bool { self >= KafkaRelease(4, 0) }
    /// Whether every shrink of the ISR raises the leader epoch (metadata versions before 3.6).
    var bumpsEpochAtShrink: Bool { self < KafkaRelease(3, 6) }
}
