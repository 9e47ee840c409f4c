import Platform

/// Where words go: data to standard output, everything else to standard error, with colour only where a person sees it.
package final class Screen {
    /// True where standard output is a terminal and the person is there.
    package let isInteractive: Bool
    /// True where data may carry colour.
    package let coloursOutput: Bool
    /// True where words beside the data may carry colour and be drawn over.
    package let coloursError: Bool
    /// No progress, no footers.
    package let isQuiet: Bool
    /// Set once the reader of standard output has gone away (`| head`).
    package private(set) var outputIsBroken = false
    private var statusRows = 0

    /// - Parameter environment: `NO_COLOR` (any value) and `TERM=dumb` turn colour off.
    package init(environment: (String) -> String?, noColor: Bool, quiet: Bool) {
        let plain = noColor || environment("NO_COLOR")?.isEmpty == false || environment("TERM") == "dumb"
        let outputIsTerminal = StandardStream.output.isTerminal
        let errorIsTerminal = StandardStream.error.isTerminal
        isInteractive = outputIsTerminal && FileDescriptor.standardInput.isTerminal
        coloursOutput = outputIsTerminal && !plain
        coloursError = errorIsTerminal && !plain
        isQuiet = quiet
    }

    /// Cells in a line of standard output; nil where it is no terminal: then nothing is fitted.
    package var width: Int? { StandardStream.output.isTerminal ? TerminalSize.of(.standardOutput)?.columns : nil }

    /// Writes data and a newline.
    package func show(_ text: String) {
        clearStatus()
        do throws(Errno) { try StandardStream.output.write(text + "\n") } catch { outputIsBroken = true }
    }

    /// Writes words about the data and a newline.
    package func say(_ text: String) {
        clearStatus()
        // There is nobody left to tell when standard error itself is gone.
        try? StandardStream.error.write(text + "\n")
    }

    /// Writes a question, and stays on its line.
    package func prompt(_ text: String) {
        clearStatus()
        try? StandardStream.error.write(text)
    }

    /// Draws lines that the next words replace: progress. Nothing where nobody watches.
    package func status(_ lines: [String]) {
        guard coloursError, !isQuiet else { return }
        let width = TerminalSize.of(.standardError)?.columns ?? 80
        clearStatus()
        let fitted = lines.map { String($0.prefix(max(width - 1, 1))) }
        try? StandardStream.error.write(fitted.joined(separator: "\n") + (fitted.isEmpty ? "" : "\n"))
        statusRows = fitted.count
    }

    /// Takes the progress lines away.
    package func clearStatus() {
        guard statusRows > 0 else { return }
        try? StandardStream.error.write("\u{1B}[\(statusRows)A\r\u{1B}[J")
        statusRows = 0
    }
}
