import ClientProperties
import Commands
import Engine
import Network
import Platform

/// Which cluster a command is for and how it is spoken to: `-b`, `-X`, `--command-config`, `-c`, the environment, and what a run recorded.
struct ClusterSettings {
    /// Where to begin; never empty.
    var bootstrap: [Endpoint]
    var configuration = ClientConfiguration()
    /// `-c`.
    var profile: String?
    /// `--command-config`, as a path that holds anywhere.
    var commandConfig: String?
    /// How the cluster is called without a profile: `lab`.
    var title: String?
    /// What is to be told before anything else.
    var warnings: [String] = []

    /// A cluster without secrets or profile: the lab.
    init(bootstrap: [Endpoint], title: String) {
        self.bootstrap = bootstrap
        self.title = title
    }

    /// What makes the cluster read-only by default, as people call it; nil: nothing does.
    var protectedBy: String? {
        guard configuration.profile.isReadOnly else { return nil }
        return profile.map { "profile \($0)" } ?? commandConfig.map { "the cluster of \($0)" } ?? "the cluster (mend.read.only)"
    }

    /// - Parameter recorded: The run that is taken up: what the command line leaves open is as it was.
    init(_ invocation: Invocation, recorded: RunSummary? = nil, profiles: ProfileFolder = .own) throws(UsageError) {
        let isNamed = invocation.value("cluster") != nil || invocation.value("command-config") != nil
        profile = invocation.value("cluster") ?? (isNamed ? nil : recorded?.profile)
        let file = invocation.value("command-config") ?? (isNamed ? nil : recorded?.commandConfig)
        commandConfig = try file.map { (path) throws(UsageError) in try Self.absolute(path) }
        var layers: [[PropertyEntry]] = []
        if let profile { layers.append(try Self.entries(of: try profiles.file(of: profile))) }
        if let file { layers.append(try Self.entries(of: file)) }
        do throws(PropertyProblem) {
            var options: [PropertyEntry] = []
            for text in invocation.all("property") { options.append(try ClientConfiguration.entry(ofOption: text)) }
            layers.append(options)
        } catch { throw UsageError("\(error)") }
        (configuration, warnings) = try Self.read(layers)
        bootstrap = try Self.bootstrap(invocation, configuration, recorded)
    }

    /// What a profile says, and nothing else.
    init(profile name: String, profiles: ProfileFolder = .own) throws(UsageError) {
        let file = try profiles.file(of: name)
        profile = name
        (configuration, warnings) = try Self.read([try Self.entries(of: file)])
        guard !configuration.bootstrap.isEmpty else { throw UsageError("\(file) has no bootstrap.servers") }
        bootstrap = configuration.bootstrap
    }

    /// So many errors, and so many warnings, of properties are told.
    private static let mostTold = 50

    private static func read(_ layers: [[PropertyEntry]]) throws(UsageError) -> (ClientConfiguration, warnings: [String]) {
        let reading = ClientConfiguration.read(layers, readers: .real)
        guard let configuration = reading.configuration else {
            let told = reading.errors.prefix(Self.mostTold).map(\.description)
            let more = reading.errors.count - told.count
            throw UsageError((told + (more > 0 ? ["and \(more) more"] : [])).joined(separator: "\n"))
        }
        var warnings = reading.warnings.prefix(Self.mostTold).map(\.description)
        if reading.warnings.count > warnings.count { warnings.append("and \(reading.warnings.count - warnings.count) more of its keys") }
        return (configuration, warnings + SecretFiles.warnings(about: configuration.secretFiles))
    }

    /// `-b`, else what the properties say, else the environment, else where the run was reached before.
    private static func bootstrap(
        _ invocation: Invocation, _ configuration: ClientConfiguration, _ recorded: RunSummary?
    ) throws(UsageError) -> [Endpoint] {
        if let text = invocation.value("bootstrap") { return try endpoints(text) }
        if !configuration.bootstrap.isEmpty { return configuration.bootstrap }
        if let place = configuration.emptyBootstrap {
            throw UsageError(
                "\(place): bootstrap.servers is empty, which for Kafka's clients is no address at all",
                hint: "write host:port there, leave the key out, or say -b HOST[:PORT],…")
        }
        if let text = SystemProcess.environment("MEND_BOOTSTRAP"), !text.isEmpty { return try endpoints(text) }
        if let recorded { return try endpoints(recorded.bootstrap) }
        throw UsageError(
            "which cluster?", hint: "say -b HOST[:PORT],…, --command-config FILE or -c NAME, or set MEND_BOOTSTRAP; `mend demo` needs none")
    }

    private static func entries(of path: String) throws(UsageError) -> [PropertyEntry] {
        let bytes: [UInt8]
        do throws(Errno) { bytes = try Files.read(path, limit: PropertyReaders.limit) } catch { throw UsageError("\(error)") }
        do throws(PropertyProblem) { return try PropertiesText.entries(of: bytes, in: path) } catch { throw UsageError("\(error)") }
    }

    private static func absolute(_ path: String) throws(UsageError) -> String {
        guard !path.hasPrefix("/") else { return path }
        do throws(Errno) { return "\(try Files.currentDirectory())/\(path)" } catch { throw UsageError("\(error)") }
    }

    /// `host:port,…` as endpoints.
    static func endpoints(_ text: String) throws(UsageError) -> [Endpoint] {
        var endpoints: [Endpoint] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: true) {
            let word = part.filter { $0 != " " }
            guard let endpoint = Endpoint(String(word)) else {
                throw UsageError("`\(word)` is no address", hint: "write host:port; IPv6 in brackets: [::1]:9092")
            }
            endpoints.append(endpoint)
        }
        guard !endpoints.isEmpty else { throw UsageError("which cluster?", hint: "say -b HOST[:PORT],…") }
        return endpoints
    }
}
