/// Where a run's folder is driven: on which machine, at which path, as which folder of the file system. A copy of it is another place.
package struct RunPlace: Sendable, Hashable {
    /// Tells the machine from others, also after it was started anew; empty where the system tells nothing.
    package var machine: String
    package var host: String
    /// The run's folder, links followed.
    package var path: String
    /// The folder's number in its file system.
    package var inode: Int

    package init(machine: String, host: String, path: String, inode: Int) {
        self.machine = machine
        self.host = host
        self.path = path
        self.inode = inode
    }

    /// Whether this is the very folder. The host's name counts only where the machine tells nothing else: names change.
    package func isSame(as other: RunPlace) -> Bool {
        let isSameMachine = machine.isEmpty || other.machine.isEmpty ? host == other.host : machine == other.machine
        return isSameMachine && path == other.path && inode == other.inode
    }

    package var members: [JSONValue.Member] {
        [
            .init("machine", .string(machine)), .init("host", .string(host)), .init("path", .string(path)), .init("inode", .int(inode)),
        ]
    }

    /// nil where a record lacks what tells places apart.
    package init?(json: JSONValue) {
        guard let host = json["host"]?.string, let path = json["path"]?.string, let inode = json["inode"]?.int else { return nil }
        self.init(machine: json["machine"]?.string ?? "", host: host, path: path, inode: inode)
    }
}
