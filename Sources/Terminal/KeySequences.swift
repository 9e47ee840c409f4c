/// What the bytes of a control sequence mean as a key: xterm's, and those of tmux, screen, kitty, PuTTY, rxvt and the Linux console where they
/// differ. Forms: ECMA-48 5.4 (CSI), xterm's ctlseqs, "PC-Style Function Keys"; kitty's keyboard protocol in its legacy mode.
enum KeySequences {
    /// What is to be done with a sequence that is complete.
    enum Meaning: Equatable {
        case key(EditorKey)
        /// Bytes as if they were typed.
        case typed([UInt8])
        /// It is nobody's: nothing comes of it.
        case nothing
    }

    /// Shift, Alt, Ctrl of a modified key, as xterm counts them: one more than the sum of 1, 2, 4.
    private struct Modifiers {
        var isShift = false
        var isAlt = false
        var isControl = false
        /// Alt and Ctrl make the same of arrows: steps of words.
        var isWord: Bool { isAlt || isControl }

        init(_ number: Int?, alt: Bool) {
            let bits = max((number ?? 1) - 1, 0)
            (isShift, isAlt, isControl) = (bits & 1 != 0, bits & 2 != 0 || alt, bits & 4 != 0)
        }
    }

    /// `ESC [ parameters final`.
    /// - Parameter alt: One more ESC stood before it.
    static func csi(_ parameters: [UInt8], _ final: UInt8, alt: Bool) -> Meaning {
        let numbers = numbers(parameters)
        switch final {
        case UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "@"):
            guard let number = numbers?.first ?? nil else { return .nothing }
            if number == 27, let numbers, numbers.count > 2 { return character(numbers[2], Modifiers(numbers[1], alt: alt)) }
            var modifiers = Modifiers(numbers.flatMap { $0.count > 1 ? $0[1] : nil }, alt: alt)
            // rxvt tells modifiers by the final byte.
            if final == UInt8(ascii: "^") || final == UInt8(ascii: "@") { modifiers.isControl = true }
            return numbered(number, modifiers)
        case UInt8(ascii: "A")...UInt8(ascii: "D"), UInt8(ascii: "F"), UInt8(ascii: "H"):
            guard let numbers else { return .nothing }
            // `1;5D`; `5D` in old ones.
            let told = numbers.count > 1 ? numbers[1] : numbers.first ?? nil
            return cursor(final, Modifiers(told, alt: alt))
        // rxvt: with Shift.
        case UInt8(ascii: "a")...UInt8(ascii: "d"): return parameters.isEmpty ? cursor(final & 0xDF, Modifiers(nil, alt: alt)) : .nothing
        case UInt8(ascii: "u"):
            guard let numbers, let code = numbers.first else { return .nothing }
            return character(code, Modifiers(numbers.count > 1 ? numbers[1] : nil, alt: alt))
        default: return .nothing
        }
    }

    /// `ESC O parameters final`: keys of an application's mode, keypads.
    static func ss3(_ parameters: [UInt8], _ final: UInt8, alt: Bool) -> Meaning {
        switch final {
        case UInt8(ascii: "A"), UInt8(ascii: "B"), UInt8(ascii: "F"), UInt8(ascii: "H"):
            return cursor(final, Modifiers(numbers(parameters)?.first ?? nil, alt: alt))
        case UInt8(ascii: "C"), UInt8(ascii: "D"):
            // PuTTY sends them so with Ctrl, where arrows are in their usual mode; the editor sees to it that they are.
            return cursor(final, Modifiers(5, alt: alt))
        // rxvt: with Ctrl.
        case UInt8(ascii: "a")...UInt8(ascii: "d"): return cursor(final & 0xDF, Modifiers(5, alt: alt))
        case UInt8(ascii: "M"): return .typed([UInt8(ascii: "\r")])
        case UInt8(ascii: "X"): return .typed([UInt8(ascii: "=")])
        // The numeric keypad: `j` is `*` and so on up to `y`, which is 9.
        case UInt8(ascii: "j")...UInt8(ascii: "y"): return .typed([final - 0x40])
        default: return .nothing
        }
    }

    private static func cursor(_ final: UInt8, _ modifiers: Modifiers) -> Meaning {
        switch final {
        case UInt8(ascii: "A"): .key(modifiers.isWord ? .older : .up)
        case UInt8(ascii: "B"): .key(modifiers.isWord ? .newer : .down)
        case UInt8(ascii: "C"): .key(modifiers.isWord ? .wordRight : .right)
        case UInt8(ascii: "D"): .key(modifiers.isWord ? .wordLeft : .left)
        case UInt8(ascii: "H"): .key(modifiers.isWord ? .entryStart : .home)
        default: .key(modifiers.isWord ? .entryEnd : .end)
        }
    }

    private static func numbered(_ number: Int, _ modifiers: Modifiers) -> Meaning {
        switch number {
        case 1, 7: .key(modifiers.isWord ? .entryStart : .home)
        case 4, 8: .key(modifiers.isWord ? .entryEnd : .end)
        case 3: .key(modifiers.isWord ? .deleteWord : .delete)
        case 5: .key(.pageUp)
        case 6: .key(.pageDown)
        case 200: .key(.pasteBegin)
        default: .nothing
        }
    }

    /// A character that came as its number, with modifiers: as it would be without such a protocol.
    private static func character(_ code: Int?, _ modifiers: Modifiers) -> Meaning {
        guard let code, let scalar = UnicodeScalar(UInt32(clamping: code)), !(0xE000...0xF8FF).contains(code) else { return .nothing }
        var bytes = Array(String(Character(scalar)).utf8)
        if modifiers.isControl {
            guard bytes.count == 1 else { return .nothing }
            switch bytes[0] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "@")...UInt8(ascii: "_"): bytes[0] &= 0x1F
            case UInt8(ascii: " "): bytes[0] = 0
            case 0..<0x20, 0x7F: break
            default: return .nothing
            }
            // Ctrl-C, Ctrl-Z and their like are signals, which only the terminal itself makes of a key.
            if [3, 26, 28].contains(bytes[0]) { return .nothing }
        }
        return .typed((modifiers.isAlt ? [0x1B] : []) + bytes)
    }

    /// Numbers between semicolons, of which what follows a colon is left out; nil where anything else stands there (`?`, `>`).
    private static func numbers(_ parameters: [UInt8]) -> [Int?]? {
        var result: [Int?] = []
        for part in parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
            let digits = part.prefix { $0 != UInt8(ascii: ":") }
            guard digits.allSatisfy({ (0x30...0x39).contains($0) }), digits.count < 8 else { return nil }
            result.append(digits.isEmpty ? nil : digits.reduce(0) { $0 * 10 + Int($1 - 0x30) })
        }
        return result
    }
}
