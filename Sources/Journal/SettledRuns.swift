import KafkaWire
import Platform

/// Runs of which nothing is outstanding, each with the print of the journal that showed it: who looks for open runs need not read them again.
///
/// It is never believed over a journal: a run counts as settled only while its journal has the very print that it had when it was read, and
/// what is missing, damaged or of another version is made again from the journals.
package struct SettledRuns: Sendable, Hashable {
    package var prints: [String: Files.Print] = [:]

    package init() {}

    private static let title = "mend settled runs, form 1\n"

    /// The list as a file: a title, `RUN inode size modified changed` a line, and a checksum of all that as the last.
    var bytes: [UInt8] {
        var bytes = Array(Self.title.utf8)
        bytes.reserveCapacity(prints.count * 96 + 64)
        for (run, print) in prints where Self.canBeWritten(run) {
            bytes += run.utf8
            for number in [Int64(truncatingIfNeeded: print.inode), print.size, print.modifiedNs, print.changedNs] {
                bytes.append(UInt8(ascii: " "))
                bytes += String(number).utf8
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        let sum = CRC32C.checksum(bytes)
        bytes += "\(sum)\n".utf8
        return bytes
    }

    /// nil for what is no list of this form, or is damaged.
    init?(_ bytes: [UInt8]) {
        guard bytes.last == UInt8(ascii: "\n"), let end = bytes.dropLast().lastIndex(of: UInt8(ascii: "\n")),
            let sum = UInt32(String(decoding: bytes[(end + 1)...].dropLast(), as: UTF8.self)), bytes.starts(with: Self.title.utf8),
            CRC32C.checksum(bytes[...end]) == sum
        else { return nil }
        var start = Self.title.utf8.count
        prints.reserveCapacity((end - start) / 80)
        while start <= end {
            guard let line = Self.line(bytes, at: &start) else { return nil }
            prints[line.run] = line.print
        }
    }

    private static func line(_ bytes: [UInt8], at start: inout Int) -> (run: String, print: Files.Print)? {
        guard let blank = bytes[start...].firstIndex(of: UInt8(ascii: " ")) else { return nil }
        let run = String(decoding: bytes[start..<blank], as: UTF8.self)
        var numbers: [Int64] = []
        var place = blank + 1
        var isNegative = false
        var number: Int64 = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number &* 10 &+ Int64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: " "), UInt8(ascii: "\n"):
                numbers.append(isNegative ? 0 &- number : number)
                (isNegative, number) = (false, 0)
                if byte == UInt8(ascii: "\n") {
                    start = place
                    guard numbers.count == 4 else { return nil }
                    let inode = UInt64(truncatingIfNeeded: numbers[0])
                    return (run, Files.Print(inode: inode, size: numbers[1], modifiedNs: numbers[2], changedNs: numbers[3]))
                }
            default: return nil
            }
        }
        return nil
    }

    /// A folder may be named by anybody: what a line cannot hold is read each time.
    private static func canBeWritten(_ run: String) -> Bool { !run.isEmpty && run.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f } }
}
