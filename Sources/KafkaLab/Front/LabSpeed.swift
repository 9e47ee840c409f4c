/// How fast a lab's story goes beside the loop's own time: virtual seconds in a real one, in thousandths.
package struct LabSpeed: Hashable, Comparable, Sendable {
    /// Virtual milliseconds in a second of the loop, at least 1.
    package let thousandths: Int64

    /// As fast as the clock on the wall.
    package static let real = LabSpeed(1)

    /// Whole virtual seconds in a real one; at least 1.
    package init(_ seconds: Int) { thousandths = Int64(max(1, min(seconds, Self.fastest))) * 1000 }

    /// Virtual seconds in a real one, `0.1` to 3600; nil outside of that.
    package init?(seconds: Double) {
        guard seconds >= 0.001, seconds <= Double(Self.fastest) else { return nil }
        thousandths = Int64((seconds * 1000).rounded())
    }

    /// An hour in a second.
    package static let fastest = 3600

    package static func < (left: LabSpeed, right: LabSpeed) -> Bool { left.thousandths < right.thousandths }

    /// Nanoseconds of the story in nanoseconds of the loop; what does not fit is the largest number.
    func virtual(_ nanoseconds: Int64) -> Int64 { Self.scaled(nanoseconds, by: thousandths, over: 1000) }

    /// Nanoseconds of the loop in nanoseconds of the story.
    func real(_ nanoseconds: Int64) -> Int64 { Self.scaled(nanoseconds, by: 1000, over: thousandths) }

    private static func scaled(_ value: Int64, by factor: Int64, over divisor: Int64) -> Int64 {
        let (high, low) = max(0, value).multipliedFullWidth(by: factor)
        // Else the quotient would not fit.
        guard high < divisor / 2 else { return .max }
        return divisor.dividingFullWidth((high, low)).quotient
    }
}

extension LabSpeed: CustomStringConvertible {
    /// `1`, `0.5`: as `--speed` takes it.
    package var description: String {
        let whole = thousandths / 1000
        guard thousandths % 1000 != 0 else { return "\(whole)" }
        let digits = String(thousandths % 1000)
        var fraction = String(repeating: "0", count: 3 - digits.count) + digits
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(whole).\(fraction)"
    }
}
