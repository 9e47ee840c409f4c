import KafkaMessages
import KafkaWire
import Testing

@Suite struct EncodingTests {
    @Test("a value that the version cannot carry is refused by name")
    func notInThisVersion() {
        var writer = WireWriter()
        let request = ListGroupsRequest(statesFilter: ["Empty"])
        #expect(throws: EncodingFailure(.notInThisVersion, message: "ListGroupsRequest", field: "StatesFilter", version: 3)) {
            try request.encode(into: &writer, version: 3)
        }
    }

    @Test("a value that may be dropped is dropped")
    func ignorable() throws {
        var writer = WireWriter()
        try MetadataResponse(throttleTimeMs: 7, clusterId: "abc").encode(into: &writer, version: 0)
        #expect(writer.bytes == [0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("null where the version has none is refused by name")
    func nullNotAllowed() {
        var writer = WireWriter()
        #expect(throws: EncodingFailure(.nullNotAllowed, message: "MetadataRequest", field: "Topics", version: 0)) {
            try MetadataRequest(topics: nil).encode(into: &writer, version: 0)
        }
    }

    @Test("a string too long for its length field is refused")
    func tooLong() {
        var writer = WireWriter()
        let request = FindCoordinatorRequest(key: String(repeating: "x", count: 40000))
        #expect(throws: EncodingFailure(.tooLong, message: "FindCoordinatorRequest", version: 0)) {
            try request.encode(into: &writer, version: 0)
        }
    }

    @Test("fields keep their meaning, not only their bytes")
    func meaning() {
        // Metadata v1: one broker 3 at h:9092 in rack r, controller 3, one topic t with partition 5 led by 3.
        let bytes: [UInt8] = [
            0, 0, 0, 1, 0, 0, 0, 3, 0, 1, 0x68, 0, 0, 0x23, 0x84, 0, 1, 0x72, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0x74, 1, 0, 0, 0, 1,
            0, 5, 0, 0, 0, 5, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 0,
        ]
        var reader = WireReader(bytes)
        let response = MetadataResponse(from: &reader, version: 1)
        #expect(reader.fault == nil && reader.remaining == 0)
        #expect(response.brokers.first?.host == "h" && response.brokers.first?.port == 9092 && response.brokers.first?.rack == "r")
        #expect(response.controllerId == 3)
        #expect(response.topics.first?.name == "t" && response.topics.first?.isInternal == true)
        let partition = response.topics.first?.partitions.first
        #expect(partition?.errorCode == .leaderNotAvailable && partition?.partitionIndex == 5 && partition?.leaderId == 3)
        #expect(partition?.replicaNodes == [3] && partition?.isrNodes == [])
    }

    @Test("an unknown tagged field is skipped by its size")
    func unknownTag() {
        // ListConfigResources v0 request is empty but for its tagged section: here tag 9 with three bytes.
        var reader = WireReader([1, 9, 3, 0xAA, 0xBB, 0xCC])
        _ = ListConfigResourcesRequest(from: &reader, version: 0)
        #expect(reader.fault == nil && reader.remaining == 0)
    }
}
