/// Makes of the bytes that a terminal sends those that the editor knows: each key in one form, and nothing at all of a sequence that is no key here,
/// so that no part of it is left in the line. A machine without a clock: bytes in, bytes out.
struct KeyDecoder {
    private enum State {
        case ground
        /// So many ESC came.
        case escape(count: Int)
        case csi([UInt8], alt: Bool)
        case ss3([UInt8], alt: Bool)
        /// A function key of the Linux console, `ESC [ [ A`: one more byte.
        case console
        /// What a terminal reports (OSC, DCS, APC, PM, SOS), up to BEL or ESC \.
        case string(hasEscape: Bool)
    }

    private var state = State.ground
    private var length = 0
    /// A longer sequence is nobody's key.
    private static let limit = 64
    /// Reports are longer.
    private static let stringLimit = 65_536

    /// Takes a byte; gives what the editor is to take for it.
    /// - Parameter hasMore: More bytes are there already. A report comes as a whole; Alt with `]` comes alone.
    mutating func take(_ byte: UInt8, hasMore: Bool) -> [UInt8] {
        length += 1
        switch state {
        case .ground:
            guard byte == 0x1B else { return [byte] }
            begin(.escape(count: 1))
            return []
        case .escape(let count): return afterEscape(byte, count: count, hasMore: hasMore)
        case .csi(let parameters, let alt): return csi(byte, parameters, alt: alt)
        case .ss3(let parameters, let alt): return ss3(byte, parameters, alt: alt)
        case .console:
            state = .ground
            return (0x40...0x7E).contains(byte) ? [] : take(byte, hasMore: hasMore)
        case .string(let hasEscape):
            let isOver =
                byte == 0x07 || byte == 0x18 || byte == 0x1A || (hasEscape && byte == UInt8(ascii: "\\")) || length > Self.stringLimit
            state = isOver ? .ground : .string(hasEscape: byte == 0x1B)
            return []
        }
    }

    private mutating func begin(_ state: State) {
        self.state = state
        length = 0
    }

    private mutating func afterEscape(_ byte: UInt8, count: Int, hasMore: Bool) -> [UInt8] {
        switch byte {
        // Alt with an arrow is ESC ESC [ D in some.
        case 0x1B: state = .escape(count: 2)
        case UInt8(ascii: "["): begin(.csi([], alt: count > 1))
        case UInt8(ascii: "O"): begin(.ss3([], alt: count > 1))
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
            guard hasMore else { fallthrough }
            begin(.string(hasEscape: false))
        default:
            state = .ground
            return [0x1B, byte]
        }
        return []
    }

    private mutating func csi(_ byte: UInt8, _ parameters: [UInt8], alt: Bool) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "[") where parameters.isEmpty: state = .console
        // rxvt's keys with Shift end so; elsewhere it is a byte in the middle.
        case UInt8(ascii: "$") where parameters.allSatisfy({ (0x30...0x39).contains($0) }) && !parameters.isEmpty,
            0x40...0x7E:
            state = .ground
            return bytes(of: KeySequences.csi(parameters, byte, alt: alt))
        case 0x20...0x3F: state = .csi(Self.longer(parameters, byte), alt: alt)
        default: return giveUp(byte)
        }
        return []
    }

    private mutating func ss3(_ byte: UInt8, _ parameters: [UInt8], alt: Bool) -> [UInt8] {
        switch byte {
        case 0x30...0x3B: state = .ss3(Self.longer(parameters, byte), alt: alt)
        case 0x40...0x7E:
            state = .ground
            return bytes(of: KeySequences.ss3(parameters, byte, alt: alt))
        default: return giveUp(byte)
        }
        return []
    }

    /// What is too long is no key, whatever follows.
    private static func longer(_ parameters: [UInt8], _ byte: UInt8) -> [UInt8] {
        parameters.count < limit ? parameters + [byte] : [UInt8(ascii: "?")]
    }

    /// A byte that no sequence has: it begins anew.
    private mutating func giveUp(_ byte: UInt8) -> [UInt8] {
        state = .ground
        if byte == 0x1B { begin(.escape(count: 1)) }
        // CAN and SUB only end a sequence (ECMA-48).
        return [0x1B, 0x18, 0x1A].contains(byte) ? [] : [byte]
    }

    private func bytes(of meaning: KeySequences.Meaning) -> [UInt8] {
        switch meaning {
        case .key(let key): Array(key.bytes.utf8)
        case .typed(let bytes): bytes
        case .nothing: []
        }
    }
}
