import KafkaMessages
import KafkaWire
import Testing

@Suite struct GroupTests {
    private func vector(_ start: String) throws -> [UInt8] {
        let row = try #require(Vector.lines("misc").first { $0[0].hasPrefix(start) })
        return Vector.bytes(try #require(row.last))
    }

    @Test("a group's partition is the one that Kafka hashes it to")
    func hashing() throws {
        let rows = try Vector.lines("misc").filter { $0[0] == "coordinatorPartition(50)" }
        #expect(rows.count > 4)
        for row in rows { #expect(coordinatorPartition(of: row[1], partitions: 50) == Int32(row[2]), "\(row[1])") }
        #expect(coordinatorPartition(of: "a", partitions: 0) == 0)
    }

    @Test("subscriptions are read in any version, and written as Kafka writes them")
    func subscription() throws {
        let third = try vector("ConsumerProtocol subscription v3")
        let value = try ConsumerProtocol.subscription(third)
        #expect(value.topics == ["t1", "t2"] && value.generationId == 5 && value.rackId == "r1" && value.userData == nil)
        #expect(value.ownedPartitions.map(\.topic) == ["t1"] && value.ownedPartitions.first?.partitions == [0, 1])
        #expect(try ConsumerProtocol.encoded(value, version: 3) == third)
        #expect(try ConsumerProtocol.subscription(vector("ConsumerProtocol subscription v0")).topics == ["t1"])
        // A version of tomorrow: the fields known today, then others.
        let later = try ConsumerProtocol.subscription([0, 9] + third.dropFirst(2) + [1, 2, 3])
        #expect(later.rackId == "r1")
    }

    @Test("assignments are read, and bytes that are none are a fault")
    func assignment() throws {
        let bytes = try vector("ConsumerProtocol assignment v3")
        let value = try ConsumerProtocol.assignment(bytes)
        #expect(value.assignedPartitions.first?.topic == "t1" && value.assignedPartitions.first?.partitions == [0, 2])
        #expect(try ConsumerProtocol.encoded(value, version: 3) == bytes)
        for length in 0..<bytes.count {
            #expect(throws: WireFault.self) { _ = try ConsumerProtocol.assignment(Array(bytes[..<length])) }
        }
        #expect(throws: WireFault.self) { _ = try ConsumerProtocol.assignment([0xFF, 0xFF] + bytes.dropFirst(2)) }
    }
}
