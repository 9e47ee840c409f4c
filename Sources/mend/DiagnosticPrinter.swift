import Commands
import Language
import Terminal

/// Tells diagnostics on standard error: for people, or as JSON lines with `--output json`.
struct DiagnosticPrinter {
    let files: [SourceFile]
    let invocation: Invocation
    let screen: Screen

    func report(_ diagnostics: [Diagnostic]) {
        let renderer = DiagnosticRenderer(files: files)
        for diagnostic in diagnostics {
            var text = renderer.render(diagnostic)
            while text.hasSuffix("\n") { text.removeLast() }
            screen.say(text)
        }
        let errors = diagnostics.count { $0.severity == .error }
        if errors > 1 { screen.say("\(errors) errors") }
    }
}
