/// The login module of `sasl.jaas.config` with its options: `MODULE FLAG name="value" … ;`.
struct JAASEntry {
    /// The class, as it was written.
    var module: String
    /// Values may be secret.
    var options: [String: String]

    /// Login modules of Kafka's own that are spoken here, by their class.
    enum Module: String, CaseIterable {
        case plain = "org.apache.kafka.common.security.plain.PlainLoginModule"
        case scram = "org.apache.kafka.common.security.scram.ScramLoginModule"
        case oauthBearer = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule"

        var name: String { String(rawValue.split(separator: ".").last ?? "") }
    }

    /// Option names that messages may say; others could be a part of a password that was not quoted.
    private static let knownOptions: Set<String> = [
        "username", "password", "serviceName", "clientId", "clientSecret", "scope", "tokenauth", "user", "useKeyTab", "storeKey", "keyTab",
        "principal", "useTicketCache",
    ]

    /// Reads the value of `sasl.jaas.config`. What is wrong is said without any of its text that may be secret.
    static func parse(_ text: String, at place: PropertyPlace) throws(PropertyProblem) -> JAASEntry {
        var reader = Reader(text: text, place: place)
        let result: Result<JAASEntry, PropertyProblem>
        do throws(JAASTokenizer.Fault) { result = try reader.onlyEntry() } catch {
            throw reader.problem(
                "a quote is not closed on its line", hint: "a quote inside a value is written `\\\"`, in the file `\\\\\"`")
        }
        return try result.get()
    }

    private struct Reader {
        var tokens: JAASTokenizer
        let place: PropertyPlace

        init(text: String, place: PropertyPlace) {
            tokens = JAASTokenizer(text)
            self.place = place
        }

        func problem(_ message: String, hint: String? = nil) -> PropertyProblem {
            PropertyProblem(at: place, "sasl.jaas.config: \(message)", hint: hint)
        }

        mutating func onlyEntry() throws(JAASTokenizer.Fault) -> Result<JAASEntry, PropertyProblem> {
            guard let first = try tokens.next() else { return .failure(problem("it is empty: no login module is named")) }
            guard case .text(let module) = first, !module.isEmpty else {
                return .failure(problem("it must begin with the class of a login module"))
            }
            guard let flag = try tokens.next() else { return .failure(problem("the word `required` must follow the login module")) }
            guard case .text(let word) = flag, ["required", "requisite", "sufficient", "optional"].contains(word.lowercased()) else {
                return .failure(problem("the word `required` must follow the login module"))
            }
            var options: [String: String] = [:]
            var last: String?
            while true {
                guard let token = try tokens.next() else { return .failure(unterminated(after: last)) }
                if token == .symbol(";") { break }
                guard case .text(let name) = token else { return .failure(problem("an option's name is expected" + Self.after(last))) }
                guard try tokens.next() == .symbol("=") else {
                    return .failure(
                        problem("an option has no `=`" + Self.after(last), hint: "a value with blanks or signs in it must be in quotes"))
                }
                switch try tokens.next() {
                case .text(let value)?: options[name] = value
                case .number?: return .failure(problem("the value of \(Self.naming(name)) begins like a number: put it in quotes"))
                default: return .failure(problem("\(Self.naming(name)) has no value that can be read: put it in quotes"))
                }
                last = name
            }
            if try tokens.next() != nil { return .failure(problem("there is more than one login module: exactly one is used")) }
            return .success(JAASEntry(module: module, options: options))
        }

        private func unterminated(after last: String?) -> PropertyProblem {
            if tokens.hasSlashComment {
                return problem(
                    "it does not end with `;`, for a `/` outside of quotes begins a comment", hint: "put values in quotes")
            }
            return problem("it does not end with `;`" + Self.after(last), hint: "a line that goes on ends with a backslash")
        }

        private static func after(_ name: String?) -> String { name.map { " after \(naming($0))" } ?? "" }

        private static func naming(_ name: String) -> String {
            JAASEntry.knownOptions.contains(name) ? "`\(name)`" : "an option"
        }
    }
}
