/// The name of a run: when it began, to the minute in UTC, and four letters. `20261123T0312-kqvd`.
package enum RunName {
    // Without vowels and look-alikes: no words, no 0/o, 1/l.
    private static let letters = Array("bcdfghjkmnpqrstvwxz")

    /// A name. `next` gives a number from 0 up to, but not with, the bound.
    package static func make(startedMs: Int, next: (Int) -> Int) -> String {
        let tail = (0..<4).map { _ in letters[min(letters.count - 1, max(0, next(letters.count)))] }
        return "\(CalendarTime(milliseconds: startedMs).compactMinute)-\(String(tail))"
    }
}
