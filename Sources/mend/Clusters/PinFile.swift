import Platform

/// Which cluster a profile's name means, like `known_hosts`: the first connection writes the cluster's id down, and another id later is
/// refused until somebody pins anew.
///
/// One line a pin, `NAME ID TIME`, only ever added: of two lines for a name the later one counts, and nothing is lost where two processes pin at
/// the same time.
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

    /// The pin of each name.
    func all() throws(Errno) -> [NameKey: Pin] {
        guard Files.exists(path) else { return [:] }
        var pins: [NameKey: Pin] = [:]
        for line in String(decoding: try Files.read(path, limit: 16 << 20), as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            // Half a line, as a full disk leaves it, is no pin.
            guard words.count == 3, ProfileFolder.isName(String(words[0])), Self.isID(words[1]) else { continue }
            pins[String(words[0])] = Pin(name: String(words[0]), id: String(words[1]), since: String(words[2]))
        }
        return pins
    }

    /// Writes a pin down, for good.
    func add(_ pin: Pin) throws(Errno) {
        let folder = Files.parent(of: path)
        try Files.makeDirectory(folder, permissions: 0o700)
        let file = try AppendFile(path: path)
        defer { file.close() }
        // A line of its own even behind half a one.
        try file.append(Array("\(file.size == 0 ? "" : "\n")\(pin.name) \(pin.id) \(pin.since)\n".utf8))
        try file.synchronize()
        try Files.synchronizeDirectory(folder)
    }

    /// Whether a word can be a cluster's id: Kafka's are 22 letters of base64, and whoever formats a cluster may choose others.
    static func isID(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.count <= 200 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
