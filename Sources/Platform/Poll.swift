import Glibc

/// What a descriptor is waited for, and what came.
package struct PollEntry: Sendable {
    /// The descriptor.
    package var descriptor: FileDescriptor
    /// Wait until there is something to read, or the end.
    package var wantsRead: Bool
    /// Wait until it takes bytes.
    package var wantsWrite: Bool
    /// There is something to read, the end, or an error to be read.
    package var isReadable = false
    /// It takes bytes, or an error is to be had by trying.
    package var isWritable = false

    /// An entry to wait for.
    package init(_ descriptor: FileDescriptor, read: Bool = false, write: Bool = false) {
        self.descriptor = descriptor
        wantsRead = read
        wantsWrite = write
    }
}

/// `poll(2)`: the one place where the program sleeps.
package enum Poll {
    /// Waits until an entry is ready, the time is over (`nil`: no limit) or a signal comes, and marks what is ready.
    package static func wait(_ entries: inout [PollEntry], timeout: Duration?) {
        var raw = entries.map { entry in
            pollfd(
                fd: entry.descriptor.rawValue,
                events: Int16((entry.wantsRead ? POLLIN : 0) | (entry.wantsWrite ? POLLOUT : 0)), revents: 0)
        }
        // Rounded up: a loop that wakes before its deadline would turn for nothing.
        let milliseconds = timeout.map { Int32(clamping: (max(0, $0.wholeNanoseconds) &+ 999_999) / 1_000_000) } ?? -1
        let count = poll(&raw, nfds_t(raw.count), milliseconds)
        for index in entries.indices {
            let got = count > 0 ? Int32(raw[index].revents) : 0
            let broken = got & (POLLERR | POLLNVAL) != 0
            entries[index].isReadable = entries[index].wantsRead && (broken || got & (POLLIN | POLLHUP) != 0)
            entries[index].isWritable = entries[index].wantsWrite && (broken || got & (POLLOUT | POLLHUP) != 0)
        }
    }

    /// Waits until a descriptor has bytes or its end, or one of the signals that this program listens to is there.
    /// - Returns: true for a signal, which stays where the loop finds it.
    static func waitIsInterrupted(readable descriptor: FileDescriptor) -> Bool {
        var entries = [PollEntry(descriptor, read: true)]
        if let signals = SignalPipe.installed { entries.append(PollEntry(signals, read: true)) }
        wait(&entries, timeout: nil)
        return entries.count > 1 && entries[1].isReadable
    }

    /// Waits until a descriptor takes bytes.
    static func wait(writable descriptor: FileDescriptor) {
        var entries = [PollEntry(descriptor, write: true)]
        wait(&entries, timeout: .seconds(1))
    }
}
