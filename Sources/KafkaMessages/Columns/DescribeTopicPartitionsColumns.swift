import KafkaWire

/// A DescribeTopicPartitions answer (KIP-966), its partitions as columns. Pages of one listing are appended to one `PartitionColumns`.
package struct DescribeTopicPartitionsColumns: KafkaResponse {
    /// How long the broker asks to hold further requests, in milliseconds.
    package var throttleTimeMs: Int32 = 0
    /// Topics and partitions.
    package var partitions: PartitionColumns
    /// Where the next page begins; nil = this was the last one.
    package var nextCursor: DescribeTopicPartitionsResponse.Cursor?

    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init(from: &reader, version: version, continuing: PartitionColumns())
    }

    /// Reads the body of a further page; ask `reader.fault` before the value is used.
    /// - Parameter earlier: the partitions of the pages before it.
    package init(from reader: inout WireReader, version: Int16, continuing earlier: PartitionColumns) {
        partitions = earlier
        reader.begin(0...0, flexible: true, version: version)
        throttleTimeMs = reader.int32()
        var left = reader.count(minimum: 26)
        var isFirst = true
        while left > 0, reader.fault == nil {
            partitions.readDescribedTopic(&reader, mayContinue: isFirst)
            isFirst = false
            left -= 1
        }
        nextCursor = reader.isPresent() ? DescribeTopicPartitionsResponse.Cursor(from: &reader, version: version) : nil
        reader.skipTags()
    }
}

extension PartitionColumns {
    fileprivate mutating func readDescribedTopic(_ reader: inout WireReader, mayContinue: Bool) {
        let error = reader.errorCode()
        let name = reader.nullableString() ?? ""
        let id = reader.uuid()
        let isInternal = reader.bool()
        if !mayContinue || !continues(name, id: id) { openTopic(name, id: id, isInternal: isInternal, error: error) }
        let row = openTopic
        var left = reader.count(minimum: 20)
        while left > 0, reader.fault == nil {
            self.error.append(reader.int16())
            topic.append(row)
            partition.append(reader.int32())
            leader.append(reader.int32())
            leaderEpoch.append(reader.int32())
            reader.int32Array(appendingTo: &replicas.items)
            reader.int32Array(appendingTo: &isr.items)
            let hasEligible = reader.nullableInt32Array(appendingTo: &eligible.items)
            let hasLastKnown = reader.nullableInt32Array(appendingTo: &lastKnownEligible.items)
            reader.int32Array(appendingTo: &offline.items)
            closePartition(knowsEligible: hasEligible && hasLastKnown)
            reader.skipTags()
            left -= 1
        }
        _ = reader.int32()
        reader.skipTags()
    }
}
