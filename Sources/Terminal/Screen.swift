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
    /// Why results did not reach standard output; nil: all did. Nothing more is written there then.
    private var outputFailure: Errno?
    /// True once nothing more can be shown: the reader of standard output has gone away (`| head`), or its disk is full.
    package var outputIsBroken: Bool { outputFailure != nil }
    /// The progress that stands, without the line of a wait.
    private var progress: [Painted] = []
    /// What is being waited for, under the progress.
    private var waiting: Painted?
    /// The cells of each line of either that stands.
    private var statusWidths: [Int] = []

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

    /// Lines of standard output; nil where it is no terminal.
    package var height: Int? { StandardStream.output.isTerminal ? TerminalSize.of(.standardOutput)?.rows : nil }

    /// Writes data and a newline.
    package func show(_ text: Painted) { show(lines: Array((text.text + "\n").utf8)) }

    /// Writes data of several lines, which stay as they are laid out, and a newline.
    @_disfavoredOverload
    package func show(_ text: String) { show(Painted(lines: text)) }

    /// Writes lines of data, each of which has its newline, and in which nothing is that a terminal would obey.
    package func show(lines: [UInt8]) {
        clearStatus()
        guard outputFailure == nil else { return }
        do throws(Errno) { try StandardStream.output.write(lines) } catch { outputFailed(error) }
    }

    /// A reader that went away has seen what it wanted; whatever else keeps results from where they were to go is told, once.
    private func outputFailed(_ failure: Errno) {
        outputFailure = failure
        if failure.code != .brokenPipe { say("mend: \(failure); what was to be shown is not all there") }
    }

    /// Gives standard output back, and looks whether all that was shown has arrived: some file systems tell only then.
    /// - Returns: false where results were lost.
    package func endOutput() -> Bool {
        if outputFailure == nil {
            do throws(Errno) { try StandardStream.output.close() } catch { outputFailed(error) }
        }
        return outputFailure.map { $0.code == .brokenPipe } ?? true
    }

    /// Writes words about the data and a newline.
    package func say(_ text: Painted) {
        clearStatus()
        // There is nobody left to tell when standard error itself is gone.
        try? StandardStream.error.write(text.text + "\n")
    }

    /// Writes a text from elsewhere and a newline, as one message.
    @_disfavoredOverload
    package func say(_ text: String) { say(Painted(text)) }

    /// Writes words about the data that are laid out in lines, and a newline.
    package func say(lines: String) { say(Painted(lines: lines)) }

    /// Writes a question, and stays on its line.
    package func prompt(_ text: Painted) {
        clearStatus()
        try? StandardStream.error.write(text.text)
    }

    /// Draws lines that the next words replace: progress. Nothing where nobody watches. What the terminal has no room for is left out.
    package func status(_ lines: [Painted]) {
        guard coloursError, !isQuiet else { return }
        progress = lines
        draw()
    }

    /// Draws one line about what is being waited for, or takes it away (nil); the progress above it stays. Nothing where nobody watches.
    package func wait(_ line: Painted?) {
        guard coloursError, !isQuiet, line != waiting else { return }
        waiting = line
        draw()
    }

    private func draw() {
        let size = TerminalSize.of(.standardError) ?? TerminalSize(columns: 80, rows: 24)
        erase()
        let below = waiting.map { [$0] } ?? []
        let lines = progress.prefix(max(size.rows - 2 - below.count, 1)) + below
        let fitted = lines.map { CellText.prefix($0.text, cells: size.columns - 1) }
        guard !fitted.isEmpty else { return }
        try? StandardStream.error.write(fitted.map { $0 + "\n" }.joined())
        statusWidths = fitted.map { CellText.width($0) }
    }

    /// Takes the progress lines away, also where the window was made narrower since.
    package func clearStatus() {
        erase()
        progress = []
        waiting = nil
    }

    private func erase() {
        guard !statusWidths.isEmpty else { return }
        let columns = max(TerminalSize.of(.standardError)?.columns ?? 80, 1)
        let rows = statusWidths.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
        try? StandardStream.error.write("\u{1B}[\(rows)A\r\u{1B}[J")
        statusWidths = []
    }
}
