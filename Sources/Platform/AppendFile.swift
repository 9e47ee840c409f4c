import Glibc

/// A file that only grows: what a journal is written to.
package final class AppendFile {
    /// Where it is.
    package let path: String
    /// Bytes in it, as this writer knows it.
    package private(set) var size: Int64
    private var descriptor: FileDescriptor?

    /// Opens a file at its end; makes it when absent. The name survives a crash only after `Files.synchronizeDirectory`.
    package init(path: String, permissions: UInt32 = 0o600) throws(Errno) {
        self.path = path
        let opened = try FileDescriptor.open(path, .append, permissions: permissions)
        descriptor = opened
        size = try Files.status(of: path)?.size ?? 0
    }

    /// Adds bytes at the end. After a failure the end may hold a part of them.
    package func append(_ bytes: [UInt8]) throws(Errno) {
        guard let descriptor else { throw Errno(.badDescriptor, attempt: "append to", subject: path) }
        do throws(Errno) { try descriptor.writeAll(bytes) } catch { throw Errno(error.code, attempt: "append to", subject: path) }
        size += Int64(bytes.count)
    }

    /// Makes all that was appended survive a crash of the machine.
    package func synchronize() throws(Errno) {
        guard let descriptor else { throw Errno(.badDescriptor, attempt: "fsync", subject: path) }
        guard retrying({ fdatasync(descriptor.rawValue) }) != nil else { throw .current("fsync", path) }
    }

    /// Cuts the file to its first bytes: what a torn record at the end needs before the next is written.
    package func truncate(to newSize: Int64) throws(Errno) {
        guard let descriptor, retrying({ ftruncate(descriptor.rawValue, off_t(newSize)) }) != nil else {
            throw .current("truncate", path)
        }
        size = newSize
    }

    /// Gives the file back; closing twice is harmless.
    package func close() {
        descriptor?.close()
        descriptor = nil
    }

    deinit { descriptor?.close() }
}
