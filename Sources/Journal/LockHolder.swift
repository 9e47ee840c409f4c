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
        guard let who = json["who"]?.string, let host = json["host"]?.string, let process = json["pid"]?.int,
            let since = json["since"]?.int
        else { return nil }
        self.init(who: who, host: host, process: process, since: since)
    }

    package var description: String { "\(who) on \(host) (process \(process)) since \(CalendarTime(milliseconds: since).rfc3339)" }
}
