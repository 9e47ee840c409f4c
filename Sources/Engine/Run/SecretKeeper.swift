import Platform

/// The texts of a run's secrets by their names: in the memory of this process, and nowhere else. What is journaled, shown and planned has the
/// names only.
package final class SecretKeeper {
    private var known: [NameKey: Secret] = [:]
    private let lookUp: (_ name: String) -> Secret?

    /// - Parameter lookUp: Where a secret is found that nobody gave to this process: a resume asks the environment anew.
    package init(lookUp: @escaping (_ name: String) -> Secret? = { _ in nil }) { self.lookUp = lookUp }

    /// Keeps a secret.
    package func keep(_ secret: Secret, named name: String) { known[name] = secret }

    /// The secret of that name; nil where this process does not have it.
    package func secret(named name: String) -> Secret? {
        if let secret = known[name] { return secret }
        let found = lookUp(name)
        known[name] = found
        return found
    }

    /// What somebody else said, with the secrets that were used blotted out.
    package func blotted(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for (name, secret) in known.sorted(by: { $0.key < $1.key }) where !secret.isEmpty {
            bytes = Self.replacing(secret.bytes, in: bytes, with: Array("(secret \(name))".utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func replacing(_ pattern: [UInt8], in bytes: [UInt8], with other: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: pattern) {
                result += other
                index += pattern.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }
}
