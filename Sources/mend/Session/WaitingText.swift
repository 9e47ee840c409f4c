import Engine
import KafkaClient
import Platform

/// What is said of a wait for brokers: `2 of 3 brokers answered; broker 2 for 3 s`.
enum WaitingText {
    /// More brokers than this are counted.
    private static let named = 3

    /// - Parameter bootstrap: where the cluster is looked for while no broker is connected.
    static func line(_ waiting: LongWait, bootstrap: String) -> String {
        guard !waiting.silent.isEmpty else { return "nobody answers yet at \(DisplayForm.visible(bootstrap))" + seconds(waiting.since) }
        let answered = max(waiting.asked - waiting.silent.count, 0)
        let names = waiting.silent.prefix(named).map { name($0.broker) + time($0.since) }
        let more = waiting.silent.count > named ? " and \(waiting.silent.count - named) more" : ""
        return "\(answered) of \(waiting.asked) broker\(waiting.asked == 1 ? "" : "s") answered; \(names.joined(separator: ", "))\(more)"
    }

    private static func name(_ broker: BrokerLabel) -> String {
        broker.id.map { "broker \($0)" } ?? broker.address.map { DisplayForm.visible($0) } ?? "a broker"
    }

    private static func time(_ duration: Duration) -> String {
        let text = seconds(duration)
        return text.isEmpty ? " not yet" : text
    }

    /// Nothing in the first second.
    private static func seconds(_ duration: Duration) -> String {
        let seconds = duration.wholeNanoseconds / 1_000_000_000
        return seconds < 1 ? "" : " for \(seconds) s"
    }
}
