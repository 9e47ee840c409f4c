/// Why bytes from the network are not what the protocol says: what is wrong, at which byte, and, where known, in which message.
///
/// A fault ends the connection that sent the bytes; it is never a crash.
package struct WireFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong with the bytes.
    package enum Kind: String, Sendable {
        /// The bytes end before the value does.
        case truncated
        /// A length or count is below -1, or -1 where it counts bytes that must be there.
        case negativeLength
        /// A null where this version allows none.
        case unexpectedNull
        /// An array claims more elements than the bytes that are left could hold.
        case countTooLarge
        /// A variable-length integer does not end, or does not fit.
        case varintTooLong
        /// Bytes are left over where the value should end.
        case trailingBytes
        /// A frame's length is negative or above the limit.
        case frameTooLarge
        /// The answer belongs to another request.
        case correlationMismatch
        /// A request for an API or a version that is not served here.
        case unsupported
        /// A record batch whose CRC-32C is not that of its bytes.
        case checksumMismatch
        /// A record batch of a format (magic) other than 2.
        case unsupportedMagic
        /// A compression codec that Kafka does not define.
        case unknownCodec
        /// Compressed bytes that the codec refuses.
        case corruptCompression
        /// Decompressed bytes that pass the given limit.
        case decompressedTooLarge
        /// A value that contradicts another one of the same message.
        case inconsistent
    }

    /// What is wrong.
    package var kind: Kind
    /// The byte, counted from the start of what the reader was given.
    package var offset: Int
    /// The API key of the message, when known.
    package var apiKey: Int16?
    /// The version of the message, when known.
    package var version: Int16?
    /// The message or field, when known.
    package var field: String?

    /// A fault of `kind` at byte `offset`.
    package init(_ kind: Kind, at offset: Int, apiKey: Int16? = nil, version: Int16? = nil, field: String? = nil) {
        self.kind = kind
        self.offset = offset
        self.apiKey = apiKey
        self.version = version
        self.field = field
    }

    /// The same fault, naming the message it was met in.
    package func located(apiKey: Int16, version: Int16, field: String? = nil) -> WireFault {
        WireFault(kind, at: offset, apiKey: apiKey, version: version, field: field ?? self.field)
    }

    /// One line for people: the reason, the byte, the message.
    package var description: String {
        var text = "\(reason) at byte \(offset)"
        if let field { text += " of \(field)" }
        if let version { text += " v\(version)" }
        if let apiKey { text += " (API key \(apiKey))" }
        return text
    }

    private var reason: String {
        switch kind {
        case .truncated: "the bytes end too early"
        case .negativeLength: "a length is negative"
        case .unexpectedNull: "a null stands where none is allowed"
        case .countTooLarge: "an array claims more elements than there are bytes"
        case .varintTooLong: "a variable-length integer does not end"
        case .trailingBytes: "bytes are left over"
        case .frameTooLarge: "a frame is too large"
        case .correlationMismatch: "the answer belongs to another request"
        case .unsupported: "the API or its version is not served"
        case .checksumMismatch: "the checksum does not match"
        case .unsupportedMagic: "the record format is not version 2"
        case .unknownCodec: "the compression codec is unknown"
        case .corruptCompression: "the compressed bytes are damaged"
        case .decompressedTooLarge: "the decompressed bytes pass the limit"
        case .inconsistent: "two values contradict each other"
        }
    }
}
