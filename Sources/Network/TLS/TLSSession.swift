import COpenSSL
import Platform

/// One connection's TLS, as a pure machine: bytes of the wire and of the application go in and come out. It knows no descriptor and no clock
/// but OpenSSL's own look at the date of certificates.
package struct TLSSession: ~Copyable {
    private let handle: OpaquePointer
    /// Kept alive as long as the session.
    private let context: TLSContext
    private let host: String?
    /// Whether the handshake is done, so that bytes of the application may be sent.
    package private(set) var isOpen = false
    /// Whether the peer has said that it ends.
    package private(set) var hasEnded = false
    private var hasReceived = false
    private var hasReceivedContent = false
    private var buffer = [UInt8](repeating: 0, count: 16_384)

    /// A client's session with a host, by its name or address.
    package init(_ context: TLSContext, host: String) throws(TLSFailure) {
        let isAddress = SocketAddress(numeric: host, port: 0) != nil
        // A full stop at the end is none of the name's in a certificate.
        let name = !isAddress && host.hasSuffix(".") ? String(host.dropLast()) : host
        guard let made = mend_tls_client_new(context.handle, name, isAddress ? 1 : 0, context.settings.verifiesHostName ? 1 : 0) else {
            throw .refusedByLibrary("\(host) is no name that can be asked for")
        }
        handle = made
        self.context = context
        self.host = name
    }

    /// A server's session: for simulated peers.
    package init(server context: TLSContext) throws(TLSFailure) {
        guard let made = mend_tls_server_new(context.handle) else { throw .refusedByLibrary("there is no memory for a session") }
        handle = made
        self.context = context
        host = nil
    }

    deinit { mend_tls_session_free(handle) }

    /// Goes on with the handshake; what is to be sent is in `takeOutgoing`. A client begins by it.
    package mutating func advance() throws(TLSFailure) {
        guard !isOpen else { return }
        switch mend_tls_handshake(handle) {
        case 1: isOpen = true
        case 0: break
        default: throw failure()
        }
    }

    /// Takes bytes of the wire, and gives those of the application that they make whole.
    package mutating func receive(_ bytes: [UInt8]) throws(TLSFailure) -> [UInt8] {
        if !hasReceived, !Self.isTLS(bytes) { throw Self.beginsWithZeros(bytes) ? .zeroBytes : .plainText }
        hasReceived = true
        guard bytes.withUnsafeBytes({ mend_tls_feed(handle, $0.baseAddress, $0.count) }) == 1 else {
            throw .refusedByLibrary("there is no memory for what came")
        }
        try advance()
        guard isOpen else { return [] }
        var content: [UInt8] = []
        content.reserveCapacity(bytes.count)
        while true {
            let count = buffer.withUnsafeMutableBytes { mend_tls_read(handle, $0.baseAddress, $0.count) }
            if count > 0 {
                content += buffer.prefix(count)
            } else if count == 0 {
                break
            } else if count == -2 {
                hasEnded = true
                break
            } else {
                throw failure()
            }
        }
        if !content.isEmpty { hasReceivedContent = true }
        return content
    }

    /// Encrypts bytes of the application; they wait in `takeOutgoing`.
    package mutating func send(_ bytes: [UInt8]) throws(TLSFailure) {
        guard bytes.withUnsafeBytes({ mend_tls_write(handle, $0.baseAddress, $0.count) }) == 1 else { throw failure() }
    }

    /// Says that we end, where the handshake is done; that waits in `takeOutgoing`, too.
    package mutating func end() { mend_tls_end(handle) }

    /// What is to go on the wire: also after a failure, for then it tells the peer why.
    package mutating func takeOutgoing() -> [UInt8] {
        let count = mend_tls_outgoing_count(handle)
        guard count > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, taken in
            taken = mend_tls_take_outgoing(handle, buffer.baseAddress, count)
        }
    }

    /// The version that is spoken: "TLSv1.3".
    package var version: String { String(cString: mend_tls_version(handle)) }

    /// The cipher suite that is spoken, by the name of the IANA.
    package var cipherSuite: String { String(cString: mend_tls_cipher(handle)) }

    /// Whether bytes may be the beginning of TLS: a record's type, and the first half of a version.
    private static func isTLS(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, (0x14...0x18).contains(first) else { return bytes.isEmpty }
        return bytes.count < 2 || bytes[1] == 0x03
    }

    /// Eight zeros are the beginning of nothing that is spoken: Kafka's messages begin with their length.
    private static func beginsWithZeros(_ bytes: [UInt8]) -> Bool { bytes.count >= 8 && bytes.prefix(8).allSatisfy { $0 == 0 } }

    // MARK: Failures

    private var wasAskedForCertificate: Bool { mend_tls_was_asked_for_certificate(handle) == 1 }

    /// What it means that the peer hung up now; `nil`: nothing that TLS knows of.
    package func meaningOfClose() -> TLSFailure? {
        if !hasReceived { return .closedAtGreeting }
        // Of TLS 1.3 a client's part is done before the server has looked at its certificate.
        if wasAskedForCertificate, !hasReceivedContent {
            return withoutCertificate(.closedWithoutCertificate) ?? .certificateRefused("it closed the connection")
        }
        return isOpen ? nil : .closedInHandshake
    }

    /// What it means where we have shown no certificate; nil: we have.
    private func withoutCertificate(_ failure: TLSFailure) -> TLSFailure? {
        guard let store = context.settings.identity else { return failure }
        guard let wanted = mend_tls_wanted_authorities(handle) else { return nil }
        return .noneOfAuthorities(String(cString: wanted).split(separator: "\n").map(String.init), store: "\(store)")
    }

    private func failure() -> TLSFailure {
        var raw = mend_tls_session_failure(handle)
        defer { mend_tls_failure_free(&raw) }
        let words = Self.text(raw.reason)
        switch raw.cause {
        case MEND_TLS_CERTIFICATE: return certificateFailure(raw, words)
        case MEND_TLS_ALERT: return alertFailure(raw.alert, words)
        case MEND_TLS_NO_TLS: return .plainText
        case MEND_TLS_VERSION: return .noCommonVersion(ours: context.settings.versions)
        case MEND_TLS_CIPHER: return .noCommonCipher
        default:
            // A broker of 2.4.1 answers a certificate that it does not take, or the lack of one, in TLS 1.2 with no alert, but out of turn.
            if wasAskedForCertificate, !hasReceivedContent {
                return withoutCertificate(.certificateRequired) ?? .certificateRefused(words)
            }
            return .broken(words)
        }
    }

    private func certificateFailure(_ raw: mend_tls_failure, _ words: String) -> TLSFailure {
        let names = Self.text(raw.names).split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1) }.filter { $0.count == 2 }
        let peer = PeerCertificate(
            subject: Self.text(raw.subject), issuer: Self.text(raw.issuer),
            names: names.map { String($0[1]) }, dnsNames: names.filter { $0[0] == "DNS" }.map { String($0[1]) },
            notBefore: Self.text(raw.not_before), notAfter: Self.text(raw.not_after))
        switch raw.certificate {
        case MEND_CERTIFICATE_UNTRUSTED: return .untrusted(peer, trust: context.trustInWords)
        case MEND_CERTIFICATE_SIGNATURE: return .notSigned(peer, trust: context.trustInWords)
        case MEND_CERTIFICATE_EXPIRED: return raw.is_anchor == 1 ? .anchorExpired(peer, trust: context.trustInWords) : .expired(peer)
        case MEND_CERTIFICATE_WEAK_DIGEST: return .weakDigest(peer)
        case MEND_CERTIFICATE_WEAK_KEY: return .weakKey(peer)
        case MEND_CERTIFICATE_USAGE: return .wrongUsage(peer)
        case MEND_CERTIFICATE_NOT_YET: return .notYetValid(peer)
        case MEND_CERTIFICATE_NAME: return .wrongName(host: host ?? "us", peer)
        default: return .badCertificate(peer, why: words)
        }
    }

    /// Alerts by their number (RFC 8446 section 6.2). Those about a certificate are about ours, where we were asked for one; Java gives
    /// several of them for the want of it.
    private func alertFailure(_ number: Int32, _ words: String) -> TLSFailure {
        let isOfCertificate = number == 40 || (41...46).contains(number) || number == 48 || number == 49 || number == 116
        if number == 116 || isOfCertificate && wasAskedForCertificate {
            return withoutCertificate(.certificateRequired) ?? .certificateRefused(words)
        }
        switch number {
        case 70: return .noCommonVersion(ours: context.settings.versions)
        case 71: return .noCommonCipher
        default: return .alert(words)
        }
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
}
