import Engine
import KafkaAdmin
import KafkaWire
import Language

extension Cause {
    /// Why a fact is not known, as a value of the language carries it.
    init(_ why: Unread) { self.init(broker: why.broker, why.text) }
}

extension Value {
    /// A fact as a cell.
    static func fact<Known>(_ fact: Fact<Known>, _ cell: (Known) -> Value) -> Value {
        switch fact {
        case .known(let known): cell(known)
        case .unknown(let why): .unknown(Cause(why))
        }
    }

    static func fact(_ fact: Fact<Int>) -> Value { .fact(fact) { .int($0) } }
    static func fact(_ fact: Fact<Int?>) -> Value { .fact(fact) { .int($0) } }
    static func fact(_ fact: Fact<Bool>) -> Value { .fact(fact) { .bool($0) } }

    static func unknown(_ why: Unread) -> Value { .unknown(Cause(why)) }
    static func unknown(_ text: String) -> Value { .unknown(Cause(text)) }

    /// A number that may be absent.
    static func int(_ number: Int?) -> Value { number.map { .int($0) } ?? .null }
    static func size(_ number: Int?) -> Value { number.map { .size($0) } ?? .null }
    static func text(_ text: String?) -> Value { text.map { .text($0) } ?? .null }

    /// A count or a sum; where a part is unknown it is at least that.
    static func atLeast(_ sum: AtLeast, _ unit: (Int) -> Value = { .int($0) }) -> Value {
        sum.why == nil ? unit(sum.amount) : .bound(.atLeast, unit(sum.amount))
    }

    static func brokers(list: some Sequence<Int32>) -> Value { .list(ListValue(list.map { .int(Int($0)) }, isSigned: false)) }
    static func brokers(set: some Sequence<Int32>) -> Value { .set(ListValue(Set(set).sorted().map { .int(Int($0)) }, isSigned: false)) }
    static func texts(set: some Sequence<String>) -> Value { .set(ListValue(set.distinctSorted().map { .text($0) })) }
    static func partitions(_ names: some Sequence<TopicPartition>) -> Value { .list(ListValue(names.map { .partition($0) })) }
    static func partition(_ name: TopicPartition) -> Value { .partition(topic: name.topic, index: name.partition) }

    /// Operations by Kafka's names.
    static func rights(_ operations: Set<AclOperation>?) -> Value {
        operations.map { .texts(set: $0.map(\.name)) } ?? .unknown("its brokers do not tell rights")
    }

    /// The broker whose answer something is; unknown where it is not proved.
    static func answerer(_ broker: Int?) -> Value { broker.map { .int($0) } ?? .unknown("who answered is not proved to be any broker") }

    /// Milliseconds to the language's nanoseconds.
    static func duration(milliseconds: Int) -> Value {
        let (nanoseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? .unknown(Cause("longer than can be said")) : .duration(nanoseconds)
    }
}
