import Glibc

/// How a terminal takes keys and shows them, so that it can be put back after a program that changed it.
package struct TerminalMode: Sendable {
    private let attributes: termios

    /// The mode of the terminal behind a descriptor; `nil` where it is none.
    package static func of(_ descriptor: FileDescriptor) -> TerminalMode? {
        var attributes = termios()
        guard tcgetattr(descriptor.rawValue, &attributes) == 0 else { return nil }
        return TerminalMode(attributes: attributes)
    }

    /// Puts the terminal back into this mode, once what was written has been shown.
    package func restore(on descriptor: FileDescriptor) {
        var attributes = attributes
        _ = tcsetattr(descriptor.rawValue, TCSADRAIN, &attributes)
    }
}
