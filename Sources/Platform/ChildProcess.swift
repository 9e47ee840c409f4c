import Glibc

/// A program started by this one. Nothing here waits: its pipes are watched in the loop, its end is asked for.
package final class ChildProcess {
    /// Where one of the child's three streams leads.
    package enum Stream: Sendable {
        /// To /dev/null.
        case nothing
        /// To where ours leads.
        case inherited
        /// To a pipe whose other end we hold.
        case pipe
    }

    /// How a child ended.
    package enum Ending: Equatable, Sendable, CustomStringConvertible {
        /// By itself, with an exit code.
        case exited(Int32)
        /// By a signal.
        case signalled(Int32)

        /// "exit 3", "signal 9".
        package var description: String {
            switch self {
            case .exited(let code): "exit \(code)"
            case .signalled(let number): "signal \(number)"
            }
        }
    }

    /// The child's process id.
    package let identifier: Int32
    /// Our end of its standard input; `nil` without a pipe, and after `closeInput`.
    package private(set) var input: FileDescriptor?
    /// Our end of its standard output, nonblocking; `nil` without a pipe.
    package private(set) var output: FileDescriptor?
    /// Our end of its standard error, nonblocking; `nil` without a pipe.
    package private(set) var errorOutput: FileDescriptor?
    private let hasOwnGroup: Bool
    private var ending: Ending?

    /// Starts a program, found along PATH, in a process group of its own, so that Ctrl-C of the terminal does not reach it.
    /// - Parameter hasOwnGroup: false for a program that the person is to use: the terminal's keys reach it and us, and it may read them.
    package init(
        _ arguments: [String], input: Stream = .nothing, output: Stream = .pipe, errorOutput: Stream = .pipe,
        adding environment: [(name: String, value: String)] = [], hasOwnGroup: Bool = true
    ) throws(Errno) {
        self.hasOwnGroup = hasOwnGroup
        guard let program = arguments.first else { throw Errno(.invalid, attempt: "start a program without a name") }
        var wiring = Wiring()
        defer { wiring.closeChildEnds() }
        var identifier: pid_t = 0
        let failure: Int32
        do throws(Errno) {
            self.input = try wiring.connect(input, number: 0, childReads: true)
            self.output = try wiring.connect(output, number: 1, childReads: false)
            self.errorOutput = try wiring.connect(errorOutput, number: 2, childReads: false)
            failure = Self.spawn(&identifier, program, arguments, Self.merged(environment), hasOwnGroup, &wiring)
        } catch {
            wiring.closeOwnEnds()
            throw error
        }
        guard failure == 0 else {
            wiring.closeOwnEnds()
            throw Errno(Errno.Code(failure), attempt: "start", subject: program)
        }
        self.identifier = identifier
    }

    private static func spawn(
        _ identifier: inout pid_t, _ program: String, _ arguments: [String], _ environment: [String], _ hasOwnGroup: Bool,
        _ wiring: inout Wiring
    ) -> Int32 {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var all = sigset_t()
        sigemptyset(&all)
        posix_spawnattr_setsigmask(&attributes, &all)
        for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGWINCH] { sigaddset(&all, number) }
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (hasOwnGroup ? POSIX_SPAWN_SETPGROUP : 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        return posix_spawnp(&identifier, program, &wiring.actions, &attributes, &argv, &envp)
    }

    private static func merged(_ additions: [(name: String, value: String)]) -> [String] {
        let names = Set(additions.map(\.name))
        let kept = SystemProcess.environment().filter { entry in !names.contains(String(entry.prefix { $0 != "=" })) }
        return kept + additions.map { "\($0.name)=\($0.value)" }
    }

    /// How it ended; `nil` while it runs. Never waits.
    package func poll() -> Ending? {
        if let ending { return ending }
        var status: Int32 = 0
        guard waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
        let signal = status & 0x7F
        ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
        return ending
    }

    /// Asks the child to end (SIGTERM), or ends it (`forced`: SIGKILL); with it those it started, where it has a group of its own.
    package func kill(forced: Bool = false) {
        guard ending == nil else { return }
        _ = Glibc.kill(hasOwnGroup ? -identifier : identifier, forced ? SIGKILL : SIGTERM)
    }

    /// Sends a signal to the child alone.
    package func send(_ signal: Signal) {
        guard ending == nil else { return }
        _ = Glibc.kill(identifier, signal.rawValue)
    }

    /// Stops the child where it is (SIGSTOP): it can do nothing about it.
    package func pause() {
        guard ending == nil else { return }
        _ = Glibc.kill(identifier, SIGSTOP)
    }

    /// Lets a stopped child go on (SIGCONT).
    package func goOn() {
        guard ending == nil else { return }
        _ = Glibc.kill(identifier, SIGCONT)
    }

    /// Tells the child that no more input comes.
    package func closeInput() {
        input?.close()
        input = nil
    }

    /// Gives back our ends of the pipes; the child goes on.
    package func closePipes() {
        closeInput()
        output?.close()
        output = nil
        errorOutput?.close()
        errorOutput = nil
    }

    deinit { closePipes() }
}

/// The wires between us and a child that is being started.
private struct Wiring: ~Copyable {
    var actions = posix_spawn_file_actions_t()
    private var childEnds: [FileDescriptor] = []
    private var ownEnds: [FileDescriptor] = []

    init() { posix_spawn_file_actions_init(&actions) }

    mutating func connect(_ stream: ChildProcess.Stream, number: Int32, childReads: Bool) throws(Errno) -> FileDescriptor? {
        switch stream {
        case .inherited: return nil
        case .nothing:
            posix_spawn_file_actions_addopen(&actions, number, "/dev/null", childReads ? O_RDONLY : O_WRONLY, 0)
            return nil
        case .pipe:
            let (readEnd, writeEnd) = try FileDescriptor.pipe()
            let (child, own) = childReads ? (readEnd, writeEnd) : (writeEnd, readEnd)
            childEnds.append(child)
            ownEnds.append(own)
            posix_spawn_file_actions_adddup2(&actions, child.rawValue, number)
            try own.setNonblocking()
            return own
        }
    }

    mutating func closeChildEnds() {
        for end in childEnds { end.close() }
        childEnds = []
    }

    mutating func closeOwnEnds() {
        for end in ownEnds { end.close() }
        ownEnds = []
    }

    deinit {
        var actions = actions
        posix_spawn_file_actions_destroy(&actions)
    }
}
