import KafkaMessages
import KafkaWire
import Testing

@Suite struct VectorTests {
    @Test("every vector is read to its last byte and written again without a difference")
    func roundTrip() throws {
        for (file, codecs) in [("requests", AnyCodec.requests), ("responses", AnyCodec.responses), ("data", AnyCodec.data)] {
            let vectors = try Vector.load(file)
            #expect(vectors.count >= 36)
            for vector in vectors {
                let codec = try #require(codecs[vector.name], "\(vector)")
                let (fault, again) = try codec.roundTrip(vector.bytes, vector.version)
                if fault != nil || again != vector.bytes {
                    Issue.record("\(file): \(vector): \(fault.map(String.init(describing:)) ?? "written differently")")
                }
            }
        }
    }

    @Test("there is a vector for each version of each message")
    func coverage() throws {
        for (file, codecs) in [("requests", AnyCodec.requests), ("responses", AnyCodec.responses), ("data", AnyCodec.data)] {
            let seen = Set(try Vector.load(file).map { "\($0.name) \($0.version)" })
            let wanted = Set(codecs.values.flatMap { codec in codec.versions.map { "\(codec.name) \($0)" } })
            #expect(wanted == seen)
        }
    }

    @Test("a vector cut short at any byte ends in a fault")
    func truncation() throws {
        for (file, codecs) in [("requests", AnyCodec.requests), ("responses", AnyCodec.responses), ("data", AnyCodec.data)] {
            for vector in try Vector.load(file) {
                let codec = try #require(codecs[vector.name])
                // Long vectors are long by one string: its inside needs no look at each byte.
                let step = vector.bytes.count > 400 ? 7 : 1
                for length in stride(from: 0, to: vector.bytes.count, by: step) {
                    if codec.fault(Array(vector.bytes[..<length]), vector.version) == nil {
                        Issue.record("\(file): \(vector) cut to \(length) bytes was taken for whole")
                    }
                }
            }
        }
    }

    @Test("random and damaged bytes end in a value or a fault", arguments: [1, 2, 3] as [UInt64])
    func fuzz(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        var refused = 0
        for (file, codecs) in [("requests", AnyCodec.requests), ("responses", AnyCodec.responses)] {
            for vector in try Vector.load(file) {
                let codec = try #require(codecs[vector.name])
                var damaged = vector.bytes
                for _ in 0..<Int.random(in: 1...4, using: &random) where !damaged.isEmpty {
                    damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if codec.fault(damaged, vector.version) != nil { refused += 1 }
                let noise = (0..<Int.random(in: 0...64, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
                if codec.fault(noise, vector.version) != nil { refused += 1 }
            }
        }
        #expect(refused > 800)
    }

    @Test("what damaged bytes were read as is written, and read again, the same from then on")
    func settles() throws {
        var random = SeededGenerator(state: 4242)
        var settled = 0
        for (file, codecs) in [("requests", AnyCodec.requests), ("responses", AnyCodec.responses), ("data", AnyCodec.data)] {
            for vector in try Vector.load(file) where !vector.bytes.isEmpty {
                let codec = try #require(codecs[vector.name])
                var damaged = vector.bytes
                let byte = ([0, 1, 0x7F, 0x80, 0xFF] as [UInt8]).randomElement(using: &random) ?? 0
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = byte
                guard let (fault, again) = try? codec.roundTrip(damaged, vector.version), fault == nil else { continue }
                let second = try codec.roundTrip(again, vector.version)
                if second.fault != nil || second.again != again { Issue.record("\(file): \(vector) with \(damaged)") }
                settled += 1
            }
        }
        #expect(settled > 200)
    }

    @Test("a version that a message does not have is a fault")
    func unknownVersion() {
        var reader = WireReader([0, 0, 0, 0])
        _ = MetadataResponse(from: &reader, version: 14)
        #expect(reader.fault?.kind == .unsupported)
        var writer = WireWriter()
        #expect(throws: EncodingFailure(.unsupportedVersion, message: "MetadataRequest", version: 14)) {
            try MetadataRequest().encode(into: &writer, version: 14)
        }
    }
}
