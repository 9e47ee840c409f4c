import KafkaWire

/// Cuts a stream of bytes into frames. The length of a frame is checked before anything is kept for it, and no more is kept than came.
package struct FrameAssembler: Sendable {
    private var buffer: [UInt8] = []
    private var start = 0
    private let limit: Int

    /// An empty assembler that takes frames of at most `limit` bytes.
    package init(limit: Int = Frame.defaultLimit) { self.limit = limit }

    /// How many bytes wait for the rest of their frame.
    package var pending: Int { buffer.count - start }

    /// Takes bytes as they came.
    package mutating func append(_ bytes: [UInt8]) {
        if pending == 0 {
            buffer = bytes
            start = 0
            return
        }
        if start > 0, start >= buffer.count / 2 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next payload, without its length; nil until all of it is there.
    /// - Throws: `WireFault` when the stream is not made of frames, or of larger ones than the limit; what follows is of no use.
    package mutating func next() throws(WireFault) -> [UInt8]? {
        guard pending >= 4 else { return nil }
        var length: UInt32 = 0
        for index in start..<start + 4 { length = length << 8 | UInt32(buffer[index]) }
        guard length <= UInt32(clamping: limit) else { throw WireFault(.frameTooLarge, at: 0) }
        let end = start + 4 + Int(length)
        guard end <= buffer.count else { return nil }
        let payload = Array(buffer[start + 4..<end])
        start = end
        return payload
    }
}
