/// A password, a token, a private key: whoever needs it asks for `text` or `bytes`. No description, mirror or dump of it, or of a value that
/// holds it, shows what it is.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What is not shown.
    package let bytes: [UInt8]

    /// A secret of bytes.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// A secret of a text, in UTF-8.
    package init(_ text: String) { bytes = Array(text.utf8) }

    /// What is not shown, as text; what is not UTF-8 in it is replaced.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether there is nothing to hide.
    package var isEmpty: Bool { bytes.isEmpty }

    /// "(secret)".
    package var description: String { "(secret)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
