extension Lexer {
    /// `@2026-11-23T06:00Z`: a date, and a time of day with its zone (RFC 3339, seconds and fraction optional).
    mutating func scanTime() {
        let start = position
        position += 1
        guard let year = fixedDigits(4), eat("-"), let month = fixedDigits(2), eat("-"), let day = fixedDigits(2),
            (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day)
        else { return badTime(from: start) }
        var milliseconds = Self.daysSince1970(year, month, day) * 86_400_000
        if peek() == UInt8(ascii: "T") {
            position += 1
            guard let hour = fixedDigits(2), eat(":"), let minute = fixedDigits(2), hour < 24, minute < 60 else {
                return badTime(from: start)
            }
            milliseconds += (hour * 60 + minute) * 60_000
            if peek() == UInt8(ascii: ":") {
                position += 1
                guard let second = fixedDigits(2), second < 60 else { return badTime(from: start) }
                milliseconds += second * 1000
                if peek() == UInt8(ascii: "."), peek(1).isDigit { milliseconds += fraction() }
            }
            guard peek() == UInt8(ascii: "Z") || peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") else {
                let written = text(start..<position)
                skipTime()
                report("time-needs-zone", "a time of day needs its zone", from: start, help: "say `\(written)Z` or `\(written)+02:00`")
                return add(.bad, from: start)
            }
            guard let offset = zoneMinutes() else { return badTime(from: start) }
            milliseconds -= offset * 60_000
        }
        guard !peek().isNamePart else { return badTime(from: start) }
        add(.literal(.time(milliseconds)), from: start)
    }

    private mutating func zoneMinutes() -> Int? {
        let sign = peek()
        position += 1
        if sign == UInt8(ascii: "Z") { return 0 }
        guard let hours = fixedDigits(2), eat(":"), let minutes = fixedDigits(2), hours < 24, minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    private mutating func fraction() -> Int {
        position += 1
        var value = 0
        var scale = 100
        while peek().isDigit {
            value += Int(peek() - 0x30) * scale
            scale /= 10
            position += 1
        }
        return value
    }

    private mutating func fixedDigits(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard peek().isDigit else { return nil }
            value = value * 10 + Int(peek() - 0x30)
            position += 1
        }
        return value
    }

    private mutating func eat(_ character: Unicode.Scalar) -> Bool {
        guard position < limit, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func badTime(from start: Int) {
        skipTime()
        report("bad-time", "this is not a time", from: start, help: "times are written `@2026-11-23T06:00Z` or `@2026-11-23`")
        add(.bad, from: start)
    }

    private mutating func skipTime() {
        while peek().isNamePart || peek() == UInt8(ascii: ":") { position += 1 }
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March.
    static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
