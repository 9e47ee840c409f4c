import Language
import Network
import Platform

/// `ssl.*` as settings of TLS, by the rules of Kafka's `DefaultSslEngineFactory`.
struct TLSProperties {
    let values: PropertyValues
    let readers: PropertyReaders

    func settings() throws(PropertyProblem) -> TLSSettings {
        TLSSettings(
            trust: try trust(), identity: try identity(), versions: try versions(), cipherSuites: try cipherSuites(),
            verifiesHostName: try verifiesHostName())
    }

    // MARK: - Whom we trust

    private func trust() throws(PropertyProblem) -> TLSSettings.Trust {
        let type = StoreType(values.text("ssl.truststore.type"))
        let location = values.text("ssl.truststore.location")
        let password = values.text("ssl.truststore.password")
        if let inline = values.text("ssl.truststore.certificates") {
            guard type == .pem else {
                throw values.problem("ssl.truststore.certificates", "certificates in the file itself are PEM", hint: typeHint("truststore"))
            }
            guard location == nil else {
                throw values.problem("ssl.truststore.certificates", "ssl.truststore.location is given as well: only one can count")
            }
            guard password == nil else { throw values.problem("ssl.truststore.password", "PEM certificates have no password") }
            guard !inline.isEmpty else { throw values.problem("ssl.truststore.certificates", "it is empty", hint: "leave the key out") }
            return .store(CertificateStore(.pem, content: Secret(inline), origin: "ssl.truststore.certificates"))
        }
        guard let location else {
            guard password == nil else {
                throw values.problem("ssl.truststore.password", "there is no ssl.truststore.location that it would open")
            }
            return .host
        }
        guard type != .pem || password == nil else {
            throw values.problem("ssl.truststore.password", "PEM certificates have no password")
        }
        return .store(try store("ssl.truststore", type, location, password: password))
    }

    // MARK: - Who we are

    private func identity() throws(PropertyProblem) -> CertificateStore? {
        let type = StoreType(values.text("ssl.keystore.type"))
        let location = values.text("ssl.keystore.location")
        let password = values.text("ssl.keystore.password")
        let key = values.text("ssl.keystore.key")
        let chain = values.text("ssl.keystore.certificate.chain")
        if key != nil || chain != nil {
            let name = key == nil ? "ssl.keystore.certificate.chain" : "ssl.keystore.key"
            guard type == .pem else { throw values.problem(name, "a key in the file itself is PEM", hint: typeHint("keystore")) }
            guard let key else { throw values.problem(name, "ssl.keystore.key, the private key to it, is missing") }
            guard let chain else { throw values.problem(name, "ssl.keystore.certificate.chain, the certificate to it, is missing") }
            guard location == nil else { throw values.problem(name, "ssl.keystore.location is given as well: only one can count") }
            return CertificateStore(
                .pem, content: Secret(chain + "\n" + key), origin: "ssl.keystore.key", keyPassword: secret("ssl.key.password"))
        }
        guard let location else {
            guard password == nil else {
                throw values.problem("ssl.keystore.password", "there is no ssl.keystore.location that it would open")
            }
            return nil
        }
        if type == .pem, password != nil {
            throw values.problem(
                "ssl.keystore.password", "a PEM key store has no password of its own", hint: "its key's goes to ssl.key.password")
        }
        if type != .pem, password == nil {
            throw values.problem("ssl.keystore.location", "ssl.keystore.password, which opens it, is missing")
        }
        return try store("ssl.keystore", type, location, password: password)
    }

    // MARK: - Stores

    /// What a type says, for it matters only where there is a store: as in Java the two of its own are known whatever their case, and
    /// Kafka's PEM is not.
    private enum StoreType: Equatable {
        case java(String)
        case pem
        case unknown(String)

        init(_ text: String?) {
            switch text ?? "JKS" {
            case "PEM": self = .pem
            case let text where ["JKS", "PKCS12"].contains(text.uppercased()): self = .java(text.uppercased())
            case let text: self = .unknown(text)
            }
        }
    }

    private func store(
        _ prefix: String, _ type: StoreType, _ location: String, password: String?
    ) throws(PropertyProblem) -> CertificateStore {
        if case .unknown(let text) = type {
            throw values.problem(
                "\(prefix).type", text.isEmpty ? "it is empty" : "`\(text)` is not one of JKS, PKCS12, PEM",
                hint: text.uppercased() == "PEM"
                    ? "Kafka knows PEM in capitals only" : "convert the store: keytool -importkeystore … -deststoretype PKCS12")
        }
        guard !location.isEmpty else {
            throw values.problem(
                "\(prefix).location", "it is empty, which is a store that is not there", hint: "give its path, or leave the key out")
        }
        let bytes: [UInt8]
        do throws(PropertyReaders.Failure) { bytes = try readers.file(location) } catch {
            let isRelative = !location.hasPrefix("/")
            throw values.problem(
                "\(prefix).location", error.why,
                hint: isRelative ? "relative paths begin at the working directory, as in Kafka's tools" : "correct the path")
        }
        guard case .java(let declared) = type else {
            return CertificateStore(.pem, content: Secret(bytes: bytes), origin: location, keyPassword: keyPassword(prefix))
        }
        return CertificateStore(
            try format(of: bytes, at: location, prefix, declared: declared), content: Secret(bytes: bytes), origin: location,
            storePassword: password.map { Secret($0) }, keyPassword: keyPassword(prefix))
    }

    private func keyPassword(_ prefix: String) -> Secret? { prefix == "ssl.keystore" ? secret("ssl.key.password") : nil }

    /// Java's own two types read each other's files (`keystore.type.compat`), so the file says what it is.
    private func format(
        of bytes: [UInt8], at location: String, _ prefix: String, declared: String
    ) throws(PropertyProblem) -> CertificateStore.Format {
        if bytes.starts(with: [0xFE, 0xED, 0xFE, 0xED]) { return .jks }
        if bytes.starts(with: [0x30]) { return .pkcs12 }
        let key = "\(prefix).location"
        if bytes.starts(with: [0xCE, 0xCE, 0xCE, 0xCE]) {
            throw values.problem(
                key, "\(location) is a JCEKS store, which is not read", hint: "convert it: keytool -importkeystore … -deststoretype PKCS12")
        }
        if String(decoding: bytes.prefix(64 << 10), as: UTF8.self).contains("-----BEGIN ") {
            throw values.problem(key, "\(location) is PEM and \(prefix).type says \(declared)", hint: "set \(prefix).type=PEM")
        }
        throw values.problem(
            key, "\(location) is no \(declared) store", hint: "correct the path, or say what it is in \(prefix).type")
    }

    private func typeHint(_ store: String) -> String { "set ssl.\(store).type=PEM" }

    private func secret(_ key: String) -> Secret? { values.text(key).map { Secret($0) } }

    // MARK: - What is allowed

    private func versions() throws(PropertyProblem) -> Set<TLSVersion> {
        let key = "ssl.enabled.protocols"
        let allowed = try versionsOfProtocol()
        guard let names = try values.list(key) else { return allowed }
        let old = ["TLSv1.1", "TLSv1", "SSLv3"]
        let known = TLSVersion.allCases.map(\.rawValue)
        for name in names where !known.contains(name) && !old.contains(name) {
            let near = Suggestion.nearest(name, among: known)
            throw values.problem(
                key, name == "SSLv2Hello" ? "greetings in SSLv2's form are not sent" : "`\(name)` is no version of TLS",
                hint: near.map { "did you mean `\($0)`?" } ?? "TLSv1.2, TLSv1.3")
        }
        let versions = Set(names.compactMap(TLSVersion.init))
        guard !versions.isEmpty else {
            throw values.problem(key, "TLSv1.2 and TLSv1.3 are spoken, nothing older", hint: "add one of them")
        }
        guard !versions.isDisjoint(with: allowed) else {
            throw values.problem(key, "none of its versions is allowed by ssl.protocol=TLSv1.2", hint: "leave ssl.protocol out")
        }
        return versions.intersection(allowed)
    }

    /// `ssl.protocol` bounds the version from above, as the context of that name does in Java.
    private func versionsOfProtocol() throws(PropertyProblem) -> Set<TLSVersion> {
        let key = "ssl.protocol"
        switch try values.filled(key)?.uppercased() ?? "TLSV1.3" {
        case "TLSV1.3", "TLS", "SSL": return [.tls12, .tls13]
        case "TLSV1.2": return [.tls12]
        default: throw values.problem(key, "`\(values.text(key) ?? "")` allows no version that is spoken", hint: "TLSv1.3 or TLSv1.2")
        }
    }

    /// The names that Java knows: it refuses others, and so do we, also where OpenSSL knows them.
    private func cipherSuites() throws(PropertyProblem) -> [String]? {
        let key = "ssl.cipher.suites"
        guard let names = try values.list(key) else { return nil }
        for name in names where !JavaCipherSuites.names.contains(name) {
            let near = Suggestion.nearest(name, among: JavaCipherSuites.names.sorted())
            throw values.problem(
                key, "Java knows no cipher suite `\(name)`", hint: near.map { "did you mean `\($0)`?" } ?? "leave it out")
        }
        return names
    }

    private func verifiesHostName() throws(PropertyProblem) -> Bool {
        let key = "ssl.endpoint.identification.algorithm"
        guard let word = values.text(key) else { return true }
        if word.isEmpty { return false }
        guard word.lowercased() == "https" else {
            throw values.problem(
                key, "`\(word)` is not known here", hint: "`https` compares the host's name; an empty value turns that off")
        }
        return true
    }
}
