import ClientProperties
import Platform
import Terminal

extension PropertyReaders {
    /// A properties file, a store, a token: none is longer.
    static let limit = 8 << 20

    /// The real environment and the real files.
    static var real: PropertyReaders {
        PropertyReaders(
            environment: { SystemProcess.environment($0) },
            file: { (path) throws(Failure) in
                do throws(Errno) { return try Files.read(path, limit: limit) } catch { throw Failure("\(error)") }
            }, exists: { Files.exists($0) })
    }
}

/// Files that hold secrets.
enum SecretFiles {
    /// What is to be said of those that everybody may read or write.
    static func warnings(about paths: [String]) -> [String] {
        paths.compactMap { path in
            guard let status = try? Files.status(of: path), !status.isDirectory, status.permissions & 0o007 != 0 else { return nil }
            let mode = String(status.permissions & 0o777, radix: 8)
            return "\(path) holds a secret and everybody may read it (mode \(mode)): chmod o= \(path)"
        }
    }
}
