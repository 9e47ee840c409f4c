import Glibc
import Platform
import Testing

/// A fresh folder that is gone when the body is done.
func withFolder(_ body: (String) throws -> Void) throws {
    let folder = try Files.makeTemporaryDirectory("platform")
    defer { try? Files.removeTree(folder) }
    try body(folder)
}

@Suite struct FilesTests {
    @Test("a file replaced is read back whole, and no temporary file stays")
    func replace() throws {
        try withFolder { folder in
            let path = "\(folder)/a"
            try Files.replace(path, with: Array("one".utf8))
            try Files.replace(path, with: Array("two".utf8))
            #expect(try Files.read(path) == Array("two".utf8))
            #expect(try Files.list(folder) == ["a"])
            #expect(try Files.status(of: path)?.permissions == 0o600)
        }
    }

    @Test("an absent file is an error that names attempt, path and symbol")
    func absent() throws {
        let failure = #expect(throws: Errno.self) { _ = try Files.read("/nowhere/at/all") }
        #expect(failure?.code == .noEntry)
        #expect(failure.map { "\($0)" } == "cannot open /nowhere/at/all: No such file or directory (ENOENT)")
    }

    @Test("directories are made with all that lead to them, and removed with all that is in them")
    func directories() throws {
        try withFolder { folder in
            try Files.makeDirectory("\(folder)/x/y/z")
            try Files.makeDirectory("\(folder)/x/y/z")
            #expect(try Files.status(of: "\(folder)/x/y/z")?.isDirectory == true)
            try Files.removeTree("\(folder)/x")
            #expect(!Files.exists("\(folder)/x"))
            #expect(try Files.remove("\(folder)/x") == false)
        }
    }

    @Test("a file longer than the limit is refused, not read in part")
    func limit() throws {
        try withFolder { folder in
            try Files.replace("\(folder)/big", with: [UInt8](repeating: 1, count: 100))
            let failure = #expect(throws: Errno.self) { _ = try Files.read("\(folder)/big", limit: 99) }
            #expect(failure?.code == .tooLarge)
        }
    }

    @Test("a file that only grows keeps what was there, and can be cut")
    func append() throws {
        try withFolder { folder in
            let first = try AppendFile(path: "\(folder)/log")
            try first.append([1, 2, 3])
            try first.synchronize()
            first.close()
            let second = try AppendFile(path: "\(folder)/log")
            #expect(second.size == 3)
            try second.append([4])
            try second.truncate(to: 2)
            try second.append([9])
            #expect(try Files.read("\(folder)/log") == [1, 2, 9])
            second.close()
            #expect(throws: Errno.self) { try second.append([1]) }
        }
    }

    @Test("a lock is held by one until it is released")
    func lock() throws {
        try withFolder { folder in
            let first = try #require(try FileLock.take("\(folder)/lock"))
            #expect(try FileLock.take("\(folder)/lock") == nil)
            first.release()
            #expect(try FileLock.take("\(folder)/lock") != nil)
        }
    }
}

@Suite(.serialized) struct ProcessTests {
    /// Reads a pipe to its end, waiting by poll.
    func readAll(_ descriptor: FileDescriptor?) throws -> String {
        guard let descriptor else { return "" }
        var bytes: [UInt8] = []
        while true {
            guard let chunk = try descriptor.read() else {
                var entries = [PollEntry(descriptor, read: true)]
                Poll.wait(&entries, timeout: .seconds(10))
                continue
            }
            if chunk.isEmpty { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk
        }
    }

    func ending(of child: ChildProcess) -> ChildProcess.Ending {
        while true {
            if let ending = child.poll() { return ending }
            var none: [PollEntry] = []
            Poll.wait(&none, timeout: .milliseconds(2))
        }
    }

    @Test("a child reads our input, sees the added environment, and its exit code arrives")
    func child() throws {
        let child = try ChildProcess(
            ["sh", "-c", "cat; printf %s \"$MEND_X\"; echo no >&2; exit 3"], input: .pipe, adding: [("MEND_X", "yes")])
        try child.input?.writeAll(Array("in-".utf8))
        child.closeInput()
        #expect(try readAll(child.output) == "in-yes")
        #expect(try readAll(child.errorOutput) == "no\n")
        #expect(ending(of: child) == .exited(3))
        #expect(child.poll() == .exited(3))
    }

    @Test("a child and its own children end when killed")
    func kill() throws {
        let child = try ChildProcess(["sh", "-c", "sleep 600 | cat"], output: .nothing, errorOutput: .nothing)
        child.kill(forced: true)
        #expect(ending(of: child) == .signalled(9))
    }

    @Test("a program that does not exist is an error that names it")
    func absent() {
        let failure = #expect(throws: Errno.self) { _ = try ChildProcess(["no-such-program-here"]) }
        #expect(failure?.code == .noEntry)
        #expect(failure?.subject == "no-such-program-here")
    }

    @Test("a signal becomes a value in the pipe")
    func signals() throws {
        let pipe = try SignalPipe.install([.windowChange])
        SignalPipe.raise(.windowChange)
        var entries = [PollEntry(pipe.readEnd, read: true)]
        Poll.wait(&entries, timeout: .seconds(10))
        #expect(pipe.drain() == [.windowChange])
        #expect(pipe.drain() == [])
    }

    @Test("the process knows itself")
    func knows() {
        #expect(SystemProcess.exists(SystemProcess.identifier))
        #expect(!SystemProcess.hostName.isEmpty)
        #expect(!SystemProcess.userName.isEmpty)
        #expect(SystemProcess.executablePath?.isEmpty == false)
        #expect(SystemProcess.environment("MEND_NOT_SET_ANYWHERE") == nil)
    }
}

@Suite struct ClockTests {
    @Test("monotonic time does not go back, and wall time is after 2020")
    func clocks() {
        let first = SystemClock.now()
        #expect(SystemClock.now() >= first)
        #expect(SystemClock.wallMilliseconds() > 1_577_836_800_000)
    }

    @Test("instants stop at the ends of time")
    func instants() {
        #expect(Instant.distantFuture.advanced(by: .seconds(5)) == .distantFuture)
        #expect(Instant.zero.advanced(by: .seconds(Int64.max)) == .distantFuture)
        #expect(Instant.zero.advanced(by: .milliseconds(12034)).description == "12.034s")
        #expect(Instant.zero.duration(to: .zero.advanced(by: .seconds(2))) == .seconds(2))
    }

    @Test("SHA-256 of 'abc' is the one of FIPS 180-4")
    func digest() {
        #expect(Digest.sha256Hex(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Digest.sha256Hex([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
}

@Suite struct SocketTests {
    @Test("addresses read as people write them")
    func addresses() throws {
        #expect(SocketAddress.loopback(port: 9092).description == "127.0.0.1:9092")
        let v6 = try #require(SocketAddress(bytes: [UInt8](repeating: 0, count: 15) + [1], port: 1))
        #expect(v6.description == "[::1]:1")
        #expect(SocketAddress(bytes: [1, 2], port: 1) == nil)
    }

    @Test("what nobody acknowledges is not sent again for ever: a request that was given up cannot come minutes later")
    func unacknowledged() throws {
        let listener = try Socket.listen(port: 0)
        defer { listener.descriptor.close() }
        let socket = try Socket.connect(to: .loopback(port: listener.port))
        defer { socket.close() }
        var limit: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        #expect(getsockopt(socket.rawValue, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &limit, &size) == 0)
        #expect(limit == Socket.unacknowledgedMs)
    }
}
