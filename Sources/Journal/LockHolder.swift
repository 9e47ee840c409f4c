/// Who drives a run: written into its lock file for the next one who wants to.
package struct LockHolder: Sendable, Hashable, CustomStringConvertible {
    package var who: String
    package var host: String
    package var process: Int
    /// Milliseconds since 1970.
    package var since: Int

    package init(who: String, host: String, process: Int, since: Int) {
        self.who = who
        self.host = host
        self.process = process
        self.since = since
    }

    /// Its form in the lock file.
    package var json: JSONValue {
        ["who": .string(who), "host": .string(host), "pid": .int(process), "since": .int(since)]
    }

    /// Reads what a lock file says; nil where it says nothing that can be understood.
    package init?(json: JSONValue) {
        guard let who = json["who"]?.string, let host = json["host"]?.string, let process = try? json.number("pid", in: JournalRange.count),
            let since = try? json.number("since", in: JournalRange.moment)
        else { return nil }
        self.init(who: who, host: host, process: process, since: since)
    }

    /// Whoever holds a lock whose file says nothing that can be understood.
    package static func unknown(host: String) -> LockHolder { LockHolder(who: "somebody", host: host, process: 0, since: 0) }

    package var description: String {
        if self == .unknown(host: host) { return "\(who) on \(host), whose name its lock file does not tell" }
        return "\(who) on \(host) (process \(process)) since \(CalendarTime(milliseconds: since).rfc3339)"
    }
}
