import Platform

/// A command of the shell that gets lines and has the terminal until it ends: the pager, and what `:pipe` names.
struct OutputCommand {
    /// What the shell says of a command that it does not find, or may not start.
    private static let notStarted: ClosedRange<Int32> = 126...127
    private static let stepMs = 20

    let text: String

    /// `$PAGER`, else `less` where there is one, told to leave what fits alone and to keep colours; nil: results are shown a screenful each.
    static func pager(_ environment: (String) -> String?) -> OutputCommand? {
        if let text = environment("PAGER") {
            return text.contains { !$0.isWhitespace } ? OutputCommand(text: text) : nil
        }
        let folders = (environment("PATH") ?? "").split(separator: ":")
        return folders.contains { Files.exists("\($0)/less") } ? OutputCommand(text: "less -FRX") : nil
    }

    /// Whether it shows colours as such.
    var takesColours: Bool { text.split(whereSeparator: \.isWhitespace).first?.split(separator: "/").last == "less" }

    /// Runs it to its end: the keys are its own, Ctrl-C too, and the terminal is as it was afterwards. That it does not want all of the lines is
    /// no failure.
    /// - Returns: how it ended; nil where the shell did not find it.
    func run(_ lines: [UInt8], _ inbox: Inbox) throws(Errno) -> ChildProcess.Ending? {
        let mode = TerminalMode.of(.standardInput)
        defer { mode?.restore(on: .standardInput) }
        let child = try ChildProcess(
            ["/bin/sh", "-c", text], input: .pipe, output: .inherited, errorOutput: .inherited, hasOwnGroup: false)
        var rest = lines[...]
        while true {
            if let ending = child.poll() {
                if case .exited(let code) = ending, Self.notStarted.contains(code) { return nil }
                return ending
            }
            let written = write(rest, to: child)
            if let written { rest = rest.dropFirst(written) } else { rest = [] }
            if rest.isEmpty { child.closeInput() }
            guard written == nil || written == 0 else { continue }
            // Connections and signals are looked after meanwhile.
            _ = inbox.wait(untilWallMs: inbox.wallMs + Self.stepMs)
            if inbox.isHungUp { child.kill() }
        }
    }

    /// How many bytes it took; nil where it wants no more.
    private func write(_ bytes: ArraySlice<UInt8>, to child: ChildProcess) -> Int? {
        guard let input = child.input, !bytes.isEmpty else { return nil }
        do throws(Errno) { return try input.write(bytes.prefix(65536)) } catch { return nil }
    }
}
