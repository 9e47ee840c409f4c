import Network
import Platform

/// Gets bearer tokens from where they come from, and keeps one as long as it is good. What takes time (a program, an endpoint) goes on in the
/// loop, beside everything else.
final class TokenSupply {
    /// For how long a token is kept whose end is not known.
    private static let unknownLife = Duration.seconds(30)

    private let source: TokenSource
    private let loop: any Loop
    private var kept: (token: Secret, until: Int64)?
    private var fetch: (any TokenFetch)?

    init(_ source: TokenSource, loop: any Loop) {
        self.source = source
        self.loop = loop
    }

    /// A token or why there is none; `nil` while it is being fetched.
    func token() -> Result<Secret, SASLFailure>? {
        let now = loop.wallMilliseconds
        if let kept, now < kept.until { return .success(kept.token) }
        switch source {
        case .fixed(let token): return .success(token)
        case .file(let path):
            do throws(Errno) { return .success(Self.trimmed(try Files.read(path, limit: 1 << 20))) } catch {
                return .failure(.noToken("\(error)"))
            }
        case .unsecured(let token): return .success(token.signedByNobody(now: now))
        case .command(let words):
            if fetch == nil { fetch = TokenCommand(words, loop: loop) }
            return outcome()
        case .clientCredentials(let account):
            if fetch == nil { fetch = TokenEndpoint(account, loop: loop) }
            return outcome()
        }
    }

    /// Whether an event is about what is being fetched; then `outcome` may be there.
    func takes(_ event: LoopEvent) -> Bool { fetch?.takes(event) == true }

    /// What fetching has come to; `nil` while it goes on.
    func outcome() -> Result<Secret, SASLFailure>? {
        guard let result = fetch?.result else { return nil }
        fetch = nil
        return result.map { fetched in
            let token = Self.trimmed(fetched.token)
            keep(token, life: fetched.life)
            return token
        }
    }

    /// Nobody waits any more.
    func cancel() {
        fetch?.cancel()
        fetch = nil
    }

    /// Keeps a token for four fifths of what is left of its life.
    private func keep(_ token: Secret, life: Duration?) {
        let now = loop.wallMilliseconds
        let end = JSONWebToken.expiry(of: token) ?? now + min(life ?? Self.unknownLife, .seconds(86_400)).wholeMilliseconds
        kept = (token, now + max(0, end - now) / 5 * 4)
    }

    private static func trimmed(_ bytes: [UInt8]) -> Secret {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let start = bytes.drop(while: isBlank)
        return Secret(bytes: Array(start.reversed().drop(while: isBlank).reversed()))
    }
}

/// A token that is on its way.
protocol TokenFetch: AnyObject {
    /// What came of it; `nil` while it goes on.
    var result: Result<FetchedToken, SASLFailure>? { get }

    /// Whether an event is about it.
    func takes(_ event: LoopEvent) -> Bool

    /// It is not waited for any more.
    func cancel()
}

/// A token as it came.
struct FetchedToken {
    var token: [UInt8]
    /// For how long it is good, where whoever gave it has said so.
    var life: Duration?
}
