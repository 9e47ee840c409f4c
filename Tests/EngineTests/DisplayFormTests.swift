import Engine
import Language
import Testing

@Suite("Values as people read them")
struct DisplayFormTests {
    @Test(
        "counts are exact below 10,000, then short",
        arguments: [
            (0, "0"), (9_999, "9999"), (10_000, "10k"), (12_345, "12.3k"), (99_949, "99.9k"), (99_950, "100k"), (456_000, "456k"),
            (999_499, "999k"),
            (999_500, "1M"), (2_300_000, "2.3M"), (-45_000, "-45k"), (1_000_000_000, "1G"), (Int.max, "9.2E"), (Int.min, "-9.2E"),
        ])
    func counts(number: Int, wanted: String) { #expect(DisplayForm.text(.int(number)) == wanted) }

    @Test(
        "sizes, rates, percentages, durations",
        arguments: [
            (.size(0), "0 B"), (.size(512), "512 B"), (.size(1023), "1023 B"), (.size(1_503_238_553), "1.4 GiB"), (.size(1 << 20), "1 MiB"),
            (.byteRate(50_000_000), "50 MB/s"), (.byteRate(0), "0 B/s"), (.countRate(2000), "2k/s"), (.percent(95.5), "95.5%"),
            (.percent(100), "100%"),
            (.duration(5_400_000_000_000), "1h30m"), (.duration(250_000_000), "250ms"), (.duration(0), "0s"),
            (.duration(1_500_000_000), "1.5s"),
            (.duration(59_999_000_000), "1m"), (.duration(604_800_000_000_000), "7d"), (.duration(500_000), "500µs"),
            (.duration(.min), "-106751d23h"),
            (.duration(3_601_000_000_000), "1h"), (.duration(90_000_000_000), "1m30s"), (.float(0.5), "0.5"), (.float(2.0 / 3), "0.667"),
            (.float(.infinity), "inf"), (.float(1e300), "1e+300"), (.partition(topic: "trips", index: 3), "trips-3"),
        ] as [(Value, String)])
    func units(value: Value, wanted: String) { #expect(DisplayForm.text(value) == wanted) }

    @Test("times go without the date today only")
    func times() {
        #expect(DisplayForm.text(.time(1_795_442_531_120), today: 20_780) == "14:02:11Z")
        #expect(DisplayForm.text(.time(1_795_442_531_120), today: 20_781) == "2026-11-23 14:02:11Z")
        #expect(TimeText.rfc3339(ms: 1_795_442_531_120) == "2026-11-23T14:02:11.120Z")
        #expect(TimeText.rfc3339(ms: -1) == "1969-12-31T23:59:59.999Z")
        #expect(TimeText.rfc3339(ms: 951_782_400_000) == "2000-02-29T00:00:00.000Z")
        #expect(TimeText.day(ofMs: -1) == -1)
    }

    @Test("broker ids have all their digits, an empty sum of sizes is a size")
    func types() {
        #expect(DisplayForm.text(.int(10_001), .broker) == "10001")
        #expect(DisplayForm.text(.int(0), .size) == "0 B")
        #expect(DisplayForm.text(.list(ListValue([.int(10_001)])), .list(.broker)) == "[10001]")
    }

    @Test("what a broker sent never moves the cursor")
    func controls() {
        #expect(DisplayForm.text(.text("a\u{1b}[2J\n\u{202e}b\u{9b}")) == "a\\u{1b}[2J\\n\\u{202e}b\\u{9b}")
    }

    @Test("exact forms have all digits, and what has none says so")
    func exact() {
        #expect(DisplayForm.exact(.int(2_345_678)) == "2345678")
        #expect(DisplayForm.exact(.size(1_503_238_553)) == "1503238553")
        #expect(DisplayForm.exact(.duration(5_400_250_000_000)) == "1h30m250ms")
        #expect(DisplayForm.exact(.byteRate(5e7)) == "50000000")
        for value: Value in [.null, .unknown(Cause("x")), .bound(.atLeast, .int(1)), .secret("s"), .list(ListValue([.null]))] {
            #expect(DisplayForm.exact(value) == nil)
        }
    }
}
