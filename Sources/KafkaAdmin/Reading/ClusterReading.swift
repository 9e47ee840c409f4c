import KafkaClient

/// Reads facts about a cluster.
package enum ClusterReading {
    /// Finds out what is needed: one evaluation, in rounds. What could not be read is unknown in the facts, with its cause.
    /// - Parameter timeout: nanoseconds that one request may take.
    package static func read(_ needs: Needs, by client: Client, timeout: Int) -> ClusterFacts {
        FactReader(needs: needs, questions: Questions(client: client, timeout: timeout)).read()
    }
}
