import Commands
import Engine
import Journal
import Language
import Output
import Terminal

/// Checks and runs entries one after the other, each against what those before it have made: the REPL, a pipe and `-e`.
final class EntryRunner {
    /// What came of an entry.
    enum Outcome {
        /// It did not parse or check: nothing was run.
        case wrong
        case ran(RunEnd)
    }

    private let session: ClusterSession
    private let engine: Engine.Session
    private let observer: TerminalObserver
    /// False in the REPL: the text has just been typed.
    private let showsPlace: Bool
    private(set) var environment = CheckedEnvironment()
    private var nextFile: Int32 = 0
    /// The texts so far: what is said of an entry may point into an earlier one.
    private var files: [SourceFile] = []

    init(_ session: ClusterSession, mode: RunHeader.Mode, showsPlace: Bool) throws(UsageError) {
        self.session = session
        self.showsPlace = showsPlace
        observer = TerminalObserver(screen: session.screen, printer: session.printer, store: session.store)
        var surroundings = session.surroundings()
        surroundings.observer = observer
        engine = Engine.Session(schema: Vocabulary.schema, mode: mode, options: try session.runOptions(), surroundings: surroundings)
    }

    /// The run's name; nil before the first effect.
    var run: String? { engine.run }

    /// What allows effects on a read-only cluster now.
    var arming: Arming? { engine.arming }

    /// Allows effects on a read-only cluster, or no more.
    func arm(_ arming: Arming?) throws(JournalFailure) { try engine.arm(arming) }

    /// True where what stands beside the data is read by programs.
    var isForPrograms: Bool { session.printer.form.isForPrograms }

    /// `_`.
    var last: Value? { engine.last }

    /// Why it is only a bound, where it is one.
    var lastBecause: [Cause] { engine.lastBecause }

    /// Parses, checks and runs a text.
    /// - Parameter line: The line of the input at which it begins.
    func run(_ text: String, named name: String, line: Int = 1) -> Outcome {
        let file = SourceFile(id: nextFile, name: name, text: text)
        let loaded = ProgramFile(file, mode: .entry, firstImport: nextFile + 1)
        nextFile += Int32(clamping: loaded.files.count)
        files += loaded.files
        let checked = loaded.check(options: CheckOptions(mode: .entry, environment: environment))
        report(checked.diagnostics, of: file, line: line)
        guard !checked.hasErrors else {
            advise(on: text)
            return .wrong
        }
        let end = engine.execute(checked)
        observer.endEntry()
        adopt(checked.environment, end)
        return .ran(end)
    }

    /// For a line as other tools take it: what to type here, where that is a line of the language.
    private func advise(on text: String) {
        guard !isForPrograms else { return }
        let forms = ForeignForms(sources: Vocabulary.beginnings().sources)
        let line = forms.line(for: text) { guess in
            if MetaCommand.parse(guess) != nil { return true }
            let file = SourceFile(id: nextFile, name: "", text: guess)
            let loaded = ProgramFile(file, mode: .entry, firstImport: nextFile + 1)
            return !loaded.check(options: CheckOptions(mode: .entry, environment: environment)).hasErrors
        }
        if let line { session.screen.say("type: " + Colour.bold.paint(line, enabled: session.screen.coloursError)) }
    }

    /// Ends the session, and tells what is owed or moving; nothing is told of one that only looked.
    /// - Returns: how the program ends.
    func close(after end: RunEnd = .done) -> ExitStatus {
        guard engine.run != nil else { return end.status }
        return engine.close(after: end).status
    }

    /// What stopped in the middle has not made all that it would have.
    private func adopt(_ made: CheckedEnvironment, _ end: RunEnd) {
        var made = made
        if end != .done {
            let bound = engine.bindings
            made.bindings = made.bindings.filter { bound[$0.key] != nil }
            if engine.last == nil { made.last = nil }
        }
        environment = made
    }

    /// Tells why an entry ended other than well; the end of a run tells it by itself.
    func tell(_ end: RunEnd) {
        guard end != .done else { return }
        let screen = session.screen
        if isForPrograms {
            screen.say(DiagnosticLines.failure(of: end, files: files).text)
            return
        }
        if !showsPlace, case .failed(let failure) = end, failure.message.hasPrefix("answered no") {
            // The question stands right above.
            return screen.say("nothing done")
        }
        let colour: Colour
        let head: String
        switch end {
        case .done: return
        case .failed(let failure) where failure.kind == .unreachable: (head, colour) = ("out of reach: ", .red)
        case .failed(let failure): (head, colour) = (failure.kind == .gate ? "gate: " : "failed: ", .red)
        case .waiting: (head, colour) = ("not answered: ", .yellow)
        case .inDoubt: (head, colour) = ("in doubt: ", .red)
        case .interrupted: (head, colour) = ("", .yellow)
        case .journal: (head, colour) = ("the journal: ", .red)
        case .outOfReach: (head, colour) = ("out of reach: ", .red)
        case .fileChanged, .locked, .drift: (head, colour) = ("stopped: ", .red)
        }
        screen.say(colour.paint(head.isEmpty ? end.message : head, enabled: screen.coloursError) + (head.isEmpty ? "" : end.message))
    }

    /// With `--output json` a gate that said no is a document, as a result is.
    func showGate(_ end: RunEnd) {
        guard session.printer.form == .json, case .failed(let failure) = end, failure.kind == .gate else { return }
        session.screen.show(Renderer.failedGate("require", because: failure.message, undecided: failure.isUndecided).text)
    }

    /// Places are counted in the whole input, of which the entry is a part.
    private func report(_ diagnostics: [Diagnostic], of file: SourceFile, line: Int) {
        guard !diagnostics.isEmpty else { return }
        let before = line - 1
        let padded = SourceFile(id: file.id, name: file.name, bytes: [UInt8](repeating: UInt8(ascii: "\n"), count: before) + file.bytes)
        let shift = Int32(clamping: before)
        func moved(_ span: Span) -> Span {
            span.file == file.id ? Span(file: span.file, start: span.start + shift, end: span.end + shift) : span
        }
        let placed = diagnostics.map { diagnostic in
            var diagnostic = diagnostic
            diagnostic.span = moved(diagnostic.span)
            diagnostic.notes = diagnostic.notes.map { .init(message: $0.message, span: $0.span.map(moved)) }
            return diagnostic
        }
        DiagnosticPrinter(
            files: files.filter { $0.id != file.id } + [padded], invocation: session.invocation, screen: session.screen,
            showsPlace: showsPlace
        ).report(placed)
    }
}

extension RunEnd {
    /// How the process ends after it.
    var status: ExitStatus { ExitStatus(exit) }
}
