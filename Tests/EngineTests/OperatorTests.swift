import Engine
import Language
import Testing

@Suite("Operators over three values")
struct OperatorTests {
    let world = QueryWorld()

    /// `u` is unknown, `l` at least 5, `m` at most 5.
    func value(_ text: String) throws -> Value {
        var world = world
        world.bindings = [
            "u": .unknown(Cause("mute")), "l": .bound(.atLeast, .int(5)), "m": .bound(.atMost, .int(5)), "n": .null, "t": .bool(true),
            "f": .bool(false), "gap": .list(ListValue([.int(1)], missing: [Cause("gone")], isSigned: false)),
            "ls": .bound(.atLeast, .size(100)),
        ]
        return try world.value(text)
    }

    func shows(_ text: String) throws -> String { DisplayForm.text(try value(text)) }

    @Test(
        "and, or and not are Kleene's",
        arguments: [
            ("t and t", "true"), ("t and f", "false"), ("f and u", "false"), ("u and f", "false"), ("u and t", "?"), ("u and u", "?"),
            ("t or u", "true"), ("u or t", "true"), ("f or u", "?"), ("f or f", "false"), ("not u", "?"), ("not t", "false"),
        ])
    func kleene(text: String, wanted: String) throws { #expect(try shows(text) == wanted) }

    @Test(
        "comparisons of the unknown, of null and of bounds",
        arguments: [
            ("u == 1", "?"), ("1 < u", "?"), ("n < 1", "false"), ("n >= 1", "false"), ("n == 1", "false"), ("n != 1", "true"),
            ("n == n", "true"),
            ("n is null", "true"), ("u is null", "?"), ("u is unknown", "true"), ("l is unknown", "false"), ("1 is unknown", "false"),
            ("l > 4", "true"), ("l >= 5", "true"), ("l > 5", "?"), ("l < 5", "false"), ("l <= 5", "?"), ("l == 0", "false"),
            ("l == 9", "?"),
            ("l != 0", "true"), ("4 < l", "true"), ("m < 6", "true"), ("m <= 5", "true"), ("m > 5", "false"), ("m == 6", "false"),
            ("m >= 5", "?"), ("l > l", "?"), ("l >= m", "true"), ("l == m", "?"), ("m > l", "false"),
        ])
    func comparisons(text: String, wanted: String) throws { #expect(try shows(text) == wanted) }

    @Test(
        "at-least arithmetic keeps the side that is sure",
        arguments: [
            ("l + 1", "≥ 6"), ("1 + l", "≥ 6"), ("l + l", "≥ 10"), ("l + m", "?"), ("l - 1", "≥ 4"), ("1 - l", "≤ -4"), ("l - m", "≥ 0"),
            ("l - l", "?"), ("l * 2", "≥ 10"), ("l * -2", "≤ -10"), ("l * 0", "0"), ("l * l", "≥ 25"), ("l / 2", "≥ 2.5"), ("l / 0", "?"),
            ("10 / l", "≤ 2"), ("-10 / l", "≥ -2"), ("0 / l", "0"), ("m * -m", "?"), ("n + u", "–"), ("u * n", "–"), ("n / 0", "–"),
            ("-l", "≤ -5"), ("abs(l)", "≥ 5"), ("ls + 1kB", "≥ 1.1 KiB"), ("u + 1", "?"), ("n + 1", "–"),
        ])
    func bounds(text: String, wanted: String) throws { #expect(try shows(text) == wanted) }

    @Test(
        "units go with units",
        arguments: [
            ("1 / 2", "0.5"), ("7 / 7", "1"), ("1GiB / 2", "512 MiB"), ("100MB / 2s", "50 MB/s"), ("1000 / 2s", "500/s"),
            ("1MB / 1MB/s", "1s"),
            ("50MB/s * 2s", "95.4 MiB"), ("2k/s * 3s", "6000"), ("10GiB * 50%", "5 GiB"), ("200 * 50%", "10000%"), ("50% * 2", "100%"),
            ("90% / 3", "30%"), ("50% * 2 == 100%", "true"), ("100 / 10 / 2", "5"),
            ("8 / 4 * 2", "4"), ("8 / (4 * 2)", "1"), ("7 / 10 * 100", "70"), ("2 - 3 - 4", "-5"), ("1h + 30m", "1h30m"),
            ("now - (now - 5m)", "5m"), ("15m ago < now", "true"), ("now - 15m < 14m ago", "true"), ("\"a\" + \"b\"", "ab"),
            ("[1, 2] + [3]", "[1, 2, 3]"), ("2 * 1.5", "3"), ("-3 + 1", "-2"), ("5% + 1%", "6%"), ("1 / 0", "?"), ("1GiB / 0s", "?"),
        ])
    func units(text: String, wanted: String) throws { #expect(try shows(text) == wanted) }

    @Test("division by zero says so")
    func zero() throws { #expect(try value("1 / 0") == .unknown(Cause("division by zero"))) }

    @Test(
        "overflow is a failure with its place",
        arguments: ["9223372036854775807 + 1", "-9223372036854775807 - 2", "9223372036854775807 * 2", "9223372036854775807 * 1B * 2"])
    func overflow(text: String) throws {
        #expect {
            try value(text)
        } throws: { error in
            (error as? EvaluationFailure)?.kind == .value && (error as? EvaluationFailure)?.message.contains("overflow") == true
        }
    }

    @Test(
        "lists, sets, ranges and texts",
        arguments: [
            ("1 in [1, 2]", "true"), ("3 not in [1, 2]", "true"), ("3 in 1..5", "true"), ("6 not in 1..5", "true"), ("1 in gap", "true"),
            ("2 in gap", "?"), ("2 not in gap", "?"), ("u in [1]", "?"), ("u in []", "false"), ("l in [4]", "false"),
            ("l in 1..4", "false"),
            ("[1, 2] contains 2", "true"), ("gap contains 2", "?"), ("\"trips\" contains \"rip\"", "true"),
            ("\"trips\" not contains \"rip\"", "false"), ("\"trips\" startsWith \"tr\"", "true"), ("\"trips\" ~ \"t*s\"", "true"),
            ("\"trips\" ~ \"t?\"", "false"), ("\"b\" ~ '{a,b}'", "true"), ("\"x3\" ~ \"x[0-5]\"", "true"),
            ("\"x3\" not ~ \"x[!3]\"", "true"),
            ("\"trips\" matches /^t.i/", "true"), ("\"trips\" not matches /z/", "true"), ("[] is empty", "true"),
            ("[1] is not empty", "true"),
            ("\"\" is empty", "true"), ("gap is empty", "false"), ("count(gap)", "≥ 1"), ("[1, 2] == [2, 1]", "false"),
            ("[1, 2] == [1, 2]", "true"), ("1.0 in [1]", "true"), ("n in []", "false"), ("n in [1, n]", "true"), ("n is empty", "false"),
            ("9007199254740993 == 9007199254740992.0", "false"), ("9007199254740993 > 9007199254740992.0", "true"),
            ("t or 1 / 0 > 1", "true"), ("f and 9223372036854775807 + 1 > 0", "false"), ("n or u", "?"), ("not n", "true"),
        ])
    func membership(text: String, wanted: String) throws { #expect(try shows(text) == wanted) }

    @Test(
        "aggregates give bounds where something is unknown",
        arguments: [
            ("sum([1, 2])", "3"), ("sum([1, u])", "?"), ("sum([1, -2, u])", "?"), ("sum([5, 1 / 0])", "?"), ("sum([l, 1])", "≥ 6"),
            ("sum([l, -1])", "≥ 4"),
            ("sum(gap)", "≥ 1"), ("sum([n, count(gap), abs(u)])", "≥ 1"),
            ("max([1, u])", "≥ 1"),
            ("min([1, u])", "≤ 1"), ("avg([1, 2])", "1.5"), ("avg([1, u])", "?"), ("max([u])", "?"), ("sum([n, 2])", "2"),
            ("count([u, 1])", "2"),
            ("max([l, 3])", "≥ 5"), ("min([l, 3])", "≤ 3"), ("min([m, 9])", "≤ 5"), ("max([1s, 1m])", "1m"), ("sum([1kB, 2kB])", "2.9 KiB"),
            ("distinct([1, 1, 2])", "[1, 2]"), ("distinct([1, 1.0])", "[1]"), ("distinct([1, u])", "[1, ?]"),
            ("count(distinct([1, u]))", "≥ 1"),
            ("first([1, u])", "1"), ("first(gap)", "?"), ("avg([l, 7])", "≥ 6"), ("sum([])", "0"), ("max([])", "–"), ("avg([n])", "–"),
            ("flatten([[1], [2, 3]])", "[1, 2, 3]"), ("round(2.345, 1)", "2.3"),
            ("round(95.55%)", "96%"),
            ("join([1, 2], \"-\")", "1-2"), ("split(\"a,b\", \",\")", "[a, b]"), ("upper(\"a\")", "A"), ("length(\"añb\")", "3"),
            ("first([7, 8])", "7"), ("last([7, 8])", "8"), ("spark([1, 3, 2])", "▁█▄"), ("abs(-3)", "3"),
        ])
    func aggregates(text: String, wanted: String) throws { #expect(try shows(text) == wanted) }

    @Test("text has the display form in messages, and all digits in words")
    func texts() throws {
        var world = world
        world.bindings = ["big": .int(2_345_678), "l": .bound(.atLeast, .int(2_300_000)), "u": .unknown(Cause("mute"))]
        #expect(try world.value("\"lag {big}, {l}, {u}\"") == .text("lag 2.3M, ≥ 2.3M, ?"))
        #expect(try world.value("\"{big}\"", texts: .exact) == .text("2345678"))
        for text in ["\"{l}\"", "\"{u}\""] {
            #expect(throws: EvaluationFailure.self) { try world.value(text, texts: .exact) }
        }
    }
}
