import Platform

/// What a client has to know of tokens in the form of RFC 7519; a token is opaque to it otherwise.
enum JSONWebToken {
    /// When a token ends, in milliseconds since 1970 UTC; `nil` where it does not say so.
    static func expiry(of token: Secret) -> Int64? {
        let parts = token.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let claims = Base64.decode(parts[1], .url), case .number(let seconds)? = JSONMembers(claims)?["exp"]
        else { return nil }
        return seconds > 0 && seconds < 1e12 ? Int64(seconds * 1000) : nil
    }
}

extension UnsecuredToken {
    /// The token, good from now on: a header that says that nobody signed it, the claims, and no signature (RFC 7515 appendix A.5).
    func signedByNobody(now wallMilliseconds: Int64) -> Secret {
        let seconds = wallMilliseconds / 1000
        var members = [
            "\"iat\":\(seconds)", "\"exp\":\(seconds + lifetime.wholeMilliseconds / 1000)",
        ]
        for (name, claim) in claims.sorted(by: { $0.key < $1.key }) where name != "iat" && name != "exp" {
            members.append("\(JSONMembers.quoted(name.text)):\(claim.json)")
        }
        let parts = ["{\"alg\":\"none\"}", "{\(members.joined(separator: ","))}"].map { Base64.encode(Array($0.utf8), .url) }
        return Secret("\(parts[0]).\(parts[1]).")
    }
}

extension UnsecuredToken.Claim {
    fileprivate var json: String {
        switch self {
        case .text(let text): JSONMembers.quoted(text)
        case .number(let number): number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
        case .list(let texts): "[\(texts.map(JSONMembers.quoted).joined(separator: ","))]"
        }
    }
}
