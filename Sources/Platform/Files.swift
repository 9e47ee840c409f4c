import Glibc

/// Files and folders by their path.
package enum Files {
    /// What `status(of:)` tells about a path.
    package struct Status: Equatable, Sendable {
        /// Bytes of a file.
        package var size: Int64
        /// Whether it is a directory.
        package var isDirectory: Bool
        /// When it was last changed: milliseconds since 1970 UTC.
        package var modifiedMilliseconds: Int64
        /// Permission bits.
        package var permissions: UInt32
        /// Its number in its file system.
        package var inode: UInt64
    }

    /// What is at a path, links followed; `nil` when nothing is.
    package static func status(of path: String) throws(Errno) -> Status? {
        var raw = stat()
        guard stat(path, &raw) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .current("look at", path)
        }
        return Status(
            size: Int64(raw.st_size), isDirectory: raw.st_mode & S_IFMT == S_IFDIR,
            modifiedMilliseconds: Int64(raw.st_mtim.tv_sec) &* 1000 &+ Int64(raw.st_mtim.tv_nsec) / 1_000_000,
            permissions: UInt32(raw.st_mode & 0o7777), inode: UInt64(raw.st_ino))
    }

    /// What tells a file's content from any other that it had or will have, as far as the file system knows: it changes with every write.
    package struct Print: Hashable, Sendable {
        /// Its number in its file system.
        package var inode: UInt64
        /// Bytes in it.
        package var size: Int64
        /// When its content was changed, nanoseconds since 1970; programs can set it.
        package var modifiedNs: Int64
        /// When anything of it was changed, nanoseconds since 1970; only the system sets it.
        package var changedNs: Int64

        package init(inode: UInt64, size: Int64, modifiedNs: Int64, changedNs: Int64) {
            self.inode = inode
            self.size = size
            self.modifiedNs = modifiedNs
            self.changedNs = changedNs
        }
    }

    /// The prints of the file of one name in every directory of a folder that has it, in no order.
    package static func prints(of file: String, inDirectoriesOf folder: String) throws(Errno) -> [(directory: String, print: Print)] {
        guard let opened = opendir(folder) else { throw .current("list", folder) }
        defer { closedir(opened) }
        let descriptor = dirfd(opened)
        let suffix = Array("/\(file)".utf8CString)
        var found: [(directory: String, print: Print)] = []
        var path: [CChar] = []
        while let entry = readdir(opened) {
            var raw = stat()
            let name: String? = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { start in
                    if start[0] == CChar(UInt8(ascii: ".")) { return nil }
                    let length = strlen(start)
                    path.removeAll(keepingCapacity: true)
                    path.append(contentsOf: UnsafeBufferPointer(start: start, count: length))
                    path.append(contentsOf: suffix)
                    guard fstatat(descriptor, path, &raw, 0) == 0 else { return nil }
                    return String(cString: start)
                }
            }
            guard let name else { continue }
            found.append((name, Print(raw)))
        }
        return found
    }

    /// Gives a file the time of now, as a write of nothing would.
    package static func touch(_ path: String) throws(Errno) {
        guard utimensat(AT_FDCWD, path, nil, 0) == 0 else { throw .current("set the time of", path) }
    }

    /// A path with all links followed.
    package static func realPath(_ path: String) throws(Errno) -> String {
        guard let raw = realpath(path, nil) else { throw .current("find", path) }
        defer { free(raw) }
        return String(cString: raw)
    }

    /// Sets the permission bits.
    package static func setPermissions(_ path: String, _ permissions: UInt32) throws(Errno) {
        guard chmod(path, mode_t(permissions)) == 0 else { throw .current("set the permissions of", path) }
    }

    /// Whether something is at a path that can be looked at.
    package static func exists(_ path: String) -> Bool {
        var raw = stat()
        return stat(path, &raw) == 0
    }

    /// The whole content of a regular file, or of a descriptor of this process that the path names (`/dev/stdin`, `<(…)` of a shell); `/dev/null` is
    /// empty. Anything else is refused, as is a content longer than `limit` bytes instead of being read in part. A signal that this program listens
    /// to ends the wait for a pipe.
    package static func read(_ path: String, limit: Int = 1 << 30) throws(Errno) -> [UInt8] {
        let isOwn = descriptorNumber(of: path) != nil
        let kind = kind(of: path)
        if kind == .null { return [] }
        if let kind, kind == .directory || kind != .regular && !isOwn { throw kind.refusal("read", path) }
        let descriptor =
            kind == .regular || !isOwn ? try FileDescriptor.open(path, .read) : try FileDescriptor.openSpecial(path, toWrite: false)
        defer { descriptor.close() }
        var content: [UInt8] = []
        if let status = try status(of: path) { content.reserveCapacity(min(max(0, Int(clamping: status.size)), limit)) }
        do throws(Errno) {
            // A file may be longer than it was, and those of /proc say that they are empty.
            let room = content.capacity > 0 ? min(content.capacity + 1, 65536) : 65536
            while true {
                guard let chunk = try descriptor.read(limit: room) else {
                    if Poll.waitIsInterrupted(readable: descriptor) {
                        throw Errno(.interrupted, attempt: "read", subject: path, detail: "interrupted")
                    }
                    continue
                }
                if chunk.isEmpty { break }
                if content.count + chunk.count > limit {
                    throw Errno(.tooLarge, attempt: "read", subject: path, detail: "it is longer than \(spoken(limit))")
                }
                content += chunk
            }
        } catch { throw Errno(error.code, attempt: "read", subject: path, detail: error.detail) }
        return content
    }

    /// `16 MiB`.
    private static func spoken(_ limit: Int) -> String {
        if limit >= 1 << 20, limit % (1 << 20) == 0 { return "\(limit >> 20) MiB" }
        return limit >= 1 << 10 && limit % (1 << 10) == 0 ? "\(limit >> 10) KiB" : "\(limit) bytes"
    }

    /// Writes a file that a person named, whatever stands there.
    ///
    /// A regular file is replaced in one step, through a link at the one that it leads to, and keeps its permissions; one with several names, of
    /// another owner, or in a folder that takes no new files is written in place. A descriptor of this process (`/dev/stdout`), a FIFO that somebody
    /// reads and a terminal are written to. A directory, a block device, a socket and a FIFO without a reader are refused.
    /// - Parameter permissions: for a file that is made.
    package static func save(_ bytes: [UInt8], to path: String, permissions: UInt32 = 0o644) throws(Errno) {
        if let number = descriptorNumber(of: path) {
            do throws(Errno) { return try FileDescriptor(rawValue: number).writeAll(bytes) } catch {
                throw Errno(error.code, attempt: "write", subject: path, detail: error.detail)
            }
        }
        switch kind(of: path) {
        case .regular:
            var raw = stat()
            guard stat(path, &raw) == 0 else { throw .current("look at", path) }
            let isOurs = raw.st_nlink == 1 && raw.st_uid == geteuid()
            let target = try realPath(path)
            do throws(Errno) {
                guard isOurs else { return try overwrite(target, with: bytes, permissions: permissions) }
                try replace(target, with: bytes, permissions: UInt32(raw.st_mode & 0o7777))
            } catch {
                guard isOurs, [.accessDenied, .notPermitted].contains(error.code) else { throw error }
                try overwrite(target, with: bytes, permissions: permissions)
            }
        case nil:
            // A link that leads nowhere yet: the file that it names is made.
            var raw = stat()
            let isLink = lstat(path, &raw) == 0 && raw.st_mode & S_IFMT == S_IFLNK
            if isLink {
                try overwrite(path, with: bytes, permissions: permissions)
            } else {
                try replace(path, with: bytes, permissions: permissions)
            }
        case .null: return
        case .fifo, .characterDevice:
            let descriptor = try FileDescriptor.openSpecial(path, toWrite: true)
            defer { descriptor.close() }
            do throws(Errno) { try descriptor.writeAll(bytes) } catch { throw Errno(error.code, attempt: "write", subject: path) }
        case let kind?: throw kind.refusal("write", path)
        }
    }

    private static func overwrite(_ path: String, with bytes: [UInt8], permissions: UInt32) throws(Errno) {
        do throws(Errno) {
            let descriptor = try FileDescriptor.open(path, .write, permissions: permissions)
            defer { descriptor.close() }
            try descriptor.writeAll(bytes)
            try descriptor.synchronize()
        } catch { throw Errno(error.code, attempt: "write", subject: path, detail: error.detail) }
    }

    /// Replaces a file's content in one step: readers see the old or the new, also after a crash of the machine.
    /// - Parameter isDurable: false for what can be made again: after a crash of the machine it may be old, torn or gone.
    package static func replace(_ path: String, with bytes: [UInt8], permissions: UInt32 = 0o600, isDurable: Bool = true) throws(Errno) {
        let temporary = "\(path).\(SystemProcess.identifier).new"
        do throws(Errno) {
            // Never through what somebody else has put at that name.
            _ = unlink(temporary)
            let descriptor = try FileDescriptor.open(temporary, .writeNew, permissions: permissions)
            defer { descriptor.close() }
            try descriptor.writeAll(bytes)
            if isDurable { try descriptor.synchronize() }
        } catch {
            _ = unlink(temporary)
            throw Errno(error.code, attempt: "write", subject: path, detail: error.detail)
        }
        do throws(Errno) { try rename(temporary, to: path) } catch {
            _ = unlink(temporary)
            throw error
        }
        if isDurable { try synchronizeDirectory(parent(of: path)) }
    }

    /// Renames; what was at the target is replaced.
    package static func rename(_ path: String, to target: String) throws(Errno) {
        guard Glibc.rename(path, target) == 0 else { throw .current("rename", "\(path) to \(target)") }
    }

    /// Makes names made, renamed or removed in a directory survive a crash of the machine.
    package static func synchronizeDirectory(_ path: String) throws(Errno) {
        let number = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw .current("open", path) }
        defer { Glibc.close(number) }
        guard fsync(number) == 0 else { throw .current("fsync", path) }
    }

    /// Makes a directory with all that lead to it; those that exist stay as they are.
    package static func makeDirectory(_ path: String, permissions: UInt32 = 0o700) throws(Errno) {
        if path.isEmpty || path == "/" || path == "." { return }
        if mkdir(path, mode_t(permissions)) == 0 { return }
        switch errno {
        case EEXIST:
            if try status(of: path)?.isDirectory == true { return }
            throw Errno(.notDirectory, attempt: "make directory", subject: path)
        case ENOENT:
            try makeDirectory(parent(of: path), permissions: permissions)
            guard mkdir(path, mode_t(permissions)) == 0 || errno == EEXIST else { throw .current("make directory", path) }
        default: throw .current("make directory", path)
        }
    }

    /// Makes a directory that is not there yet; `false` where something is there already.
    package static func makeNewDirectory(_ path: String, permissions: UInt32 = 0o700) throws(Errno) -> Bool {
        if mkdir(path, mode_t(permissions)) == 0 { return true }
        if errno == EEXIST { return false }
        throw .current("make directory", path)
    }

    /// The names in a directory, sorted, without "." and "..".
    package static func list(_ path: String) throws(Errno) -> [String] {
        guard let directory = opendir(path) else { throw .current("list", path) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes a file, or an empty directory; `false` when there was none.
    @discardableResult
    package static func remove(_ path: String) throws(Errno) -> Bool {
        if Glibc.remove(path) == 0 { return true }
        if errno == ENOENT { return false }
        throw .current("remove", path)
    }

    /// Removes a directory with all that is in it; links are removed, not followed.
    package static func removeTree(_ path: String) throws(Errno) {
        var raw = stat()
        guard lstat(path, &raw) == 0 else { return }
        if raw.st_mode & S_IFMT == S_IFDIR {
            for name in try list(path) { try removeTree("\(path)/\(name)") }
        }
        try remove(path)
    }

    /// Makes a fresh directory for tests and other passing work, below the system's temporary folder.
    package static func makeTemporaryDirectory(_ name: String = "mend") throws(Errno) -> String {
        let base = SystemProcess.environment("TMPDIR") ?? "/tmp"
        var template = Array("\(base)/\(name).XXXXXX".utf8CString)
        let made: String? = template.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, mkdtemp(start) != nil else { return nil }
            return String(cString: start)
        }
        guard let made else { throw .current("make a directory in", base) }
        return made
    }

    /// The directory a path is in: "." for a bare name.
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The working directory.
    package static func currentDirectory() throws(Errno) -> String {
        guard let raw = getcwd(nil, 0) else { throw .current("ask for the working directory") }
        defer { free(raw) }
        return String(cString: raw)
    }
}

extension Files.Print {
    fileprivate init(_ raw: stat) {
        func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }
        self.init(
            inode: UInt64(raw.st_ino), size: Int64(raw.st_size), modifiedNs: nanoseconds(raw.st_mtim), changedNs: nanoseconds(raw.st_ctim))
    }
}
