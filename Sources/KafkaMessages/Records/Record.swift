/// One record of a partition's log.
package struct Record: Sendable {
    /// A name and a value that travel with a record.
    package struct Header: Sendable {
        /// The name; it need not be unique.
        package var key: String
        /// The value, or null.
        package var value: [UInt8]?

        /// A header.
        package init(key: String, value: [UInt8]?) {
            self.key = key
            self.value = value
        }
    }

    /// Its place in the log.
    package var offset: Int64
    /// Milliseconds since 1970, as the batch's timestamp type says: of creation, or of appending to the log; -1 = none.
    package var timestamp: Int64
    /// The key, or null.
    package var key: [UInt8]?
    /// The value; null marks a key as deleted in a compacted topic.
    package var value: [UInt8]?
    /// The headers, in their order.
    package var headers: [Header]

    /// A record.
    package init(offset: Int64, timestamp: Int64, key: [UInt8]?, value: [UInt8]?, headers: [Header] = []) {
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
        self.headers = headers
    }
}
