/// One change that the lab was asked for, on one target.
package struct LabEffect: Equatable, CustomStringConvertible {
    /// When, in virtual milliseconds since the story began.
    package let at: Int64
    /// The api key that asked.
    package let api: Int16
    /// The broker that was asked.
    package let broker: Int32
    /// What was to change: "trips-3", "broker 2", "group trip-processing".
    package let target: String
    /// What was asked: "[1, 3, 2]", "set leader.replication.throttled.rate=50000000".
    package let detail: String
    /// Kafka's error code; 0 is success.
    package let outcome: Int16
    /// Whether the state of the cluster is another now.
    package let changed: Bool

    /// One line for people and for comparing two runs.
    package var description: String {
        "\(at) api \(api) at \(broker): \(target) \(detail) -> \(outcome)\(changed ? "" : ", no change")"
    }
}
