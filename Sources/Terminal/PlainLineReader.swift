import Platform

/// Lines from a pipe or a file. Nothing is echoed, nothing is asked.
package final class PlainLineReader: LineReader {
    private let descriptor: FileDescriptor
    private var buffer: [UInt8] = []
    private var consumed = 0
    private var atEnd = false

    package init(descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// True where a part of the next line, or all of it, has come together with the last one.
    package var hasMore: Bool { !buffer.isEmpty }

    package func read(prompt: String) -> LineRead {
        while true {
            if let newline = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                return take(newline, skipping: 1)
            }
            if atEnd { return buffer.isEmpty ? .ended : take(buffer.count, skipping: 0) }
            fill()
        }
    }

    /// Reads more; an error of the descriptor ends the input as its end does.
    private func fill() {
        if let bytes = try? descriptor.read(limit: 65536), !bytes.isEmpty { buffer += bytes } else { atEnd = true }
    }

    private func take(_ length: Int, skipping rest: Int) -> LineRead {
        let line = Array(buffer[..<length])
        let offset = consumed
        buffer.removeFirst(length + rest)
        consumed += length + rest
        guard let text = String(validating: line, as: UTF8.self) else { return .invalid(offset: offset + validPrefix(of: line)) }
        return .entry(text.hasSuffix("\r") ? String(text.dropLast()) : text)
    }

    /// How many bytes from the start are UTF-8.
    private func validPrefix(of bytes: [UInt8]) -> Int {
        var low = 0
        for end in bytes.indices where String(validating: bytes[..<end], as: UTF8.self) != nil { low = end }
        return low
    }

    package func remember(_ entry: String) {}
    package func preset(_ text: String) {}
    package func announce(_ text: String) {}
}
