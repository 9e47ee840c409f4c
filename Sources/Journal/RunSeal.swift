/// That a run was handed over.
package struct RunSeal: Sendable, Hashable {
    package var who: String
    package var host: String
    /// For whom, where that was said.
    package var receiver: String?
    /// Milliseconds since 1970.
    package var atMs: Int

    package init(who: String, host: String, receiver: String?, atMs: Int) {
        self.who = who
        self.host = host
        self.receiver = receiver
        self.atMs = atMs
    }

    package var members: [JSONValue.Member] {
        [.init("who", .string(who)), .init("host", .string(host))] + (receiver.map { [.init("for", .string($0))] } ?? [])
    }

    /// Of the record that hands it over.
    package init(json: JSONValue) {
        self.init(
            who: json["who"]?.string ?? "", host: json["host"]?.string ?? "", receiver: json["for"]?.string, atMs: json["at"]?.int ?? 0)
    }
}
