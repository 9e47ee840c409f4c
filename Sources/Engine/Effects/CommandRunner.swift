import Platform

/// Starts commands for `run [...]`: a process of this machine, or nothing but a record in `mend test`.
package protocol CommandRunner: AnyObject {
    /// True where nothing is started: a command is recorded, and done.
    var onlyRecords: Bool { get }

    /// Runs a command to its end, or until the wall clock shows `deadline` (milliseconds since 1970) or somebody interrupts.
    func run(_ words: [String], until deadline: Int, clock: any EngineClock) -> CommandEnd
}

/// How a command ended.
package enum CommandEnd: Sendable, Hashable {
    /// It could not be started: nothing happened.
    case notStarted(String)
    /// Its exit code, and the end of what it wrote.
    case exited(Int, output: String)
    /// Killed by a signal, or still running when the time was up: what it did is not known.
    case unknown(String)
}

/// Records commands and starts none: in `mend test` a `run` is recorded, and done.
package final class RecordedCommands: CommandRunner {
    package private(set) var commands: [[String]] = []
    package let onlyRecords = true

    package init() {}

    package func run(_ words: [String], until deadline: Int, clock: any EngineClock) -> CommandEnd {
        commands.append(words)
        return .exited(0, output: "")
    }
}

/// Starts processes of this machine, and waits for them on the run's clock.
package final class SystemCommands: CommandRunner {
    package let onlyRecords = false
    /// The end of a command's output that is kept, in bytes.
    private static let kept = 2_000

    package init() {}

    package func run(_ words: [String], until deadline: Int, clock: any EngineClock) -> CommandEnd {
        let child: ChildProcess
        do throws(Errno) { child = try ChildProcess(words) } catch { return .notStarted(error.description) }
        defer { child.closePipes() }
        var output: [UInt8] = []
        while true {
            let ending = child.poll()
            for pipe in [child.output, child.errorOutput] {
                // So much at a time: one that writes without end must not keep us from its deadline.
                for _ in 0..<64 {
                    guard let pipe, let chunk = (try? pipe.read()) ?? nil, !chunk.isEmpty else { break }
                    output = (output + chunk).suffix(Self.kept)
                }
            }
            let text = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline).joined(separator: " | ")
            switch ending {
            case .exited(let code)?: return .exited(Int(code), output: DisplayForm.visible(text))
            case .signalled(let number)?: return .unknown("killed by signal \(number)")
            case nil: break
            }
            guard clock.wallMs < deadline else {
                child.kill()
                return .unknown("still running when its time was up; it was asked to end")
            }
            if case .interrupted(let times) = clock.wait(untilWallMs: min(deadline, clock.wallMs + 50)), times > 1 {
                return .unknown("left running (process \(child.identifier))")
            }
        }
    }
}
