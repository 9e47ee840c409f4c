import Glibc

/// TCP sockets, never waiting.
package enum Socket {
    /// How long the system sends bytes again that nobody acknowledges, milliseconds; then it drops them with the connection, also after the
    /// process has closed it or has died (TCP_USER_TIMEOUT, RFC 5482). Without it a request that was given up comes to its broker minutes
    /// later, when the network works again.
    package static let unacknowledgedMs: Int32 = 10_000

    /// Starts to connect. The socket is writable once it is decided; `outcome(of:)` then says how.
    package static func connect(to address: SocketAddress) throws(Errno) -> FileDescriptor {
        let descriptor = try make(v6: address.isV6, subject: address.description)
        let result = address.withSystemAddress { pointer, size in Glibc.connect(descriptor.rawValue, pointer, size) }
        if result == 0 || errno == EINPROGRESS || errno == EINTR { return descriptor }
        let failure = Errno.current("connect to", address.description)
        descriptor.close()
        throw failure
    }

    /// How an attempt to connect ended: `nil` when the socket is connected.
    package static func outcome(of descriptor: FileDescriptor) -> Errno.Code? {
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor.rawValue, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else { return Errno.Code(errno) }
        return code == 0 ? nil : Errno.Code(code)
    }

    /// Listens on 127.0.0.1; port 0 lets the system choose. Gives the port that it is.
    package static func listen(port: UInt16) throws(Errno) -> (descriptor: FileDescriptor, port: UInt16) {
        let address = SocketAddress.loopback(port: port)
        let descriptor = try make(v6: false, subject: address.description)
        var yes: Int32 = 1
        setsockopt(descriptor.rawValue, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let bound = address.withSystemAddress { pointer, size in bind(descriptor.rawValue, pointer, size) }
        guard bound == 0, Glibc.listen(descriptor.rawValue, 128) == 0 else {
            let failure = Errno.current("listen on", address.description)
            descriptor.close()
            throw failure
        }
        var raw = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &raw) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor.rawValue, $0, &size) }
        }
        return (descriptor, UInt16(bigEndian: raw.sin_port))
    }

    /// Takes the next connection that waits at a listening socket; `nil` when none does.
    package static func accept(_ listener: FileDescriptor) throws(Errno) -> FileDescriptor? {
        guard let number = retrying({ Glibc.accept(listener.rawValue, nil, nil) }) else {
            if errno == EAGAIN || errno == ECONNABORTED { return nil }
            throw .current("accept a connection")
        }
        let descriptor = FileDescriptor(rawValue: number)
        _ = fcntl(descriptor.rawValue, F_SETFD, FD_CLOEXEC)
        try descriptor.setNonblocking()
        try prepare(descriptor)
        return descriptor
    }

    /// Reads what is there, at most `limit` bytes: empty at the end of the stream, `nil` when nothing is there.
    package static func receive(_ descriptor: FileDescriptor, limit: Int) throws(Errno) -> [UInt8]? {
        // Room for what lies there and no more, so that no page is touched for nothing.
        var waiting: Int32 = 0
        let isKnown = ioctl(descriptor.rawValue, UInt(FIONREAD), &waiting) == 0
        let room = isKnown ? min(max(Int(waiting), 1), limit) : limit
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            if let got = retrying({ recv(descriptor.rawValue, buffer.baseAddress, room, 0) }) { count = got } else { failure = errno }
        }
        if failure == 0 { return bytes }
        if failure == EAGAIN { return nil }
        throw Errno(Errno.Code(failure), attempt: "receive")
    }

    /// Hands bytes to the system: how many it took, 0 when it takes none now.
    package static func send(_ bytes: ArraySlice<UInt8>, on descriptor: FileDescriptor) throws(Errno) -> Int {
        let count = bytes.withUnsafeBytes { buffer in
            retrying { Glibc.send(descriptor.rawValue, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL)) }
        }
        if let count { return count }
        if errno == EAGAIN { return 0 }
        throw .current("send")
    }

    private static func make(v6: Bool, subject: String) throws(Errno) -> FileDescriptor {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let number = socket(v6 ? AF_INET6 : AF_INET, kind, 0)
        guard number >= 0 else { throw .current("make a socket for", subject) }
        let descriptor = FileDescriptor(rawValue: number)
        do throws(Errno) { try prepare(descriptor) } catch {
            descriptor.close()
            throw error
        }
        return descriptor
    }

    private static func prepare(_ descriptor: FileDescriptor) throws(Errno) {
        var yes: Int32 = 1
        setsockopt(descriptor.rawValue, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        var limit = unacknowledgedMs
        guard setsockopt(descriptor.rawValue, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &limit, socklen_t(MemoryLayout<Int32>.size)) == 0 else {
            throw .current("bound the retransmissions of a socket")
        }
    }
}
