import Journal

/// The seam at which a process writes its journal: counts each write, and does as much of it as the fuse lets through.
package final class WatchedStore: JournalStore {
    private let base: any JournalStore
    private let fuse: Fuse
    /// How much of each journal would survive a loss of power.
    private var lasting: [String: Int] = [:]
    /// Takes a journal back to its first bytes, past the seam: what a loss of power does.
    private let cut: (String, Int) -> Void

    package init(_ base: any JournalStore, fuse: Fuse, cut: @escaping (String, Int) -> Void = { _, _ in }) {
        self.base = base
        self.fuse = fuse
        self.cut = cut
    }

    private func alive() throws(JournalFailure) {
        if fuse.isBlown { throw .stopped }
    }

    private static let noSpace = JournalFailure.disk("cannot write: No space left on device (ENOSPC)")

    // MARK: Writes

    package func create(_ run: String, files: [RunFile]) throws(JournalFailure) {
        try alive()
        switch fuse.write(step(.create, files.count)) {
        case .passes: try base.create(run, files: files)
        case .refused: throw Self.noSpace
        case .dies(.none), .dies(.power): break
        // A folder of which some files are there has no journal yet: that comes last. It cannot be told from one that is not there.
        case .dies(.half), .dies(.most): break
        case .dies: try base.create(run, files: files)
        }
        try dieIfMet()
        lasting[run] = 0
    }

    package func append(_ line: [UInt8], to run: String, durably: Bool) throws(JournalFailure) {
        try alive()
        switch fuse.write(step(.line(Self.kind(of: line)), line.count)) {
        case .passes:
            try base.append(line, to: run, durably: durably)
            if durably { lasting[run] = try base.journal(of: run).count }
        case .refused(let isTorn):
            if isTorn { try base.append(Array(line.prefix(line.count / 2)), to: run, durably: true) }
            throw Self.noSpace
        case .dies(.none): break
        case .dies(.half): try base.append(Array(line.prefix(line.count / 2)), to: run, durably: true)
        case .dies(.most): try base.append(Array(line.dropLast()), to: run, durably: true)
        case .dies(.power): cut(run, try lastingLength(of: run))
        case .dies: try base.append(line, to: run, durably: true)
        }
        try dieIfMet()
    }

    /// A process that took a run up found it on the disk.
    private func lastingLength(of run: String) throws(JournalFailure) -> Int {
        if let known = lasting[run] { return known }
        return try base.journal(of: run).count
    }

    package func truncate(_ run: String, to length: Int) throws(JournalFailure) {
        try alive()
        switch fuse.write(step(.truncate, length)) {
        case .passes, .dies(.whole): try base.truncate(run, to: length)
        case .refused: throw Self.noSpace
        case .dies: break
        }
        try dieIfMet()
    }

    package func write(_ file: RunFile, of run: String) throws(JournalFailure) {
        try alive()
        switch fuse.write(step(.file, file.bytes.count)) {
        case .passes, .dies(.whole): try base.write(file, of: run)
        case .refused: throw Self.noSpace
        // Written beside and renamed: whole or not at all.
        case .dies: break
        }
        try dieIfMet()
    }

    /// After a write that was the last one.
    private func dieIfMet() throws(JournalFailure) {
        guard fuse.wasMet, let point = fuse.point, point.seam == .write, point.number == fuse.writes else { return }
        fuse.blow()
        throw .stopped
    }

    private func step(_ kind: SeamTrace.Write.Kind, _ bytes: Int) -> SeamTrace.Write {
        SeamTrace.Write(kind: kind, bytes: bytes)
    }

    /// The `kind` of a line's record, without reading all of it.
    private static func kind(of line: [UInt8]) -> String {
        let mark = Array("\"kind\":\"".utf8)
        guard let start = (0..<max(0, min(line.count, 120) - mark.count)).first(where: { line[$0..<$0 + mark.count].elementsEqual(mark) })
        else { return "" }
        return String(decoding: line[(start + mark.count)...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }

    // MARK: Reads

    package func runs() throws(JournalFailure) -> [String] {
        try alive()
        return try base.runs()
    }

    package func journal(of run: String) throws(JournalFailure) -> [UInt8] {
        try alive()
        return try base.journal(of: run)
    }

    package func file(_ path: String, of run: String) throws(JournalFailure) -> [UInt8]? {
        try alive()
        return try base.file(path, of: run)
    }

    package func lock(_ run: String, as holder: LockHolder) throws(JournalFailure) -> any RunLock {
        try alive()
        return try base.lock(run, as: holder)
    }

    package func holder(of run: String) throws(JournalFailure) -> LockHolder? {
        try alive()
        return try base.holder(of: run)
    }
}
