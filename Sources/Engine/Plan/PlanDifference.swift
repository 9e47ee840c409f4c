import Journal
import Language

/// What differs between a plan that was reviewed and the one of now, line by line. What only moved on (bytes, sizes, the end of a log) does not.
struct PlanDifference {
    /// What differs, one line each.
    private(set) var lines: [String] = []
    /// True where only other targets were chosen for the same items.
    private(set) var isOnlyTargets = true

    /// Lines in a message.
    private static let most = 20

    /// - Parameter own: Keys of items that this run itself has asked for since: they are no drift.
    init(_ reviewed: EffectPlan, _ now: EffectPlan, own: Set<[JSONValue]> = []) {
        guard reviewed.effect == now.effect else {
            add("`\(now.effect)` stands there now, `\(reviewed.effect)` was reviewed")
            return
        }
        let before = Dictionary(reviewed.items.map { ($0.key, $0) }) { first, _ in first }
        let after = Dictionary(now.items.map { ($0.key, $0) }) { first, _ in first }
        let blocked = Dictionary(now.blocked.map { ($0.key, $0.why) }) { first, _ in first }
        for item in now.items where before[item.key] == nil { add("\(item.label) was added: \(item.before.text) → \(item.target.text)") }
        for item in reviewed.items where after[item.key] == nil && !own.contains(item.key) {
            add(
                blocked[item.key].map { "\(item.label) is blocked now: \($0)" }
                    ?? "\(item.label) is gone: so already, or not there any more")
        }
        for item in now.items {
            guard let old = before[item.key], !own.contains(item.key) else { continue }
            if old.before != item.before {
                add("\(item.label) was \(old.before.text) when it was reviewed, is \(item.before.text) now")
            } else if old.target != item.target, !Self.movesOn(now) {
                lines.append("\(item.label) would go to \(item.target.text), \(old.target.text) was reviewed")
            }
        }
        let wasBlocked = Set(reviewed.blocked.map(\.key))
        for item in now.blocked where before[item.key] == nil && !wasBlocked.contains(item.key) {
            add("\(item.label) is blocked now: \(item.why)")
        }
        for name in ["throttle", "position", "kind"] where reviewed.parameters[name] != now.parameters[name] {
            add("\(name) is \(now.parameters[name]?.text ?? "none") now, \(reviewed.parameters[name]?.text ?? "none") was reviewed")
        }
        if let grave = now.mustApprove, reviewed.mustApprove == nil { add("it cannot be undone now: \(grave)") }
    }

    private mutating func add(_ line: String) {
        lines.append(line)
        isOnlyTargets = false
    }

    /// As one message: the first lines, and how many more there are.
    var text: String {
        let shown = lines.prefix(Self.most).map { "\n    \($0)" }.joined()
        return lines.count > Self.most ? "\(shown)\n    and \(lines.count - Self.most) more" : shown
    }

    /// Targets that are computed from what goes on by itself: the end of a log, the offset of a time.
    private static func movesOn(_ plan: EffectPlan) -> Bool {
        plan.parameters["position"]?.string.map { ["latest", "earliest", "time"].contains($0) } ?? false
    }
}
