import Journal

/// What a run remembers: writes each record to the journal, and only then takes it into the state.
///
/// A session in the REPL has no folder until its first effect: until then records wait in memory.
final class RunLog {
    private(set) var state: RunState
    private(set) var journal: RunJournal?
    private var waiting: [(record: RunRecord, at: Int)] = []
    let clock: any EngineClock
    /// Effects whose settings an earlier process was making when it ended, and when it began to: what it sent may still come.
    let inheritedPreparing: [NameKey: Moment]
    /// How old what it wrote down is.
    let inheritedAge: InheritedAge
    /// How an earlier process ended it; nil: none did, or it was killed.
    let inheritedEnd: String?
    private let makeFolder: () throws(JournalFailure) -> RunJournal

    /// A log that writes from the first record on, or once something must be durable (`open` makes the folder then).
    init(state: RunState, journal: RunJournal?, clock: any EngineClock, open: @escaping () throws(JournalFailure) -> RunJournal) {
        self.state = state
        self.journal = journal
        self.clock = clock
        inheritedAge = InheritedAge(clock, lastRecordMs: state.lastMs)
        inheritedPreparing = Dictionary(state.preparing.map { ($0.key.description, $0.value) }) { first, _ in first }
        inheritedEnd = state.ended?.state
        makeFolder = open
    }

    /// The run's name; nil before it has a folder.
    var run: String? { journal?.run }

    /// False before there is a folder: what a session only looked at is not kept.
    var isRecording: Bool { journal != nil }

    /// Puts the first record before all that waits.
    func head(_ header: RunHeader) {
        guard state.header == nil else { return }
        waiting.insert((.began(header), clock.wallMs), at: 0)
        state.apply(.began(header), at: clock.wallMs)
    }

    /// Writes a record. Throws where the journal cannot be kept; then the state is as before.
    func append(_ record: RunRecord) throws(Stop) {
        let now = clock.wallMs
        do throws(JournalFailure) {
            if let journal {
                try journal.append(kind: record.kind, at: now, record.members, durably: record.mustBeDurable)
            } else if record.opensFolder {
                try begin()
                try journal?.append(kind: record.kind, at: now, record.members, durably: true)
            } else {
                waiting.append((record, now))
            }
        } catch {
            throw .end(.journal(error, inDoubt: hasDoubt))
        }
        state.apply(record, at: now)
    }

    private var hasDoubt: Bool { state.effects.values.contains(where: \.hasDoubt) }

    /// Makes the folder and writes what waited.
    func begin() throws(JournalFailure) {
        guard journal == nil else { return }
        let made = try makeFolder()
        journal = made
        for (record, at) in waiting { try made.append(kind: record.kind, at: at, record.members, durably: false) }
        waiting = []
    }

    /// Writes to this folder from now on; what waited is written first.
    func open(_ body: () throws(JournalFailure) -> RunJournal) throws(Stop) {
        do throws(JournalFailure) {
            let made = try body()
            journal = made
            for (record, at) in waiting { try made.append(kind: record.kind, at: at, record.members, durably: false) }
            waiting = []
        } catch { throw .end(.journal(error, inDoubt: false)) }
    }

    /// A value as a record may hold it: big ones go to files of their own. Before there is a folder all stay in the record.
    func kept(_ value: JSONValue) throws(Stop) -> JSONValue {
        guard let journal else { return ["value": value] }
        do throws(JournalFailure) { return try journal.kept(value) } catch { throw .end(.journal(error, inDoubt: hasDoubt)) }
    }

    /// The value that `kept` put away.
    func value(of kept: JSONValue) throws(Stop) -> JSONValue {
        if let value = kept["value"] { return value }
        guard let journal else { throw .end(.journal(.disk("a value was put away before the run had a folder"), inDoubt: false)) }
        do throws(JournalFailure) {
            return try RunJournal.value(of: kept, run: journal.run, in: journal.store)
        } catch { throw .end(.journal(error, inDoubt: false)) }
    }

    /// Gives the run back.
    func close() {
        journal?.close()
        journal = nil
    }
}

extension RunRecord {
    /// True for what makes a session in the REPL a run: its first effect.
    fileprivate var opensFolder: Bool {
        switch self {
        case .intended, .owed: true
        default: false
        }
    }
}
