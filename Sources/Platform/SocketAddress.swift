import Glibc

/// An address that can be connected to: IPv4 or IPv6, with a port.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 bytes (IPv4) or 16 (IPv6), in network order.
    package let bytes: [UInt8]
    /// The port.
    package let port: UInt16
    /// The interface of a link-local IPv6 address; 0 otherwise.
    package let scope: UInt32

    /// An address of 4 or 16 bytes; `nil` for any other number of them.
    package init?(bytes: [UInt8], port: UInt16, scope: UInt32 = 0) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
        self.port = port
        self.scope = scope
    }

    /// A numeric address ("127.0.0.1", "::1", without brackets or scope); `nil` when the text is none.
    package init?(numeric text: String, port: UInt16) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.init(v4: Array(bytes.prefix(4)), port: port)
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.init(bytes: bytes, port: port)
        } else {
            return nil
        }
    }

    private init(v4 bytes: [UInt8], port: UInt16) {
        self.bytes = bytes
        self.port = port
        scope = 0
    }

    /// 127.0.0.1.
    package static func loopback(port: UInt16) -> SocketAddress { SocketAddress(v4: [127, 0, 0, 1], port: port) }

    /// Whether it is an IPv6 address.
    package var isV6: Bool { bytes.count == 16 }

    /// "127.0.0.1:9092", "[::1]:9092".
    package var description: String { isV6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// The address without the port.
    package var host: String {
        var text = [CChar](repeating: 0, count: 64)
        let done = bytes.withUnsafeBytes { inet_ntop(isV6 ? AF_INET6 : AF_INET, $0.baseAddress, &text, socklen_t(text.count)) }
        guard done != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Runs a body with the address as the system wants it.
    func withSystemAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        if isV6 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_scope_id = scope
            withUnsafeMutableBytes(of: &address.sin6_addr) { $0.copyBytes(from: bytes) }
            return withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        withUnsafeMutableBytes(of: &address.sin_addr) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}
