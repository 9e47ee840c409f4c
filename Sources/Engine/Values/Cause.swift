/// Why a fact is not known: `broker 3: no answer in 5s`.
package struct Cause: Hashable, Sendable, CustomStringConvertible {
    /// The broker that did not tell; nil where the cause is none of one broker's.
    package var broker: Int?
    /// What happened, without the broker: `no answer in 5s`, `needs KRaft`, `step "Find" was skipped`.
    package var text: String

    package init(broker: Int? = nil, _ text: String) {
        self.broker = broker
        self.text = text
    }

    package var description: String {
        if let broker { "broker \(broker): \(text)" } else { text }
    }
}
