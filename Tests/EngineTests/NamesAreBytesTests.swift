import Engine
import Language
import Testing

@Suite("Texts of the language are bytes")
struct TextsAreBytesTests {
    let world = QueryWorld()
    /// One text to Unicode's canonical equivalence, two to Kafka.
    private static let pair = "[\"caf\u{E9}\", \"cafe\u{301}\"]"

    @Test(
        "each operator and each function that compares",
        arguments: [
            ("\"caf\u{E9}\" == \"cafe\u{301}\"", Value.bool(false)), ("\"caf\u{E9}\" != \"cafe\u{301}\"", .bool(true)),
            ("\"cafe\u{301}\" in [\"caf\u{E9}\"]", .bool(false)), ("\(pair) contains \"cafe\u{301}\"", .bool(true)),
            ("\"caf\u{E9}\" contains \"e\u{301}\"", .bool(false)), ("\"caf\u{E9}\" startsWith \"cafe\u{301}\"", .bool(false)),
            ("\"caf\u{E9}\" ~ \"cafe\u{301}\"", .bool(false)), ("\"caf\u{E9}\" ~ \"caf?\"", .bool(true)),
            ("\"caf\u{E9}\" matches /cafe\u{301}/", .bool(false)), ("count(distinct(\(pair)))", .int(2)),
        ])
    func operators(text: String, value: Value) throws {
        #expect(try world.value(text) == value, "\(text)")
    }
}
