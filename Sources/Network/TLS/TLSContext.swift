import COpenSSL
import Platform

/// What the TLS connections of a client, or of a server, share: stores read and checked, once. Making one is what starts OpenSSL.
package final class TLSContext {
    /// What it was made of.
    package let settings: TLSSettings
    let handle: OpaquePointer
    /// How a message names those who are believed.
    private(set) var trustInWords = ""

    /// A context for clients. Throws what the settings ask for and cannot be had: `TLSFailure.isOfSettings`.
    package init(_ settings: TLSSettings) throws(TLSFailure) {
        self.settings = settings
        handle = try Self.context(settings)
        try believe(settings.trust)
        if let store = settings.identity {
            do throws(StoreFailure) { try offer(store) } catch { throw .keyStore(error) }
        }
    }

    /// A context for servers, which show the identity and ask clients for a certificate of those they trust: for simulated peers.
    package init(server settings: TLSSettings, asksForCertificate: Bool = false, requiresCertificate: Bool = false) throws(TLSFailure) {
        self.settings = settings
        handle = try Self.context(settings)
        if case .store = settings.trust { try believe(settings.trust) }
        try show(ifGiven: settings.identity)
        if asksForCertificate || requiresCertificate { mend_tls_ask_certificate(handle, requiresCertificate ? 1 : 0) }
    }

    deinit { mend_tls_context_free(handle) }

    // MARK: Versions and ciphers

    private static func context(_ settings: TLSSettings) throws(TLSFailure) -> OpaquePointer {
        let suites = try settings.cipherSuites.map { names throws(TLSFailure) in try CipherSuites(names) }
        let versions = settings.versions.filter { suites?.names(of: $0).isEmpty != true }
        guard !settings.versions.isEmpty else { throw .noVersion }
        guard !versions.isEmpty else { throw .unknownCipherSuites(settings.cipherSuites ?? []) }
        guard let made = mend_tls_context_new(versions.contains(.tls12) ? 1 : 0, versions.contains(.tls13) ? 1 : 0) else {
            throw .refusedByLibrary(reason)
        }
        if let suites {
            let of12 = suites.names(of: .tls12)
            let of13 = suites.names(of: .tls13)
            let done = withOptionalText(of12) { first in withOptionalText(of13) { mend_tls_ciphers(made, first, $0) } }
            guard done == 1 else {
                defer { mend_tls_context_free(made) }
                throw .refusedByLibrary(reason)
            }
        }
        return made
    }

    private static func withOptionalText(_ names: [String], _ body: (UnsafePointer<CChar>?) -> Int32) -> Int32 {
        names.isEmpty ? body(nil) : names.joined(separator: ":").withCString { body($0) }
    }

    private static var reason: String { String(cString: mend_tls_reason()) }

    // MARK: Trust and identity

    private func believe(_ trust: TLSSettings.Trust) throws(TLSFailure) {
        switch trust {
        case .host:
            let places = HostCertificates.find()
            guard !places.isEmpty else { throw .noHostCertificates }
            trustInWords = "this host's bundle (\(places.map(\.path).joined(separator: ", ")))"
            for place in places {
                let done =
                    switch place {
                    case .file(let path): mend_tls_trust_file(handle, path)
                    case .directory(let path): mend_tls_trust_directory(handle, path)
                    }
                guard done == 1 else { throw .hostCertificates(path: place.path, why: Self.reason) }
            }
        case .store(let store):
            trustInWords = "the trust store \(store.origin)"
            do throws(StoreFailure) { try believe(store) } catch { throw .trustStore(error) }
        }
    }

    private func believe(_ store: CertificateStore) throws(StoreFailure) {
        for certificate in try StoreContents(store, for: .trust).trusted {
            let done = certificate.withUnsafeBytes { mend_tls_trust(handle, $0.baseAddress, $0.count) }
            guard done == 1 else { throw .unreadable(store.name, why: "a certificate in it is none: \(Self.reason)") }
        }
    }

    /// Each key of a store, one of which a client shows: that which the server can take.
    private func offer(_ store: CertificateStore) throws(StoreFailure) {
        for identity in try StoreContents(store, for: .identity).identities {
            guard let own = identity.chain.first else { throw .noKey(store.name) }
            let done = own.withUnsafeBytes { certificate in
                identity.key.bytes.withUnsafeBytes {
                    mend_tls_offer(handle, certificate.baseAddress, certificate.count, $0.baseAddress, $0.count)
                }
            }
            guard done != -1 else { throw .weakIdentity(store.name) }
            guard done == 1 else { throw .unreadable(store.name, why: "a private key in it, or its certificate, cannot be used") }
            for issuer in identity.chain.dropFirst() {
                let added = issuer.withUnsafeBytes { mend_tls_add_to_offer(handle, $0.baseAddress, $0.count) }
                guard added == 1 else { throw .unreadable(store.name, why: Self.reason) }
            }
        }
    }

    private func show(_ store: CertificateStore) throws(StoreFailure) {
        guard let identity = try StoreContents(store, for: .identity).identities.first, let own = identity.chain.first else {
            throw .noKey(store.name)
        }
        let done = own.withUnsafeBytes { certificate in
            identity.key.bytes.withUnsafeBytes {
                mend_tls_identity(handle, certificate.baseAddress, certificate.count, $0.baseAddress, $0.count)
            }
        }
        guard done == 1 else { throw .unreadable(store.name, why: Self.reason) }
        for issuer in identity.chain.dropFirst() {
            let added = issuer.withUnsafeBytes { mend_tls_add_to_chain(handle, $0.baseAddress, $0.count) }
            guard added == 1 else { throw .unreadable(store.name, why: Self.reason) }
        }
    }

    private func show(ifGiven store: CertificateStore?) throws(TLSFailure) {
        guard let store else { return }
        do throws(StoreFailure) { try show(store) } catch { throw .keyStore(error) }
    }
}

/// Cipher suites by the names of the IANA, sorted by what OpenSSL calls them and the version they belong to. Those that it does not know are
/// passed over, as long as one is left: nobody can speak them to us.
private struct CipherSuites {
    private var of12: [String] = []
    private var of13: [String] = []

    init(_ names: [String]) throws(TLSFailure) {
        for name in names {
            guard let known = mend_tls_cipher_name(name) else { continue }
            let ours = String(cString: known)
            // The five of TLS 1.3 are named alike by both, and name no key exchange.
            if ours.hasPrefix("TLS_") { of13.append(ours) } else { of12.append(ours) }
        }
        if of12.isEmpty && of13.isEmpty { throw .unknownCipherSuites(names) }
    }

    func names(of version: TLSVersion) -> [String] { version == .tls12 ? of12 : of13 }
}
