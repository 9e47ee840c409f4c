import KafkaClient
import Language
import Network
import Platform

/// What the properties of a client come to: where the cluster is, how it is spoken to, and what the person wants `mend` to know of it.
package struct ClientConfiguration: Sendable {
    /// Where to begin; empty where no layer says.
    package var bootstrap: [Endpoint] = []
    /// `client.id`; nil where no layer says.
    package var clientID: String?
    /// Where `bootstrap.servers` stands without a value; nil: nowhere. For Kafka that is no address, and not a key that is left out.
    package var emptyBootstrap: PropertyPlace?
    package var security = ClientSecurity.plaintext
    package var profile = ProfileSettings()
    /// Files in which a secret stands: others should not be able to read them.
    package var secretFiles: [String] = []
    /// Where each key stands that counts.
    fileprivate(set) var places: [String: PropertyPlace] = [:]

    package init() {}

    /// Where the key stands that a sentence names, so that whoever finds a value wrong later on can say where it is; nil: it names none.
    package func place(named sentence: String) -> PropertyPlace? {
        places.filter { sentence.contains($0.key) }.max { ($0.key.count, $1.key) < ($1.key.count, $0.key) }?.value
    }

    /// What was read, and all that is wrong with it, in order of place; nil where an error is among that.
    package struct Reading: Sendable {
        package var configuration: ClientConfiguration?
        package var problems: [PropertyProblem]

        package var errors: [PropertyProblem] { problems.filter { $0.severity == .error } }
        package var warnings: [PropertyProblem] { problems.filter { $0.severity == .warning } }
    }

    /// Reads layers of entries, each overriding those before it.
    package static func read(_ layers: [[PropertyEntry]], readers: PropertyReaders) -> Reading {
        // Nothing is said: everything is as it is without properties.
        if layers.allSatisfy(\.isEmpty) { return Reading(configuration: ClientConfiguration(), problems: []) }
        var reader = LayerReader(layers: layers, readers: readers)
        return reader.read()
    }

    /// `key=value` of `-X`: nothing is escaped in it.
    package static func entry(ofOption text: String) throws(PropertyProblem) -> PropertyEntry {
        let place = PropertyPlace(source: "-X", line: nil)
        guard let equals = text.firstIndex(of: "=") else {
            throw PropertyProblem(at: place, "what follows is no key=value")
        }
        let key = String(text[..<equals]).trimmingJavaSpace
        guard !key.isEmpty else { throw PropertyProblem(at: place, "there is no key before the `=`") }
        return PropertyEntry(key: key, value: String(text[text.index(after: equals)...]), place: place)
    }
}

/// One reading of layers.
private struct LayerReader {
    let layers: [[PropertyEntry]]
    let readers: PropertyReaders
    private var problems: [PropertyProblem] = []

    init(layers: [[PropertyEntry]], readers: PropertyReaders) {
        self.layers = layers
        self.readers = readers
    }

    mutating func read() -> ClientConfiguration.Reading {
        let written = layers.flatMap { $0 }
        var verdict = KeyVerdict()
        for entry in written { if let problem = verdict.problem(with: entry) { problems.append(problem) } }
        var last: [String: PropertyEntry] = [:]
        for entry in written { last[entry.key] = entry }
        var configuration = ClientConfiguration()
        let readers = readers
        if let variables = attempt({ () throws(PropertyProblem) in try ConfigVariables(last, readers: readers) }) {
            problems += variables.warnings
            configuration.secretFiles = secretFiles(last, variables)
            warnOfSecrets(written, variables)
            let values = PropertyValues(resolve(last, variables), fallback: written.last?.place ?? PropertyPlace(source: "-X", line: nil))
            if problems.allSatisfy({ $0.severity == .warning }) { fill(&configuration, values, layers) }
        }
        problems.sort { ($0.place.line ?? 0) < ($1.place.line ?? 0) }
        let isSound = problems.allSatisfy { $0.severity == .warning }
        return .init(configuration: isSound ? configuration : nil, problems: problems)
    }

    private mutating func fill(_ configuration: inout ClientConfiguration, _ values: PropertyValues, _ layers: [[PropertyEntry]]) {
        if let endpoints = attempt({ () throws(PropertyProblem) in try Self.bootstrap(values) }) { configuration.bootstrap = endpoints }
        configuration.emptyBootstrap = values.text("bootstrap.servers")?.isEmpty == true ? values.place("bootstrap.servers") : nil
        configuration.clientID = values.words("client.id")
        configuration.places = values.places
        let readers = readers
        if let security = attempt({ () throws(PropertyProblem) in try Self.security(values, readers) }) {
            configuration.security = security
        }
        if let unused = Self.unused(values) { problems.append(unused) }
        if let profile = attempt({ () throws(PropertyProblem) in try ProfileSettings(values) }) { configuration.profile = profile }
        // No later layer makes a cluster writable that an earlier one protects: that is what arming is for.
        let saysReadOnly = layers.joined().contains { $0.key == "mend.read.only" && $0.value.trimmingJavaSpace.lowercased() == "true" }
        configuration.profile.isReadOnly = configuration.profile.isReadOnly || saysReadOnly
    }

    private mutating func attempt<Value>(_ body: () throws(PropertyProblem) -> Value) -> Value? {
        do throws(PropertyProblem) { return try body() } catch {
            problems.append(error)
            return nil
        }
    }

    /// What is used, resolved. Kafka resolves everything else, too, and fails where a file of it cannot be read; what is not there is left
    /// as it stands.
    private mutating func resolve(_ entries: [String: PropertyEntry], _ variables: ConfigVariables) -> [String: PropertyEntry] {
        var resolved: [String: PropertyEntry] = [:]
        for (key, entry) in entries.sorted(by: { $0.key < $1.key }) {
            let known = ClientKey.named(key)
            let isUsed = known?.isUsed == true
            guard let value = attempt({ () throws(PropertyProblem) in try variables.resolved(entry, isUsed: isUsed) }) else { continue }
            if isUsed, let problem = variables.warning(of: entry) { problems.append(problem) }
            if let problem = KeyVerdict.problem(withValueOf: value) { problems.append(problem) }
            if isUsed { resolved[key] = value }
        }
        return resolved
    }

    // MARK: - What it comes to

    private static func bootstrap(_ values: PropertyValues) throws(PropertyProblem) -> [Endpoint] {
        var endpoints: [Endpoint] = []
        for word in try values.list("bootstrap.servers") ?? [] {
            // Kafka passes over the name of a listener: `SASL_SSL://b1:9094`.
            let address = word.contains("://") ? String(word.split(separator: "/").last ?? "") : word
            guard let endpoint = Endpoint(address) else {
                throw values.problem(
                    "bootstrap.servers", "`\(word)` is no address", hint: "write host:port; IPv6 in brackets: [::1]:9092")
            }
            endpoints.append(endpoint)
        }
        return endpoints
    }

    private static let protocolKey = "security.protocol"

    private static func security(_ values: PropertyValues, _ readers: PropertyReaders) throws(PropertyProblem) -> ClientSecurity {
        let word = try values.choice(protocolKey, among: ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"])
        return ClientSecurity(
            transport: word.hasSuffix("SSL") ? .tls(try TLSProperties(values: values, readers: readers).settings()) : .plaintext,
            authentication: word.hasPrefix("SASL") ? try SASLProperties(values: values, readers: readers).authentication() : .none)
    }

    /// Stores and passwords that the protocol makes no use of: somebody believed otherwise.
    private static func unused(_ values: PropertyValues) -> PropertyProblem? {
        let word = values.text(protocolKey)?.uppercased() ?? "PLAINTEXT"
        var unused = word.hasPrefix("SASL") ? [] : ["sasl.jaas.config"]
        if !word.hasSuffix("SSL") { unused += ["ssl.truststore.location", "ssl.keystore.location"] }
        guard let first = unused.first(where: { values.words($0) != nil }) else { return nil }
        let said = values.text(protocolKey) == nil ? "\(protocolKey) is not set, which means PLAINTEXT" : "\(protocolKey) is \(word)"
        return values.problem(
            first, "it is not used: \(said)", hint: "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL", severity: .warning)
    }

    // MARK: - Secrets

    private func secretFiles(_ entries: [String: PropertyEntry], _ variables: ConfigVariables) -> [String] {
        var files: Set<String> = []
        for (key, entry) in entries {
            if ClientKey.named(key)?.isSecret == true {
                if variables.isLiteral(entry) { files.insert(entry.place.source) }
                files.formUnion(variables.files(in: entry))
            }
            if key == "ssl.keystore.location" || key == "mend.token.file" { files.insert(entry.value.trimmingJavaSpace) }
        }
        return files.subtracting(["-X", ""]).sorted()
    }

    private mutating func warnOfSecrets(_ entries: [PropertyEntry], _ variables: ConfigVariables) {
        for entry in entries where ClientKey.named(entry.key)?.isSecret == true {
            if entry.place.source == "-X", variables.isLiteral(entry) {
                problems.append(
                    PropertyProblem(
                        .warning, at: entry.place, "\(entry.key): everybody on this host can see it among the processes",
                        hint: "write it to a file, or refer to it by a provider of config.providers"))
            } else if entry.hasRawBytes {
                problems.append(
                    PropertyProblem(
                        .warning, at: entry.place,
                        "\(entry.key): letters outside ASCII are read as ISO-8859-1, as Kafka's tools read them",
                        hint: "to be sure write `\\u` and four digits"))
            }
        }
    }
}
