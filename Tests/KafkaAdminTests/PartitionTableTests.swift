import KafkaAdmin
import KafkaWire
import Testing

@Suite("The table of partitions")
struct PartitionTableTests {
    @Test("rows are sorted by topic and number, whatever the order of the answer")
    func sorted() {
        var table = PartitionTable()
        for (topic, numbers) in [("b", [2, 0, 1]), ("a", [1, 0])] as [(String, [Int32])] {
            table.append(topic: topic, id: .zero, isInternal: false, error: .none)
            for number in numbers {
                var row = partition(leader: number, replicas: [number, 9], isr: [9])
                row.index = number
                table.append(row)
            }
        }
        table.finish()
        #expect((0..<table.count).map { table.name($0).description } == ["a-0", "a-1", "b-0", "b-1", "b-2"])
        #expect(table.row("b", 2) == 4)
        #expect(table.row("b", 3) == nil)
        #expect(table.row("c", 0) == nil)
        #expect(Array(table.replicas[4]) == [2, 9])
        #expect(table.topic("b")?.rows == 2..<5)
    }

    @Test("a topic that was asked for and is not there has no row; of one that may not be seen only the name is kept")
    func absent() {
        var table = PartitionTable()
        table.append(topic: "gone", id: .zero, isInternal: false, error: .unknownTopicOrPartition)
        table.append(topic: "secret", id: .zero, isInternal: false, error: .topicAuthorizationFailed)
        table.finish()
        #expect(table.topics.isEmpty && table.refusedTopics == ["secret"])
        #expect(table.topic("gone") == nil)
    }

    @Test("whole topics move where their partitions are in order, and take their lists along")
    func wholeTopics() {
        var table = PartitionTable()
        for (topic, numbers) in [("c", [0, 1, 2]), ("a", [0, 1]), ("b", [1, 0])] as [(String, [Int32])] {
            table.append(topic: topic, id: .zero, isInternal: false, error: .none)
            for number in numbers {
                var row = partition(leader: number, replicas: Array(0...number), isr: number == 0 ? [] : [number])
                row.index = number
                table.append(row)
            }
        }
        table.finish()
        #expect((0..<table.count).map { table.name($0).description } == ["a-0", "a-1", "b-0", "b-1", "c-0", "c-1", "c-2"])
        #expect((0..<table.count).map { Array(table.replicas[$0]) } == [[0], [0, 1], [0], [0, 1], [0], [0, 1], [0, 1, 2]])
        #expect((0..<table.count).map { Array(table.isr[$0]) } == [[], [1], [], [1], [], [1], [2]])
        #expect(table.leader == [0, 1, 0, 1, 0, 1, 2] && table.topicOf == [0, 0, 1, 1, 2, 2, 2])
    }

    @Test("lists as sets are sorted without repeats, and the numbers in them are told once")
    func sets() {
        var lists = IntLists()
        for list in [[3, 1], [], [2, 2, 1], [1, 2, 3], Array((0..<40).reversed())] as [[Int32]] { lists.append(list) }
        let sets = lists.asSets()
        #expect((0..<sets.count).map { Array(sets[$0]) } == [[1, 3], [], [1, 2], [1, 2, 3], Array(0..<40)])
        #expect(sets.asSets() == sets)
        #expect(([3, 1, 3, -1, 2, 1] as [Int32]).distinct == [-1, 1, 2, 3])
        #expect(([.max, 5000, 4094, 4095, .min, -2, 0, 5000] as [Int32]).distinct == [.min, -2, 0, 4094, 4095, 5000, .max])
        #expect(([] as [Int32]).distinct.isEmpty)
    }

    @Test("releases are told by the requests that brokers take")
    func releases() {
        func node(_ ranges: [(Int16, Int16)]) -> NodeVersions {
            NodeVersions(ranges: Dictionary(uniqueKeysWithValues: ranges.map { ($0.0, 0...$0.1) }))
        }
        #expect(Release.of(node([(45, 0)])) == "2.4")
        #expect(Release.of(node([(45, 0), (35, 4), (60, 0)])) == "3.3–3.4")
        #expect(Release.of([node([(60, 1)]), node([(16, 5), (60, 1)])]) == "3.7–3.8")
        #expect(Release.of([]) == nil)
    }
}
