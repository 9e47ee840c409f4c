import Network
import Platform

/// A token from an endpoint (RFC 6749 section 4.4): one POST over a connection of its own, driven by the loop's events.
final class TokenEndpoint: TokenFetch {
    private(set) var result: Result<FetchedToken, SASLFailure>?
    private let account: ClientCredentials
    private let loop: any Loop
    private var wire: ConnectionID?
    private var tls: TLSContext?
    private var transport = TransportLayer()
    private var isAsked = false
    private var response = HTTPResponse()

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
        guard response.status == 200 else {
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

    private func fail(_ why: String) {
        if result == nil { result = .failure(.noToken("the endpoint \(account.endpoint) has given none: \(why)")) }
        close()
    }
}

extension ClientCredentials {
    /// The request, ready to be sent: id and secret in the header, as Kafka sends them (`HttpJwtRetriever`).
    fileprivate var request: [UInt8] {
        var form = "grant_type=client_credentials"
        if let scope, !scope.isEmpty { form += "&scope=\(Self.escaped(scope))" }
        let account = Base64.encode(Array(clientID.utf8) + [UInt8(ascii: ":")] + clientSecret.bytes)
        let head = [
            "POST \(path.isEmpty ? "/" : path) HTTP/1.1", "Host: \(endpoint)", "Authorization: Basic \(account)",
            "Content-Type: application/x-www-form-urlencoded", "Accept: application/json", "Connection: close",
            "Content-Length: \(form.utf8.count)",
        ]
        return Array("\(head.joined(separator: "\r\n"))\r\n\r\n\(form)".utf8)
    }

    /// `application/x-www-form-urlencoded`.
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x2A: String(UnicodeScalar(byte))
            case 0x20: "+"
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
