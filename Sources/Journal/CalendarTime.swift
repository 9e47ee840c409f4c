/// An instant as a date and a time of day in UTC.
package struct CalendarTime: Hashable, Sendable {
    package var year: Int
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int

    /// From milliseconds since 1970-01-01T00:00Z.
    package init(milliseconds: Int) {
        func floored(_ number: Int, _ divisor: Int) -> Int { number / divisor - (number % divisor < 0 ? 1 : 0) }
        let seconds = floored(milliseconds, 1000)
        let days = floored(seconds, 86_400)
        let ofDay = seconds - days * 86_400
        // Days to a date in the proleptic Gregorian calendar, with years that begin in March.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = ofDay / 3600
        minute = ofDay / 60 % 60
        second = ofDay % 60
    }

    /// `2026-11-23T14:02:11Z`.
    package var rfc3339: String {
        "\(digits(year, 4))-\(digits(month))-\(digits(day))T\(digits(hour)):\(digits(minute)):\(digits(second))Z"
    }

    /// `20261123T0312`: the beginning of a run's name.
    package var compactMinute: String { "\(digits(year, 4))\(digits(month))\(digits(day))T\(digits(hour))\(digits(minute))" }

    private func digits(_ number: Int, _ width: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
