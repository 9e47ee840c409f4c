import KafkaWire

/// What stands before the topics in a Metadata answer: who the cluster is. It is read without what follows, which may be a thousand times
/// as long.
package struct MetadataHead {
    /// How long the broker asks to hold further requests, in milliseconds.
    package var throttleTimeMs: Int32 = 0
    /// The brokers that are alive in the eyes of the one asked.
    package var brokers: [MetadataResponse.MetadataResponseBroker] = []
    /// The cluster's id; nil where the version has none.
    package var clusterID: String?
    /// The broker that stands for the controller; -1 = none, or not told.
    package var controllerID: Int32 = -1

    /// Reads the head, and leaves the reader at the topics; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        reader.begin(0...13, flexible: version >= 9, version: version)
        if version >= 3 { throttleTimeMs = reader.int32() }
        brokers = reader.structs(minimum: 10, version: version)
        if version >= 2 { clusterID = reader.nullableString() }
        if version >= 1 { controllerID = reader.int32() }
    }
}
