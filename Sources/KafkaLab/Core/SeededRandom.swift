import KafkaWire

/// Numbers that a seed decides (SplitMix64): the only chance there is in the lab.
package struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    /// The sequence of this seed.
    package init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in `0 ..< bound`; 0 for a bound below 2.
    mutating func below(_ bound: Int64) -> Int64 {
        bound < 2 ? 0 : Int64(next() % UInt64(bound))
    }

    /// An id that looks like a version 4 UUID. As with Kafka's own its text never begins with "-", which would read as an option.
    mutating func uuid() -> KafkaUUID {
        while true {
            let high = (next() & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000
            let low = (next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
            if high >> 58 != 0b11_1110 { return KafkaUUID(high: high, low: low) }
        }
    }
}
