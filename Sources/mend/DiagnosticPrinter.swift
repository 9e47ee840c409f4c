import Commands
import Engine
import Journal
import Language
import Output
import Terminal

/// Tells diagnostics on standard error: for people, or as JSON lines with `--output json`.
struct DiagnosticPrinter {
    let files: [SourceFile]
    let invocation: Invocation
    let screen: Screen
    /// False where the text has just been typed: its place would be noise.
    var showsPlace = true
    /// So many a person is shown.
    private static let mostShown = 50

    func report(_ diagnostics: [Diagnostic]) {
        if ResultPrinter.form(of: invocation).isForPrograms {
            let lines = DiagnosticLines(files: files)
            for diagnostic in diagnostics { screen.say(lines.json(diagnostic).text) }
            return
        }
        let renderer = DiagnosticRenderer(files: files, showsPlace: showsPlace)
        for diagnostic in diagnostics.prefix(Self.mostShown) {
            var text = renderer.render(diagnostic)
            while text.hasSuffix("\n") { text.removeLast() }
            screen.say(lines: text)
        }
        let more = diagnostics.count - Self.mostShown
        if more > 0 { screen.say("and \(more) more, which `--output json` tells") }
        let errors = diagnostics.count { $0.severity == .error }
        if errors > 1 { screen.say("\(errors) errors") }
    }
}

extension OutputForm {
    /// JSON, one document or lines: what is beside the data is JSON lines then, too.
    var isForPrograms: Bool { self == .json || self == .jsonl }
}

extension DiagnosticLines {
    /// An end other than well, as a JSON line.
    static func failure(of end: RunEnd, files: [SourceFile]) -> JSONValue {
        guard case .failed(let failure) = end else { return Self.failure(code: end.state, message: end.message, span: nil, files: files) }
        return Self.failure(code: failure.kind.rawValue, message: failure.message, span: failure.span, files: files)
    }
}
