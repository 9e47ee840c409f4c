import Engine
import Journal

/// Every beginning of a journal can be read: what a loss of power or a copy cut short leaves behind.
package enum Prefixes {
    /// One record, with every number of its bytes that may be on the disk.
    package struct Line: Sendable {
        package var kind: String
        package var breaches: [String]
    }

    /// Tries every byte length of a journal.
    package static func lines(of journal: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var whole: [JSONValue] = []
        var before: [UInt8] = []
        for line in journal.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
            let bytes = Array(line) + [UInt8(ascii: "\n")]
            var breaches: [String] = []
            // A line says nothing of those further before it: with the one before it stands for the whole journal so far.
            for count in 0...bytes.count {
                let read = try? JournalScan(before + bytes.prefix(count), run: "prefix")
                let expected = (before.isEmpty ? 0 : 1) + (count == bytes.count ? 1 : 0)
                guard let read, read.records.count == expected, read.isTorn == (count > 0 && count < bytes.count) else {
                    breaches.append("unreadable: \(lines.count) records and \(count) bytes cannot be read as they are")
                    break
                }
            }
            let record = (try? JournalScan(bytes, run: "prefix"))?.records.first
            if let record { whole.append(record) }
            if (try? RunState(records: whole, run: "prefix")) == nil {
                breaches.append("unreadable: the first \(whole.count) records cannot be understood")
            }
            lines.append(Line(kind: record?["kind"]?.string ?? "?", breaches: breaches))
            before = bytes
        }
        return lines
    }
}
