extension Lexer {
    /// Digits as written: `_` dropped, a fraction kept exact.
    private struct Digits {
        var mantissa = 0
        var fractionDigits = 0
        var text = ""
        var overflows = false
    }

    private struct Unit {
        enum Family { case count, size, duration, percent }
        var family: Family
        var factor: Int

        init(_ family: Family, _ factor: Int) {
            self.family = family
            self.factor = factor
        }
    }

    private static let units: [String: Unit] = [
        "k": Unit(.count, 1_000), "M": Unit(.count, 1_000_000), "G": Unit(.count, 1_000_000_000),
        "B": Unit(.size, 1), "kB": Unit(.size, 1_000), "MB": Unit(.size, 1_000_000), "GB": Unit(.size, 1_000_000_000),
        "TB": Unit(.size, 1_000_000_000_000), "KiB": Unit(.size, 1 << 10), "MiB": Unit(.size, 1 << 20), "GiB": Unit(.size, 1 << 30),
        "TiB": Unit(.size, 1 << 40),
        "ms": Unit(.duration, 1_000_000), "s": Unit(.duration, 1_000_000_000), "m": Unit(.duration, 60_000_000_000),
        "h": Unit(.duration, 3_600_000_000_000), "d": Unit(.duration, 86_400_000_000_000),
        "%": Unit(.percent, 1),
    ]

    mutating func scanNumber() {
        let start = position
        let digits = scanDigits()
        let unitStart = position
        if peek() == UInt8(ascii: "%") {
            position += 1
        } else {
            while peek().isNameStart { position += 1 }
        }
        let name = text(unitStart..<position)
        guard !name.isEmpty else { return finish(number(digits, from: start), from: start) }
        guard let unit = Self.units[name] else { return unknownUnit(name, digits, from: start) }
        if peek().isDigit || peek() == UInt8(ascii: "_") {
            guard unit.family == .duration else { return unknownUnit(name, digits, from: start) }
            return scanFurtherParts(digits, unit, name, from: start)
        }
        switch unit.family {
        case .percent: finish(float(digits, from: start).map { .percent($0) }, from: start)
        case .count: finish(scaled(digits, unit, from: start).map { .int($0) }, from: start)
        case .size: finish(scaled(digits, unit, from: start).map { .size($0) }, from: start)
        case .duration: finish(scaled(digits, unit, from: start).map { .duration($0) }, from: start)
        }
    }

    private mutating func scanDigits() -> Digits {
        var digits = Digits()
        func take(_ byte: UInt8) {
            digits.text.unicodeScalars.append(UnicodeScalar(byte))
            let (product, first) = digits.mantissa.multipliedReportingOverflow(by: 10)
            let (sum, second) = product.addingReportingOverflow(Int(byte - 0x30))
            if first || second { digits.overflows = true } else { digits.mantissa = sum }
        }
        func takeRun(isFraction: Bool) {
            while peek().isDigit || (peek() == UInt8(ascii: "_") && peek(1).isDigit) {
                if peek() != UInt8(ascii: "_") {
                    take(peek())
                    if isFraction { digits.fractionDigits += 1 }
                }
                position += 1
            }
        }
        takeRun(isFraction: false)
        if peek() == UInt8(ascii: "."), peek(1).isDigit {
            position += 1
            digits.text += "."
            takeRun(isFraction: true)
        }
        return digits
    }

    private mutating func number(_ digits: Digits, from start: Int) -> Literal? {
        if digits.fractionDigits > 0 { return float(digits, from: start).map { .float($0) } }
        guard !digits.overflows else { return tooLarge(from: start) }
        return .int(digits.mantissa)
    }

    private mutating func float(_ digits: Digits, from start: Int) -> Double? {
        guard let value = Double(digits.text), value.isFinite else { return tooLarge(from: start) }
        return value
    }

    /// The digits times the unit's factor, which must be whole: `1.2345k` is not.
    private mutating func scaled(_ digits: Digits, _ unit: Unit, from start: Int) -> Int? {
        guard !digits.overflows else { return tooLarge(from: start) }
        var mantissa = digits.mantissa
        var factor = unit.factor
        for _ in 0..<digits.fractionDigits {
            // Divide what can be divided exactly, so that a long fraction does not overflow.
            if mantissa % 10 == 0 {
                mantissa /= 10
            } else if factor % 10 == 0 {
                factor /= 10
            } else if mantissa % 5 == 0, factor % 2 == 0 {
                mantissa /= 5
                factor /= 2
            } else if mantissa % 2 == 0, factor % 5 == 0 {
                mantissa /= 2
                factor /= 5
            } else {
                report("not-whole", "`\(text(start..<position))` is not a whole number", from: start, help: "write it with fewer digits")
                return nil
            }
        }
        let (value, overflow) = mantissa.multipliedReportingOverflow(by: factor)
        return overflow ? tooLarge(from: start) : value
    }

    private mutating func tooLarge<T>(from start: Int) -> T? {
        report(
            "number-too-large", "`\(text(start..<min(position, start + 40)))` is too large", from: start, help: "the greatest is 2^63 − 1")
        return nil
    }

    /// `1h30m`: parts in falling order, each with its unit.
    private mutating func scanFurtherParts(_ first: Digits, _ firstUnit: Unit, _ firstName: String, from start: Int) {
        var total = scaled(first, firstUnit, from: start)
        var last = (unit: firstUnit, name: firstName)
        while peek().isDigit {
            let partStart = position
            let digits = scanDigits()
            let unitStart = position
            while peek().isNameStart { position += 1 }
            let name = text(unitStart..<position)
            guard let unit = Self.units[name], unit.family == .duration else {
                skipRest()
                let smaller = ["d": "h", "h": "m", "m": "s", "s": "ms"][last.name]
                let fix = text(start..<unitStart) + (smaller ?? "ms")
                report(
                    "unknown-unit", name.isEmpty ? "the last part of this duration has no unit" : "`\(name)` is not a unit of time",
                    from: start, help: name.isEmpty ? "say `\(fix)`" : "durations are written `250ms`, `5s`, `1h30m`, `7d`")
                return add(.bad, from: start)
            }
            guard unit.factor < last.unit.factor else {
                skipRest()
                report("duration-order", "the parts of a duration stand in falling order", from: start, help: "as in `1d2h30m`")
                return add(.bad, from: start)
            }
            if let value = scaled(digits, unit, from: partStart), let sum = total {
                let (result, overflow) = sum.addingReportingOverflow(value)
                total = overflow ? tooLarge(from: start) : result
            } else {
                total = nil
            }
            last = (unit, name)
        }
        guard peek() != UInt8(ascii: "_") else { return unknownUnit("_", first, from: start) }
        finish(total.map { .duration($0) }, from: start)
    }

    /// Adds the token, with `/s` where it follows a count or a size without a space and no letter stands behind it.
    private mutating func finish(_ literal: Literal?, from start: Int) {
        guard let literal else {
            skipRest()
            return add(.bad, from: start)
        }
        var result = literal
        if peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "s"), !peek(2).isNamePart {
            switch literal {
            case .int(let count): result = .countRate(count)
            case .size(let bytes): result = .byteRate(bytes)
            default: break
            }
            if result != literal { position += 2 }
        }
        add(.literal(result), from: start)
    }

    private mutating func skipRest() {
        while peek().isNamePart { position += 1 }
    }

    private mutating func unknownUnit(_ name: String, _ digits: Digits, from start: Int) {
        skipRest()
        let sameLetters = Self.units.keys.filter { $0.lowercased() == name.lowercased() }.sorted()
        var help = "units are `k M G`, `B kB MB GB TB KiB MiB GiB TiB`, `ms s m h d`, `%`"
        if let unit = sameLetters.first { help = "did you mean `\(digits.text)\(unit)`?" }
        if name == "K" { help = "did you mean `\(digits.text)k` (thousand) or `\(digits.text)KiB`?" }
        if ["min", "mins"].contains(name) { help = "did you mean `\(digits.text)m`?" }
        if ["sec", "secs"].contains(name) { help = "did you mean `\(digits.text)s`?" }
        report("unknown-unit", "`\(text(start..<position))` has no unit that is known", from: start, help: help)
        add(.bad, from: start)
    }
}
