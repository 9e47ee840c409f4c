/// A cluster, a load, a script of faults, and the state that counts as recovered.
package struct Scenario {
    /// A fault at a moment of the story.
    package struct Event {
        /// Virtual milliseconds since the story began.
        package var at: Int64
        /// What happens.
        package var fault: LabFault
    }

    /// Its name, as after `in lab`.
    package let name: String
    /// One line about it.
    package let summary: String
    /// The broker ids.
    package let brokers: [Int32]
    /// Fills an empty cluster with the state in which the story begins.
    let build: (LabCluster) -> Void
    /// What happens by itself.
    package var script: [Event] = []
    /// Whether the cluster has recovered.
    package var recovered: (LabCluster) -> Bool = { $0.isWhole }

    /// Every scenario that ships, in the order of the manual.
    package static var all: [Scenario] { [healthy, brokerLoss, offlinePartitions, stuckReassignment, consumerLag, consumerProtocol] }

    /// The scenario of that name; nil where there is none.
    package static func named(_ name: String) -> Scenario? { all.first { $0.name == name } }
}
