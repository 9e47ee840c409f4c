import Journal
import Testing

@Suite("JSON text")
struct JSONTextTests {
    @Test(
        "what is written is read back the same",
        arguments: [
            .null, .bool(true), .int(.min), .int(.max), .double(2), .double(0.1), .double(-1e300), .double(.leastNonzeroMagnitude),
            .string("a\"b\\c\n\t\u{1}\u{7f}\u{9b}é😀/"), .array([]), .object([]),
            ["b": 1, "a": [.null, .double(95.5), "x"], "b2": ["": false]],
        ] as [JSONValue])
    func roundTrip(value: JSONValue) throws {
        #expect(try JSONValue.parse(value.text) == value)
    }

    @Test("members keep their order and nothing is added")
    func order() {
        let value: JSONValue = ["z": 1, "a": [true, .null, .double(1.5)]]
        #expect(value.text == #"{"z":1,"a":[true,null,1.5]}"#)
    }

    @Test("control characters never leave unescaped, C1 neither")
    func controls() {
        #expect(JSONValue.string("\u{1b}[2J\u{9b}1m\r").text == #""\u001b[2J\u009b1m\r""#)
    }

    @Test("a number without a point is an int where it fits, else a double")
    func numbers() throws {
        #expect(
            try JSONValue.parse("[1,-0,1.0,1e2,9223372036854775808]") == [1, 0, .double(1), .double(100), .double(9223372036854775808)])
    }

    @Test("escapes and surrogate pairs are read")
    func escapes() throws {
        #expect(try JSONValue.parse(#""\u0041\ud83d\ude00\/\b\f""#) == "A😀/\u{8}\u{c}")
    }

    @Test(
        "what is no JSON is a fault with its offset, never a crash",
        arguments: [
            "", " ", "nul", "[1,", "[1,]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "01", "1.", "1e", "-", "\"", "\"\\x\"", "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\udc00\"", "\"\u{1}\"", "1 2", "tru", "1e999", "[}",
        ])
    func faults(text: String) {
        #expect(throws: JSONFault.self) { try JSONValue.parse(text) }
    }

    @Test("bytes that are not UTF-8 are a fault")
    func encoding() {
        #expect(throws: JSONFault(message: "a text that is not UTF-8", offset: 0)) { try JSONValue.parse([0x22, 0xFF, 0x22]) }
    }

    @Test("depth is bounded")
    func depth() throws {
        let deep = String(repeating: "[", count: 200_000)
        #expect(throws: JSONFault(message: "nested deeper than 128", offset: 129)) { try JSONValue.parse(deep) }
        let allowed = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(try JSONValue.parse(allowed).array?.count == 1)
    }

    @Test("cut or changed anywhere, a text is read or refused")
    func mutations() {
        let text = Array(#"{"a":[1,-2.5e3,"x\u00e9\n",true,null,{"b":{}}],"c":""}"#.utf8)
        var read = 0
        for index in text.indices {
            if (try? JSONValue.parse(text[..<index])) != nil { read += 1 }
            for byte: UInt8 in [0, 0x22, 0x5C, 0x7B, 0x7D, 0xC3, 0xFF, 0x30] {
                var changed = text
                changed[index] = byte
                if let value = try? JSONValue.parse(changed) { #expect((try? JSONValue.parse(value.utf8)) == value) }
            }
        }
        #expect(read == 0)
    }
}
