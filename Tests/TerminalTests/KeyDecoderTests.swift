import Testing

@testable import Terminal

/// What terminals send: xterm's ctlseqs ("PC-Style Function Keys", "Special Keyboard Keys"), tmux and screen's terminfo entries, kitty's keyboard
/// protocol in its legacy mode, PuTTY's manual (4.4), console_codes(4) and keymaps of the Linux console, rxvt's reference.
@Suite("Keys as terminals send them")
struct KeyDecoderTests {
    private func decode(_ text: String) -> String {
        var decoder = KeyDecoder()
        let bytes = Array(text.utf8)
        var given: [UInt8] = []
        for (index, byte) in bytes.enumerated() { given += decoder.take(byte, hasMore: index + 1 < bytes.count) }
        return String(decoding: given, as: UTF8.self)
    }

    private static let table: [(terminal: String, sent: [String], key: EditorKey)] = [
        ("every one, the usual mode", ["\u{1B}[A"], .up), ("every one, the usual mode", ["\u{1B}[D"], .left),
        ("xterm, an application's mode", ["\u{1B}OA"], .up), ("xterm, an application's mode", ["\u{1B}OB"], .down),
        ("xterm, tmux, kitty: Ctrl", ["\u{1B}[1;5D"], .wordLeft), ("xterm, tmux, kitty: Ctrl", ["\u{1B}[1;5C"], .wordRight),
        ("xterm, tmux, kitty: Alt", ["\u{1B}[1;3D"], .wordLeft), ("xterm, tmux, kitty: Alt", ["\u{1B}[1;3C"], .wordRight),
        ("xterm: Ctrl and Shift, Ctrl and Alt", ["\u{1B}[1;6D", "\u{1B}[1;7D"], .wordLeft),
        ("xterm: Shift", ["\u{1B}[1;2D"], .left), ("xterm: Shift", ["\u{1B}[1;2A"], .up),
        ("kitty: Ctrl, with the kind of the event", ["\u{1B}[1;5:1C"], .wordRight),
        ("old xterm, screen: Ctrl", ["\u{1B}[5D", "\u{1B}O5D"], .wordLeft),
        ("old xterm, screen: Ctrl", ["\u{1B}[5C", "\u{1B}O5C"], .wordRight),
        ("PuTTY: Ctrl", ["\u{1B}OD"], .wordLeft), ("PuTTY: Ctrl", ["\u{1B}OC"], .wordRight),
        ("PuTTY, the Linux console, rxvt: Alt", ["\u{1B}\u{1B}[D"], .wordLeft), ("PuTTY: Alt", ["\u{1B}\u{1B}OC"], .wordRight),
        ("rxvt: Ctrl", ["\u{1B}Od"], .wordLeft), ("rxvt: Ctrl", ["\u{1B}Oc"], .wordRight), ("rxvt: Shift", ["\u{1B}[d"], .left),
        ("xterm, kitty", ["\u{1B}[H", "\u{1B}OH"], .home), ("xterm, kitty", ["\u{1B}[F", "\u{1B}OF"], .end),
        ("screen, tmux, PuTTY, the Linux console", ["\u{1B}[1~"], .home), ("screen, tmux, PuTTY, the Linux console", ["\u{1B}[4~"], .end),
        ("rxvt", ["\u{1B}[7~"], .home), ("rxvt", ["\u{1B}[8~"], .end),
        ("xterm, kitty: Ctrl", ["\u{1B}[1;5H"], .entryStart), ("xterm, kitty: Ctrl", ["\u{1B}[1;5F"], .entryEnd),
        ("rxvt: Ctrl", ["\u{1B}[7^"], .entryStart), ("xterm: Shift", ["\u{1B}[1;2H"], .home),
        ("every one", ["\u{1B}[3~"], .delete), ("xterm, kitty: Ctrl", ["\u{1B}[3;5~"], .deleteWord),
        ("xterm: Alt", ["\u{1B}[3;3~"], .deleteWord),
        ("xterm: Shift; rxvt: Shift", ["\u{1B}[3;2~", "\u{1B}[3$"], .delete), ("rxvt: Ctrl", ["\u{1B}[3^"], .deleteWord),
        ("every one", ["\u{1B}[5~"], .pageUp), ("every one", ["\u{1B}[6~"], .pageDown), ("xterm: Ctrl", ["\u{1B}[5;5~"], .pageUp),
        ("xterm: Ctrl", ["\u{1B}[1;5A"], .older), ("xterm: Alt", ["\u{1B}[1;3B"], .newer),
        ("a paste", ["\u{1B}[200~"], .pasteBegin),
    ]

    @Test("each key has one form, whichever terminal sends it", arguments: table.indices)
    func keys(_ index: Int) {
        let row = Self.table[index]
        for sent in row.sent { #expect(decode("a\(sent)b") == "a\(row.key.bytes)b", "\(row.terminal): \(sent.dropFirst())") }
    }

    @Test(
        "nothing is left of a sequence that is no key",
        arguments: [
            // F1 to F12 of xterm, the Linux console and rxvt; Insert; Shift-Tab.
            "\u{1B}OP", "\u{1B}[11~", "\u{1B}[[A", "\u{1B}[[E", "\u{1B}[15~", "\u{1B}[15;5~", "\u{1B}[24~", "\u{1B}[2~", "\u{1B}[Z",
            // Reports: the cursor's place, what the terminal is, its focus, a mode (DECRPM), kitty's flags.
            "\u{1B}[24;80R", "\u{1B}[?1;2c", "\u{1B}[>0;370;0c", "\u{1B}[I", "\u{1B}[O", "\u{1B}[?2026;2$y", "\u{1B}[?1u",
            // A colour (OSC 11), a setting (DECRQSS), the name (XTVERSION), graphics of kitty's (APC).
            "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\", "\u{1B}]11;rgb:ffff/ffff/ffff\u{07}", "\u{1B}P1$r0m\u{1B}\\",
            "\u{1B}P>|xterm(370)\u{1B}\\",
            "\u{1B}_Gi=1;OK\u{1B}\\",
            // Mouse (SGR), nonsense, numbers beyond all.
            "\u{1B}[<0;10;10M", "\u{1B}[99;99;99q", "\u{1B}[999999999999999999999999~", "\u{1B}[5 q",
            "\u{1B}[\(String(repeating: "1;", count: 200))D", "\u{1B}[;;;~", "\u{1B}[~",
        ])
    func nobodys(_ sequence: String) { #expect(decode("a\(sequence)b") == "ab") }

    @Test("text, controls and Alt with a letter pass as they are")
    func plain() {
        for text in ["select é 日本 🙂", "\r\n\t\u{7F}\u{01}", "\u{1B}b", "\u{1B}\r", "\u{1B}\u{7F}", "\u{1B}é"] {
            #expect(decode(text) == text)
        }
    }

    @Test("Alt with a bracket, alone, is no report that goes on")
    func altBracket() {
        var decoder = KeyDecoder()
        let given = [UInt8]([0x1B, 0x5D]).flatMap { decoder.take($0, hasMore: false) }
        #expect(given == [0x1B, 0x5D])
        #expect(decoder.take(0x61, hasMore: false) == [0x61])
    }

    @Test("a sequence that breaks off begins nothing else")
    func brokenOff() {
        #expect(decode("\u{1B}[1;\u{1B}[Da") == EditorKey.left.bytes + "a", "the next one counts")
        #expect(decode("\u{1B}[1;\rx") == "\rx", "a control is a key")
        #expect(decode("\u{1B}[1;é") == "é")
    }

    @Test("the keypad is digits, and keys that come as numbers are the characters that they are")
    func typed() {
        #expect(decode("\u{1B}Op\u{1B}Oy\u{1B}Oj\u{1B}Ok\u{1B}OM") == "09*+\r")
        // kitty's and xterm's protocols for keys with modifiers, where a program before has left them on: Ctrl-A, Alt-b, é, Enter with Ctrl.
        #expect(decode("\u{1B}[97;5u") == "\u{01}")
        #expect(decode("\u{1B}[98;3u") == "\u{1B}b")
        #expect(decode("\u{1B}[233u") == "é")
        #expect(decode("\u{1B}[27;5;13~") == "\r")
        #expect(decode("\u{1B}[99;5u") == "", "Ctrl-C is the terminal's")
        #expect(decode("\u{1B}[57441;5u") == "", "kitty's number for a key without a character")
        #expect(decode("\u{1B}[99999999u") == "")
    }

    @Test("any bytes end, and give no more than they are")
    func anyBytes() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var decoder = KeyDecoder()
            for _ in 0..<200 {
                let byte =
                    Bool.random(using: &generator)
                    ? UInt8.random(in: 0...255, using: &generator) : Array("\u{1B}[O;?5~D]".utf8).randomElement() ?? 0
                #expect(decoder.take(byte, hasMore: Bool.random(using: &generator)).count <= 8)
            }
        }
    }
}
