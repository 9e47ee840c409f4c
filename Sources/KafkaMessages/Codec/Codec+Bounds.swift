import KafkaWire

extension WireReader {
    /// Opens a message's body: chooses the encoding, and refuses a version that the message does not have.
    mutating func begin(_ versions: ClosedRange<Int16>, flexible: Bool, version: Int16) {
        self.flexible = flexible
        if !versions.contains(version) { fail(.unsupported) }
    }
}

extension WireWriter {
    /// Opens a message's body: chooses the encoding, and refuses a version that the message does not have.
    mutating func begin(_ versions: ClosedRange<Int16>, flexible: Bool, message: String, version: Int16) throws(EncodingFailure) {
        guard versions.contains(version) else { throw EncodingFailure(.unsupportedVersion, message: message, version: version) }
        self.flexible = flexible
    }

    /// Closes a message's body.
    func end(message: String, version: Int16) throws(EncodingFailure) {
        if overflowed { throw EncodingFailure(.tooLong, message: message, version: version) }
    }
}

extension EncodingFailure {
    /// The field has a value that the version has no room for.
    static func absent(_ message: String, _ field: String, _ version: Int16) -> EncodingFailure {
        EncodingFailure(.notInThisVersion, message: message, field: field, version: version)
    }

    /// The field is null where the version does not allow it.
    static func null(_ message: String, _ field: String, _ version: Int16) -> EncodingFailure {
        EncodingFailure(.nullNotAllowed, message: message, field: field, version: version)
    }
}
