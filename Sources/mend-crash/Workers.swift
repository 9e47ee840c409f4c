import CrashSuite
import Platform

/// One share of the cases, told line by line to whoever began this process.
enum Worker {
    static func run(_ campaign: Campaign) -> Int32 {
        campaign.run { report in
            switch report {
            case .begins(let crash): say("? \(crash)")
            case .passed(let rows): say("= \(text(rows))")
            case .idle: say("0")
            case .differs(let crash, let rows, let lines):
                say("! \(text(rows)) \(crash)")
                for line in lines { say("  \(line)") }
            case .broken(let why): say("!! \(why)")
            }
        }
        say(".")
        return 0
    }

    private static func text(_ rows: Set<Int>) -> String { rows.isEmpty ? "-" : rows.sorted().map(String.init).joined(separator: ",") }
}

/// The workers: this program again, once for each processor, each with its share.
final class Workers {
    private let options: Options
    private var tally = Tally()
    private var shown = 0
    private var idle = 0
    private let started = SystemClock.now()

    private final class Share {
        let child: ChildProcess
        var buffer: [UInt8] = []
        var at = ""
        var isDone = false
        var ending: ChildProcess.Ending?
        init(_ child: ChildProcess) { self.child = child }
    }

    init(_ options: Options) { self.options = options }

    /// The exit code: 0 where nothing differs.
    func run() -> Int32 {
        let count = max(1, options.number("workers") ?? 2)
        guard let path = SystemProcess.executablePath else {
            say("mend-crash: /proc is not mounted")
            return 2
        }
        var shares: [Share] = []
        do throws(Errno) {
            for index in 0..<count {
                var words = [path, "--share", "\(index)/\(count)"]
                for name in ["only", "seeds"] { if let value = options.value(name) { words += ["--\(name)", value] } }
                shares.append(Share(try ChildProcess(words, errorOutput: .inherited)))
            }
        } catch {
            say("mend-crash: \(error)")
            return 2
        }
        var nextWord = 10
        while shares.contains(where: { $0.ending == nil }) {
            wait(for: shares)
            for share in shares where share.ending == nil { take(share) }
            let seconds = Int(started.duration(to: SystemClock.now()) / .seconds(1))
            if seconds >= nextWord {
                nextWord = seconds + 30
                say("\(seconds) s: \(tally.cases) cases, \(tally.differences) differ")
            }
        }
        if options.value("only").map({ $0.contains("real") }) ?? true { runReal() }
        let seconds = Int(started.duration(to: SystemClock.now()) / .seconds(1))
        say("\n\(tally.table)\n")
        say("\(tally.cases) cases in \(seconds / 60) min \(seconds % 60) s, \(tally.differences) differ")
        if idle > 0 { say("\(idle) more are not counted: what they are about had nothing to happen to") }
        return tally.differences == 0 ? 0 : 1
    }

    /// Real processes, after the others: they wait for real time.
    private func runReal() {
        guard let cases = RealCases(mend: options.value("mend")) else { return }
        var count = 0
        cases.run { name, rows, wasMet, problems in
            guard wasMet || !problems.isEmpty else {
                idle += 1
                return
            }
            count += 1
            tally.count(rows: rows, differs: !problems.isEmpty)
            guard !problems.isEmpty else { return }
            say("DIFFERS  real process \(name)")
            for line in problems { say("        \(line)") }
        }
        say("\(count) cases with real processes\(options.value("mend") == nil ? "; without --mend none of the built program" : "")")
    }

    private func wait(for shares: [Share]) {
        var entries = shares.filter { $0.ending == nil }.compactMap { $0.child.output.map { PollEntry($0, read: true) } }
        Poll.wait(&entries, timeout: .milliseconds(200))
    }

    private func take(_ share: Share) {
        let ending = share.child.poll()
        while let output = share.child.output, let chunk = (try? output.read()) ?? nil, !chunk.isEmpty { share.buffer += chunk }
        while let end = share.buffer.firstIndex(of: UInt8(ascii: "\n")) {
            hear(String(decoding: share.buffer[..<end], as: UTF8.self), share)
            share.buffer.removeFirst(end + 1)
        }
        guard let ending else { return }
        share.ending = ending
        share.child.closePipes()
        if !share.isDone {
            tally.countFailure()
            say("a worker died (\(ending)) in: \(share.at)")
        }
    }

    private func hear(_ line: String, _ share: Share) {
        let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        switch words.first {
        case "?": share.at = String(line.dropFirst(2))
        case "0": idle += 1
        case "=": tally.count(rows: rows(words.dropFirst().first), differs: false)
        case "!":
            tally.count(rows: rows(words.dropFirst().first), differs: true)
            shown += 1
            if shown <= 200 { say("DIFFERS  \(words.last ?? "")") }
        case "!!":
            tally.countFailure()
            say("BROKEN  \(line.dropFirst(3))")
        case ".": share.isDone = true
        default: if shown <= 200 { say("        \(line)") }
        }
    }

    private func rows(_ text: Substring?) -> Set<Int> { Set((text ?? "").split(separator: ",").compactMap { Int($0) }) }
}

/// A line, at once: whoever reads it through a pipe sees how far it is.
func say(_ line: String) { try? FileDescriptor.standardOutput.writeAll(Array("\(line)\n".utf8)) }
