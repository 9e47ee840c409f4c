import Platform

/// One connection of the real loop: attempts at its addresses first, then a socket with what is queued on it.
final class SocketLink {
    let id: ConnectionID
    let host: String
    let port: UInt16

    /// The connected socket.
    var socket: FileDescriptor?
    /// Sockets that are being connected.
    var attempts: [(socket: FileDescriptor, address: SocketAddress)] = []
    /// Addresses that have not been tried.
    var untried: [SocketAddress] = []
    var failures: [CloseReason.FailedAddress] = []
    /// When the next address is tried although the last is undecided.
    var nextAttemptAt: Instant?

    var isClosing = false
    var lingerUntil: Instant?
    /// The system took less than it was given: wait until it is writable.
    var isBlocked = false
    private var outgoing: [UInt8] = []
    private var offset = 0
    private var total: UInt64 = 0

    init(id: ConnectionID, host: String, port: UInt16) {
        self.id = id
        self.host = host
        self.port = port
    }

    var queuedCount: Int { outgoing.count - offset }

    func queue(_ bytes: [UInt8]) {
        if offset == outgoing.count {
            outgoing = bytes
            offset = 0
        } else {
            outgoing += bytes
        }
    }

    /// Hands the system what it takes; gives the new total of the connection, or `nil` when nothing went.
    func flush() throws(Errno) -> UInt64? {
        guard let socket else { return nil }
        let count = try Socket.send(outgoing[offset...], on: socket)
        offset += count
        total += UInt64(count)
        isBlocked = queuedCount > 0
        if offset == outgoing.count {
            outgoing = []
            offset = 0
        } else if offset > 4_194_304 {
            outgoing.removeFirst(offset)
            offset = 0
        }
        return count > 0 ? total : nil
    }

    func closeAll() {
        socket?.close()
        socket = nil
        for attempt in attempts { attempt.socket.close() }
        attempts = []
    }
}

extension PollLoop {
    /// How long an undecided address holds back the next one.
    private static let stagger = Duration.milliseconds(250)

    /// Begins with the first of the addresses.
    func begin(_ link: SocketLink, _ addresses: [SocketAddress]) {
        link.untried = addresses
        tryNext(link)
    }

    /// Tries the next address that the system does not refuse at once; without one the connection fails.
    private func tryNext(_ link: SocketLink) {
        link.nextAttemptAt = nil
        while !link.untried.isEmpty {
            let address = link.untried.removeFirst()
            do throws(Errno) {
                let socket = try Socket.connect(to: address)
                link.attempts.append((socket, address))
                if !link.untried.isEmpty { link.nextAttemptAt = now.advanced(by: Self.stagger) }
                return
            } catch {
                link.failures.append(.init(address: address.description, reason: error.code.reason))
            }
        }
        if link.attempts.isEmpty { end(link, .unreachable(link.failures)) }
    }

    /// Tries further addresses of connections whose last attempt takes long.
    func continueAttempts(_ current: Instant) {
        for link in links.values where link.nextAttemptAt.map({ $0 <= current }) == true { tryNext(link) }
    }

    /// A socket that was being connected is decided.
    func decide(_ link: SocketLink, _ socket: FileDescriptor) {
        guard let index = link.attempts.firstIndex(where: { $0.socket == socket }) else { return }
        let attempt = link.attempts.remove(at: index)
        if let code = Socket.outcome(of: socket) {
            socket.close()
            link.failures.append(.init(address: attempt.address.description, reason: code.reason))
            return tryNext(link)
        }
        for other in link.attempts { other.socket.close() }
        link.attempts = []
        link.untried = []
        link.nextAttemptAt = nil
        link.socket = socket
        pending.append(.connected(link.id, address: attempt.address.description))
    }

    /// Hands the system what is queued.
    func flush(_ link: SocketLink) {
        do throws(Errno) {
            if let total = try link.flush(), !link.isClosing { pending.append(.sent(link.id, total: total, at: now)) }
            if link.isClosing && link.queuedCount == 0 { drop(link) }
        } catch {
            // What the peer said before it closed may still lie in the socket; the read will find the end, or the failure.
            if link.isClosing { drop(link) } else { link.isBlocked = true }
            if error.code != .brokenPipe && error.code != .connectionReset { end(link, .failed(error)) }
        }
    }

    /// The connection is over, and its owner is told.
    func end(_ link: SocketLink, _ reason: CloseReason) {
        guard links[link.id.number] != nil else { return }
        let tells = !link.isClosing
        drop(link)
        if tells { pending.append(.closed(link.id, reason)) }
    }

    /// The connection is over, and nobody has to be told.
    func drop(_ link: SocketLink) {
        link.closeAll()
        links[link.id.number] = nil
    }
}
