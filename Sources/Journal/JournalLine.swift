import KafkaWire

/// One record as one line: CRC-32C of the JSON in eight hexadecimal digits, a blank, the JSON, a newline. `cut -c10- | jq` reads it.
package enum JournalLine {
    /// The version of the records that this program writes: the member `v` of each.
    package static let version = 1

    /// The line of a record.
    package static func encode(_ record: JSONValue) -> [UInt8] {
        let text = record.utf8
        var line: [UInt8] = []
        line.reserveCapacity(text.count + 10)
        let sum = String(CRC32C.checksum(text), radix: 16)
        line += [UInt8](repeating: UInt8(ascii: "0"), count: 8 - sum.utf8.count)
        line += sum.utf8
        line.append(UInt8(ascii: " "))
        line += text
        line.append(UInt8(ascii: "\n"))
        return line
    }

    /// Why a line is no record.
    enum Fault: Error {
        case damaged(String)
        case newer(Int, writtenBy: String?)
    }

    /// True where a whole record stands at the beginning of these bytes and something follows it.
    static func holdsRecord(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count > 10, let written = UInt32(String(decoding: bytes.prefix(8), as: UTF8.self), radix: 16) else { return false }
        var sum = CRC32C()
        for index in bytes.indices.dropFirst(9).dropLast() {
            sum.update(bytes[index...index])
            if sum.value == written, (try? JSONValue.parse(bytes[(bytes.startIndex + 9)...index])) != nil { return true }
        }
        return false
    }

    /// The record of a line without its newline.
    static func decode(_ line: ArraySlice<UInt8>) throws(Fault) -> JSONValue {
        guard line.count > 9, line[line.startIndex + 8] == UInt8(ascii: " ") else { throw .damaged("no checksum at the start of the line") }
        guard let written = UInt32(String(decoding: line.prefix(8), as: UTF8.self), radix: 16) else {
            throw .damaged("the checksum is no number")
        }
        let text = line.dropFirst(9)
        guard CRC32C.checksum(text) == written else { throw .damaged("the checksum does not fit") }
        let record: JSONValue
        do throws(JSONFault) { record = try JSONValue.parse(text) } catch { throw .damaged(error.description) }
        guard let version = record["v"]?.int, version > 0 else { throw .damaged("the record has no version") }
        guard version <= Self.version else { throw .newer(version, writtenBy: record["version"]?.string) }
        do throws(MemberFault) { _ = try record.number("at", in: JournalRange.moment) } catch { throw .damaged(error.description) }
        return record
    }
}

/// What the bytes of a journal hold.
package struct JournalScan: Sendable, Hashable {
    package var records: [JSONValue]
    /// How many bytes are whole records; what follows is a torn last one, to be cut off before the next is written.
    package var validLength: Int
    package var isTorn: Bool

    /// Reads all records. A last one that is torn is dropped: it never took effect.
    package init(_ bytes: [UInt8], run: String) throws(JournalFailure) {
        let (scan, failure) = Self.readable(bytes, run: run)
        if let failure { throw failure }
        self = scan
    }

    private init() {
        records = []
        validLength = 0
        isTorn = false
    }

    /// Reads the records up to the first that is damaged, or that a newer version wrote, and says what is wrong with that one: for who wants
    /// to look, never for who goes on.
    ///
    /// A write that was cut short leaves a line without its end, or one with a hole of zeros where a sector did not arrive. Anything else at the
    /// end is damage of a record that was whole: to drop it would forget what may have been asked for.
    package static func readable(_ bytes: [UInt8], run: String) -> (scan: JournalScan, failure: JournalFailure?) {
        var scan = JournalScan()
        var start = 0
        while start < bytes.count {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else {
                return scan.ended(by: bytes[start...], at: start, run, why: "its end is damaged")
            }
            do throws(JournalLine.Fault) {
                scan.records.append(try JournalLine.decode(bytes[start..<end]))
            } catch {
                switch error {
                case .newer(let version, let writer):
                    let known = writer ?? scan.records.last { $0["version"] != nil }?["version"]?.string
                    return (scan, .newer(run: run, version: version, writtenBy: known))
                case .damaged(let why):
                    guard end == bytes.count - 1, bytes[start..<end].contains(0) else {
                        return (scan, .damaged(run: run, offset: start, why: "record \(scan.records.count + 1): \(why)"))
                    }
                    return scan.ended(by: bytes[start...end], at: start, run, why: why)
                }
            }
            start = end + 1
            scan.validLength = start
        }
        return (scan, nil)
    }

    /// The end of a journal that is no record: torn, unless a whole record stands at its beginning.
    private mutating func ended(
        by rest: ArraySlice<UInt8>, at offset: Int, _ run: String, why: String
    ) -> (scan: JournalScan, failure: JournalFailure?) {
        if JournalLine.holdsRecord(rest) {
            return (self, .damaged(run: run, offset: offset, why: "record \(records.count + 1): \(why)"))
        }
        isTorn = true
        return (self, nil)
    }
}
