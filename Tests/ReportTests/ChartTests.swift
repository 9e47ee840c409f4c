import Engine
import Journal
import Report
import Testing

@Suite("Charts")
struct ChartTests {
    /// A dot of a chart on the page: where it stands, and what its words say.
    private struct Dot {
        var x: Double
        var y: Double
        var words: String
    }

    private func part(_ id: String, of page: String) throws -> Substring {
        let start = try #require(page.firstRange(of: "id=\"chart-\(id)\"")).upperBound
        let rest = page[start...]
        return rest[..<(try #require(rest.firstRange(of: "</figure>")).lowerBound)]
    }

    private func dots(_ part: Substring) throws -> [Dot] {
        var dots: [Dot] = []
        var rest = part
        while let found = rest.firstRange(of: "class=\"dot\" d=\"M") {
            rest = rest[found.upperBound...]
            let place = rest.prefix { $0 != "h" }.split(separator: " ")
            let words = rest[(try #require(rest.firstRange(of: "<title>"))).upperBound...].prefix { $0 != "<" }
            dots.append(Dot(x: try #require(Double(place[0])), y: try #require(Double(place[1])), words: String(words)))
        }
        return dots
    }

    @Test("each dot stands where its reading belongs: by its time, and by its share of the axis")
    func places() throws {
        let told = try SampleRun.told()
        let page = ReportWriter.text(of: told, as: .html)
        let length = Double(told.lastMs - told.startedMs)
        var checked = 0
        // The axes end at the first round number: 19 under-replicated at 20, 1.5 GiB at 2, 1.8 million at two.
        for (id, top) in [("partitions", 20.0), ("bytes", 1.5 * 1_073_741_824), ("lag", 2e6), ("brokers", 3)] {
            for dot in try dots(part(id, of: page)) {
                let value = try #require(dot.words.split(separator: " ").compactMap { Double($0) }.last)
                let clock = try #require(dot.words.split(separator: " ").first { $0.contains(":") })
                let parts = clock.split(separator: ":").compactMap { Int($0) }
                let second = Double((parts[0] * 60 + parts[1]) * 60 + parts[2] - (3 * 60 + 12) * 60)
                #expect(abs(dot.x - second * 1_000_000 / length) < 0.02, "\(id): \(dot)")
                #expect(abs(dot.y - 200 * (1 - value / top)) < 0.02, "\(id): \(dot)")
                checked += 1
            }
        }
        #expect(checked == 21)
    }

    @Test("a line is broken where nobody drove the run, and where a reading did not tell")
    func breaks() throws {
        let page = ReportWriter.text(of: try SampleRun.told(), as: .html)
        let part = try part("partitions", of: page)
        func way(_ look: String) throws -> Substring {
            let group = part[(try #require(part.firstRange(of: "<g class=\"line \(look)\"><path class=\"way\" d=\""))).upperBound...]
            return group.prefix { $0 != "\"" }
        }
        // Offline: two readings, a pause, one. Under-replicated: the reading between the two did not tell.
        #expect(try way("bad").count { $0 == "M" } == 2)
        #expect(try way("warning").count { $0 == "M" } == 2)
        #expect(try way("warning").count { $0 == "H" } == 0)
        #expect(part.contains("nobody drove the run"))
    }

    @Test("an axis of amounts begins at zero and ends at a round number, whatever the amount")
    func amounts() {
        #expect(ChartScale.amounts(upTo: 17, .partitions).ticks.map(\.label) == ["0", "5", "10", "15", "20"])
        #expect(ChartScale.amounts(upTo: 1, .brokers).ticks.map(\.label) == ["0", "1"])
        #expect(ChartScale.amounts(upTo: 0, .items).ticks.map(\.label) == ["0", "1"])
        #expect(ChartScale.amounts(upTo: 1_600_000_006, .bytes).ticks.map(\.label) == ["0 B", "512 MiB", "1 GiB", "1.5 GiB"])
        for amount in [0.1, 3, 1e3, 1e9, 1e18, .infinity, .nan] {
            let scale = ChartScale.amounts(upTo: amount, .records)
            #expect((2...7).contains(scale.ticks.count), "\(amount)")
            #expect(scale.low == 0 && scale.high >= (amount.isFinite ? amount : 0))
            #expect(Set(scale.ticks.map(\.label)).count == scale.ticks.count)
        }
    }

    @Test("an axis of time has few marks at times that people know; the date where a day ends in it")
    func time() {
        let start = 1_795_403_520_000
        #expect(ChartScale.time(from: start, to: start + 66_000).ticks.map(\.label).prefix(2) == ["03:12:00", "03:12:10"])
        #expect(ChartScale.time(from: start + 1, to: start + 3_600_000).ticks.first?.label == "03:20")
        #expect(ChartScale.time(from: start, to: start + 90_000_000).ticks.contains { $0.label == "11-24 00:00" })
        for length in [0, 1, 999, 5_000, 59_000, 7_200_000, 86_400_000, 900_000_000, 40_000_000_000] {
            let scale = ChartScale.time(from: start + 123, to: start + 123 + length)
            #expect(scale.ticks.count <= 8, "\(length)")
            #expect(scale.ticks.allSatisfy { $0.value >= scale.low && $0.value <= scale.high })
        }
    }
}
