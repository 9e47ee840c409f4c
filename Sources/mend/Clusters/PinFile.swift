import Engine
import KafkaWire
import Platform

/// Which cluster a profile's name means, like `known_hosts`: the first connection writes the cluster's id down, and another id later is
/// refused until somebody pins anew.
///
/// A title, one line a name, `NAME ID TIME`, and as the last line how many there are and their checksum: what is garbled, cut short or emptied
/// is told from what was written, and nothing is pinned anew in silence. Written as a whole, so that no crash and no full disk leaves half of it.
struct PinFile {
    let path: String

    init(path: String) { self.path = path }

    /// `${XDG_STATE_HOME:-~/.local/state}/mend/pins`: what the program writes lies with its state, so that a folder of profiles may be shared.
    static var own: PinFile {
        let base = SystemProcess.environment("XDG_STATE_HOME").flatMap { $0.isEmpty ? nil : $0 }
        return PinFile(path: "\(base ?? "\(SystemProcess.environment("HOME") ?? ".")/.local/state")/mend/pins")
    }

    struct Pin: Equatable {
        var name: String
        /// The cluster's id.
        var id: String
        /// When it was pinned, as RFC 3339 has it.
        var since: String
    }

    /// Why pins cannot be told, or not be written.
    enum Fault: Error, CustomStringConvertible {
        case disk(Errno)
        /// A line that is none, counted from 1.
        case damaged(path: String, line: Int, why: String)
        /// Other processes were pinning all the time.
        case busy(path: String)

        var description: String {
            switch self {
            case .disk(let error): error.description
            case .damaged(let path, let line, let why):
                "\(path), line \(line): \(why); restore the file from a copy, or move it away: every profile is then pinned anew when it connects"
            case .busy(let path): "\(path) is being written by others all the time: try again"
            }
        }
    }

    private static let title = "# mend pins, form 2"
    private static let end = "# end"

    /// The pin of each name.
    func all() throws(Fault) -> [NameKey: Pin] {
        let bytes: [UInt8]
        do throws(Errno) {
            guard Files.exists(path) else { return [:] }
            bytes = try Files.read(path, limit: 16 << 20)
        } catch { throw .disk(error) }
        return try parsed(bytes)
    }

    private func parsed(_ bytes: [UInt8]) throws(Fault) -> [NameKey: Pin] {
        func damaged(_ line: Int, _ why: String) -> Fault { .damaged(path: path, line: line, why: why) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let line = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).firstIndex {
                String(validating: $0, as: UTF8.self) == nil
            }
            throw damaged((line ?? 0) + 1, "it is no text")
        }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard !bytes.isEmpty else { throw damaged(1, "the file is empty") }
        // What ends without a newline was cut short there.
        guard lines.last?.isEmpty == true else { throw damaged(lines.count, "the line is not whole") }
        lines.removeLast()
        let isSealed = lines.first.map { $0 == Self.title } ?? false
        var pins: [NameKey: Pin] = [:]
        for (index, line) in lines.enumerated() {
            if isSealed, index == 0 { continue }
            if isSealed, line.hasPrefix(Self.end) {
                guard index == lines.count - 1 else { throw damaged(index + 2, "it stands behind the end") }
                guard line == Self.lastLine(Array(text.utf8.dropLast(line.utf8.count + 1)), count: pins.count) else {
                    throw damaged(index + 1, "the checksum does not fit: lines were changed, or are missing")
                }
                return pins
            }
            // The first form separated lines by empty ones.
            if !isSealed, line.isEmpty { continue }
            let words = line.split(separator: " ")
            guard words.count == 3, ProfileFolder.isName(String(words[0])), Self.isID(words[1]) else {
                throw damaged(index + 1, "it is no pin: NAME ID TIME")
            }
            pins[String(words[0])] = Pin(name: String(words[0]), id: String(words[1]), since: String(words[2]))
        }
        if isSealed { throw damaged(lines.count + 1, "the end is missing") }
        guard !pins.isEmpty else { throw damaged(1, "the file has no pin") }
        return pins
    }

    private static func lastLine(_ before: [UInt8], count: Int) -> String {
        "\(end) \(count) \(String(CRC32C.checksum(before), radix: 16))"
    }

    /// Writes a pin down, for good, in the place of one that the name had.
    func add(_ pin: Pin) throws(Fault) {
        let taken: FileLock?
        do throws(Errno) {
            try Files.makeDirectory(Files.parent(of: path), permissions: 0o700)
            taken = try lock()
        } catch { throw .disk(error) }
        guard let taken else { throw .busy(path: path) }
        defer { taken.release() }
        var pins = try all()
        pins[pin.name] = pin
        let written = pins.values.sorted { $0.name < $1.name }.map { "\($0.name) \($0.id) \($0.since)\n" }
        var bytes = Array("\(Self.title)\n\(written.joined())".utf8)
        bytes += "\(Self.lastLine(bytes, count: pins.count))\n".utf8
        do throws(Errno) { try Files.replace(path, with: bytes, permissions: 0o600) } catch { throw .disk(error) }
    }

    /// Others hold the lock for as long as a file takes to be written.
    private func lock() throws(Errno) -> FileLock? {
        for _ in 0..<500 {
            if let lock = try FileLock.take("\(path).lock") { return lock }
            var nothing: [PollEntry] = []
            Poll.wait(&nothing, timeout: .milliseconds(10))
        }
        return nil
    }

    /// Whether a word can be a cluster's id: Kafka's are 22 letters of base64, and whoever formats a cluster may choose others.
    static func isID(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.count <= 200 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
