import Glibc

/// An exclusive lock on a file (`flock`): held until given back or until this process ends, however it ends.
package final class FileLock {
    /// The file that is locked.
    package let path: String
    private var descriptor: FileDescriptor?

    private init(path: String, descriptor: FileDescriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Takes the lock without waiting, making the file when absent; `nil` when somebody else holds it.
    package static func take(_ path: String, permissions: UInt32 = 0o600) throws(Errno) -> FileLock? {
        let descriptor = try FileDescriptor.open(path, .readWrite, permissions: permissions)
        if flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 { return FileLock(path: path, descriptor: descriptor) }
        let failure = Errno.current("lock", path)
        descriptor.close()
        if failure.code == .wouldBlock { return nil }
        throw failure
    }

    /// Whether somebody holds the lock now. Needs no right to write, and makes nothing.
    package static func isTaken(_ path: String) throws(Errno) -> Bool {
        let descriptor = try FileDescriptor.open(path, .read)
        defer { descriptor.close() }
        if flock(descriptor.rawValue, LOCK_SH | LOCK_NB) == 0 { return false }
        let failure = Errno.current("look at the lock", path)
        if failure.code == .wouldBlock { return true }
        throw failure
    }

    /// Replaces what the locked file says: who holds it, for the one who finds it locked.
    package func write(_ bytes: [UInt8]) throws(Errno) {
        guard let descriptor else { return }
        guard ftruncate(descriptor.rawValue, 0) == 0, lseek(descriptor.rawValue, 0, SEEK_SET) == 0 else {
            throw .current("write", path)
        }
        try descriptor.writeAll(bytes)
    }

    /// Gives the lock back; twice is harmless. The file stays.
    package func release() {
        descriptor?.close()
        descriptor = nil
    }

    deinit { descriptor?.close() }
}
