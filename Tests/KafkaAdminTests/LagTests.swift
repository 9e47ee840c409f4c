import KafkaAdmin
import KafkaWire
import Testing

@Suite("Lag")
struct LagTests {
    private func lag(_ committed: Int?, _ earliest: Int, _ latest: Int) -> Lag {
        Lag(committed: .known(committed), earliest: .known(earliest), latest: .known(latest))
    }

    @Test("lag is counted from the log's start where that has passed the commit; what was lost is told apart")
    func clamped() {
        let one = lag(10, 40, 100)
        #expect(one.lag == .known(60))
        #expect(one.raw == .known(90))
        #expect(one.lost == .known(30))
        #expect(one.ahead == .known(0))
    }

    @Test("no commit is null, never zero")
    func noCommit() {
        let one = lag(nil, 0, 100)
        #expect(one.lag == .known(nil))
        #expect(one.raw == .known(nil))
        #expect(one.lost == .known(nil))
        #expect(one.ahead == .known(nil))
    }

    @Test("a commit past the end lags nothing, and is ahead")
    func ahead() {
        let one = lag(120, 0, 100)
        #expect(one.lag == .known(0))
        #expect(one.raw == .known(-20))
        #expect(one.ahead == .known(20))
    }

    @Test("without a leader lag is unknown")
    func leaderless() {
        let one = Lag(committed: .known(5), earliest: .unknown(unread), latest: .unknown(unread))
        #expect(one.lag == .unknown(unread))
        #expect(one.raw == .unknown(unread))
    }

    @Test("a sum with an unknown part is at least what is known")
    func atLeast() {
        var sum = AtLeast()
        sum.add(.known(5))
        sum.add(.unknown(unread))
        sum.add(.known(7))
        #expect(sum == AtLeast(12, why: unread))
    }

    @Test("the coordinator's partition is Java's hash of the name, its smallest integer counting as 0")
    func coordinatorPartition() {
        #expect(CoordinatorPartition.of(group: "", partitions: 50) == 0)
        #expect(CoordinatorPartition.of(group: "a", partitions: 50) == 47)
        #expect(CoordinatorPartition.of(group: "polygenelubricants", partitions: 50) == 0)
        #expect(CoordinatorPartition.of(group: "a", partitions: 0) == nil)
    }

    @Test("a throttle's list names single replicas or all")
    func throttledReplicas() {
        let some = ThrottledReplicas("0:1,3:2")
        #expect(some.names(partition: 3, broker: 2))
        #expect(!some.names(partition: 3, broker: 1))
        #expect(ThrottledReplicas("*").names(partition: 9, broker: 9))
        #expect(ThrottledReplicas("").isEmpty)
        #expect(ThrottledReplicas("nonsense").isEmpty)
    }
}
