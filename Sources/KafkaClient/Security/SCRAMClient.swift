import Platform

/// The client's side of SCRAM (RFC 5802 and 7677), without channel binding, as Kafka has it: names and passwords go as UTF-8 and are not
/// prepared by SASLprep (`ScramFormatter.normalize`).
struct SCRAMClient {
    /// Rounds of the password that are done. RFC 7677 asks for 4,096; Kafka itself stores no more than 16,384; so many cost half a second.
    static let iterations = 4096...1_000_000

    private enum Stage: Equatable {
        case first
        /// Waits for the server's proof.
        case final(signature: [UInt8])
        case done
    }

    private let hash: SCRAMHash
    private let password: Secret
    private let nonce: String
    private let firstBare: String
    private let keys: SCRAMKeys
    private var stage = Stage.first

    private var mechanism: String { "SCRAM-\(hash.rawValue)" }

    init(_ hash: SCRAMHash, user: String, password: Secret, nonce: String, keys: SCRAMKeys) {
        self.hash = hash
        self.password = password
        self.nonce = nonce
        self.keys = keys
        firstBare = "n=\(Self.escaped(user)),r=\(nonce)"
    }

    /// "=" and "," stand for themselves nowhere in a name.
    private static func escaped(_ name: String) -> String {
        name.map { $0 == "=" ? "=3D" : $0 == "," ? "=2C" : String($0) }.joined()
    }

    /// client-first-message: no channel binding, no other identity.
    var first: [UInt8] { Array("n,,\(firstBare)".utf8) }

    mutating func answer(to message: [UInt8]) throws(SASLFailure) -> SASLExchange.Step {
        guard let text = String(validating: message, as: UTF8.self) else { throw broken("it is no UTF-8") }
        switch stage {
        case .first: return try answer(toFirst: text)
        case .final(let signature):
            try check(final: text, signature)
            stage = .done
            return .done
        case .done: throw broken("the exchange is over")
        }
    }

    /// client-final-message, with the proof that we know the password.
    private mutating func answer(toFirst text: String) throws(SASLFailure) -> SASLExchange.Step {
        let (combined, salt, iterations) = try serverFirst(text)
        guard Self.iterations.contains(iterations) else { throw .iterations(iterations, allowed: Self.iterations) }
        guard let salted = keys.salted(hash, password, salt, iterations) else { throw broken("its salt cannot be used") }
        let withoutProof = "c=biws,r=\(combined)"
        let authMessage = Array("\(firstBare),\(text),\(withoutProof)".utf8)
        guard let clientKey = hash.hmac(salted, Array("Client Key".utf8)), let stored = hash.digest(clientKey),
            let clientSignature = hash.hmac(stored, authMessage), let serverKey = hash.hmac(salted, Array("Server Key".utf8)),
            let serverSignature = hash.hmac(serverKey, authMessage)
        else { throw .unusableCredentials("\(mechanism) cannot be done here: OpenSSL refuses its digest") }
        stage = .final(signature: serverSignature)
        let proof = zip(clientKey, clientSignature).map { $0 ^ $1 }
        return .send(Array("\(withoutProof),p=\(Base64.encode(proof))".utf8))
    }

    /// server-first-message: `r=NONCE,s=SALT,i=COUNT`, and extensions that nobody has to know.
    private func serverFirst(_ text: String) throws(SASLFailure) -> (nonce: String, salt: [UInt8], iterations: Int) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        if parts.first?.hasPrefix("m=") == true { throw broken("it demands an extension that is not known here") }
        guard parts.count >= 3, parts[0].hasPrefix("r="), parts[1].hasPrefix("s="), parts[2].hasPrefix("i=") else {
            throw broken("it does not begin with a nonce, a salt and a count")
        }
        let combined = String(parts[0].dropFirst(2))
        guard combined.hasPrefix(nonce), combined.utf8.count > nonce.utf8.count else { throw broken("its nonce does not go on from ours") }
        guard let salt = Base64.decode(parts[1].dropFirst(2).utf8), !salt.isEmpty else { throw broken("its salt is no base64") }
        guard let iterations = Int(parts[2].dropFirst(2)), iterations >= 0 else { throw broken("its count of iterations is no number") }
        return (combined, salt, iterations)
    }

    /// server-final-message: `v=SIGNATURE`, or `e=WHY`.
    private func check(final text: String, _ signature: [UInt8]) throws(SASLFailure) {
        let part = text.split(separator: ",", omittingEmptySubsequences: false).first ?? ""
        if part.hasPrefix("e=") { throw .refused(mechanism: mechanism, user: nil, message: String(part.dropFirst(2))) }
        guard part.hasPrefix("v="), let shown = Base64.decode(part.dropFirst(2).utf8) else { throw broken("it holds no signature") }
        // Every byte is looked at, so that the time says nothing.
        var difference = shown.count ^ signature.count
        for (left, right) in zip(shown, signature) { difference |= Int(left ^ right) }
        guard difference == 0 else { throw .serverNotProven(mechanism: mechanism) }
    }

    private func broken(_ why: String) -> SASLFailure { .brokenMessage(mechanism: mechanism, why: why) }
}

/// What a password was made into, kept for the next connection: the same user has the same salt on every broker of a cluster.
package final class SCRAMKeys {
    private var known: (hash: SCRAMHash, password: Secret, salt: [UInt8], iterations: Int, salted: [UInt8])?

    /// Nothing kept yet.
    package init() {}

    /// SaltedPassword; `nil` where the library cannot make it.
    func salted(_ hash: SCRAMHash, _ password: Secret, _ salt: [UInt8], _ iterations: Int) -> [UInt8]? {
        if let known, known.hash == hash, known.password == password, known.salt == salt, known.iterations == iterations {
            return known.salted
        }
        guard let made = hash.stretched(password.bytes, salt: salt, iterations: iterations) else { return nil }
        known = (hash, password, salt, iterations, made)
        return made
    }
}

extension SCRAMHash {
    private var width: Digest.SHA2 {
        switch self {
        case .sha256: .bits256
        case .sha512: .bits512
        }
    }

    fileprivate func digest(_ bytes: [UInt8]) -> [UInt8]? { Digest.sha2(width, bytes) }

    fileprivate func hmac(_ key: [UInt8], _ bytes: [UInt8]) -> [UInt8]? { Digest.hmac(width, key: key, bytes) }

    fileprivate func stretched(_ password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8]? {
        Digest.pbkdf2(width, password: password, salt: salt, iterations: iterations)
    }
}
