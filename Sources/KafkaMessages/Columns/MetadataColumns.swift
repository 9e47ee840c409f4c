import KafkaWire

/// A Metadata answer, its partitions as columns: the same facts as `MetadataResponse`, read in half the time and a third of the memory.
package struct MetadataColumns: KafkaResponse {
    /// How long the broker asks to hold further requests, in milliseconds.
    package var throttleTimeMs: Int32 = 0
    /// The brokers that are alive in the eyes of the one asked.
    package var brokers: [MetadataResponse.MetadataResponseBroker] = []
    /// The cluster's id; nil where the version has none.
    package var clusterID: String?
    /// The broker that stands for the controller; -1 = none, or not told.
    package var controllerID: Int32 = -1
    /// Topics and partitions.
    package var partitions = PartitionColumns()
    /// What the caller may do to the cluster, a bit field; Int32.min = not asked.
    package var clusterAuthorizedOperations: Int32 = .min
    /// The error of the whole answer.
    package var errorCode = ErrorCode.none

    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        let head = MetadataHead(from: &reader, version: version)
        throttleTimeMs = head.throttleTimeMs
        brokers = head.brokers
        clusterID = head.clusterID
        controllerID = head.controllerID
        partitions.knowsOffline = version >= 5
        var left = reader.count(minimum: 8)
        while left > 0, reader.fault == nil {
            partitions.readMetadataTopic(&reader, version)
            left -= 1
        }
        if version >= 8 && version <= 10 { clusterAuthorizedOperations = reader.int32() }
        if version >= 13 { errorCode = reader.errorCode() }
        reader.skipTags()
    }
}

extension PartitionColumns {
    fileprivate mutating func readMetadataTopic(_ reader: inout WireReader, _ version: Int16) {
        let error = reader.errorCode()
        let name = version >= 12 ? reader.nullableString() : reader.string()
        let id = version >= 10 ? reader.uuid() : .zero
        let isInternal = version >= 1 ? reader.bool() : false
        openTopic(name ?? "", id: id, isInternal: isInternal, error: error)
        let row = openTopic
        var left = reader.count(minimum: 18)
        while left > 0, reader.fault == nil {
            self.error.append(reader.int16())
            topic.append(row)
            partition.append(reader.int32())
            leader.append(reader.int32())
            leaderEpoch.append(version >= 7 ? reader.int32() : -1)
            reader.int32Array(appendingTo: &replicas.items)
            reader.int32Array(appendingTo: &isr.items)
            if version >= 5 { reader.int32Array(appendingTo: &offline.items) }
            closePartition(knowsEligible: false)
            reader.skipTags()
            left -= 1
        }
        if version >= 8 { allow(reader.int32()) }
        reader.skipTags()
    }
}
