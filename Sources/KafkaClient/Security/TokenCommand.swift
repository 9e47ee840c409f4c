import Network
import Platform

/// A program that prints a token: started, read and reaped by the loop's events. What it prints is never shown; of what it says on standard
/// error the last line is, where it fails.
final class TokenCommand: TokenFetch {
    /// A token is no longer than this, in bytes.
    private static let limit = 65_536

    private(set) var result: Result<FetchedToken, SASLFailure>?
    private let name: String
    private let loop: any Loop
    private var child: ChildProcess?
    private var output: [UInt8] = []
    private var complaint: [UInt8] = []
    private var open: Set<FileDescriptor> = []
    private var reaping: TimerID?

    init(_ words: [String], loop: any Loop) {
        name = words.first ?? ""
        self.loop = loop
        do throws(Errno) {
            let child = try ChildProcess(words)
            self.child = child
            for pipe in [child.output, child.errorOutput] {
                guard let pipe else { continue }
                open.insert(pipe)
                loop.watch(pipe)
            }
        } catch {
            result = .failure(.noToken("\(error)"))
        }
    }

    func takes(_ event: LoopEvent) -> Bool {
        switch event {
        case .readable(let descriptor) where open.contains(descriptor): read(descriptor)
        case .wake(let timer) where timer == reaping: reap()
        default: return false
        }
        return true
    }

    func cancel() {
        for pipe in open { loop.unwatch(pipe) }
        open = []
        if let reaping { loop.cancel(reaping) }
        child?.kill()
        child?.closePipes()
        child = nil
        if result == nil { result = .failure(.noToken("\(name) was not waited for")) }
    }

    private func read(_ pipe: FileDescriptor) {
        do throws(Errno) {
            while let chunk = try pipe.read() {
                if chunk.isEmpty {
                    open.remove(pipe)
                    if open.isEmpty { reap() }
                    return
                }
                if pipe == child?.output { output += chunk } else { complaint = (complaint + chunk).suffix(2000) }
                guard output.count <= Self.limit else { return fail("\(name) prints more than a token") }
            }
            loop.watch(pipe)
        } catch {
            fail("\(name): \(error)")
        }
    }

    /// Both of its streams are at their end: it is over, or will be in a moment.
    private func reap() {
        reaping = nil
        guard let child else { return }
        switch child.poll() {
        case nil: reaping = loop.wake(at: loop.now.advanced(by: .milliseconds(5)))
        case .exited(0)?:
            child.closePipes()
            self.child = nil
            result = .success(FetchedToken(token: output))
        case let ending?:
            let last = String(decoding: complaint, as: UTF8.self).split(whereSeparator: \.isNewline).last.map { ": \($0.prefix(200))" }
            fail("\(name) ended with \(ending)\(last ?? "")")
        }
    }

    private func fail(_ why: String) {
        if result == nil { result = .failure(.noToken(why)) }
        cancel()
    }
}
