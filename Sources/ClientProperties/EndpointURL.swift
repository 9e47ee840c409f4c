import Network

/// The URL of a token endpoint: `https://host[:port]/path`, `http://…`, `file:///path`.
struct EndpointURL {
    enum Scheme: String { case https, http, file }
    var scheme: Scheme
    /// nil for a file.
    var endpoint: Endpoint?
    /// With its query; at least "/".
    var path: String

    /// nil where it is none that can be used: another scheme, a user in it, characters that no URL has.
    init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let bytes = Array(text.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8),
            let scheme = Scheme(rawValue: String(decoding: bytes[..<colon], as: UTF8.self).lowercased())
        else { return nil }
        self.scheme = scheme
        let rest = bytes[(colon + 3)...]
        let slash = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? rest.endIndex
        let authority = String(decoding: rest[..<slash], as: UTF8.self)
        // A fragment is for the reader of a page, not for the server.
        let target = String(decoding: rest[slash...].prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
        if scheme == .file {
            guard authority.isEmpty || authority == "localhost", target.hasPrefix("/"), target.count > 1 else { return nil }
            path = target
            return
        }
        guard !authority.contains("@"), let endpoint = Endpoint(authority, defaultPort: scheme == .https ? 443 : 80) else { return nil }
        self.endpoint = endpoint
        path = target.hasPrefix("/") ? target : "/" + target
    }
}
