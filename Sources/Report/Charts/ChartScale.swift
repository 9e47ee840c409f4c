import Engine

/// Where the marks of an axis stand, at numbers that people count in.
package struct ChartScale: Sendable, Hashable {
    package struct Tick: Sendable, Hashable {
        package var value: Double
        package var label: String
    }

    package var low: Double
    package var high: Double
    package var ticks: [Tick]

    /// The place of a value, from 0 at the low end to 1 at the high end.
    package func place(_ value: Double) -> Double { high > low ? min(1, max(0, (value - low) / (high - low))) : 0 }

    /// An axis of amounts from zero on.
    package static func amounts(upTo greatest: Double, _ unit: Chart.Unit) -> ChartScale {
        let most = greatest.isFinite && greatest > 0 ? greatest : 1
        let step = unit == .bytes ? byteStep(most) : max(unit.isWhole ? 1 : 0, decimalStep(most / 4))
        let count = Int((most / step).rounded(.up))
        let ticks = (0...max(1, count)).map { index in
            let value = Double(index) * step
            return Tick(value: value, label: unit.text(value))
        }
        return ChartScale(low: 0, high: ticks.last?.value ?? most, ticks: ticks)
    }

    /// 1, 2 or 5 times a power of ten, no less than this.
    private static func decimalStep(_ least: Double) -> Double {
        var power = 1.0
        while power * 10 <= least { power *= 10 }
        while power > least { power /= 10 }
        for factor in [1.0, 2, 5, 10] where power * factor >= least { return power * factor }
        return power * 10
    }

    /// The same in the binary unit that the greatest amount is told in.
    private static func byteStep(_ greatest: Double) -> Double {
        var unit = 1.0
        while greatest >= unit * 1024 { unit *= 1024 }
        return max(1, decimalStep(greatest / unit / 4) * unit)
    }

    /// An axis of time in UTC, milliseconds since 1970, with at most so many marks.
    package static func time(from start: Int, to end: Int, mostTicks: Int = 8) -> ChartScale {
        let last = max(end, start + 1_000)
        let step = timeSteps.first { (last - start) / $0 < mostTicks } ?? ((last - start) / mostTicks / 86_400_000 + 1) * 86_400_000
        let crossesMidnight = TimeText.day(ofMs: start) != TimeText.day(ofMs: last)
        var ticks: [Tick] = []
        var next = start % step == 0 ? start : (start / step + (start < 0 ? 0 : 1)) * step
        while next <= last {
            ticks.append(Tick(value: Double(next), label: label(next, step: step, withDate: crossesMidnight)))
            next += step
        }
        return ChartScale(low: Double(start), high: Double(last), ticks: ticks)
    }

    private static let timeSteps: [Int] =
        [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400].map { $0 * 1_000 }

    private static func label(_ milliseconds: Int, step: Int, withDate: Bool) -> String {
        // `2026-11-23T14:02:11.120Z`: the parts that a mark needs.
        let text = Array(TimeText.rfc3339(ms: milliseconds))
        guard text.count >= 19 else { return String(text) }
        let clock = String(text[11..<(step < 60_000 ? 19 : 16)])
        return withDate ? String(text[5..<10]) + " " + clock : clock
    }
}
