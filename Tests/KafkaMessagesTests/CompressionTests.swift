import KafkaMessages
import KafkaWire
import Testing

@Suite struct CompressionTests {
    private static func sample(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(state: seed)
        // Half text that repeats, half noise: all codecs have something to do.
        return (0..<count).map { $0 % 100 < 50 ? UInt8(truncatingIfNeeded: $0 % 7 + 97) : UInt8.random(in: 0...255, using: &random) }
    }

    @Test("what a codec writes it reads", arguments: Compression.allCases, [0, 1, 100, 32 * 1024, 200_001])
    func roundTrip(codec: Compression, count: Int) throws {
        let bytes = Self.sample(count, seed: 5)
        let compressed = try #require(codec.compress(bytes))
        #expect(try codec.decompress(compressed, limit: count) == bytes)
    }

    @Test("more than the limit is refused", arguments: Compression.allCases)
    func limit(codec: Compression) throws {
        let compressed = try #require(codec.compress([UInt8](repeating: 0, count: 4 << 20)))
        let fault = #expect(throws: WireFault.self) { _ = try codec.decompress(compressed, limit: 1 << 20) }
        #expect(fault?.kind == .decompressedTooLarge)
        let byOne = #expect(throws: WireFault.self) { _ = try codec.decompress(compressed, limit: (4 << 20) - 1) }
        #expect(byOne?.kind == .decompressedTooLarge)
    }

    @Test("compressed bytes cut short are a fault or less, never a crash", arguments: [Compression.gzip, .lz4, .zstd])
    func cutShort(codec: Compression) throws {
        let compressed = try #require(codec.compress(Self.sample(1000, seed: 8)))
        for length in 0..<compressed.count {
            let fault = #expect(throws: WireFault.self) { _ = try codec.decompress(Array(compressed[..<length]), limit: 1 << 20) }
            #expect(fault?.kind == .corruptCompression)
        }
    }

    @Test("damaged bytes end in bytes or a fault", arguments: Compression.allCases)
    func damaged(codec: Compression) throws {
        var random = SeededGenerator(state: 21)
        let compressed = try #require(codec.compress(Self.sample(3000, seed: 9)))
        var refused = 0
        for _ in 0..<300 {
            var bytes = compressed
            for _ in 0..<3 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            do { #expect(try codec.decompress(bytes, limit: 1 << 20).count <= 1 << 20) } catch { refused += 1 }
        }
        #expect(codec == .none ? refused == 0 : refused > 0)
    }

    @Test("a raw snappy block without snappy-java's header is read, and one that lies about its length is refused")
    func rawSnappy() throws {
        // Length 5, a literal of five bytes.
        #expect(try Compression.snappy.decompress([5, 4 << 2, 1, 2, 3, 4, 5], limit: 100) == [1, 2, 3, 4, 5])
        let fault = #expect(throws: WireFault.self) {
            _ = try Compression.snappy.decompress([0xFF, 0xFF, 0xFF, 0x7F, 4 << 2, 1], limit: .max)
        }
        #expect(fault?.kind == .corruptCompression)
        // The stream's block claims more bytes than there are.
        let header: [UInt8] = [0x82, 0x53, 0x4E, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]
        let claim = #expect(throws: WireFault.self) {
            _ = try Compression.snappy.decompress(header + [0x7F, 0xFF, 0xFF, 0xFF, 0], limit: 1000)
        }
        #expect(claim?.kind == .corruptCompression)
    }

    @Test("streams that follow one another are one", arguments: [Compression.gzip, .snappy, .lz4, .zstd])
    func several(codec: Compression) throws {
        let first = try #require(codec.compress([1, 2, 3]))
        let second = try #require(codec.compress([4, 5]))
        #expect(try codec.decompress(first + second, limit: 5) == [1, 2, 3, 4, 5])
    }
}
