import KafkaWire

/// Brokers that replicas name, that the cluster does not list to us, and that may be alive all the same.
///
/// A broker lists to a client only brokers that have the listener by which that client came (`MetadataCache.getAliveBrokerNodes(listenerName)`,
/// fenced ones too), and counts the others' replicas as offline (`getOfflineReplicas`). So who is not listed is gone, unless the answer shows that
/// brokers without that listener are there: by a partition whose leader has none, or by one that is in sync behind a leader that serves, where
/// the controller leaves nobody who is gone.
package struct UnlistedBrokers: Hashable, Sendable {
    package let brokers: Set<Int32>

    /// Why it is not known how many brokers are alive.
    package var why: Unread? { brokers.min().flatMap { why($0) } }

    /// Why it is not known whether a broker is alive; nil: it is not one of these.
    package func why(_ broker: Int32) -> Unread? {
        brokers.contains(broker)
            ? Unread(broker: Int(broker), "not listed here: it may have no listener of the name that is used", error: .listenerNotFound)
            : nil
    }

    /// nil where nothing shows that one that is not listed is there: then they are gone.
    /// - Parameter listed: all that the cluster lists, fenced ones too.
    package init?(_ table: PartitionTable, listed: Set<Int32>) {
        let unlisted = table.replicas.items.distinct.filter { !listed.contains($0) }
        guard !unlisted.isEmpty else { return nil }
        let isShown = (0..<table.count).contains { row in
            if table.errors[row] == ErrorCode.listenerNotFound.rawValue { return true }
            return listed.contains(table.leader[row]) && table.isr[row].contains { unlisted.contains($0) }
        }
        guard isShown else { return nil }
        brokers = Set(unlisted)
    }
}
