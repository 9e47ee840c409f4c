/// Instants as text, UTC, in the proleptic Gregorian calendar.
package enum TimeText {
    /// The day of an instant, counted from 1970-01-01.
    package static func day(ofMs milliseconds: Int) -> Int { floored(milliseconds, 86_400_000).quotient }

    /// RFC 3339 with milliseconds: `2026-11-23T14:02:11.120Z`.
    package static func rfc3339(ms milliseconds: Int) -> String {
        let (day, rest) = floored(milliseconds, 86_400_000)
        return "\(date(day))T\(clock(rest / 1000)).\(padded(rest % 1000, 3))Z"
    }

    /// For people: `14:02:11Z`, with the date in front when the day is not today's.
    /// - Parameter today: the day counted from 1970-01-01; nil: unknown, so the date is shown.
    package static func short(ms milliseconds: Int, today: Int?) -> String {
        let (day, rest) = floored(milliseconds, 86_400_000)
        return (day == today ? "" : "\(date(day)) ") + "\(clock(rest / 1000))Z"
    }

    private static func floored(_ number: Int, _ divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func clock(_ seconds: Int) -> String {
        "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    }

    /// The date of a day: Howard Hinnant's civil-from-days, with years that begin in March.
    private static func date(_ day: Int) -> String {
        let (era, dayOfEra) = floored(day + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfYear - (153 * shifted + 2) / 5 + 1, 2))"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
