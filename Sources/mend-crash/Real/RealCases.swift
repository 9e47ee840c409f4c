import CrashSuite
import Engine
import KafkaLab
import Network
import Platform

/// The part of the matrix that needs real processes: SIGKILL, signals, stopped and continued ones, a disk that takes no more, two at once.
final class RealCases {
    private let mend: String?
    private let itself: String
    private let root: String
    private let loop = PollLoop()
    private static let name = "staged-moves"
    /// How many cases run beside each other: they wait more than they work.
    private static let beside = 30

    /// - Parameter mend: the built program; nil: only what this program does itself.
    init?(mend: String?) {
        guard let path = SystemProcess.executablePath else { return nil }
        self.mend = mend
        itself = path
        root = "\(SystemProcess.environment("TMPDIR") ?? "/tmp")/mend-crash-\(SystemProcess.identifier)"
    }

    /// Runs all; what came of each.
    func run(_ report: (_ name: String, _ rows: Set<Int>, _ wasMet: Bool, _ problems: [String]) -> Void) {
        var waiting = plans
        var running: [RealCase] = []
        while !waiting.isEmpty || !running.isEmpty {
            while running.count < Self.beside, !waiting.isEmpty {
                let plan = waiting.removeFirst()
                do throws(Errno) {
                    running.append(
                        try RealCase(plan.name, rows: plan.rows, in: loop, under: root, setting: .quiet, speed: 10, plan.stages))
                } catch { report(plan.name, plan.rows, true, ["\(error)"]) }
            }
            var events = loop.poll(until: loop.now.advanced(by: .milliseconds(5)))
            for each in running { events = each.server.handle(events) }
            for each in running { each.turn() }
            for each in running where each.isOver { report(each.name, each.rows, each.wasMet, each.problems) }
            running.removeAll { $0.isOver }
        }
        try? Files.removeTree(root)
    }

    private typealias Plan = (name: String, rows: Set<Int>, stages: [RealCase.Stage])

    private var plans: [Plan] { selfKilled + (mend.map { killed($0) + signalled($0) + refused($0) + others($0) } ?? []) }

    // MARK: - This program as the process, ended by itself at an exact step

    private func child(_ point: CrashPoint?) -> RealCase.Stage {
        RealCase.Stage(
            words: { [itself] each in
                [itself, "--child", each.journalFolder, "--bootstrap", each.server.bootstrap, "--workload", Self.name]
                    + (point.map { ["--point", "\($0)"] } ?? [])
            }, mustEnd: point == nil ? nil : { $0 == .signalled(9) }, mayPass: true, isRepeated: point == nil)
    }

    private var selfKilled: [Plan] {
        var plans: [Plan] = []
        for write in 1...52 where write % 2 == 1 || write < 16 {
            for manner in [CrashPoint.Manner.half, .whole] {
                let point = CrashPoint(.write, write, manner)
                plans.append(("kill-\(point.fileName)", [write < 3 ? 1 : 14, 22], [child(point), child(nil)]))
            }
        }
        for send in stride(from: 30, to: 220, by: 7) {
            plans.append(("kill-s\(send)-after", [5, 22], [child(CrashPoint(.send, send, .after)), child(nil)]))
        }
        for wait in 1...8 {
            let point = CrashPoint(.wait, wait, .stop)
            plans.append(("kill-\(point.fileName)", [9, 22], [child(point), child(CrashPoint(.write, 4, .half)), child(nil)]))
        }
        return plans
    }

    // MARK: - The built program, ended from outside

    private func begin(_ mend: String, options: [String] = ["--yes"]) -> (RealCase) -> [String] {
        { each in
            let file = "\(each.folder)/moves.runbook"
            if let workload = Campaign.workloads.first(where: { $0.name == Self.name }) {
                try? Files.replace(file, with: workload.text)
            }
            return [mend, "run", file, "-b", each.server.bootstrap, "--journal", each.journalFolder] + options
        }
    }

    private func resume(_ mend: String) -> RealCase.Stage {
        RealCase.Stage(
            words: { [self] each in
                // Killed before its first record, there is nothing to take up.
                guard let run = each.run, !each.kinds.isEmpty else { return begin(mend)(each) }
                // By its name: one that failed for want of space is not open any more.
                return [mend, "resume", run, "--yes", "--journal", each.journalFolder]
            }, isRepeated: true)
    }

    /// SIGKILL once the journal has so many records.
    private func killed(_ mend: String) -> [Plan] {
        stride(from: 1, to: 56, by: 2).map { count in
            let kill: (RealCase, ChildProcess) -> Bool = { each, child in
                guard each.kinds.count >= count else { return false }
                child.kill(forced: true)
                return true
            }
            return ("mend-killed-\(count)", [14, 22], [.init(words: begin(mend), meanwhile: kill), resume(mend)])
        }
    }

    /// Each signal while the run waits for its first moves, and while it pauses between batches.
    private func signalled(_ mend: String) -> [Plan] {
        var plans: [Plan] = []
        for (index, signal) in [Signal.interrupt, .terminate, .hangup].enumerated() {
            for count in [9, 33] {
                let send: (RealCase, ChildProcess) -> Bool = { each, child in
                    guard each.kinds.count >= count else { return false }
                    child.send(signal)
                    return true
                }
                plans.append(
                    ("mend-signal-\(index)-\(count)", [9], [.init(words: begin(mend), meanwhile: send), resume(mend)]))
            }
        }
        let pause: (RealCase, ChildProcess) -> Bool = { each, child in
            guard each.kinds.count >= 9 else { return false }
            child.pause()
            var nothing: [PollEntry] = []
            Poll.wait(&nothing, timeout: .milliseconds(300))
            child.goOn()
            return true
        }
        plans.append(("mend-stopped-and-continued", [9], [.init(words: begin(mend), meanwhile: pause, mustEnd: { $0 == .exited(0) })]))
        return plans
    }

    /// A file that may not grow beyond so many blocks of 512 bytes.
    private func refused(_ mend: String) -> [Plan] {
        [2, 6, 11, 17, 24, 30].map { blocks in
            let words = begin(mend)
            return (
                "mend-full-\(blocks)", [15],
                [
                    .init(
                        words: { ["/bin/sh", "-c", "trap '' XFSZ; ulimit -f \(blocks); exec \"$0\" \"$@\""] + words($0) },
                        mustEnd: { $0 != .exited(0) && $0 != .signalled(25) }), resume(mend),
                ]
            )
        }
    }

    private func others(_ mend: String) -> [Plan] {
        let second: (RealCase, ChildProcess) -> Bool = { each, child in
            guard each.kinds.count >= 9 else { return false }
            child.kill(forced: true)
            return true
        }
        var isRefused = false
        var beside: ChildProcess?
        let twoAtOnce: (RealCase, ChildProcess) -> Bool = { each, child in
            guard each.kinds.count >= 9 else { return false }
            if beside == nil {
                // It stands still, so that both are there for certain.
                child.pause()
                beside = try? ChildProcess([mend, "resume", "--yes", "--journal", each.journalFolder])
            }
            guard let ending = beside?.poll() else { return false }
            isRefused = ending == .exited(7)
            child.goOn()
            child.kill(forced: true)
            return true
        }
        return [
            ("mend-unanswered", [12], [.init(words: begin(mend, options: []), mustEnd: { $0 == .exited(4) }), resume(mend)]),
            (
                "mend-killed-then-killed", [14, 22],
                [
                    .init(words: begin(mend), meanwhile: second),
                    .init(
                        words: { [mend, "resume", "--yes", "--journal", $0.journalFolder] },
                        meanwhile: { each, child in
                            guard each.kinds.count >= 20 else { return false }
                            child.kill(forced: true)
                            return true
                        }), resume(mend),
                ]
            ),
            (
                "mend-two-at-once", [22],
                [
                    .init(words: begin(mend), meanwhile: twoAtOnce, mustEnd: { $0 == .signalled(9) && isRefused }), resume(mend),
                ]
            ),
        ]
    }
}

extension CrashPoint {
    /// As part of a folder's name.
    fileprivate var fileName: String { String(description.map { $0 == ":" ? "-" : $0 }) }
}
