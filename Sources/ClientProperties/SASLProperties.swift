import KafkaClient
import Language
import Network
import Platform

/// `sasl.*` as the way in which we say who we are.
struct SASLProperties {
    let values: PropertyValues
    let readers: PropertyReaders

    private static let mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"]
    private static let instead = "mend speaks \(mechanisms.joined(separator: ", ")), and mutual TLS"

    func authentication() throws(PropertyProblem) -> Authentication {
        guard let mechanism = try values.filled("sasl.mechanism") else {
            throw values.problem(
                "sasl.mechanism", "it is not set, which means GSSAPI (Kerberos): that is not spoken", hint: Self.instead)
        }
        guard Self.mechanisms.contains(mechanism) else {
            let near = Suggestion.nearest(mechanism, among: Self.mechanisms)
            let what = mechanism == "GSSAPI" ? "GSSAPI (Kerberos) is not spoken" : "`\(mechanism)` is not spoken"
            throw values.problem("sasl.mechanism", what, hint: near.map { "did you mean `\($0)`?" } ?? Self.instead)
        }
        if mechanism == "OAUTHBEARER" { return try OAuthProperties(values: values, readers: readers).authentication() }
        return try withPassword(mechanism)
    }

    /// PLAIN and SCRAM take their name and password from either of their login modules, as in Kafka.
    private func withPassword(_ mechanism: String) throws(PropertyProblem) -> Authentication {
        let entry = try Self.jaas(values, for: mechanism, modules: [.plain, .scram])
        guard entry.options["tokenauth"]?.lowercased() != "true" else {
            throw values.problem("sasl.jaas.config", "delegation tokens (tokenauth) are not spoken", hint: "use a SCRAM user")
        }
        guard let user = entry.options["username"], let password = entry.options["password"] else {
            let missing = entry.options["username"] == nil ? "username" : "password"
            throw values.problem("sasl.jaas.config", "the option `\(missing)` is missing")
        }
        let secret = Secret(password)
        return switch mechanism {
        case "SCRAM-SHA-256": .scram(.sha256, user: user, password: secret)
        case "SCRAM-SHA-512": .scram(.sha512, user: user, password: secret)
        default: .plain(user: user, password: secret)
        }
    }

    /// The one entry of `sasl.jaas.config`, of one of these modules.
    static func jaas(
        _ values: PropertyValues, for mechanism: String, modules: [JAASEntry.Module]
    ) throws(PropertyProblem) -> JAASEntry {
        guard let text = try values.filled("sasl.jaas.config") else {
            throw values.problem(
                "sasl.jaas.config", "it is missing, and \(mechanism) needs it",
                hint: "a JAAS file of the JVM is not read: put its entry here")
        }
        let entry = try JAASEntry.parse(text, at: values.place("sasl.jaas.config"))
        guard let module = JAASEntry.Module(rawValue: entry.module) else {
            throw refusal(of: entry.module, values)
        }
        guard modules.contains(module) else {
            throw values.problem("sasl.jaas.config", "\(module.name) is not for \(mechanism)", hint: "use \(modules[0].name)")
        }
        return entry
    }

    /// The first word is a class only where it looks like one: else it may be anything.
    private static func refusal(of module: String, _ values: PropertyValues) -> PropertyProblem {
        let key = "sasl.jaas.config"
        if let near = Suggestion.nearest(module, among: JAASEntry.Module.allCases.map(\.rawValue)) {
            return values.problem(key, "its login module is not known", hint: "did you mean \(near)?")
        }
        let isClass = module.hasSuffix("LoginModule") && module.utf8.allSatisfy { ".$_".utf8.contains($0) || $0.isLetterOrDigit }
        guard isClass else { return values.problem(key, "its first word is no login module", hint: instead) }
        let name = module.split(separator: ".").last ?? ""
        return values.problem(key, name == "Krb5LoginModule" ? "\(name) (Kerberos) is not spoken" : "\(name) is not spoken", hint: instead)
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}
