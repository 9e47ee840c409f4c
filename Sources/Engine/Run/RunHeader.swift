import Journal

/// The first record of a run.
package struct RunHeader: Sendable, Hashable {
    /// How it was begun.
    package enum Mode: String, Sendable {
        /// `mend run FILE`.
        case file
        /// The REPL, from its first effect.
        case interactive
        /// `mend -e`.
        case line
    }
    package var mode: Mode
    /// The runbook's name, or the line.
    package var name: String
    /// The file as it was given; empty where there is none.
    package var file: String
    package var cluster: String
    package var bootstrap: String
    package var profile: String?
    /// The file of properties that it was begun with, by its full path.
    package var commandConfig: String?
    package var who: String
    package var host: String
    package var version: String

    package init(
        mode: Mode, name: String, file: String, cluster: String, bootstrap: String, profile: String? = nil, commandConfig: String? = nil,
        who: String, host: String, version: String
    ) {
        self.mode = mode
        self.name = name
        self.file = file
        self.cluster = cluster
        self.bootstrap = bootstrap
        self.profile = profile
        self.commandConfig = commandConfig
        self.who = who
        self.host = host
        self.version = version
    }

    var members: [JSONValue.Member] {
        [
            .init("mode", .string(mode.rawValue)), .init("name", .string(name)), .init("file", .string(file)),
            .init("cluster", .string(cluster)), .init("bootstrap", .string(bootstrap)),
            .init("profile", profile.map { .string($0) } ?? .null), .init("who", .string(who)), .init("host", .string(host)),
            .init("version", .string(version)),
        ] + (commandConfig.map { [.init("commandConfig", .string($0))] } ?? [])
    }

    init?(json: JSONValue) {
        guard let mode = json["mode"]?.string.flatMap(Mode.init), let name = json["name"]?.string, let cluster = json["cluster"]?.string
        else { return nil }
        self.init(
            mode: mode, name: name, file: json["file"]?.string ?? "", cluster: cluster, bootstrap: json["bootstrap"]?.string ?? "",
            profile: json["profile"]?.string, commandConfig: json["commandConfig"]?.string, who: json["who"]?.string ?? "",
            host: json["host"]?.string ?? "",
            version: json["version"]?.string ?? "")
    }
}
