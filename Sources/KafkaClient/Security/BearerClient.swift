import Platform

/// The client's side of OAUTHBEARER (RFC 7628, KIP-255) with Kafka's extensions (KIP-342).
struct BearerClient {
    /// `n,,` ^A `auth=Bearer` TOKEN ^A (NAME `=` VALUE ^A)… ^A
    let first: [UInt8]

    private static let separator: UInt8 = 1

    init(token: Secret, extensions: [TokenExtension]) throws(SASLFailure) {
        guard !token.isEmpty, token.bytes.allSatisfy(Self.isOfToken) else {
            throw .noToken(token.isEmpty ? "it is empty" : "what was given holds characters that no token has")
        }
        var message = Array("n,,".utf8) + [Self.separator] + Array("auth=Bearer ".utf8) + token.bytes + [Self.separator]
        for added in extensions {
            guard !added.name.isEmpty, added.name != "auth", added.name.utf8.allSatisfy(Self.isLetter),
                !added.value.isEmpty, added.value.utf8.allSatisfy(Self.isPrintable)
            else { throw .unusableCredentials("the extension \(added.name) of the token has a name or a value that cannot be sent") }
            message += Array("\(added.name)=\(added.value)".utf8) + [Self.separator]
        }
        first = message + [Self.separator]
    }

    /// An empty message says that all is well. Any other tells, as JSON, what is not; it is answered with ^A, and then Kafka's own error comes.
    func answer(to message: [UInt8]) -> SASLExchange.Step { message.isEmpty ? .done : .send([Self.separator]) }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

    /// RFC 6750 section 2.1: `b64token`.
    private static func isOfToken(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || "-._~+/=".utf8.contains(byte)
    }

    private static func isPrintable(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) || [0x09, 0x0A, 0x0D].contains(byte) }
}
