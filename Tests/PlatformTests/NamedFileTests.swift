import Glibc
import Platform
import Testing

/// Files whose names a person gives: what stands there may be anything.
@Suite("Files by a name that was given")
struct NamedFileTests {
    private let new = Array("new".utf8)
    private func raw(_ path: String) -> stat {
        var raw = stat()
        _ = lstat(path, &raw)
        return raw
    }

    @Test("a file that is not there is made; one that is there is replaced and keeps its permissions")
    func regular() throws {
        try withFolder { folder in
            let path = "\(folder)/a"
            try Files.save(new, to: path)
            #expect(try Files.read(path) == new)
            try Files.setPermissions(path, 0o640)
            let before = try Files.status(of: path)
            try Files.save(Array("newer".utf8), to: path)
            #expect(try Files.read(path) == Array("newer".utf8))
            #expect(try Files.status(of: path)?.permissions == 0o640)
            #expect(try Files.status(of: path)?.inode != before?.inode, "in one step: readers see the old or the new")
            #expect(try Files.list(folder) == ["a"])
        }
    }

    @Test("through a link the file that it leads to is written, and the link stays")
    func links() throws {
        try withFolder { folder in
            try Files.save(Array("old".utf8), to: "\(folder)/target")
            #expect(symlink("target", "\(folder)/link") == 0 && symlink("nowhere", "\(folder)/dangling") == 0)
            try Files.save(new, to: "\(folder)/link")
            try Files.save(new, to: "\(folder)/dangling")
            #expect(raw("\(folder)/link").st_mode & S_IFMT == S_IFLNK && raw("\(folder)/dangling").st_mode & S_IFMT == S_IFLNK)
            #expect(try Files.read("\(folder)/target") == new)
            #expect(try Files.read("\(folder)/nowhere") == new)
        }
    }

    @Test("a file with two names is written under both")
    func names() throws {
        try withFolder { folder in
            try Files.save(Array("old, and longer".utf8), to: "\(folder)/a")
            #expect(link("\(folder)/a", "\(folder)/b") == 0)
            try Files.save(new, to: "\(folder)/a")
            #expect(try Files.read("\(folder)/b") == new)
        }
    }

    @Test("a FIFO that somebody reads is written to and stays; without a reader, and a directory, it is refused")
    func fifo() throws {
        try withFolder { folder in
            let path = "\(folder)/fifo"
            #expect(mkfifo(path, 0o600) == 0)
            let failure = #expect(throws: Errno.self) { try Files.save(new, to: path) }
            #expect(failure.map { "\($0)" } == "cannot open \(path): nobody is at its other end")
            let reader = open(path, O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            try Files.save(new, to: path)
            #expect(try FileDescriptor(rawValue: reader).read() == new)
            #expect(raw(path).st_mode & S_IFMT == S_IFIFO)
            #expect(throws: Errno.self) { try Files.save(new, to: folder) }
        }
    }

    @Test("a device is written to, never replaced; one that is full says so")
    func devices() throws {
        try Files.save(new, to: "/dev/null")
        #expect(Files.kind(of: "/dev/null") == .null)
        let failure = #expect(throws: Errno.self) { try Files.save(new, to: "/dev/full") }
        #expect(failure?.code == .noSpace)
        #expect(Files.kind(of: "/dev/full") == .characterDevice)
    }

    @Test("a descriptor of this process is written to as it stands")
    func descriptors() throws {
        let pipe = try FileDescriptor.pipe()
        defer { for end in [pipe.readEnd, pipe.writeEnd] { end.close() } }
        try Files.save(new, to: "/dev/fd/\(pipe.writeEnd.rawValue)")
        let arrived = try pipe.readEnd.read()
        #expect(arrived == new)
    }

    @Test("a FIFO, a device and a directory are refused at once where a file is read, appended to or locked")
    func readingOdd() throws {
        try withFolder { folder in
            let path = "\(folder)/fifo"
            #expect(mkfifo(path, 0o600) == 0)
            for odd in [path, "/dev/zero", "/dev/tty", folder] {
                #expect(throws: Errno.self, "\(odd)") { _ = try Files.read(odd) }
                #expect(throws: Errno.self, "\(odd)") { _ = try AppendFile(path: odd) }
                #expect(throws: Errno.self, "\(odd)") { try FileLock.take(odd)?.release() }
                #expect(throws: Errno.self, "\(odd)") { _ = try FileLock.isTaken(odd) }
            }
            let failure = #expect(throws: Errno.self) { _ = try Files.read(path) }
            #expect(failure.map { "\($0)" } == "cannot read \(path): it is a FIFO, and a regular file is needed")
            let nothing = try Files.read("/dev/null")
            #expect(nothing.isEmpty)
        }
    }

    @Test("what a shell hands over as a descriptor is read to its end, but for a limit")
    func pipes() throws {
        let pipe = try FileDescriptor.pipe()
        try pipe.writeEnd.writeAll(new)
        pipe.writeEnd.close()
        defer { pipe.readEnd.close() }
        #expect(try Files.read("/dev/fd/\(pipe.readEnd.rawValue)") == new)
        let second = try FileDescriptor.pipe()
        try second.writeEnd.writeAll([UInt8](repeating: 1, count: 2000))
        second.writeEnd.close()
        defer { second.readEnd.close() }
        let failure = #expect(throws: Errno.self) { _ = try Files.read("/dev/fd/\(second.readEnd.rawValue)", limit: 1024) }
        #expect(failure.map { "\($0)" } == "cannot read /dev/fd/\(second.readEnd.rawValue): it is longer than 1 KiB")
    }
}
