import KafkaClient
import Network
import Platform

/// Where the token of OAUTHBEARER comes from: `mend.token…`, an endpoint (KIP-768, KIP-1139), or Kafka's unsigned one of `sasl.jaas.config`.
struct OAuthProperties {
    let values: PropertyValues
    let readers: PropertyReaders

    private static let handlerKey = "sasl.login.callback.handler.class"
    private static let endpointKey = "sasl.oauthbearer.token.endpoint.url"
    func authentication() throws(PropertyProblem) -> Authentication {
        let entry = try jaas()
        return .oauthBearer(try source(entry), extensions: try extensions(entry?.options ?? [:]))
    }

    /// `mend.token…` needs no login module.
    private func jaas() throws(PropertyProblem) -> JAASEntry? {
        if try ownSource() != nil, values.text("sasl.jaas.config") == nil { return nil }
        return try SASLProperties.jaas(values, for: "OAUTHBEARER", modules: [.oauthBearer])
    }

    private func source(_ entry: JAASEntry?) throws(PropertyProblem) -> TokenSource {
        if let own = try ownSource() { return own }
        let options = entry?.options ?? [:]
        guard let handler = values.text(Self.handlerKey), handler != ClientKey.unsecuredHandler else {
            if values.text(Self.endpointKey) != nil {
                throw values.problem(
                    Self.endpointKey, "Kafka asks it only where \(Self.handlerKey) says so",
                    hint: "add \(Self.handlerKey)=\(ClientKey.endpointHandlers[0])")
            }
            return .unsecured(try unsecured(options))
        }
        return try endpoint(options)
    }

    private func ownSource() throws(PropertyProblem) -> TokenSource? {
        var found: [(key: String, source: TokenSource)] = []
        if let token = values.words("mend.token") { found.append(("mend.token", .fixed(Secret(token)))) }
        if let path = values.words("mend.token.file") { found.append(("mend.token.file", .file(path))) }
        if let text = values.words("mend.token.command") {
            let words = text.split { $0 == " " || $0 == "\t" }.map(String.init)
            found.append(("mend.token.command", .command(words)))
        }
        guard found.count < 2 else {
            throw values.problem(found[1].key, "\(found[0].key) is given as well: only one can count")
        }
        return found.first?.source
    }

    // MARK: - An endpoint

    private func endpoint(_ options: [String: String]) throws(PropertyProblem) -> TokenSource {
        let retriever = values.text("sasl.oauthbearer.jwt.retriever.class")?.split(separator: ".").last ?? "DefaultJwtRetriever"
        guard let text = try values.filled(Self.endpointKey) else {
            throw values.problem(Self.endpointKey, "it is missing, and the login callback handler asks it for tokens")
        }
        guard let url = EndpointURL(text) else {
            throw values.problem(Self.endpointKey, "it is no URL that can be used", hint: "https://HOST[:PORT]/PATH, or file:///PATH")
        }
        if url.scheme == .file { return .file(url.path) }
        guard retriever != "FileJwtRetriever", let endpoint = url.endpoint else {
            throw values.problem(Self.endpointKey, "FileJwtRetriever reads a file", hint: "file:///PATH")
        }
        guard let id = try values.filled("sasl.oauthbearer.client.credentials.client.id") ?? options["clientId"] else {
            throw values.problem("sasl.jaas.config", "the option `clientId` is missing, and the token endpoint needs it")
        }
        guard let secret = try values.filled("sasl.oauthbearer.client.credentials.client.secret") ?? options["clientSecret"] else {
            throw values.problem("sasl.jaas.config", "the option `clientSecret` is missing, and the token endpoint needs it")
        }
        // The endpoint is no broker: Kafka gives it the `ssl.*` options of the login module, and nothing of the file's own.
        let own = PropertyValues(options: options.filter { $0.key.hasPrefix("ssl.") }, at: values.place("sasl.jaas.config"))
        let transport: TransportSecurity =
            url.scheme == .https ? .tls(try TLSProperties(values: own, readers: readers).settings()) : .plaintext
        return .clientCredentials(
            ClientCredentials(
                endpoint: endpoint, path: url.path, transport: transport, clientID: id, clientSecret: Secret(secret),
                scope: values.words("sasl.oauthbearer.scope") ?? options["scope"],
                encodesHeader: values.text("sasl.oauthbearer.header.urlencode")?.lowercased() == "true"))
    }

    // MARK: - Options of the login module

    /// `extension_NAME` (KIP-342).
    private func extensions(_ options: [String: String]) throws(PropertyProblem) -> [TokenExtension] {
        var extensions: [TokenExtension] = []
        for (option, value) in options.sorted(by: { $0.key < $1.key }) where option.hasPrefix("extension_") {
            let name = String(option.dropFirst("extension_".count))
            let isName = !name.isEmpty && name.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
            let isValue = value.utf8.allSatisfy { (0x20...0x7E).contains($0) || [0x09, 0x0A, 0x0D].contains($0) }
            guard isName, isValue, name != "auth" else {
                throw values.problem(
                    "sasl.jaas.config", "an `extension_…` is not as RFC 7628 wants it",
                    hint: "names are letters and not `auth`, values are printable ASCII")
            }
            extensions.append(TokenExtension(name: name, value: value))
        }
        return extensions
    }

    /// The claims of Kafka's unsigned token (`OAuthBearerUnsecuredLoginCallbackHandler`).
    private func unsecured(_ options: [String: String]) throws(PropertyProblem) -> UnsecuredToken {
        var token = UnsecuredToken(claims: [:])
        for (option, value) in options {
            if let name = option.suffix(after: "unsecuredLoginStringClaim_") {
                token.claims[name] = .text(value)
            } else if let name = option.suffix(after: "unsecuredLoginNumberClaim_") {
                guard let number = Double(value), number.isFinite else {
                    throw values.problem("sasl.jaas.config", "an `unsecuredLoginNumberClaim_…` is no number")
                }
                token.claims[name] = .number(number)
            } else if let name = option.suffix(after: "unsecuredLoginListClaim_") {
                // The first character says what stands between the items.
                let items = value.first.map { value.dropFirst().split(separator: $0, omittingEmptySubsequences: false).map(String.init) }
                token.claims[name] = .list(value.count > 1 ? items ?? [] : [])
            } else if option == "unsecuredLoginLifetimeSeconds" {
                guard let seconds = Int(value), (1...1_000_000_000).contains(seconds) else {
                    throw values.problem("sasl.jaas.config", "`unsecuredLoginLifetimeSeconds` is no number of seconds")
                }
                token.lifetime = .seconds(seconds)
            }
        }
        let principal = options["unsecuredLoginPrincipalClaimName"] ?? "sub"
        guard case .text? = token.claims[principal] else {
            throw values.problem(
                "sasl.jaas.config", "it says neither who comes (`unsecuredLoginStringClaim_sub`) nor where a token is from",
                hint: "set \(Self.handlerKey) and \(Self.endpointKey), or mend.token, mend.token.file, mend.token.command")
        }
        return token
    }
}

extension String {
    fileprivate func suffix(after prefix: String) -> String? {
        hasPrefix(prefix) && count > prefix.count ? String(dropFirst(prefix.count)) : nil
    }
}
