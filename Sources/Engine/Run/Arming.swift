import Journal
import Language

/// Effects are allowed for a time on a cluster that is read-only by default: why, by whom, until when.
package struct Arming: Sendable, Hashable {
    package var reason: String
    package var who: String
    /// When it ends by itself, milliseconds since 1970; nil: with the process.
    package var until: Int?

    package init(reason: String, who: String, until: Int? = nil) {
        self.reason = reason
        self.who = who
        self.until = until
    }

    /// Whether it allows anything at that instant.
    package func holds(atMs wallMs: Int) -> Bool { until.map { wallMs < $0 } ?? true }

    var members: [JSONValue.Member] {
        [.init("reason", .string(reason)), .init("who", .string(who)), .init("until", until.map { .int($0) } ?? .null)]
    }

    init?(json: JSONValue) throws(MemberFault) {
        guard let reason = json["reason"]?.string else { return nil }
        self.init(reason: reason, who: json["who"]?.string ?? "", until: try json.number("until", in: JournalRange.moment))
    }
}

extension RunOptions {
    /// Why an effect may not begin now; nil: it may. What has begun goes on to its end, and what is owed is always given back.
    package func refusal(atMs wallMs: Int) -> String? {
        if isReadOnly { return "--read-only: effects are refused" }
        guard let protectedBy else { return nil }
        guard let arming else {
            return "\(protectedBy) is read-only: --arm REASON allows effects, in the REPL `:arm 15m reason \"…\"`; nothing was sent"
        }
        guard !arming.holds(atMs: wallMs) else { return nil }
        return "\(protectedBy) is read-only again since \(TimeText.rfc3339(ms: arming.until ?? wallMs)): `:arm` again; nothing was sent"
    }
}

extension Interpreter {
    /// Stops an effect that may not begin.
    func checkMayTouch(_ span: Span?) throws(Stop) {
        guard let why = options.refusal(atMs: clock.wallMs) else { return }
        throw .failure(RunFailure(options.isReadOnly ? .refused : .gate, why, span: span))
    }

    /// Stops a run of a program that touches something before its first step.
    func checkMayBegin() throws(Stop) {
        guard options.protectedBy != nil, options.arming == nil, program.touches || !log.state.effectOrder.isEmpty else { return }
        try checkMayTouch(nil)
    }

    /// Writes down that, and why, this process may touch a cluster that is read-only by default.
    func noteArming() throws(Stop) {
        guard options.protectedBy != nil, let arming = options.arming else { return }
        try log.append(.armed(arming))
    }
}

extension CheckedProgram {
    /// Whether it may ask the cluster, or a command, to change anything: saying something does not count.
    fileprivate var touches: Bool { !verbs.subtracting(["notify"]).isEmpty }
}
