import Platform

/// Where a host keeps the certificates that it believes: each distribution has a place of its own.
package enum HostCertificates: Hashable, Sendable {
    /// One file of PEM.
    case file(String)
    /// A folder whose files are named by the hash of their subject, as OpenSSL looks them up: nothing is read before it is needed.
    case directory(String)

    /// The place.
    package var path: String {
        switch self {
        case .file(let path), .directory(let path): path
        }
    }

    /// Folders of Debian, Alpine, Arch, SUSE, and of RHEL 10.
    static let directories = ["/etc/ssl/certs", "/etc/pki/ca-trust/extracted/pem/directory-hash", "/var/lib/ca-certificates/openssl"]
    /// Files of Debian, Alpine and Arch; RHEL to 9; RHEL from 10; SUSE; Alpine and the BSDs.
    static let files = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/ca-bundle.pem", "/var/lib/ca-certificates/ca-bundle.pem", "/etc/ssl/cert.pem",
    ]

    /// What is looked at to find them: for tests.
    struct Host {
        var variable: (String) -> String? = { SystemProcess.environment($0) }
        var exists: (String) -> Bool = { Files.exists($0) }
        var list: (String) -> [String] = { path in (try? Files.list(path)) ?? [] }
    }

    /// The places to use. What `SSL_CERT_FILE` and `SSL_CERT_DIR` name stands in place of the host's own; a folder comes before a file, since
    /// a file of 150 certificates takes longer to read than a whole handshake. Empty: there is none.
    static func find(_ host: Host = Host()) -> [HostCertificates] {
        var asked: [HostCertificates] = []
        if let path = host.variable("SSL_CERT_FILE"), !path.isEmpty { asked.append(.file(path)) }
        if let path = host.variable("SSL_CERT_DIR"), !path.isEmpty {
            asked += path.split(separator: ":").map { .directory(String($0)) }
        }
        if !asked.isEmpty { return asked }
        if let path = directories.first(where: { host.list($0).contains(where: isHashed) }) { return [.directory(path)] }
        return files.first(where: host.exists).map { [.file($0)] } ?? []
    }

    /// "5ad8a5d6.0".
    private static func isHashed(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        return bytes.count == 10 && bytes.suffix(2).elementsEqual(".0".utf8)
            && bytes.prefix(8).allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
