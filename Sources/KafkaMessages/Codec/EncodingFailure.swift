/// Why a message cannot be sent in the negotiated version. Nothing of it has left this machine.
package struct EncodingFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// What stands in the way.
    package enum Reason: Sendable {
        /// The field has a value, this version has no room for it, and dropping it would change what is asked.
        case notInThisVersion
        /// The field is null, and this version does not allow that.
        case nullNotAllowed
        /// A string or an array is longer than its length field can say.
        case tooLong
        /// The message does not exist in this version.
        case unsupportedVersion
    }

    /// What stands in the way.
    package let reason: Reason
    /// The message, by Kafka's name.
    package let message: String
    /// The field, by Kafka's name; empty when it is the whole message.
    package let field: String
    /// The version asked for.
    package let version: Int16

    /// A failure to encode `field` of `message` in `version`.
    package init(_ reason: Reason, message: String, field: String = "", version: Int16) {
        self.reason = reason
        self.message = message
        self.field = field
        self.version = version
    }

    /// One line for people.
    package var description: String {
        let place = field.isEmpty ? "\(message) v\(version)" : "\(field) of \(message) v\(version)"
        switch reason {
        case .notInThisVersion: return "\(place): this version cannot carry the field, and without it the request would mean something else"
        case .nullNotAllowed: return "\(place): null is not allowed in this version"
        case .tooLong: return "\(place): a string or an array is too long"
        case .unsupportedVersion: return "\(place): no such version"
        }
    }
}
