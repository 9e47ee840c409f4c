/// Since when items have read as something of which one look is not believed, without a break. Whoever decides by a look what has become of
/// items that were asked for, decides by this: who watches them, who gives their throttle back, and `mend debts pay`.
package struct SteadyReadings {
    /// An item is over as gone where it reads so for this long: a broker that has just begun may not know everything yet.
    package static let goneMs = 3_000
    /// Who is asked may not have heard yet of what was just asked for: after the controller's answer a broker goes on showing what stood before,
    /// or, while it takes a change in, one value beside the source of another (seen on 4.3.1). So what reads as before, or as neither before nor
    /// wanted, is a word of somebody else only when it was read this long after our own last byte, or has stood unbroken for as long.
    static let takenBackMs = 30_000

    private var otherwiseSince: [Int: Int] = [:]
    private var goneSince: [Int: Int] = [:]

    /// Takes an answer in.
    /// - Parameters:
    ///   - now: when its question was asked, by a clock that nobody sets.
    ///   - canHaveSeen: the look is late enough to have seen all that was asked for.
    /// - Returns: how long it must go on reading so until it is believed, milliseconds; 0: it is.
    mutating func take(_ answer: ProbeAnswer, of item: Int, atMs now: Int, canHaveSeen: Bool) -> Int {
        switch answer {
        case .applied, .underWay, .unknowable:
            otherwiseSince[item] = nil
            goneSince[item] = nil
            return 0
        case .gone:
            otherwiseSince[item] = nil
            let since = goneSince[item] ?? now
            goneSince[item] = since
            return max(0, Self.goneMs - (now - since))
        case .notApplied, .superseded:
            goneSince[item] = nil
            let since = otherwiseSince[item] ?? now
            otherwiseSince[item] = since
            return canHaveSeen ? 0 : max(0, Self.takenBackMs - (now - since))
        }
    }
}
