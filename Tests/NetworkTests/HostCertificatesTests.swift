import Testing

@testable import Network

@Suite("The host's bundle of certificates")
struct HostCertificatesTests {
    func find(variables: [String: String] = [:], files: Set<String> = [], folders: [String: [String]] = [:]) -> [HostCertificates] {
        HostCertificates.find(
            .init(variable: { variables[$0] }, exists: { files.contains($0) }, list: { folders[$0] ?? [] }))
    }

    @Test("is found where each distribution keeps it")
    func places() {
        #expect(find(folders: ["/etc/ssl/certs": ["ca-certificates.crt", "5ad8a5d6.0"]]) == [.directory("/etc/ssl/certs")])
        #expect(
            find(
                files: ["/etc/ssl/certs/ca-certificates.crt"], folders: ["/etc/ssl/certs": ["ca-certificates.crt", "x.pem", "5ad8a5d6.1"]])
                == [.file("/etc/ssl/certs/ca-certificates.crt")])
        #expect(find(files: ["/etc/pki/tls/certs/ca-bundle.crt"]) == [.file("/etc/pki/tls/certs/ca-bundle.crt")])
        #expect(find(files: ["/etc/ssl/ca-bundle.pem"]) == [.file("/etc/ssl/ca-bundle.pem")])
        #expect(find(files: ["/etc/ssl/cert.pem"]) == [.file("/etc/ssl/cert.pem")])
        #expect(find() == [])
    }

    @Test("the environment names another")
    func environment() {
        #expect(find(variables: ["SSL_CERT_FILE": "/a.pem"], files: ["/etc/ssl/cert.pem"]) == [.file("/a.pem")])
        #expect(
            find(variables: ["SSL_CERT_FILE": "/a.pem", "SSL_CERT_DIR": "/b:/c"]) == [.file("/a.pem"), .directory("/b"), .directory("/c")])
        #expect(find(variables: ["SSL_CERT_FILE": ""], files: ["/etc/ssl/cert.pem"]) == [.file("/etc/ssl/cert.pem")])
    }

    @Test("a file that is not there is said, with its path")
    func missing() {
        let context = Result { () throws(TLSFailure) in try TLSContext(TLSSettings()) }
        if case .failure(let failure) = context { #expect(failure.isOfSettings) }
    }
}
