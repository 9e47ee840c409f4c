import COpenSSL

/// Digests, by OpenSSL.
package enum Digest {
    /// SHA-256 (FIPS 180-4): 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            bytes.withUnsafeBytes { mend_sha256($0.baseAddress, $0.count, buffer.baseAddress) }
            count = 32
        }
    }

    /// SHA-1 (FIPS 180-4): 20 bytes. Only for what is made of it already: Sun's key stores.
    package static func sha1(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 20) { buffer, count in
            bytes.withUnsafeBytes { mend_sha1($0.baseAddress, $0.count, buffer.baseAddress) }
            count = 20
        }
    }

    /// SHA-256 as 64 lower-case hexadecimal digits.
    package static func sha256Hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in sha256(bytes) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The digests of SHA-2 that can be chosen.
    package enum SHA2: Int32, Sendable {
        /// SHA-256: 32 bytes.
        case bits256 = 256
        /// SHA-512: 64 bytes.
        case bits512 = 512

        var byteCount: Int { Int(rawValue / 8) }
    }

    /// SHA-256 or SHA-512; `nil` where the library fails. This, and what follows, starts OpenSSL.
    package static func sha2(_ kind: SHA2, _ bytes: [UInt8]) -> [UInt8]? {
        made(kind) { digest in bytes.withUnsafeBytes { mend_sha2(kind.rawValue, $0.baseAddress, $0.count, digest) } }
    }

    /// HMAC (RFC 2104); `nil` where the library fails.
    package static func hmac(_ kind: SHA2, key: [UInt8], _ bytes: [UInt8]) -> [UInt8]? {
        made(kind) { digest in
            key.withUnsafeBytes { key in
                bytes.withUnsafeBytes { mend_hmac(kind.rawValue, key.baseAddress, key.count, $0.baseAddress, $0.count, digest) }
            }
        }
    }

    /// PBKDF2 (RFC 8018) with HMAC, as long as the digest; `nil` where it cannot be made of these.
    package static func pbkdf2(_ kind: SHA2, password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8]? {
        guard let iterations = Int32(exactly: iterations), iterations > 0 else { return nil }
        return made(kind) { key in
            password.withUnsafeBytes { password in
                salt.withUnsafeBytes {
                    mend_pbkdf2(kind.rawValue, password.baseAddress, password.count, $0.baseAddress, $0.count, iterations, key)
                }
            }
        }
    }

    private static func made(_ kind: SHA2, _ make: (UnsafeMutablePointer<UInt8>?) -> Int32) -> [UInt8]? {
        var done: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: kind.byteCount) { buffer, count in
            done = make(buffer.baseAddress)
            count = done == 1 ? kind.byteCount : 0
        }
        return done == 1 ? bytes : nil
    }
}
