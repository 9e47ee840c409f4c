import Platform

/// The file of a journal, as the store writes it: the lowest layer, where a test can be the disk.
package protocol JournalFile: AnyObject {
    /// Bytes in it, as this writer knows it.
    var size: Int64 { get }
    /// Adds bytes at the end. After a failure the end may hold a part of them.
    func append(_ bytes: [UInt8]) throws(Errno)
    /// Makes all that was appended survive a crash of the machine.
    func synchronize() throws(Errno)
    /// Cuts the file to its first bytes.
    func truncate(to newSize: Int64) throws(Errno)
}

extension AppendFile: JournalFile {}
