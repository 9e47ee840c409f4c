/// The rows of the crash matrix: what can go wrong, and what is expected then.
package struct MatrixRow: Sendable {
    package var number: Int
    package var title: String
    /// How cases of this row are made.
    package var covered: String

    package static let all: [MatrixRow] = [
        .init(1, "before the header, in the middle of it", "stops and power losses at the folder and the first record"),
        .init(2, "after the header, before the first intent", "stops at every write, request and answer there"),
        .init(3, "torn intent record", "stops with half, and all but one byte, of it; every byte length of each kind of record is read"),
        .init(4, "intent on disk, request not sent", "stops before the bytes of a change leave"),
        .init(5, "applied, answer lost", "stops after the bytes leave; connections closed; answers that never come; 40 s late"),
        .init(6, "half applied", "the first item, or all but the first, is not done"),
        .init(7, "answer came, outcome torn or absent", "stops at the outcome's record, and as its answer arrives"),
        .init(8, "after the outcome, before the step is done", "stops at every write and request there"),
        .init(9, "in a wait, in a pause before another try", "stops in the middle of each wait; five kinds of signals; real signals"),
        .init(10, "between batches", "stops in the pause, and at the next batch's record"),
        .init(11, "in undo; while a debt is paid", "every point of runs that are taken back; every point of payments"),
        .init(12, "at a question", "no terminal, and input that ends; then resumed with --yes"),
        .init(
            13, "answered, then the cluster changes", "what was answered for changes between the answer and the effect; then asked again"),
        .init(14, "stopped again and again", "two points; and a stop at the 1st, 2nd, 3rd ... write of each resume"),
        .init(15, "the disk refuses", "one write, all from there on, half a line that stays; a real small file system"),
        .init(
            16, "the cluster answers otherwise", "NOT_CONTROLLER, REQUEST_TIMED_OUT and UNKNOWN_SERVER_ERROR after applying, no controller"),
        .init(17, "the target broker dies while a throttle is set", "it dies as it is asked, and comes back after 30 s"),
        .init(18, "somebody else moves the same", "between two processes; what they did must stand"),
        .init(
            19, "the text is edited",
            "layout, a later step, a step that is done or not, renamed, taken out, one put before: with and without a terminal"),
        .init(20, "parameters, secrets", "frozen in all cases; a secret that is given again, or is not"),
        .init(21, "another cluster, host, clock", "another cluster id; another host; its clock an hour off"),
        .init(22, "two at once", "a lock that is held; a real process that is killed"),
        .init(
            23, "an older, a newer journal",
            "every beginning of each journal is read; a newer record; older versions: the journal's own tests"),
        .init(24, "the terminal", "the terminal's own tests"),
        .init(25, "the report; a huge journal", "the report's own tests"),
        .init(26, "reads that lag behind a write", "brokers tell for 3 s what stood before a change that was answered"),
        .init(27, "a topic is deleted in mid-move", "every point of a run that moves it and others"),
        .init(28, "cancel, then order", "every point of cancels that restore an order, and of one of a move that cannot end"),
    ]

    init(_ number: Int, _ title: String, _ covered: String) {
        self.number = number
        self.title = title
        self.covered = covered
    }
}

extension CrashCase {
    /// The rows of the matrix that it belongs to.
    package func rows(_ bench: Bench) -> Set<Int> {
        var rows: Set<Int> = bench.workload.row.map { [$0] } ?? []
        let disturbed = points.indices.filter { points[$0] != nil }
        if disturbed.count > 1 { rows.insert(14) }
        if let first = disturbed.first, let point = points[first], bench.traces.indices.contains(first) {
            rows.formUnion(Self.rows(point, bench.traces[first]))
            if bench.workload.isUndone, first > 0 { rows.insert(11) }
        }
        if answers != .yes { rows.insert(12) }
        switch between {
        case .nothing: break
        case .pause: rows.insert(9)
        case .reformatted, .extended, .inserted, .agreed, .touched, .renamed, .removed: rows.insert(19)
        case .otherHost, .clockAhead, .clockBehind, .otherCluster: rows.insert(21)
        case .locked: rows.insert(22)
        case .newer: rows.insert(23)
        case .forgotten: rows.insert(20)
        case .foreign: rows.insert(18)
        case .drifted: rows.insert(13)
        }
        return rows
    }

    private static func rows(_ point: CrashPoint, _ trace: SeamTrace) -> Set<Int> {
        let place = point.number - 1
        switch point.seam {
        case .write, .disk:
            guard trace.writes.indices.contains(place) else { return [] }
            var rows = rows(ofWrite: place, trace)
            if point.seam == .disk { rows = [15] }
            return rows
        case .send, .served, .event:
            guard trace.sends.indices.contains(place) else { return [] }
            let send = trace.sends[place]
            return rows(of: point, isChange: CasePlan.mutations.contains(send.api) || send.api < 0, after: send.writesBefore, trace)
        case .answer:
            guard trace.answers.indices.contains(place) else { return [] }
            let writes = trace.answers[place].writesBefore
            return kind(writes - 1, trace) == "submitting" ? [7] : phase(after: writes, trace)
        case .wait, .signal:
            guard trace.waits.indices.contains(place) else { return [9] }
            let writes = trace.waits[place].writesBefore
            return isBetweenBatches(writes, trace) ? [9, 10] : [9]
        }
    }

    private static func rows(ofWrite place: Int, _ trace: SeamTrace) -> Set<Int> {
        switch kind(place, trace) {
        case "", "run": [1]
        case "intended": [3]
        case "sending", "submitting": isBetweenBatches(place, trace) ? [4, 10] : [4]
        case "submitted", "settled", "adopted": [7]
        case "owed", "preparing", "paid", "unpaid": [11]
        case "answer", "shown": [12]
        case "deadline": [9]
        default: phase(after: place, trace)
        }
    }

    private static func rows(of point: CrashPoint, isChange: Bool, after writes: Int, _ trace: SeamTrace) -> Set<Int> {
        let isDebt = ["owed", "preparing", "paid", "unpaid", "concluded"].contains(kind(writes - 1, trace))
        var rows: Set<Int> = isChange && isDebt ? [11] : []
        switch point.manner {
        case .before: return rows.union(isChange ? [4] : phase(after: writes, trace))
        case .after, .late: return rows.union(isChange ? [5] : phase(after: writes, trace))
        case .closeAfter, .drop: rows.insert(isChange ? 5 : 16)
        case .firstOnly, .notFirst: rows.insert(6)
        case .brokerDies: rows.insert(isDebt ? 17 : 16)
        case .staleReads: rows.insert(26)
        default: rows.insert(16)
        }
        return rows
    }

    /// Whether a place lies between the last record of a batch and the first of the next.
    private static func isBetweenBatches(_ place: Int, _ trace: SeamTrace) -> Bool {
        func isOfNoBatch(_ place: Int) -> Bool { ["sending", "sampled"].contains(kind(place, trace)) }
        var (last, next) = (place - 1, place)
        while isOfNoBatch(last) { last -= 1 }
        while isOfNoBatch(next) { next += 1 }
        return kind(last, trace) == "settled" && kind(next, trace) == "submitting"
    }

    /// Before the first intent, or after it.
    private static func phase(after writes: Int, _ trace: SeamTrace) -> Set<Int> {
        let intents = trace.writes.prefix(max(0, writes)).contains { $0.kind == .line("intended") }
        return intents ? [8] : [2]
    }

    /// The kind of record that a write was; empty for what is no record.
    private static func kind(_ place: Int, _ trace: SeamTrace) -> String {
        guard trace.writes.indices.contains(place), case .line(let kind) = trace.writes[place].kind else { return "" }
        return kind
    }
}
