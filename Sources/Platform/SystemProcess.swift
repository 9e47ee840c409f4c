import Glibc

/// What the system knows about this process, its user and its host.
package enum SystemProcess {
    /// The process id.
    package static var identifier: Int32 { getpid() }

    /// A variable of the environment; `nil` when it is not set.
    package static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// All variables of the environment, as NAME=value, in the system's order.
    package static func environment() -> [String] {
        var variables: [String] = []
        var next = environ
        while let entry = next.pointee {
            variables.append(String(cString: entry))
            next += 1
        }
        return variables
    }

    /// Takes variables out of this process's environment, and so out of its children's.
    package static func removeVariables(where isUnwanted: (_ name: String) -> Bool) {
        let names = environment().compactMap { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).first }
        for name in names.map(String.init) where isUnwanted(name) { unsetenv(name) }
    }

    /// The host's name: "unknown" when the system gives none.
    package static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
        return text(buffer)
    }

    /// Tells this machine from others, also after a restart: a digest of systemd's machine id (`machine-id(5)` asks that it itself is not
    /// passed on); empty where there is none, as in many containers.
    package static var machine: String {
        for path in ["/etc/machine-id", "/var/lib/dbus/machine-id"] {
            guard let bytes = try? Files.read(path, limit: 256) else { continue }
            let digits = bytes.prefix { $0 != UInt8(ascii: "\n") }
            if digits.count == 32 {
                return String(Digest.sha256Hex(Array("mend \(String(decoding: digits, as: UTF8.self))".utf8)).prefix(16))
            }
        }
        return ""
    }

    /// The user's name, from the environment: a look into the password database would load the host's own modules.
    package static var userName: String {
        for name in ["USER", "LOGNAME"] {
            if let value = environment(name), !value.isEmpty { return value }
        }
        return getuid() == 0 ? "root" : "uid \(getuid())"
    }

    /// The path of the running executable; `nil` where /proc is not mounted.
    package static var executablePath: String? {
        var buffer = [CChar](repeating: 0, count: 4097)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        return count > 0 ? text(buffer) : nil
    }

    /// Whether a process of that id exists (of any user).
    package static func exists(_ identifier: Int32) -> Bool {
        kill(identifier, 0) == 0 || errno == EPERM
    }

    /// Ends this process with an exit code, now.
    package static func exit(_ code: Int32) -> Never { Glibc.exit(code) }

    /// Keeps an object until the process ends: what the system takes back by itself then need not be taken apart first.
    package static func keep(_ object: AnyObject) { _ = Unmanaged.passRetained(object) }

    /// Ends this process as kill -9 would: nothing is flushed, nothing is cleaned up. For crash tests.
    package static func killSelf() -> Never {
        _ = kill(getpid(), SIGKILL)
        Glibc.exit(137)
    }

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
