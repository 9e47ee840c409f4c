import Glibc

/// What kind of thing is at a path.
package enum FileKind: Sendable, Equatable {
    case regular, directory, fifo, characterDevice, blockDevice, socket
    /// `/dev/null`: always empty, and takes everything.
    case null

    init(_ raw: stat) {
        switch raw.st_mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .directory
        case S_IFIFO: self = .fifo
        case S_IFBLK: self = .blockDevice
        case S_IFSOCK: self = .socket
        // Linux, Documentation/admin-guide/devices.txt: 1:3 is the null device.
        default: self = raw.st_rdev == 1 << 8 | 3 ? .null : .characterDevice
        }
    }

    /// As people call it.
    var name: String {
        switch self {
        case .regular: "a regular file"
        case .directory: "a directory"
        case .fifo: "a FIFO"
        case .characterDevice, .null: "a device"
        case .blockDevice: "a block device"
        case .socket: "a socket"
        }
    }

    /// Why nothing is done with a path of this kind where a file is meant.
    func refusal(_ attempt: String, _ path: String) -> Errno {
        if self == .directory { return Errno(.isDirectory, attempt: attempt, subject: path) }
        return Errno(.invalid, attempt: attempt, subject: path, detail: "it is \(name), and a regular file is needed")
    }
}

extension Files {
    /// What is at a path, links followed; nil where nothing is, or it cannot be looked at.
    package static func kind(of path: String) -> FileKind? {
        var raw = stat()
        return stat(path, &raw) == 0 ? FileKind(raw) : nil
    }

    /// What is behind a descriptor.
    static func kind(of descriptor: FileDescriptor) -> FileKind? {
        var raw = stat()
        return fstat(descriptor.rawValue, &raw) == 0 ? FileKind(raw) : nil
    }

    /// The number of a descriptor of this process that a path names: `/dev/stdin`, and `/dev/fd/63` as a shell writes `<(…)`.
    static func descriptorNumber(of path: String) -> Int32? {
        switch path {
        case "/dev/stdin": return 0
        case "/dev/stdout": return 1
        case "/dev/stderr": return 2
        default: break
        }
        for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
            return Int32(path.dropFirst(folder.count)).flatMap { $0 >= 0 ? $0 : nil }
        }
        return nil
    }
}
