import Network
import Platform

/// A token from an endpoint (RFC 6749 section 4.4): one POST over a connection of its own, driven by the loop's events. A 307 is followed
/// within the endpoint's own address (Java follows it to any host, too): the secret goes nowhere else.
final class TokenEndpoint: TokenFetch {
    private(set) var result: Result<FetchedToken, SASLFailure>?
    private var account: ClientCredentials
    private let loop: any Loop
    private var wire: ConnectionID?
    private var tls: TLSContext?
    private var transport = TransportLayer()
    private var isAsked = false
    private var response = HTTPResponse()
    private var redirections = 0
    private static let redirectionLimit = 5

    init(_ account: ClientCredentials, loop: any Loop) {
        self.account = account
        self.loop = loop
        do throws(TLSFailure) {
            if case .tls(let settings) = account.transport { tls = try TLSContext(settings) }
        } catch {
            fail("\(error)")
            return
        }
        wire = loop.connect(host: account.endpoint.host, port: account.endpoint.port)
    }

    func takes(_ event: LoopEvent) -> Bool {
        guard let wire, event.connection == wire else { return false }
        do throws(TLSFailure) {
            switch event {
            case .connected:
                if let tls { transport = try TransportLayer(tls, host: account.endpoint.host) }
                send(try transport.begin())
                try ask()
            case .received(_, let bytes): try take(bytes)
            case .closed(_, let reason):
                self.wire = nil
                response.end()
                let why = response.status > 0 ? "its answer is cut short" : "\(reason)"
                if response.isComplete { read() } else { fail(transport.meaningOfClose()?.description ?? why) }
            default: break
            }
        } catch {
            fail("\(error)")
        }
        return true
    }

    func cancel() {
        close()
        if result == nil { fail("it was not waited for") }
    }

    private func close() {
        if let wire { loop.close(wire) }
        wire = nil
    }

    private func send(_ bytes: [UInt8]) {
        if let wire, !bytes.isEmpty { loop.send(bytes, on: wire) }
    }

    private func take(_ bytes: [UInt8]) throws(TLSFailure) {
        let incoming = transport.incoming(bytes)
        send(incoming.reply)
        if case .failed(let failure)? = incoming.end { throw failure }
        if incoming.end == .speaksTLS { return fail("it speaks TLS: its address begins with https") }
        try ask()
        response.append(incoming.plain)
        if incoming.end == .closed { response.end() }
        if let fault = response.fault { return fail("its answer is no HTTP: \(fault)") }
        if response.isComplete { read() }
    }

    /// Sends the request, once, as soon as it can be.
    private func ask() throws(TLSFailure) {
        guard !isAsked, transport.isReady else { return }
        isAsked = true
        send(try transport.outgoing(account.request))
    }

    private func read() {
        let members = JSONMembers(response.body)
        if response.status == 307, let location = response.location { return follow(location) }
        guard response.status == 200 || response.status == 201 else {
            var why = "it answered \(response.status)"
            for name in ["error", "error_description"] { if case .text(let text)? = members?[name] { why += ": \(text.prefix(200))" } }
            return fail(why)
        }
        guard case .text(let token)? = members?["access_token"] else { return fail("its answer holds no access_token") }
        var life: Duration?
        if case .number(let seconds)? = members?["expires_in"], seconds > 0, seconds < 1e9 { life = .seconds(Int64(seconds)) }
        result = .success(FetchedToken(token: Array(token.utf8), life: life))
        close()
    }

    /// Asks again at another path of the same address.
    private func follow(_ location: String) {
        let scheme = account.transport == .plaintext ? "http" : "https"
        let shown = Self.shown(location)
        guard let path = account.path(of: location) else {
            return fail("it answered 307, which points to \(shown): that is another address; if it is right, ask it at once")
        }
        redirections += 1
        guard redirections <= Self.redirectionLimit else {
            return fail("it answered 307 \(redirections) times, and then with \(scheme) \(shown)")
        }
        close()
        account.path = path
        transport = TransportLayer()
        response = HTTPResponse()
        isAsked = false
        wire = loop.connect(host: account.endpoint.host, port: account.endpoint.port)
    }

    /// A text of the peer's, harmless and not long.
    private static func shown(_ text: String) -> String {
        String(text.unicodeScalars.prefix(200).map { $0.value > 0x20 && $0.value < 0x7F ? Character($0) : "?" })
    }

    private func fail(_ why: String) {
        if result == nil { result = .failure(.noToken("the endpoint \(account.endpoint) has given none: \(why)")) }
        close()
    }
}

extension ClientCredentials {
    /// The request, ready to be sent: id and secret in the header, as Kafka sends them (`HttpJwtRetriever`).
    fileprivate var request: [UInt8] {
        var form = "grant_type=client_credentials"
        if let scope, !scope.isEmpty { form += "&scope=\(Self.escaped(scope.utf8))" }
        let secret = encodesHeader ? Array(Self.escaped(clientSecret.bytes).utf8) : clientSecret.bytes
        let id = encodesHeader ? Self.escaped(clientID.utf8) : clientID
        let account = Base64.encode(Array(id.utf8) + [UInt8(ascii: ":")] + secret)
        let head = [
            "POST \(path.isEmpty ? "/" : path) HTTP/1.1", "Host: \(endpoint)", "Authorization: Basic \(account)",
            "Content-Type: application/x-www-form-urlencoded", "Accept: application/json", "Connection: close",
            "Content-Length: \(form.utf8.count)",
        ]
        return Array("\(head.joined(separator: "\r\n"))\r\n\r\n\(form)".utf8)
    }

    /// The path that a `Location` points to, where it is of the same scheme, host and port; nil: it is not.
    fileprivate func path(of location: String) -> String? {
        guard location.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), location.utf8.count <= 4096 else { return nil }
        if location.hasPrefix("/"), !location.hasPrefix("//") { return location.split(separator: "#").first.map(String.init) }
        let isPlain = transport == .plaintext
        let prefix = isPlain ? "http://" : "https://"
        guard location.lowercased().hasPrefix(prefix) else { return nil }
        let rest = location.dropFirst(prefix.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let other = Endpoint(String(authority), defaultPort: isPlain ? 80 : 443), other == endpoint, !authority.contains("@") else {
            return nil
        }
        let target = rest.dropFirst(authority.count).prefix { $0 != "#" }
        return target.hasPrefix("/") ? String(target) : "/" + target
    }

    /// `application/x-www-form-urlencoded`, as Java's `URLEncoder` writes it.
    private static func escaped(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x2A: String(UnicodeScalar(byte))
            case 0x20: "+"
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
